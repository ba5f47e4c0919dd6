from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.deadlines.amending import Entry, amend_calendar, open_calendar
from participation.deadlines.calendars import calendar_at, newest_edition
from participation.deadlines.counting import due_date, is_working_day
from participation.deadlines.models import CalendarDay
from participation.deadlines.workdays import DayKind, DayName, WorkCalendar
from participation.errors import Incomplete, Invalid, NotPermitted
from participation.ledger.models import AuditEntry

PUBLISHED = "县里的放假安排已经公布。"
NOTICE = "县政府办公室放假通知"

pytestmark = pytest.mark.django_db
HOLIDAY, MAKEUP = DayKind.HOLIDAY, DayKind.MAKEUP
COUNTY = "cn/guizhou/qingchuan"
FESTIVAL = date(2026, 7, 23)  # a Thursday


@pytest.fixture
def festival(administrator):
    open_calendar(COUNTY, name="青川县", by=administrator)
    return amend_calendar(
        COUNTY,
        source="州庆放假通知",
        by=administrator,
        reason=PUBLISHED,
        days=[Entry(FESTIVAL, HOLIDAY, "州庆", "Prefecture Day")],
    )


def test_a_county_festival_is_off_there_and_nowhere_else(festival):
    assert not is_working_day(FESTIVAL, COUNTY)
    assert not is_working_day(FESTIVAL, f"{COUNTY}/riverside")
    for elsewhere in ("cn", "cn/guizhou", "cn/guizhou/neighbour"):
        assert is_working_day(FESTIVAL, elsewhere)
    assert due_date(date(2026, 7, 22), 1, "working", calendar=COUNTY).due == date(2026, 7, 24)


def test_the_site_counts_by_its_own_place_unless_told_otherwise(festival, settings):
    settings.PLACE = COUNTY
    assert not is_working_day(FESTIVAL)
    assert is_working_day(FESTIVAL, "cn")


def test_a_festival_of_the_province_holds_in_its_counties(administrator):
    amend_calendar(
        "cn/guangxi",
        source="三月三放假通知",
        by=administrator,
        reason=PUBLISHED,
        days=[Entry(FESTIVAL, HOLIDAY, "三月三")],
    )
    assert not is_working_day(FESTIVAL, "cn/guangxi/anywhere")
    assert is_working_day(FESTIVAL, COUNTY)


def test_an_amendment_makes_a_new_edition_and_the_old_one_stays_readable(administrator):
    before = newest_edition()
    sunday = date(2026, 10, 11)
    after = amend_calendar(
        "cn", source=NOTICE, by=administrator, reason=PUBLISHED,
        days=[Entry(date(2026, 10, 8), HOLIDAY, "国庆节"), Entry(sunday, MAKEUP, "国庆节")],
    )  # fmt: skip
    assert not is_working_day(date(2026, 10, 8), "cn")
    assert is_working_day(sunday, "cn")
    assert calendar_at("cn", before).is_working_day(date(2026, 10, 8))
    assert not calendar_at("cn", before).is_working_day(sunday)
    assert calendar_at("cn", after) == calendar_at("cn")


def test_a_day_is_taken_back_without_being_forgotten(festival, administrator):
    amend_calendar(
        COUNTY,
        source=NOTICE,
        by=administrator,
        reason=PUBLISHED,
        take_back=[FESTIVAL],
    )
    assert is_working_day(FESTIVAL, COUNTY)
    assert not calendar_at(COUNTY, festival).is_working_day(FESTIVAL)
    assert CalendarDay.objects.filter(day=FESTIVAL).count() == 1


def test_publishing_a_year_ends_its_being_provisional(administrator):
    assert due_date(date(2027, 3, 1), 5, "working", calendar="cn").provisional
    amend_calendar(
        "cn",
        source="2027年放假通知",
        by=administrator,
        reason=PUBLISHED,
        years=[2027],
        days=[Entry(date(2027, 1, 1), HOLIDAY, "元旦")],
    )
    due = due_date(date(2026, 12, 30), 2, "working", calendar="cn")
    assert (due.due, due.provisional) == (date(2027, 1, 4), False)


def test_a_change_is_audited_with_its_source(festival, administrator):
    entry = AuditEntry.objects.get(act="calendar.amended")
    assert entry.by == administrator
    assert entry.note["source"] == "州庆放假通知"


def test_only_an_administrator_changes_calendars(supervisor, resident):
    for person in (supervisor, resident):
        with pytest.raises(NotPermitted):
            amend_calendar(
                "cn",
                source=NOTICE,
                by=person,
                reason=PUBLISHED,
                take_back=[FESTIVAL],
            )
        with pytest.raises(NotPermitted):
            open_calendar(COUNTY, name="x", by=person)


@pytest.mark.parametrize(
    ("days", "why"),
    [
        ([Entry(FESTIVAL, MAKEUP, "x")], "a Thursday cannot be a make-up day"),
        ([Entry(FESTIVAL, HOLIDAY, " ")], "it has no name"),
        ([Entry(FESTIVAL, HOLIDAY, "x"), Entry(FESTIVAL, HOLIDAY, "y")], "it stands there twice"),
        ([Entry(FESTIVAL, DayKind.WEEKEND, "x")], "nobody declares weekends"),
        ([], "nothing is changed"),
    ],
)
def test_days_that_cannot_be_are_refused(administrator, days, why):
    with pytest.raises(Invalid):
        amend_calendar(
            "cn",
            source=NOTICE,
            by=administrator,
            reason=PUBLISHED,
            days=days,
        )


def test_a_county_cannot_work_on_a_national_holiday_nor_publish_a_year(festival, administrator):
    with pytest.raises(Invalid):
        amend_calendar(
            COUNTY,
            source=NOTICE,
            by=administrator,
            reason=PUBLISHED,
            days=[Entry(date(2026, 10, 3), MAKEUP, "补班")],
        )
    with pytest.raises(Invalid):
        amend_calendar(COUNTY, source=NOTICE, by=administrator, years=[2027])


def test_a_change_without_a_source_is_refused(administrator):
    with pytest.raises(Incomplete):
        amend_calendar("cn", source=" ", by=administrator, years=[2027])


days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
layers = st.dictionaries(days, st.booleans(), max_size=12)
PLAIN = WorkCalendar({}, {}, frozenset({2026}))


def lay(base: WorkCalendar, layer: dict[date, bool]) -> WorkCalendar:
    name = DayName("日")
    off = {day: name for day, is_off in layer.items() if is_off}
    return base.with_layer(off, {day: name for day in layer if day not in off})


@given(layers, layers)
def test_layers_that_name_different_days_commute(one, other):
    other = {day: off for day, off in other.items() if day not in one}
    assert lay(lay(PLAIN, one), other) == lay(lay(PLAIN, other), one)


@given(layers, layers)
def test_the_nearer_layer_has_the_last_word_and_touches_no_other_day(far, near):
    whole, below = lay(lay(PLAIN, far), near), lay(PLAIN, far)
    for day in far | near:
        expected = lay(PLAIN, near) if day in near else below
        assert whole.kind(day) == expected.kind(day)


@pytest.mark.parametrize(
    ("source", "reason", "field"),
    [
        ("通知", PUBLISHED, "source"), ("。。。。。", PUBLISHED, "source"),
        (NOTICE, "放假", "reason"), (NOTICE, "", "reason"),
    ],
)  # fmt: skip
def test_an_administrator_names_source_and_reason_of_a_day_off(
    festival, administrator, source, reason, field
):
    day = Entry(date(2026, 11, 20), HOLIDAY, "补休")
    with pytest.raises(Incomplete) as refused:
        amend_calendar(COUNTY, source=source, reason=reason, by=administrator, days=[day])
    assert set(refused.value.errors) == {field}
