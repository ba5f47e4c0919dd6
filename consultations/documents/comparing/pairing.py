"""Which unit of the old text is which of the new: by what they say, not by their numbers.

0. A clause that is stored has its lasting id: the same id is the same clause.
1. The same words (white space aside) belong together, wherever they stand.
2. Then the most alike first, if they share at least half.
3. Then what lies between the same neighbours on both sides, if it shares a quarter or one holds the other.
4. Then two that are each other's only likely match: clearly more alike than either is to anything else left.
5. Headings: the same words, else those whose articles went together, else the most alike.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise, product

from consultations.documents.comparing.headings import pair_headings
from consultations.documents.comparing.likeness import Likeness
from consultations.documents.comparing.units import Unit

ANYWHERE, IN_PLACE, ALONE_IN_PLACE, HOLDS = 0.5, 0.25, 0.16, 0.62
DISTINCT, CLEARLY = 0.15, 1.4
MOST_WEIGHED = 10_000
_NEARNESS = 0.06  # how much standing at the same place can add to likeness


def pair(old: Sequence[Unit], new: Sequence[Unit], likeness: Likeness) -> dict[int, int]:
    """New position → old position; every unit at most once."""
    pairs = _same_clause(old, new)
    bodies_old = [u.order for u in old if not u.is_heading]
    bodies_new = [u.order for u in new if not u.is_heading]
    _same_words(old, new, bodies_old, bodies_new, pairs)
    _most_alike(old, new, bodies_old, bodies_new, likeness, pairs)
    _in_place(bodies_old, bodies_new, likeness, pairs)
    _each_others_only(bodies_old, bodies_new, likeness, pairs)
    pair_headings(old, new, likeness, pairs)
    return pairs


def _same_clause(old: Sequence[Unit], new: Sequence[Unit]) -> dict[int, int]:
    """A stored clause says itself which one it is, however it was reworded."""
    known = {unit.uids[0]: unit.order for unit in old if unit.uids[0]}
    return {u.order: known[u.uids[0]] for u in new if u.uids[0] in known}


def _same_words(
    old: Sequence[Unit], new: Sequence[Unit], olds: Sequence[int], news: Sequence[int], pairs: dict[int, int]
) -> None:
    waiting: dict[str, list[int]] = defaultdict(list)
    for i in _left(olds, set(pairs.values())):
        waiting[old[i].key].append(i)
    news = _left(news, set(pairs))
    repeated = [j for j in news if len(waiting.get(new[j].key, ())) == 1]
    times = Counter(new[j].key for j in news)
    for j in repeated:
        if times[new[j].key] == 1:
            pairs[j] = waiting.pop(new[j].key)[0]
    still = Counter((new[j].key, new[j].label) for j in news if j not in pairs)
    for j in news:  # words that stand there several times: in their order, the same label first
        if j in pairs or not waiting.get(new[j].key):
            continue
        still[new[j].key, new[j].label] -= 1
        same = waiting[new[j].key]
        named = next((i for i in same if old[i].label == new[j].label), None)
        free = next((i for i in same if not still[new[j].key, old[i].label]), None)
        choice = named if named is not None else free if free is not None else same[0]
        same.remove(choice)
        pairs[j] = choice


def _left(units: Sequence[int], taken: set[int]) -> list[int]:
    return [u for u in units if u not in taken]


def _most_alike(
    old: Sequence[Unit],
    new: Sequence[Unit],
    olds: Sequence[int],
    news: Sequence[int],
    likeness: Likeness,
    pairs: dict[int, int],
) -> None:
    free_old, free_new = _left(olds, set(pairs.values())), _left(news, set(pairs))
    scored: list[tuple[float, int, int]] = []
    place = _places(pairs, len(old), len(new))
    for alike, i, j in likeness.candidates(free_old, free_new):
        if alike >= ANYWHERE:
            near = 1 - min(1.0, abs(place(j) - i) / max(len(old) * 0.1, 4))
            scored.append((-(alike + _NEARNESS * near), i, j))
    taken: set[int] = set(pairs.values())
    for _, i, j in sorted(scored):
        if i not in taken and j not in pairs:
            pairs[j] = i
            taken.add(i)


def _places(pairs: dict[int, int], olds: int, news: int) -> Callable[[int], float]:
    """Where in the old text a place of the new one would be, judged by the pairs around it."""
    anchors = sorted(pairs.items())
    at = [j for j, _ in anchors]

    def place(j: int) -> float:
        if not anchors:
            return j * olds / max(news, 1)
        k = bisect_left(at, j)
        around = anchors[max(k - 1, 0) : k + 1]
        return sum(i + (j - other) for other, i in around) / len(around)

    return place


def in_order(pairs: dict[int, int]) -> set[int]:
    """The new positions of the longest run of pairs that stand in the same order in both texts."""
    tails: list[int] = []
    tail_at: list[int] = []
    before: dict[int, int | None] = {}
    for j in sorted(pairs):
        i = pairs[j]
        k = bisect_left(tails, i)
        before[j] = tail_at[k - 1] if k else None
        tails[k : k + 1] = [i]
        tail_at[k : k + 1] = [j]
    kept: set[int] = set()
    step: int | None = tail_at[-1] if tail_at else None
    while step is not None:
        kept.add(step)
        step = before[step]
    return kept


def _in_place(olds: Sequence[int], news: Sequence[int], likeness: Likeness, pairs: dict[int, int]) -> None:
    taken = set(pairs.values())
    ordered = sorted(in_order(pairs))
    edges = [(-1, -1), *((j, pairs[j]) for j in ordered), (10**9, 10**9)]
    for (j0, i0), (j1, i1) in pairwise(edges):
        gap_old = [i for i in olds if i0 < i < i1 and i not in taken]
        gap_new = [j for j in news if j0 < j < j1 and j not in pairs]
        if not gap_old or not gap_new:
            continue
        least = ALONE_IN_PLACE if len(gap_old) == len(gap_new) == 1 else IN_PLACE
        scored = []
        for i, j in _worth_weighing(gap_old, gap_new, likeness):
            alike = likeness.alike(i, j)
            if alike >= least or (alike >= least / 2 and likeness.contained(i, j) >= HOLDS):
                scored.append((-alike, abs((i - i0) - (j - j0)), i, j))
        for _, _, i, j in sorted(scored):
            if i not in taken and j not in pairs:
                pairs[j] = i
                taken.add(i)


def _worth_weighing(
    olds: Sequence[int], news: Sequence[int], likeness: Likeness
) -> Iterable[tuple[int, int]]:
    """Every pair of a small gap; of a large one those with something rare in common and those side by side."""
    if len(olds) * len(news) <= MOST_WEIGHED:
        return product(olds, news)
    likely = {(i, j) for _, i, j in likeness.candidates(olds, news)}
    return likely | set(zip(olds, news, strict=False))


def _each_others_only(
    olds: Sequence[int], news: Sequence[int], likeness: Likeness, pairs: dict[int, int]
) -> None:
    free_old, free_new = _left(olds, set(pairs.values())), _left(news, set(pairs))
    scores = {(i, j): alike for alike, i, j in likeness.candidates(free_old, free_new)}
    found = True
    while found:
        found = False
        best_of_old, best_of_new = _two_best(scores, 0), _two_best(scores, 1)
        for j, (alike, second, i) in best_of_new.items():
            mutual = best_of_old[i][2] == j
            rival = max(second, best_of_old[i][1])
            if mutual and alike >= DISTINCT and alike >= CLEARLY * rival:
                pairs[j] = i
                found = True
        taken = set(pairs.values())
        scores = {(i, j): a for (i, j), a in scores.items() if i not in taken and j not in pairs}


def _two_best(scores: dict[tuple[int, int], float], side: int) -> dict[int, tuple[float, float, int]]:
    """For each unit of one side: its best score, the next best, and with whom the best is."""
    best: dict[int, tuple[float, float, int]] = {}
    for key, alike in scores.items():
        one, other = key[side], key[1 - side]
        first, second, partner = best.get(one, (0.0, 0.0, -1))
        if alike > first:
            best[one] = (alike, first, other)
        else:
            best[one] = (first, max(second, alike), partner)
    return best
