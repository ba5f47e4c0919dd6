"""How alike two texts are: shared pairs of characters, rare ones counting more."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from math import log

from consultations.documents.comparing.units import Unit


class Likeness:
    """Weights of character pairs over both texts, and the scores made from them."""

    def __init__(self, old: Sequence[Unit], new: Sequence[Unit]) -> None:
        seen: Counter[str] = Counter()
        for unit in (*old, *new):
            seen.update(unit.grams.keys())
        total = max(len(old) + len(new), 1)
        self._weight = {gram: log(1 + total / count) for gram, count in seen.items()}
        self._old, self._new = old, new
        self._old_sum = [self.weight(u.grams) for u in old]
        self._new_sum = [self.weight(u.grams) for u in new]

    def weight(self, grams: Counter[str]) -> float:
        return sum(self._weight[gram] * count for gram, count in grams.items())

    def shared(self, a: Counter[str], b: Counter[str]) -> float:
        if len(b) < len(a):
            a, b = b, a
        return sum(self._weight[g] * min(n, b[g]) for g, n in a.items() if g in b)

    def alike(self, i: int, j: int) -> float:
        """0 to 1: twice what they share over what both say."""
        whole = self._old_sum[i] + self._new_sum[j]
        return 2 * self.shared(self._old[i].grams, self._new[j].grams) / whole if whole else 0.0

    def contained(self, i: int, j: int) -> float:
        """0 to 1: how much of the shorter of the two the longer one holds."""
        least = min(self._old_sum[i], self._new_sum[j])
        return self.shared(self._old[i].grams, self._new[j].grams) / least if least else 0.0

    def candidates(
        self, olds: Sequence[int], news: Sequence[int], most: int = 8
    ) -> list[tuple[float, int, int]]:
        """For each new unit the most alike old ones, found by what is rare in them."""
        holders: dict[str, list[int]] = defaultdict(list)
        for i in olds:
            for gram in self._old[i].grams:
                holders[gram].append(i)
        common = min(max(12, len(olds) // 8), 60)
        found: list[tuple[float, int, int]] = []
        for j in news:
            scores: defaultdict[int, float] = defaultdict(float)
            for gram in self._new[j].grams:
                at = holders.get(gram, ())
                if len(at) <= common:
                    for i in at:
                        scores[i] += self._weight[gram]
            best = sorted(scores, key=lambda i: -scores[i])[:most]
            found += [(self.alike(i, j), i, j) for i in best]
        return found
