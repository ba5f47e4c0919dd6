"""What the supervisor's page says, held against a recount in SQL; and that it stays fast with 100,000 clocks."""

import time as timer
from datetime import date

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from bench.overdue import fill
from participation import clock
from participation.accounts.models import Department, Membership, User
from participation.deadlines.policies import thresholds
from tests.cast import official_with
from tests.desk_client import DeskClient
from tests.frontend.desk.conftest import at

pytestmark = pytest.mark.full
MOST_SECONDS = 2.0  # a busy machine; by itself it takes a tenth of that
RECOUNT = """
    SELECT d.slug,
           SUM(CASE WHEN c.state = 'running' AND c.due_on < %s THEN 1 ELSE 0 END),
           SUM(CASE WHEN c.state = 'running' AND c.due_on >= %s AND c.due_on <= %s THEN 1 ELSE 0 END),
           SUM(CASE WHEN c.state = 'running' THEN 1 ELSE 0 END),
           SUM(CASE WHEN c.started_on BETWEEN %s AND %s THEN 1 ELSE 0 END),
           SUM(CASE WHEN c.state = 'stopped' AND c.stopped_on BETWEEN %s AND %s THEN 1 ELSE 0 END),
           SUM(CASE WHEN c.state = 'stopped' AND c.stopped_on BETWEEN %s AND %s AND c.stopped_on <= c.due_on
                    THEN 1 ELSE 0 END)
    FROM participation_clock c JOIN participation_department d ON d.id = c.department_id
    GROUP BY d.slug
"""


@pytest.fixture
def busy_supervisor(db: None) -> User:
    """Over a county with forty departments and 100,000 clocks."""
    fill()
    return official_with(
        "supervisor", "冯督办", Department.objects.get(slug="county"), Membership.Role.SUPERVISOR
    )


def recount(first: date, last: date) -> dict[str, list[int]]:
    """Department → overdue, due soon, running, received, finished, in time; in plain SQL."""
    when = thresholds()
    said = [when.today, when.today, when.soon_until, *[first, last] * 3]
    with connection.cursor() as cursor:
        cursor.execute(RECOUNT, said)
        return {slug: [int(figure) for figure in figures] for slug, *figures in cursor.fetchall()}


def test_the_page_equals_a_recount_in_sql_and_is_fast_with_a_hundred_thousand_clocks(
    busy_supervisor: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser = at(DeskClient(), busy_supervisor)
    browser.get("/desk/supervision/")
    began = timer.process_time()
    with django_assert_num_queries(13):
        answer = browser.get("/desk/supervision/")
    assert timer.process_time() - began < MOST_SECONDS
    today = clock.today()
    by_hand = recount(date(today.year, 1, 1), today)
    shown = {
        row.slug: [row.overdue, row.due_soon, row.running, row.received, row.finished, row.in_time]
        for row in answer.context["rows"]
    }
    assert shown == by_hand
    assert len(shown) == 40 and answer.context["total"].overdue == sum(each[0] for each in by_hand.values())
    began = timer.process_time()
    listed = browser.get("/desk/supervision/deadlines/", {"standing": "overdue"})
    assert timer.process_time() - began < MOST_SECONDS
    assert len(listed.context["rows"]) == 30
