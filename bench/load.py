"""How many times faster the bulk writers of `make_load` are than the acts one by one, and what verifying costs.

Writes some thousands of comments and questions in bulk, then posts some hundreds through `submit_comment` and
`submit_question`, and prints rows per second and their ratio. An act here is the sending only, without moderation and
weighing, which the bulk includes. Runs on SQLite and, with TEST_DATABASE_URL, on PostgreSQL too.
`./run bench load 20000` takes another number.
"""

import resource
import sys
import time
from random import Random

from bench._each_database import on_each_database

COMMENTS, SINGLE = 10_000, 300


def rate(count: int, begin: float) -> float:
    return count / (time.perf_counter() - begin)


def measure(count: int) -> bool:
    from django.db import connection

    from consultations.comments.intake import submit_comment
    from consultations.notices.counters import counts_of
    from frontend.load import office
    from frontend.load.batches import Load
    from frontend.load.comments import load_comments
    from frontend.load.prose import Prose
    from frontend.load.questions import load_questions
    from participation.ledger.leaves import verify
    from participation.ledger.models import Leaf
    from responses.questions.intake import submit_question

    county, consultation, prose = office.county(), office.consultation(), Prose()
    clauses, units = office.clauses_of(consultation), office.units(county)
    comments, questions = (
        Load("comment", 1, count, consultation.slug),
        Load("question", 1, count, county.slug),
    )
    dice, people = Random(2), office.weighers(consultation.department)
    bulk, single = {}, {}

    begin = time.perf_counter()
    list(load_comments(comments, county, consultation, people))
    bulk["comments"] = rate(count, begin)
    begin = time.perf_counter()
    list(load_questions(questions, county, office.router(county), units, clauses))
    bulk["questions"] = rate(count, begin)
    begin = time.perf_counter()
    for n in range(SINGLE):
        clause = clauses[n % len(clauses)]
        submit_comment(consultation, by=None, body=prose.comment(dice, ""), clause=clause)
    single["comments"] = rate(SINGLE, begin)
    begin = time.perf_counter()
    for _n in range(SINGLE):
        title, body = prose.question(dice, prose.scene(dice))
        submit_question(by=None, kind="inquiry", title=title, body=body)
    single["questions"] = rate(SINGLE, begin)

    begin = time.perf_counter()
    faults, leaves = list(verify()), Leaf.objects.count()
    verified = rate(leaves, begin)
    closes = counts_of(consultation)["received"] == count + SINGLE
    print(f"{connection.vendor}: {count:,} of each in bulk, {SINGLE} by single acts")
    for name in bulk:
        times = bulk[name] / single[name]
        print(
            f"  {name:9} {bulk[name]:7,.0f} a second in bulk, {single[name]:5,.0f} by acts: {times:.1f} times"
        )
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  {verified:,.0f} leaves verified a second, {len(faults)} faults; counters close: {closes}")
    print(f"  {memory:.0f} MB at most")
    return not faults and closes


if __name__ == "__main__":
    sys.exit(on_each_database(lambda: measure(int(sys.argv[1]) if len(sys.argv) > 1 else COMMENTS)))
