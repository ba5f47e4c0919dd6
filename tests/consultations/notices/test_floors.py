"""How long a notice must stand follows from what it is about; nobody shortens what the law lets nobody shorten."""

from datetime import timedelta

import pytest

from consultations.decisions.actions import attach, prepare_decision
from consultations.decisions.models import Decision
from consultations.documents.actions import revise
from consultations.documents.reading import read_text
from consultations.models import Consultation, Version
from consultations.notices.actions import edit_consultation, prepare_consultation, publish_consultation
from consultations.notices.changes import replace_text
from consultations.notices.floors import is_shortened
from participation import clock
from participation.accounts.models import User
from participation.errors import Incomplete, Invalid
from tests.drafts import FINAL, not_a_rule, notice_fields

WHY = "强降雨已造成三处山体滑坡，须在汛期前划定危险路段。"


def dated(draft: Version, official: User, days: int, **fields: object) -> Consultation:
    closes_on = clock.today() + timedelta(days=days)
    return prepare_consultation(draft, by=official, slug="n", **notice_fields(closes_on=closes_on, **fields))


def refused(notice: Consultation, editor: User) -> dict[str, list[str]]:
    with pytest.raises(Incomplete) as refusal:
        publish_consultation(notice, by=editor)
    return {name: [str(each) for each in found] for name, found in refusal.value.errors.items()}


def matter(draft: Version, official: User, **fields: object) -> Decision:
    made = prepare_decision(
        by=official, slug="m", title="农村饮水管理办法", department=draft.document.department, **fields
    )
    attach(made, draft.document, by=official)
    return made


@pytest.mark.parametrize(
    "nature",
    [{"kind": "major_decision"}, {"kind": "normative_document"}, {"kind": "other", "affects_business": True}],
)
def test_a_notice_of_another_kind_is_as_long_as_its_matter_needs(
    draft: Version, official: User, editor: User, nature: dict[str, object]
) -> None:
    matter(draft, official, **nature)
    assert "shortening_ground" in refused(dated(draft, official, 10, kind="other"), editor)


def test_the_strictest_of_its_matters_holds_and_is_told(draft: Version, official: User, editor: User) -> None:
    matter(not_a_rule(draft), official, kind="other", concerns=["demolition"])
    published = publish_consultation(dated(draft, official, 30, kind="other"), by=editor)
    assert published.minimum_period == "A26 30 calendar" and "第590号" in published.legal_basis


@pytest.mark.parametrize(
    ("concern", "basis"), [("planning", "城乡规划法"), ("land", "土地管理法"), ("demolition", "590")]
)
def test_nobody_shortens_what_the_law_lets_nobody_shorten(
    draft: Version, official: User, editor: User, concern: str, basis: str
) -> None:
    notice = dated(
        draft, official, 29, concerns=[concern], shortening_ground="emergency", shortening_reason=WHY
    )
    errors = refused(notice, editor)
    assert list(errors) == ["closes_on"] and basis in errors["closes_on"][0]
    notice = edit_consultation(notice, by=official, closes_on=clock.today() + timedelta(days=30))
    assert publish_consultation(notice, by=editor).status == "published"


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, ["shortening_ground", "shortening_reason"]),
        ({"shortening_ground": "emergency"}, ["shortening_reason"]),
        ({"shortening_ground": "emergency", "shortening_reason": "."}, ["shortening_reason"]),
        ({"shortening_ground": "emergency", "shortening_reason": "因情况紧急"}, ["shortening_reason"]),
        (
            {"shortening_ground": "emergency", "shortening_reason": "急急急急急急急急急急急急"},
            ["shortening_reason"],
        ),
        ({"shortening_reason": WHY}, ["shortening_ground"]),
        ({"shortening_ground": "busy", "shortening_reason": WHY}, ["shortening_ground"]),
    ],
)
def test_a_shorter_period_names_its_ground_and_explains_it(
    draft: Version, official: User, editor: User, changes: dict[str, str], fields: list[str]
) -> None:
    assert list(refused(dated(draft, official, 20, **changes), editor)) == fields


def test_even_a_shortened_period_is_not_shortened_to_nothing(
    draft: Version, official: User, editor: User
) -> None:
    why = {"shortening_ground": "emergency", "shortening_reason": WHY}
    errors = refused(notice := dated(draft, official, 1, **why), editor)
    assert list(errors) == ["closes_on"] and "7" in errors["closes_on"][0]
    notice = edit_consultation(notice, by=official, closes_on=clock.today() + timedelta(days=20))
    published = publish_consultation(notice, by=editor)
    assert is_shortened(published), "and the page says by how much"


def test_a_changed_text_begins_the_whole_period_anew(
    consultation: Consultation, official: User, editor: User
) -> None:
    matter(consultation.draft_version, official, kind="other", concerns=["planning"])
    later = revise(consultation.draft_version, read_text(FINAL, markdown=True), by=official)
    with clock.at(clock.now() + timedelta(days=20)):
        replace_text(
            Consultation.objects.get(pk=consultation.pk), later, by=editor, note="按照意见作了较大修改。"
        )
        assert Consultation.objects.get(pk=consultation.pk).closes_on == clock.today() + timedelta(days=30)


@pytest.mark.parametrize("concerns", [["nonsense"], ["major_decision"], ["objected"]])
def test_only_what_is_offered_is_ticked(draft: Version, official: User, concerns: list[str]) -> None:
    with pytest.raises(Invalid) as refusal:
        dated(draft, official, 30, concerns=concerns)
    assert list(refusal.value.errors) == ["concerns"]
