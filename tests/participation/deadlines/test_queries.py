from datetime import date

import pytest

from participation.deadlines.amending import Entry, amend_calendar, open_calendar
from participation.deadlines.local_rules import confirm_rule, set_local_rule, withdraw_local_rule
from participation.deadlines.queries import (
    days_of_year,
    editions_of,
    local_rules,
    published_years,
    rules_to_confirm,
)
from participation.deadlines.workdays import DayKind

pytestmark = pytest.mark.django_db
COUNTY = "cn/guizhou/qingchuan"


def test_a_year_shows_every_layer_that_holds_here(administrator):
    nation = list(days_of_year(2026))
    open_calendar(COUNTY, name="青川县", by=administrator)
    edition = amend_calendar(
        COUNTY,
        source="州庆放假通知",
        by=administrator,
        reason="县里的放假安排已经公布。",
        days=[Entry(date(2026, 7, 23), DayKind.HOLIDAY, "州庆")],
    )
    here = list(days_of_year(2026, COUNTY))
    assert len(here) == len(nation) + 1
    assert [row.day for row in here] == sorted(row.day for row in here)
    assert editions_of(COUNTY).first() == edition
    assert edition not in editions_of("cn/guizhou")
    assert published_years()[-1] >= 2026


def test_what_is_confirmed_no_longer_waits(administrator):
    waiting = {each.id for each in rules_to_confirm()}
    assert {"A8-other", "A21"} <= waiting
    confirm_rule("A8-other", by=administrator, basis="县府办发〔2026〕1号")
    row = set_local_rule("A21", value=15, unit="working", basis="县府办发〔2026〕1号", by=administrator)
    assert {each.id for each in rules_to_confirm()} == waiting - {"A8-other", "A21"}
    withdraw_local_rule(row, by=administrator)
    assert "A21" in {each.id for each in rules_to_confirm()}
    assert local_rules().count() == 2
