"""How many times faster the bulk writers of `make_load` are than the acts one by one, and what verifying costs.

Writes some thousands of comments and questions in bulk, then posts some hundreds through `submit_comment` and
`submit_question`, and prints rows per second and their ratio. An act here is the sending only, without moderation and
weighing, which the bulk includes. Runs on SQLite and, with TEST_DATABASE_URL, on PostgreSQL too, each in a database
made for it. `python bench/load.py 20000` takes another number.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

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


def one_database(count: int) -> int:
    import django

    django.setup()
    from django.db import connection

    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        return 0 if measure(count) else 1
    finally:
        connection.creation.destroy_test_db("", verbosity=0)


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COMMENTS
    if "BENCH_HERE" in os.environ:
        return one_database(count)
    worst = 0
    for url in filter(None, ["sqlite", os.environ.get("TEST_DATABASE_URL")]):
        with tempfile.TemporaryDirectory() as folder:
            env = dict(
                os.environ,
                BENCH_HERE="1",
                DJANGO_SETTINGS_MODULE="participation.config.settings",
                DATA_DIR=folder,
            )
            env["PYTHONPATH"] = str(Path(__file__).resolve().parents[1])
            env["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3" if url == "sqlite" else url
            command = [sys.executable, __file__, str(count)]
            worst = max(worst, subprocess.run(command, env=env, check=False).returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main())
