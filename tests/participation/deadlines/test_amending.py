"""A calendar changes while clocks run: people keep at least the day they were told."""

from datetime import date

import pytest

from participation import clock
from participation.deadlines import actions as deadlines
from participation.deadlines import upkeep
from participation.deadlines.amending import Entry, amend_calendar, open_calendar
from participation.deadlines.calendars import calendar_at
from participation.deadlines.counting import calendar_for
from participation.deadlines.history import history_of
from participation.deadlines.models import CalendarEdition, Deadline
from participation.deadlines.national import national_calendar
from participation.deadlines.statutory import statutory_days
from participation.deadlines.workdays import DayKind, DayName
from participation.delivery import turns
from participation.delivery.models import Event
from participation.delivery.tasks import sweep

PUBLISHED = "县里的放假安排已经公布。"
NOTICE = "县政府办公室放假通知"

pytestmark = pytest.mark.django_db
HOLIDAY, MAKEUP = DayKind.HOLIDAY, DayKind.MAKEUP
MONDAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 6)


@pytest.fixture
def running(department, official) -> Deadline:
    """Five working days from Monday 2 March 2026: due on Monday the 9th."""
    deadline = deadlines.start(
        subject=department, rule="C3-inquiry", by=official, on=MONDAY, department=department
    )
    assert deadline.due_on == date(2026, 3, 9)
    return deadline


def deliver_all() -> None:
    while sweep.apply(args=[None]).get():
        pass


def amend(*days: Entry, years: tuple[int, ...] = ()) -> None:
    with clock.at(clock.starts_at(date(2026, 3, 3))):
        amend_calendar("cn", source="国办发明电〔2026〕2号", by=None, days=days, years=years)
        deliver_all()


def test_a_new_holiday_moves_the_day_and_says_so(running):
    amend(Entry(FRIDAY, HOLIDAY, "特别假日", "Special holiday"))
    running.refresh_from_db()
    assert running.due_on == date(2026, 3, 10)
    event = running.events.last()
    assert (event.kind, event.due_before, event.due_after) == (
        "recomputed",
        date(2026, 3, 9),
        date(2026, 3, 10),
    )
    assert "国办发明电〔2026〕2号" in event.reason
    assert Event.objects.get(name="deadline.recomputed").data["due_on"] == "2026-03-10"


def test_a_new_make_up_day_never_brings_a_promise_nearer(running, official, reviewer):
    amend(Entry(date(2026, 3, 7), MAKEUP, "补班"))
    running.refresh_from_db()
    assert running.due_on == date(2026, 3, 9)
    assert running.events.last().kind == "kept"
    assert not Event.objects.filter(name="deadline.recomputed").exists()
    assert "此前已告知的期限为 2026年3月9日，仍按该日计算。" in history_of(running).basis
    with clock.at(clock.starts_at(date(2026, 3, 5))):
        deadlines.pause(running, by=official, approved_by=reviewer, reason="不行", until=date(2026, 3, 31))
        deadlines.resume(running, by=official)
    assert running.due_on == date(2026, 3, 9)


def test_reckoning_again_changes_nothing_more(running):
    amend(Entry(FRIDAY, HOLIDAY, "特别假日"))
    before = list(running.events.values_list("pk", flat=True))
    edition = running.events.last().edition
    for _again in range(2):
        list(upkeep.recompute_touched({"object_id": edition.pk, "position": None}))
    assert list(running.events.values_list("pk", flat=True)) == before


def test_a_clock_outside_the_changed_days_is_left_alone(running):
    amend(Entry(date(2026, 5, 20), HOLIDAY, "特别假日"))
    assert [event.kind for event in running.events.all()] == ["started"]


def test_a_county_festival_touches_its_own_clocks_only(
    running, settings, department, official, administrator
):
    settings.PLACE = "cn/guizhou/qingchuan"
    here = deadlines.start(subject=official, rule="C3-inquiry", by=official, on=MONDAY)
    open_calendar("cn/guizhou/qingchuan", name="青川县", by=administrator)
    amend_calendar(
        "cn/guizhou/qingchuan",
        source=NOTICE,
        by=administrator,
        reason=PUBLISHED,
        days=[Entry(FRIDAY, HOLIDAY, "州庆")],
    )
    deliver_all()
    for deadline in (running, here):
        deadline.refresh_from_db()
    assert (running.due_on, here.due_on) == (date(2026, 3, 9), date(2026, 3, 10))


def test_a_provisional_day_is_settled_when_the_year_is_published(department, official):
    deadline = deadlines.start(subject=department, rule="C3", by=official, on=date(2026, 12, 21))
    assert (deadline.due_on, deadline.provisional) == (date(2027, 1, 12), True)
    notice = [Entry(date(2027, 1, day), HOLIDAY, "元旦") for day in (1, 4)]
    amend(*notice, years=(2027,))
    deadline.refresh_from_db()
    assert (deadline.due_on, deadline.provisional) == (date(2027, 1, 13), False)


def test_the_notice_of_a_year_takes_the_place_of_the_days_of_the_law(administrator):
    """The law's own days stand until then; a day in lieu that the notice puts elsewhere is worked again."""
    before = calendar_for("cn")
    assert {day for day in before.holidays if day.year == 2027} == set(statutory_days(2027))
    assert not before.is_working_day(date(2027, 5, 3)) and not before.is_known(date(2027, 5, 3))
    amend(
        Entry(date(2027, 5, 1), HOLIDAY, "劳动节"), Entry(date(2027, 5, 6), HOLIDAY, "劳动节"), years=(2027,)
    )
    after = calendar_for("cn")
    assert [day.day for day in after.holidays if day.year == 2027] == [1, 6]
    assert after.is_working_day(date(2027, 5, 3)) and after.is_known(date(2027, 5, 3))
    assert {day for day in after.holidays if day.year == 2028} == set(statutory_days(2028))
    assert not calendar_at("cn", CalendarEdition.objects.order_by("pk")[1]).is_working_day(date(2027, 5, 3))


def test_a_single_day_that_the_nation_changes_leaves_the_days_of_the_law(administrator):
    amend(Entry(date(2027, 5, 6), HOLIDAY, "特别假日"))
    assert not calendar_for("cn").is_working_day(date(2027, 5, 3))
    assert not calendar_for("cn").is_known(date(2027, 5, 6))


def test_a_provisional_day_that_was_right_is_confirmed(department, official):
    deadline = deadlines.start(subject=department, rule="C3", by=official, on=date(2027, 3, 1))
    amend(Entry(date(2027, 1, 1), HOLIDAY, "元旦"), years=(2027,))
    deadline.refresh_from_db()
    event = deadline.events.get(kind="recomputed")
    assert (deadline.provisional, event.due_before) == (False, event.due_after)


def test_many_deadlines_go_in_pieces(department, official, monkeypatch):
    monkeypatch.setattr(turns, "AT_ONCE", 2)
    for n in range(5):
        deadlines.start(subject=type(department)(pk=1000 + n), rule="C3-inquiry", by=official, on=MONDAY)
    amend(Entry(FRIDAY, HOLIDAY, "特别假日"))
    assert set(Deadline.objects.values_list("due_on", flat=True)) == {date(2026, 3, 10)}


def test_a_newer_package_brings_its_years_and_the_desk_goes_before_it(monkeypatch, administrator):
    tables = national_calendar().with_layer({date(2027, 1, 1): DayName("元旦")}, {}, frozenset({2027}))
    monkeypatch.setattr(upkeep, "national_calendar", lambda: tables)
    upkeep.adopt_published_years(clock.now())
    assert not calendar_for("cn").is_working_day(date(2027, 1, 1))
    assert 2027 in calendar_for("cn").years
    editions = Event.objects.filter(name="calendar.amended").count()
    upkeep.adopt_published_years(clock.now())
    assert Event.objects.filter(name="calendar.amended").count() == editions
