"""Which clause of a new text is which clause of the old one, so that its lasting id stays with it."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from consultations.documents.structure import FlatClause

SAME_PLACE = 0.4  # how alike two clauses with the same path must be
ANYWHERE = 0.6  # how alike two clauses in different places must be


def match_clauses(old: Sequence[FlatClause], new: Sequence[FlatClause]) -> list[int | None]:
    """For each clause of `new`, the index of its forerunner in `old`, or None when it is new.

    In three rounds, each over what is left: the same words; the same place and much alike; much alike anywhere.
    """
    found: list[int | None] = [None] * len(new)
    free = dict(enumerate(old))

    def settle(n: int, o: int) -> None:
        found[n] = o
        del free[o]

    words: dict[tuple[str, str], list[int]] = {}
    for o, clause in free.items():
        words.setdefault((clause.level, _words(clause)), []).append(o)
    for n, clause in enumerate(new):
        if same := words.get((clause.level, _words(clause))):
            settle(n, same.pop(0))
    places = {(clause.level, clause.path): o for o, clause in free.items()}
    for n, clause in enumerate(new):
        place = places.get((clause.level, clause.path))
        if found[n] is None and place in free and _alike(free[place], clause) >= SAME_PLACE:
            settle(n, place)
    for n, clause in enumerate(new):
        if found[n] is None:
            rated = [(_alike(other, clause), -o) for o, other in free.items() if other.level == clause.level]
            best, o = max(rated, default=(0.0, 0))
            if best >= ANYWHERE:
                settle(n, -o)
    return found


def _words(clause: FlatClause) -> str:
    return "".join((clause.heading + clause.text).split())


def _alike(one: FlatClause, other: FlatClause) -> float:
    matcher = SequenceMatcher(None, _words(one), _words(other), autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= SAME_PLACE else 0.0
