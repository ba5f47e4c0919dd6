"""The county's directory of major decisions (decree 713, article 3), and what became of the yearly lists."""

from datetime import date, timedelta
from typing import Any

import pytest

from consultations.decisions.actions import list_decision, prepare_decision
from consultations.decisions.completion import publish_completion, record_completion, suggested
from consultations.decisions.hearings.due import hearing_is_due
from consultations.decisions.lists import Listed, draft_list, is_outside_directory, publish_list
from consultations.decisions.models import Decision, ParticipationList
from consultations.decisions.policies import lists_worked_on_by
from consultations.decisions.queries import needs
from consultations.decisions.waivers import waive_stage
from participation import clock
from participation.accounts.models import Department, SpecialUnit, User
from participation.errors import Incomplete, Invalid, InvalidMove, NotPermitted, Overwritten, Refused
from tests.cast import Side, official_with
from tests.drafts import NEITHER
from tests.permissions.decision import ROW

LINE = Listed(
    "农村饮水管理办法", "公开征求意见、合法性审查", "水务局", "第四季度", legal_basis="《水法》第三条"
)
DECEMBER = date(2026, 12, 20)


def drafted(county: Department, office: Side, *lines: Listed, **how: Any) -> ParticipationList:
    how = {"consent_on": clock.today(), "consent_document": "县委常委会会议纪要〔2026〕3号", **how}
    return draft_list(county, 2026, lines or [LINE], by=office.recorder, **how)


@pytest.fixture
def directory(county: Department, office: Side) -> ParticipationList:
    """This year's, published."""
    return publish_list(drafted(county, office), by=office.second)


def year_end(row: ParticipationList, by: User, **outcomes: tuple[str, str]) -> ParticipationList:
    said = {int(name[1:]): each for name, each in outcomes.items()}
    return record_completion(ParticipationList.objects.get(pk=row.pk), said, by=by)


def test_the_office_draws_up_the_directory_and_an_editor_of_it_publishes(
    county: Department, office: Side
) -> None:
    row = drafted(county, office, LINE._replace(ways="网上", note="新增"))
    assert (row.kind, row.items.get().ways, row.items.get().note) == ("directory", "", "新增")
    assert publish_list(row, by=office.second).status == "published"


def test_nobody_else_draws_it_up_or_publishes_it(
    county: Department, office: Side, official: User, editor: User, administrator: User
) -> None:
    county_drafter = official_with("above", "县级", county, "drafter")
    for by in (official, editor, administrator, office.second, county_drafter):
        with pytest.raises(NotPermitted, match="政府办公室"):
            draft_list(county, 2026, [LINE], by=by)
    row = drafted(county, office)
    for by in (official, editor, administrator, office.recorder):
        with pytest.raises(NotPermitted):
            publish_list(row, by=by)


def test_who_drew_up_any_of_it_does_not_publish_it(county: Department, office: Side) -> None:
    both = official_with("both", "两职", SpecialUnit.objects.get().department, "drafter", "editor")
    row = draft_list(county, 2026, [LINE], by=both)
    row = drafted(county, office, seen=row)
    with pytest.raises(NotPermitted):
        publish_list(row, by=both)


def test_without_a_named_office_it_is_said_who_names_it(county: Department, official: User) -> None:
    with pytest.raises(NotPermitted, match="尚未指定"):
        draft_list(county, 2026, [LINE], by=official)


@pytest.mark.parametrize("name", ["matter", "procedure", "unit", "planned", "legal_basis"])
def test_a_row_says_everything_the_directory_has(county: Department, office: Side, name: str) -> None:
    blank: dict[str, Any] = {name: " "}
    with pytest.raises(Invalid) as refused:
        drafted(county, office, LINE._replace(**blank))
    assert "items" in refused.value.errors


def test_a_hearing_named_in_the_remarks_is_promised_in_its_column(county: Department, office: Side) -> None:
    with pytest.raises(Invalid):
        drafted(county, office, LINE._replace(note="拟举行听证"))


@pytest.mark.parametrize(
    ("how", "field"),
    [({"consent_on": None}, "consent_on"), ({"consent_document": "  "}, "consent_document")],
)
def test_it_is_published_only_with_the_consent_of_the_party_committee(
    county: Department, office: Side, how: dict[str, Any], field: str
) -> None:
    row = drafted(county, office, **how)
    with pytest.raises(Incomplete) as refused:
        publish_list(row, by=office.second)
    assert list(refused.value.errors) == [field]
    assert ParticipationList.objects.get().status == "draft"


def test_consent_is_not_of_a_day_to_come(county: Department, office: Side) -> None:
    with pytest.raises(Invalid) as refused:
        drafted(county, office, consent_on=clock.today() + timedelta(days=1))
    assert "consent_on" in refused.value.errors


def test_an_adjusted_edition_needs_a_consent_of_its_own(
    county: Department, office: Side, directory: ParticipationList
) -> None:
    assert directory.consent_on
    before = directory.consent_on - timedelta(days=1)
    same = drafted(county, office, LINE, seen=directory)
    with pytest.raises(Incomplete):
        publish_list(same, by=office.second)
    with clock.at(clock.now() + timedelta(days=40)):
        second = drafted(county, office, LINE, seen=same, consent_on=before, consent_document="另一文件")
        with pytest.raises(Incomplete) as refused:
            publish_list(second, by=office.second)
        assert "consent_on" in refused.value.errors
        second = drafted(county, office, LINE, seen=ParticipationList.objects.get(edition=2))
        assert publish_list(second, by=office.second).edition == 2
    directory.refresh_from_db()
    assert directory.status == "published", "the earlier one stays"


def test_a_list_of_a_department_needs_no_consent(
    department: Department, official: User, editor: User
) -> None:
    row = draft_list(department, 2026, [ROW], by=official, consent_on=clock.today(), consent_document="纪要")
    assert (row.kind, row.consent_on, row.consent_document) == ("participation", None, "")
    assert publish_list(row, by=editor).status == "published"


def test_a_hearing_promised_in_the_directory_is_a_stage_of_the_matter(
    county: Department, office: Side, official: User, editor: User, department: Department
) -> None:
    publish_list(drafted(county, office, LINE._replace(has_hearing=True, procedure="听证")), by=office.second)
    made = prepare_decision(by=official, slug="water", title=LINE.matter, department=department)
    made = list_decision(made, by=editor)
    assert [each.code for each in hearing_is_due(made)] == ["promised_in_directory"]
    assert needs(made, "hearing")
    with pytest.raises(Refused):
        waive_stage(
            made,
            "hearing",
            by=official,
            ground="no_hearing_due",
            public_note="不直接涉及群众重大利益，分歧不大。",
        )


def test_a_major_decision_outside_the_directory_is_put_on_record_with_a_public_note(
    directory: ParticipationList, official: User, editor: User, department: Department
) -> None:
    made = prepare_decision(by=official, slug="urgent", title="应急供水方案", department=department)
    for note in ("", "  "):
        with pytest.raises(Invalid) as refused:
            list_decision(made, by=editor, outside_note=note)
        assert list(refused.value.errors) == ["outside_note"]
    assert Decision.objects.get().status == "draft"
    made = list_decision(made, by=editor, outside_note="汛期水源受损，须及时启动。")
    assert Decision.objects.get().outside_note == "汛期水源受损，须及时启动。" and is_outside_directory(made)


def test_a_matter_of_the_directory_needs_no_note_and_keeps_none(
    directory: ParticipationList, official: User, editor: User, department: Department
) -> None:
    made = prepare_decision(by=official, slug="water", title=LINE.matter, department=department)
    made = list_decision(made, by=editor, outside_note="多余")
    assert made.outside_note == "" and directory.items.get().decision == made


@pytest.mark.parametrize("kind", ["normative_document", "other"])
def test_what_is_no_major_decision_need_not_stand_in_it(
    directory: ParticipationList, official: User, editor: User, department: Department, kind: str
) -> None:
    made = prepare_decision(
        by=official,
        slug="x",
        title="别的",
        department=department,
        kind=kind,
        classification_note=NEITHER,
    )
    assert list_decision(made, by=editor).outside_note == ""


def test_a_county_without_a_directory_or_with_a_draft_asks_for_nothing(
    county: Department, office: Side, official: User, editor: User, department: Department
) -> None:
    drafted(county, office)
    made = prepare_decision(by=official, slug="x", title="别的", department=department)
    assert list_decision(made, by=editor).status == "under_way"


def test_the_office_sees_the_directory_at_its_desk_and_a_department_does_not(
    directory: ParticipationList, office: Side, official: User, supervisor: User
) -> None:
    for who, sees in ((office.recorder, 1), (office.second, 1), (supervisor, 1), (official, 0)):
        assert lists_worked_on_by(who).count() == sees


# the completion of the year


def test_the_completion_is_recorded_by_one_and_published_by_another(
    directory: ParticipationList, office: Side
) -> None:
    row = year_end(directory, office.recorder, _1=("adjusted", "并入全县水价调整方案。"))
    assert directory.items.get().outcome == "", "nothing is public yet"
    with clock.at(clock.starts_at(DECEMBER)):
        with pytest.raises(NotPermitted):
            publish_completion(row, by=office.recorder)
        row = publish_completion(row, by=office.second)
    item = directory.items.get()
    assert (item.outcome, item.outcome_note) == ("adjusted", "并入全县水价调整方案。")
    assert row.completion is None and row.completion_published_at


def test_it_is_recorded_by_a_drafter_and_published_by_an_editor_of_the_office(
    directory: ParticipationList, office: Side, official: User, editor: User
) -> None:
    for by in (official, editor, office.second):
        with pytest.raises(NotPermitted):
            year_end(directory, by, _1=("under_way", ""))
    row = year_end(directory, office.recorder, _1=("under_way", ""))
    with clock.at(clock.starts_at(DECEMBER)):
        for by in (official, editor):
            with pytest.raises(NotPermitted):
                publish_completion(row, by=by)


@pytest.mark.parametrize(
    ("outcome", "note", "field"),
    [
        ("", "", "outcome_1"), ("finished", "", "outcome_1"), (None, "", "outcome_1"),
        ("adjusted", "", "note_1"), ("cancelled", "  ", "note_1"),
    ],
)  # fmt: skip
def test_every_row_has_an_outcome_and_a_change_its_reason(
    directory: ParticipationList, office: Side, outcome: Any, note: str, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        year_end(directory, office.recorder, _1=(outcome, note))
    assert list(refused.value.errors) == [field]
    with pytest.raises(Invalid):
        year_end(directory, office.recorder, _7=("completed", ""))


def _tied(directory: ParticipationList, department: Department, status: str) -> None:
    made = Decision.objects.create(
        slug="tied", title="办法", department=department, status=status, created_at=clock.now(),
        published_at=clock.now(), public_note="上位法正在修订，暂缓办理。" if status == "terminated" else "",
    )  # fmt: skip
    directory.items.update(decision=made)


def test_a_decided_dossier_completes_its_row_by_itself(
    directory: ParticipationList, office: Side, department: Department
) -> None:
    _tied(directory, department, "decided")
    assert suggested(directory.items.get())[0] == "completed"
    with pytest.raises(Invalid):
        year_end(directory, office.recorder, _1=("cancelled", "上级统一办理，不再另行制定。"))
    row = year_end(directory, office.recorder)
    with clock.at(clock.starts_at(DECEMBER)):
        publish_completion(row, by=office.second)
    assert directory.items.get().outcome == "completed"


@pytest.mark.parametrize(("status", "likely"), [("under_way", "under_way"), ("terminated", "cancelled")])
def test_a_dossier_that_is_not_decided_is_not_completed(
    directory: ParticipationList, office: Side, department: Department, status: str, likely: str
) -> None:
    _tied(directory, department, status)
    assert suggested(directory.items.get())[0] == likely
    with pytest.raises(Invalid) as refused:
        year_end(directory, office.recorder, _1=("completed", ""))
    assert "outcome_1" in refused.value.errors


def test_a_dossier_that_was_decided_meanwhile_is_not_published_as_under_way(
    directory: ParticipationList, office: Side, department: Department
) -> None:
    row = year_end(directory, office.recorder, _1=("under_way", ""))
    _tied(directory, department, "decided")
    with clock.at(clock.starts_at(DECEMBER)), pytest.raises(Invalid):
        publish_completion(row, by=office.second)


def test_it_is_published_at_the_end_of_the_year_and_once(directory: ParticipationList, office: Side) -> None:
    row = year_end(directory, office.recorder, _1=("under_way", ""))
    with clock.at(clock.starts_at(date(2026, 11, 30))), pytest.raises(InvalidMove):
        publish_completion(row, by=office.second)
    with clock.at(clock.starts_at(date(2026, 12, 1))):
        publish_completion(row, by=office.second)
        with pytest.raises(InvalidMove):
            publish_completion(row, by=office.second)


def test_what_was_published_reads_otherwise_only_with_a_note(
    directory: ParticipationList, office: Side
) -> None:
    row = year_end(directory, office.recorder, _1=("under_way", ""))
    with clock.at(clock.starts_at(DECEMBER)):
        publish_completion(row, by=office.second)
        with pytest.raises(Invalid) as refused:
            year_end(row, office.recorder, _1=("completed", ""))
        assert "note_1" in refused.value.errors
        row = year_end(row, office.recorder, _1=("completed", "12月18日已印发。"))
        assert directory.items.get().outcome == "under_way", "until a second person publishes it"
        publish_completion(row, by=office.second)
    assert directory.items.get().outcome == "completed"


def test_only_the_edition_that_holds_is_completed_and_then_none_follows(
    county: Department, office: Side, directory: ParticipationList
) -> None:
    waiting = year_end(directory, office.recorder, _1=("under_way", ""))
    with clock.at(clock.starts_at(DECEMBER)):
        second = publish_list(drafted(county, office, LINE, seen=waiting), by=office.second)
        third = drafted(county, office, LINE, seen=second)
        for act in (
            lambda: publish_completion(waiting, by=office.second),
            lambda: year_end(directory, office.recorder, _1=("under_way", "")),
            lambda: year_end(third, office.recorder, _1=("under_way", "")),
        ):
            with pytest.raises(InvalidMove):
                act()
        publish_completion(year_end(second, office.recorder, _1=("under_way", "")), by=office.second)
        with pytest.raises(InvalidMove):
            publish_list(third, by=office.second)
        with pytest.raises(InvalidMove):
            drafted(county, office, LINE, seen=third)


def test_a_draft_has_no_completion(county: Department, office: Side) -> None:
    with pytest.raises(InvalidMove):
        year_end(drafted(county, office), office.recorder, _1=("under_way", ""))


def test_who_has_not_seen_what_waits_does_not_publish_it(directory: ParticipationList, office: Side) -> None:
    seen = year_end(directory, office.recorder, _1=("under_way", ""))
    year_end(directory, office.recorder, _1=("cancelled", "上级统一办理，不再另行制定。"))
    with clock.at(clock.starts_at(DECEMBER)), pytest.raises(Overwritten):
        publish_completion(seen, by=office.second)


def test_a_departments_list_has_its_completion_too(
    department: Department, official: User, editor: User, other_official: User
) -> None:
    row = publish_list(draft_list(department, 2026, [ROW], by=official), by=editor)
    with pytest.raises(Refused):
        year_end(row, other_official, _1=("under_way", ""))
    row = year_end(row, official, _1=("cancelled", "并入县级管理办法一并制定。"))
    with clock.at(clock.starts_at(DECEMBER)):
        publish_completion(row, by=editor)
    assert row.items.get().outcome == "cancelled"
