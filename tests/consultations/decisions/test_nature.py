"""What a matter is decides what the law asks of it: added by one, taken away only by two, with a public reason."""

from datetime import timedelta

import pytest

from consultations.decisions.actions import (
    attach,
    edit_decision,
    list_decision,
    prepare_decision,
)
from consultations.decisions.gates import gates, is_heard
from consultations.decisions.models import Decision
from consultations.decisions.nature import traits_of
from consultations.decisions.publishing import publish_final
from consultations.documents.actions import revise
from consultations.documents.reading import read_text
from consultations.models import Consultation, Version
from consultations.notices.actions import prepare_consultation, publish_consultation
from consultations.outcomes.actions import draft_feedback, publish_feedback
from participation import clock
from participation.accounts.models import Department, User
from participation.corrections.actions import confirm_correction, correct_published
from participation.errors import Incomplete, Invalid, NotPermitted
from participation.ledger.models import AuditEntry
from tests.dossiers import ended
from tests.drafts import FINAL, NEITHER, after_closing, corrected, not_a_rule, notice_fields

REASON = "经核实，该事项不涉及经营主体的生产经营活动。"


@pytest.fixture
def decision(official: User, editor: User, department: Department) -> Decision:
    made = prepare_decision(
        by=official, slug="water", title="农村饮水管理办法", department=department, affects_business=True
    )
    return list_decision(made, by=editor)


def short_one(draft: Version, official: User, reviewer: User, editor: User) -> Consultation:
    """A notice of seven working days, of no special kind, with its feedback published."""
    fields = notice_fields(kind="other", closes_on=clock.today() + timedelta(days=14))
    notice = prepare_consultation(not_a_rule(draft), by=official, slug="short", **fields)
    row = publish_consultation(notice, by=editor, default_known=True)
    with after_closing(row):
        publish_feedback(draft_feedback(row, by=official, asked="问了", said="答了", did="改了"), by=reviewer)
    return Consultation.objects.get(pk=row.pk)


def test_a_short_notice_of_another_kind_does_not_stand_in_for_hearing_the_public(
    decision: Decision, draft: Version, official: User, reviewer: User, editor: User
) -> None:
    row = short_one(draft, official, reviewer, editor)
    attach(decision, row, by=official)
    decision = Decision.objects.get(pk=decision.pk)
    assert not is_heard(decision)
    heard = next(
        each for each in gates(decision, "collective_decision") if each.field == "public_participation"
    )
    assert not heard.met and "30" in heard.words and "第六十二条" in heard.basis
    assert not decision.stages.filter(stage="public_participation", status="done").exists()


def test_what_becomes_stricter_afterwards_asks_for_another_consultation(
    decision: Decision, draft: Version, official: User, reviewer: User, editor: User
) -> None:
    light = list_decision(
        prepare_decision(
            by=official,
            slug="light",
            title="标识更换",
            department=decision.department,
            kind="other",
            classification_note=NEITHER,
        ),
        by=editor,
    )
    attach(light, short_one(draft, official, reviewer, editor), by=official)
    assert is_heard(Decision.objects.get(pk=light.pk))
    edit_decision(Decision.objects.get(pk=light.pk), by=official, concerns=["planning"])
    assert not is_heard(Decision.objects.get(pk=light.pk))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"affects_business": False}, "affects_business"),
        ({"kind": "normative_document"}, "kind"),
        ({"kind": "other"}, "kind"),
    ],
)
def test_one_person_does_not_make_a_public_matter_lighter(
    decision: Decision, official: User, change: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        edit_decision(decision, by=official, **change)
    assert list(refusal.value.errors) == [field]
    assert Decision.objects.get(pk=decision.pk).affects_business


def test_before_it_is_public_its_drafter_still_finds_out_what_it_is(
    official: User, department: Department
) -> None:
    made = prepare_decision(by=official, slug="x", title="未公布", department=department, is_risky=True)
    edited = edit_decision(made, by=official, is_risky=False, kind="other", concerns=["land", "land"])
    assert traits_of(edited) == ["other", "land"]


def test_whoever_adds_something_needs_nobody(decision: Decision, official: User) -> None:
    edit_decision(decision, by=official, is_risky=True, concerns=["price"])
    assert traits_of(Decision.objects.get(pk=decision.pk)) == [
        "major_decision",
        "business_related",
        "price",
        "risky",
    ]


def test_two_people_make_it_lighter_with_a_public_reason(
    decision: Decision, official: User, editor: User
) -> None:
    row = corrected(decision, by=official, confirmed_by=editor, reason=REASON, traits=["normative_document"])
    assert traits_of(row) == ["normative_document"] and not row.affects_business
    acts = AuditEntry.objects.filter(kind="decision", object_id=row.pk).values_list("act", flat=True)
    assert {"decision.correction_proposed", "decision.corrected"} <= set(acts)


def test_nobody_confirms_what_they_proposed_and_a_stranger_proposes_nothing(
    decision: Decision, official: User, other_official: User, editor: User
) -> None:
    with pytest.raises(NotPermitted):
        correct_published(decision, by=other_official, reason=REASON, changes={"traits": ["other"]})
    own = correct_published(decision, by=editor, reason=REASON, changes={"traits": ["other"]})
    for who in (editor, official):
        with pytest.raises(NotPermitted):
            confirm_correction(own, by=who)
    assert Decision.objects.get(pk=decision.pk).affects_business


@pytest.mark.parametrize(
    "traits", [[], ["nonsense"], ["major_decision", "other"], ["land"], ["other", "objected"], "other"]
)
def test_only_a_whole_and_known_set_of_traits_is_proposed(
    decision: Decision, official: User, traits: list[str]
) -> None:
    with pytest.raises(Invalid):
        correct_published(decision, by=official, reason=REASON, changes={"traits": traits})


def test_the_text_of_a_matter_that_ended_waits_for_another_matter(
    draft: Version, decision: Decision, official: User, reviewer: User, editor: User
) -> None:
    """Ending the matter is no way round its gates, whatever the notice calls itself."""
    row = short_one(draft, official, reviewer, editor)
    attach(decision, row, by=official)
    ended(decision, by=official, second=editor)
    with clock.at(row.closes_at + timedelta(days=2)):
        final = revise(row.draft_version, read_text(FINAL, markdown=True), by=official)
        with pytest.raises(Incomplete) as refusal:
            publish_final(row, final, by=editor)
    assert "decision" in refusal.value.errors
