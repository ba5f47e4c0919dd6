"""Every page that lists something costs the same for eight rows, for thirty and for ten thousand.

A new page that lists rows of which people can send in any number takes its place in `pages_of`.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.volume.conftest import County

MOST_BYTES = 300_000
MOST_CPU = 40  # times what the smallest page takes


def pages_of(county: County) -> Iterator[tuple[str, str]]:
    """Who opens what."""
    here, other = f"/consultations/{county.concluded.slug}/", f"/consultations/{county.open.slug}/"
    text, uid = f"/documents/{county.concluded.document.slug}/", county.comment.clause.uid  # type: ignore[union-attr]
    desk = f"/desk/consultations/{county.open.slug}/"
    everybody = [
        "/", "/consultations/", here, f"{here}?clause={uid}", f"{here}?clause={uid}&talk=1", f"{here}comments/",
        f"{here}comments/?clause={uid}&disposition=not_adopted", f"{here}changes/", f"{here}changes/{uid}/",
        f"{here}changes/{uid}/?disposition=not_adopted", f"{here}feedback/", f"{here}feedback/?clause={uid}",
        f"{here}feedback/?q=成本", other, f"{other}comments/", f"{here}count/", text, f"{text}clauses/{uid}/",
        f"{text}compare/", "/questions/", "/questions/?q=低保&status=answered", f"/questions/?about=clause:{uid}",
        f"/questions/{county.answered.number}/", "/questions/similar/?title=低保户证件", "/interpretations/",
        "/interpretations/explained/",
    ]  # fmt: skip
    api = [
        "consultations/", "consultations/water/", "consultations/water/comments/?page_size=100",
        "consultations/water/changes/", f"consultations/water/changes/{uid}/opinions/?page_size=100",
        "consultations/water/feedback/", "questions/?page_size=100", f"questions/{county.answered.number}/",
        "interpretations/?page_size=100", "interpretations/explained/",
    ]  # fmt: skip
    yield from (("stranger", page) for page in everybody)
    yield from (("stranger", f"/api/v1/{page}") for page in api)
    yield from (("resident", page) for page in ("/accounts/", f"/track/{county.comment.number}/"))
    for who in ("official", "reviewer", "editor", "moderator", "supervisor"):
        yield who, "/desk/"
    yield "official", "/desk/questions/"
    yield "official", f"/desk/questions/{county.waiting.number}/"
    yield "official", "/desk/questions/?q=低保"
    yield "official", "/desk/consultations/"
    yield "official", "/desk/orders/"
    yield "official", "/desk/corrections/"
    yield "official", "/desk/interpretations/explained/"
    yield "official", "/desk/interpretations/"
    yield "official", desk
    yield "official", f"{desk}weighing/"
    yield "official", f"{desk}weighing/?disposition=open&q=水"
    yield "official", f"{desk}feedback/"
    yield "official", f"/desk/consultations/{county.concluded.slug}/"
    yield "moderator", f"/desk/moderation/{county.pending.number}/"
    yield "reviewer", "/desk/corrections/"
    yield "supervisor", "/desk/supervision/"
    yield "supervisor", "/desk/supervision/deadlines/"
    yield "supervisor", "/desk/supervision/deadlines/?standing=overdue"
    yield "supervisor", f"/desk/supervision/deadlines/{county.waiting.deadline_id}/"
    yield "supervisor", "/desk/supervision/chasers/"


@dataclass(frozen=True)
class Cost:
    queries: int
    size: int
    cpu: float


def cost_of(client: Client, page: str, times: int = 3) -> Cost:
    """What one more call costs, once everything that is kept is kept; of several the cheapest."""
    assert client.get(page).status_code == 200, page
    spent = []
    for _again in range(times):
        with CaptureQueriesContext(connection) as captured:
            begun = time.process_time()
            size = len(client.get(page).content)
            spent.append(time.process_time() - begun)
            queries = len(captured)
    return Cost(queries, size, min(spent))


def costs_at(
    county: County, size: int, request: pytest.FixtureRequest, times: int = 3
) -> dict[tuple[str, str], Cost]:
    county.grow(size)
    clients = {"stranger": Client()}
    found = {}
    for who, page in pages_of(county):
        if who not in clients:
            clients[who] = Client()
            clients[who].force_login(request.getfixturevalue(who))
        found[who, page] = cost_of(clients[who], page, times)
    return found


@pytest.mark.long
def test_a_page_asks_the_database_as_often_for_thirty_rows_as_for_eight(
    grown: County, request: pytest.FixtureRequest
) -> None:
    few, many = (costs_at(grown, size, request, times=1) for size in (8, 30))
    wrong = {page: (few[page], cost) for page, cost in many.items() if cost.queries != few[page].queries}
    assert not wrong


@pytest.mark.long
def test_a_page_costs_the_same_for_ten_thousand_rows_as_for_thirty(
    grown: County, request: pytest.FixtureRequest
) -> None:
    few, many = (costs_at(grown, size, request) for size in (30, 10_000))
    smallest = cost_of(Client(), "/track/").cpu
    wrong = {
        page: (few[page], cost, f"{cost.cpu / smallest:.0f} times the smallest page")
        for page, cost in many.items()
        if cost.queries != few[page].queries or cost.size > MOST_BYTES or cost.cpu > MOST_CPU * smallest
    }
    assert not wrong
