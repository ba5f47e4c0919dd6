"""Which clause of a new text is which clause of the old one: so that comments and answers stay with it.

Decided in this order (docs/clauses.md says it for people):
articles and headings are paired as in a comparison; inside a pair of articles, items with the same words, then
the most alike, then those with the same label that still share something; at last an item that went to another
article with its words (nearly) unchanged. What is left is new, and what nobody claims is gone.
"""

from collections.abc import Iterable, Sequence

from consultations.documents.comparing.likeness import Likeness
from consultations.documents.comparing.pairing import pair
from consultations.documents.comparing.units import Unit, UnitPiece, make_units, single_units
from consultations.documents.structure import FlatClause

ALIKE, ALIKE_WITH_LABEL, ALIKE_ELSEWHERE = 0.5, 0.2, 0.7
_LEAST_CHARACTERS_ELSEWHERE = 8


def match_clauses(old: Sequence[FlatClause], new: Sequence[FlatClause]) -> list[int | None]:
    """For every new clause the position of the old clause that it is, or None for a new one. No old twice."""
    old_units, new_units = _units(old, "o"), _units(new, "n")
    pairs = pair(old_units, new_units, Likeness(old_units, new_units))
    old_single, new_single = single_units(old), single_units(new)
    likeness = Likeness(old_single, new_single)
    answer: list[int | None] = [None] * len(new)
    for j, i in pairs.items():
        old_members, new_members = _members(old_units[i]), _members(new_units[j])
        answer[new_members[0]] = old_members[0]
        _match_items(old_members[1:], new_members[1:], old_single, new_single, likeness, answer)
    _match_elsewhere(old_single, new_single, likeness, answer)
    return answer


def _units(clauses: Sequence[FlatClause], side: str) -> list[Unit]:
    """Units that remember the places of their clauses (and share no ids with the other side)."""
    return make_units([UnitPiece(f"{side}{n}", clause) for n, clause in enumerate(clauses)])


def _members(unit: Unit) -> list[int]:
    return [int(uid[1:]) for uid in unit.uids]


def _match_items(
    olds: Sequence[int],
    news: Sequence[int],
    old: Sequence[Unit],
    new: Sequence[Unit],
    likeness: Likeness,
    answer: list[int | None],
) -> None:
    scored: list[tuple[float, int, int, int]] = []
    for i in olds:
        for j in news:
            same, label = old[i].key == new[j].key, bool(old[i].label) and old[i].label == new[j].label
            alike = likeness.alike(i, j)
            if same or alike >= (ALIKE_WITH_LABEL if label else ALIKE):
                far = abs((i - olds[0]) - (j - news[0]))
                scored.append((-(alike + same + 0.05 * label), far, i, j))
    _claim(scored, answer)


def _match_elsewhere(
    old: Sequence[Unit], new: Sequence[Unit], likeness: Likeness, answer: list[int | None]
) -> None:
    """Items and paragraphs that now stand under another article."""
    taken = {i for i in answer if i is not None}
    free_old = [u.order for u in old if u.order not in taken and _tells(u)]
    free_new = [u.order for u in new if answer[u.order] is None and _tells(u)]
    scored = [
        (-alike, abs(i - j), i, j)
        for alike, i, j in likeness.candidates(free_old, free_new)
        if alike >= ALIKE_ELSEWHERE or old[i].key == new[j].key
    ]
    _claim(scored, answer)


def _tells(unit: Unit) -> bool:
    return not unit.is_heading and len(unit.key) >= _LEAST_CHARACTERS_ELSEWHERE


def _claim(scored: Iterable[tuple[float, int, int, int]], answer: list[int | None]) -> None:
    """The best first; every clause at most once."""
    taken = {i for i in answer if i is not None}
    for _, _, i, j in sorted(scored):
        if answer[j] is None and i not in taken:
            answer[j] = i
            taken.add(i)
