"""What the tree costs: posting with leaves that are sealed, promised and put into the tree, against the same without;
then how long 20,000 waiting leaves take to come in, and 100,000 to be verified.

Posting is to stay within a tenth; the sequencer's time is counted in, though on a site it works beside. Runs on SQLite
and, with TEST_DATABASE_URL, on PostgreSQL too. `./run bench ledger 5000` verifies another number.
"""

import sys
import time
from unittest.mock import patch

from bench._each_database import on_each_database

POSTS, ROUNDS, WAITING, VERIFIED = 100, 7, 20_000, 100_000


def measure(verified: int) -> bool:
    from django.db import connection

    from consultations.comments.intake import submit_comment
    from frontend.load import office
    from participation.ledger import keys, leaves
    from participation.ledger.checking import verify
    from participation.ledger.entries import sealed
    from participation.ledger.models import Leaf
    from participation.ledger.sequencing import sequence

    office.county()
    consultation = office.consultation()

    def posting(*, tree: bool) -> float:
        begin = time.perf_counter()
        for n in range(POSTS):
            assert (
                submit_comment(consultation, by=None, body=f"路灯坏了，请派人来修。{n}").receipt is not None
            )
        if tree:
            sequence()
        return POSTS / (time.perf_counter() - begin)

    def without() -> float:
        unsealed = patch("participation.ledger.leaves.seal", lambda message: "")
        unpromised = patch("participation.ledger.receipts.promise", lambda leaf: {})
        with unsealed, unpromised:
            rate = posting(tree=False)
        for leaf in Leaf.objects.filter(seal=""):
            leaf.seal = keys.seal(sealed(leaf))
            leaf.save(update_fields=["seal"])
        sequence()
        return rate

    def wait(count: int) -> None:
        for _ in range(0, count, 1000):
            Leaf.objects.bulk_create([leaves.state("log", {}) for _ in range(1000)])

    without()
    rates = [(posting(tree=True), without()) for _ in range(ROUNDS)]
    with_tree, bare = (sorted(each)[ROUNDS // 2] for each in zip(*rates, strict=True))
    print(
        f"{connection.vendor}: {with_tree:.0f} comments a second with the tree, {bare:.0f} without:", end=" "
    )
    print(f"{with_tree / bare:.2f}")

    wait(WAITING)
    begin = time.perf_counter()
    sequence()
    took = time.perf_counter() - begin
    print(f"  {WAITING:,} waiting leaves came in within {took:.1f} s")

    wait(verified - WAITING)
    sequence()
    begin, count = time.perf_counter(), Leaf.objects.exclude(position=None).count()
    faults = list(verify())
    print(f"  {count:,} leaves were verified within {time.perf_counter() - begin:.1f} s")
    return not faults and with_tree / bare > 0.9 and took < 10


if __name__ == "__main__":
    sys.exit(on_each_database(lambda: measure(int(sys.argv[1]) if len(sys.argv) > 1 else VERIFIED)))
