"""One matter has one dossier, which is about its texts: twins, near names and letters that nobody sees shed nothing."""

from datetime import timedelta
from typing import Any

import pytest

from consultations.decisions.actions import attach, list_decision, prepare_decision
from consultations.decisions.hearings.due import hearing_is_due
from consultations.decisions.lists import Listed, draft_list, publish_list
from consultations.decisions.models import Decision
from consultations.documents.actions import import_draft
from consultations.documents.reading import read_text
from consultations.models import Consultation, Version
from consultations.notices.actions import prepare_consultation, publish_consultation
from consultations.notices.traits import is_named_as_concern, is_named_as_rule
from participation import clock
from participation.accounts.models import Department, User
from participation.errors import Incomplete, Invalid
from participation.text.reasons import is_reason
from tests.cast import Side
from tests.dossiers import ended
from tests.drafts import DRAFT, NEITHER, corrected, not_a_rule, notice_fields

CHARGES = Listed(
    "城区生活垃圾处理收费方案",
    "公开征求意见、听证",
    "住建局",
    "第四季度",
    has_hearing=True,
    legal_basis="《价格法》",
)
SCHOOLS = CHARGES._replace(matter="城区学校布局规划")
OUTSIDE = "上级要求年内出台，目录将按程序调整。"


@pytest.fixture
def listed(county: Department, office: Side) -> None:
    """The directory of the county: a charge and a plan, each with a hearing."""
    how: dict[str, Any] = {"consent_on": clock.today(), "consent_document": "县委常委会会议纪要〔2026〕3号"}
    row = draft_list(county, clock.today().year, [CHARGES, SCHOOLS], by=office.recorder, **how)
    publish_list(row, by=office.second)


def opened(by: User, editor: User, unit: Department, slug: str, title: str, **nature: Any) -> Decision:
    if nature.get("kind") == "other":
        nature["classification_note"] = NEITHER
    note = nature.pop("outside_note", "")
    made = prepare_decision(by=by, slug=slug, title=title, department=unit, **nature)
    return list_decision(made, by=editor, outside_note=note)


def short_notice(version: Version, by: User, **changes: Any) -> Consultation:
    fields = {**notice_fields(kind="other", closes_on=clock.today() + timedelta(days=10)), **changes}
    return prepare_consultation(version, by=by, slug="n", **fields)


def refused(row: Consultation, editor: User) -> set[str]:
    with pytest.raises(Incomplete) as refusal:
        publish_consultation(row, by=editor, default_known=True)
    return set(refusal.value.errors)


@pytest.mark.parametrize("title", ["城区学校布局规划", "《城区学校布局规划》", "城区学校 布局规划（草案）"])
def test_a_second_dossier_of_the_same_name_leaves_nothing_behind(
    listed: None, title: str, official: User, editor: User, department: Department
) -> None:
    opened(official, editor, department, "first", SCHOOLS.matter, concerns=["planning"])
    for kind in ("major_decision", "normative_document"):
        with pytest.raises(Invalid, match="first"):
            opened(
                official, editor, department, f"second-{kind}", title, kind=kind, classification_note=NEITHER
            )


def test_what_ended_is_not_begun_anew_as_something_less(
    official: User, editor: User, department: Department
) -> None:
    first = opened(official, editor, department, "first", "农村饮水办法", is_risky=True)
    ended(first, by=official, second=editor)
    for nature in ({"kind": "other"}, {"kind": "normative_document"}, {}):
        with pytest.raises(Incomplete, match="立卷") as refusal:
            opened(official, editor, department, f"x-{nature.get('kind')}", "农村饮水办法", **nature)
        assert "/decisions/first/" in str(refusal.value.errors["kind"][0])
    opened(official, editor, department, "again", "农村饮水办法", is_risky=True)


def test_the_promise_of_a_matter_that_ended_is_kept_by_the_one_taken_up_after_it(
    listed: None, official: User, editor: User, department: Department
) -> None:
    first = opened(official, editor, department, "first", SCHOOLS.matter, concerns=["planning"])
    ended(first, by=official, second=editor)
    again = opened(official, editor, department, "again", SCHOOLS.matter, concerns=["planning"])
    assert [due.code for due in hearing_is_due(again)] == ["promised_in_directory"]


def test_a_small_matters_dossier_covers_nothing_that_is_about_something_else(
    listed: None, draft: Version, official: User, editor: User, department: Department
) -> None:
    rooms = opened(official, editor, department, "rooms", "内部办公用房调整", kind="other", is_units_own=True)
    text = import_draft(
        read_text(DRAFT, markdown=True), department=department, by=official, title=CHARGES.matter
    )
    attach(rooms, text.document, by=official)
    notice = short_notice(text, official, title=CHARGES.matter)
    assert refused(notice, editor) == {"kind", "decision"}
    attach(rooms, not_a_rule(draft).document, by=official)
    other = prepare_consultation(draft, by=official, slug="o", **notice_fields(kind="other"))
    assert refused(other, editor) == {"decision"}


def test_what_is_called_a_price_is_one_or_the_dossier_says_why_not(
    official: User, editor: User, department: Department
) -> None:
    title = "停车收费公示管理办法"
    with pytest.raises(Incomplete) as refusal:
        opened(official, editor, department, "a", title, kind="normative_document")
    assert set(refusal.value.errors) == {"concerns"}
    opened(official, editor, department, "b", title, kind="normative_document", classification_note=NEITHER)


def test_a_matter_that_takes_the_name_of_a_listed_one_takes_its_promises(
    listed: None, official: User, editor: User, department: Department
) -> None:
    near = opened(
        official, editor, department, "near", "城区学校布点规划", concerns=["planning"], outside_note=OUTSIDE
    )
    assert not hearing_is_due(near)
    renamed = corrected(near, by=official, confirmed_by=editor, title=SCHOOLS.matter)
    assert [due.code for due in hearing_is_due(Decision.objects.get(pk=renamed.pk))] == [
        "promised_in_directory"
    ]


def test_no_lighter_matter_takes_the_name_of_a_listed_one(
    listed: None, official: User, editor: User, department: Department
) -> None:
    near = opened(official, editor, department, "near", "城区学校布点办法", kind="normative_document")
    with pytest.raises(Invalid):
        corrected(near, by=official, confirmed_by=editor, title=SCHOOLS.matter)


def test_a_list_published_later_knows_its_matter_by_any_way_of_writing_its_name(
    county: Department, office: Side, official: User, editor: User, department: Department
) -> None:
    matter = opened(
        official,
        editor,
        department,
        "schools",
        county.name[:3] + SCHOOLS.matter,
        concerns=["planning"],
    )
    how: dict[str, Any] = {"consent_on": clock.today(), "consent_document": "县委常委会会议纪要〔2026〕3号"}
    spaced = SCHOOLS._replace(matter="城区学校 布局规划")
    publish_list(
        draft_list(county, clock.today().year, [spaced], by=office.recorder, **how), by=office.second
    )
    assert hearing_is_due(Decision.objects.get(pk=matter.pk))


@pytest.mark.parametrize("hidden", ["\u034f", "\ufe01", "\xad", "\u3164", "\u180e", "\U000e0101", "\u200b"])
def test_a_letter_that_nobody_sees_changes_no_name_and_is_no_reason(
    hidden: str, official: User, department: Department
) -> None:
    title = f"城区燃放烟花爆竹管理规{hidden}定（征求{hidden}意见稿）"
    assert is_named_as_rule(title)
    text = import_draft(read_text(DRAFT, markdown=True), department=department, by=official, title=title)
    assert hidden not in text.title and hidden not in text.document.title
    made = prepare_decision(by=official, slug="m", title=title, department=department)
    assert made.title == "城区燃放烟花爆竹管理规定（征求意见稿）"
    assert not is_reason("无" + hidden * 12)


@pytest.mark.parametrize("title", ["城区养犬管理规定（试行）的公告", "关于公布城区养犬管理规定的通知"])
def test_the_name_of_a_rule_is_found_within_that_of_its_announcement(title: str) -> None:
    assert is_named_as_rule(title) and not is_named_as_rule("关于举办养犬知识讲座的公告")


@pytest.mark.parametrize("title", ["城区停车收費方案", "調整自来水價格的方案", "城北集体土地徵收方案"])
def test_a_concern_is_known_in_traditional_letters(title: str) -> None:
    assert is_named_as_concern(title)
