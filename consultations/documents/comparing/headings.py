"""Which heading is which: the same words, else those whose articles went together, else the most alike."""

from collections import Counter
from collections.abc import Sequence

from consultations.documents.comparing.likeness import Likeness
from consultations.documents.comparing.units import Unit


def pair_headings(
    old: Sequence[Unit], new: Sequence[Unit], likeness: Likeness, pairs: dict[int, int]
) -> None:
    head_old = [u.order for u in old if u.is_heading]
    head_new = [u.order for u in new if u.is_heading]
    votes = _votes(old, new, pairs)
    taken = set(pairs.values())
    scored: list[tuple[float, int, int, int]] = []
    for j in head_new:
        for i in head_old:
            same, level = old[i].key == new[j].key, old[i].level == new[j].level
            if not level and not same:
                continue
            score = 2.0 * same + level + votes.get((i, j), 0.0) + likeness.alike(i, j)
            if same or score >= 1.6:
                scored.append((-score, abs(i - j), i, j))
    for _, _, i, j in sorted(scored):
        if i not in taken and j not in pairs:
            pairs[j] = i
            taken.add(i)


def _votes(old: Sequence[Unit], new: Sequence[Unit], pairs: dict[int, int]) -> dict[tuple[int, int], float]:
    """For two headings, the share of the articles below them that went from the one to the other."""
    under_old, under_new = _heads(old), _heads(new)
    together: Counter[tuple[int, int]] = Counter()
    for j, i in pairs.items():
        for head_old in under_old[i]:
            for head_new in under_new[j]:
                together[head_old, head_new] += 1
    sizes_old = Counter(head for heads in under_old for head in heads)
    sizes_new = Counter(head for heads in under_new for head in heads)
    return {(i, j): n / max(sizes_old[i], sizes_new[j]) for (i, j), n in together.items()}


def _heads(units: Sequence[Unit]) -> list[list[int]]:
    """For every unit the headings it stands under."""
    rank = {"annex": 0, "part": 1, "subpart": 2, "chapter": 3, "section": 4, "heading": 5}
    open_heads: list[int] = []
    answer: list[list[int]] = []
    for unit in units:
        if unit.is_heading:
            open_heads = [h for h in open_heads if rank[units[h].level] < rank[unit.level]]
            answer.append([])
            open_heads.append(unit.order)
        else:
            answer.append(list(open_heads))
    return answer
