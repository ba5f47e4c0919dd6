"""What is overdue among 100,000 deadlines: the desk's page, the figures per department, and a recount row by row.

Prints how many times faster the database says it than a recount does, whether an index served it, and fails when
they disagree. Runs on SQLite and, with TEST_DATABASE_URL, on PostgreSQL too.
"""

import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

from bench._each_database import on_each_database

DEADLINES, DEPARTMENTS, PAGE = 100_000, 40, 30
MOST_MS = 50.0  # a page of the desk, on a slow machine


def fill() -> None:
    """Clocks as a county has them after ten years: nine in ten done, one in a hundred overdue."""
    from participation import clock
    from participation.accounts.models import Department
    from participation.deadlines.models import Deadline

    dice, today = Random(4), clock.today()
    county = Department.objects.create(slug="county", name="县人民政府", level="county")
    units = [
        Department.objects.create(slug=f"d{n}", name=f"部门{n}", parent=county) for n in range(DEPARTMENTS)
    ]
    made = []
    for n in range(DEADLINES):
        roll = dice.random()
        state = "stopped" if roll < 0.9 else "paused" if roll < 0.91 else "running"
        due = today - timedelta(days=dice.randint(0, 3600))
        if state == "running":
            due = today + timedelta(days=dice.randint(-5, 30))
        made.append(
            Deadline(
                subject_kind=dice.choice(("question", "interpretation", "feedback")), subject_id=n, rule_id="C3",
                count=15, unit="working", department=dice.choice(units), state=state,
                started_on=due - timedelta(days=21), due_on=due,
                paused_on=due if state == "paused" else None,
                stopped_on=due + timedelta(days=dice.randint(-9, 3)) if state == "stopped" else None,
            )
        )  # fmt: skip
    Deadline.objects.bulk_create(made, batch_size=2000)


def best(act: Callable[[], Any], times: int = 7) -> tuple[float, Any]:
    """The best time in milliseconds, and what came out."""
    spent, out = [], None
    for _again in range(times):
        begin = time.perf_counter()
        out = act()
        spent.append((time.perf_counter() - begin) * 1000)
    return min(spent), out


def measure() -> bool:
    from django.db import connection
    from django.db.models import Count

    from participation.deadlines.models import Deadline
    from participation.deadlines.policies import is_overdue, thresholds

    fill()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    when = thresholds()
    busiest = (
        Deadline.objects.overdue(when).values_list("department").annotate(n=Count("pk")).order_by("-n")[0][0]
    )
    overdue = Deadline.objects.overdue(when)
    mine = overdue.filter(department=busiest).order_by("due_on", "pk")
    counts = overdue.values("department").annotate(n=Count("pk")).order_by()

    def recount() -> Counter[int | None]:
        return Counter(
            row.department_id for row in Deadline.objects.all().iterator() if is_overdue(row, when)
        )

    page_ms, page = best(lambda: list(mine[:PAGE]))
    all_ms, _rows = best(lambda: list(overdue.order_by("due_on", "pk")[:PAGE]))
    count_ms, by_sql = best(lambda: {row["department"]: row["n"] for row in counts.all()})
    recount_ms, by_hand = best(recount, times=1)
    plans = {name: query.explain() for name, query in (("page", mine[:PAGE]), ("figures", counts))}
    served = {name: "clock_due" in plan for name, plan in plans.items()}
    agree = by_sql == dict(by_hand) and all(is_overdue(row, when) for row in page)
    print(
        f"{connection.vendor}: {DEADLINES:,} deadlines, {sum(by_hand.values()):,} overdue\n"
        f"  my desk's page  {page_ms:8.2f} ms   everybody's {all_ms:8.2f} ms\n"
        f"  per department  {count_ms:8.2f} ms\n"
        f"  recount by hand {recount_ms:8.0f} ms   {recount_ms / count_ms:,.0f} times the query\n"
        f"  index: {served}   figures agree: {agree}"
    )
    return agree and all(served.values()) and max(page_ms, all_ms, count_ms) < MOST_MS


if __name__ == "__main__":
    sys.exit(on_each_database(measure))
