"""Articles that became several, and several that became one."""

from collections import defaultdict
from collections.abc import Sequence

from consultations.documents.comparing.likeness import Likeness
from consultations.documents.comparing.units import Unit

_SHARE = 0.35  # so much of a piece must stand in the other text
_OWN_SHARE = 0.2  # and so much must not stand in the piece that the other is already paired with
_LEAST_CHARACTERS = 12

Labels = dict[int, list[str]]


def find_splits(
    old: Sequence[Unit], new: Sequence[Unit], pairs: dict[int, int], likeness: Likeness
) -> tuple[Labels, Labels]:
    """For new positions the old labels they (also) came from; for old ones the new labels they (also) became."""
    came_from: Labels = {}
    went_into: Labels = {}
    by_old = {i: j for j, i in pairs.items()}
    added = [u.order for u in new if u.order not in pairs and _counts(u)]
    removed = [u.order for u in old if u.order not in by_old and _counts(u)]
    settled_old = [i for i in by_old if _counts(old[i])]
    settled_new = [j for j in pairs if _counts(new[j])]
    partner_of_old = {i: new[j] for i, j in by_old.items()}
    partner_of_new = {j: old[i] for j, i in pairs.items()}

    may_hold: defaultdict[int, list[int]] = defaultdict(list)
    for _, i, j in likeness.candidates(settled_old, added):
        may_hold[j].append(i)
    for j in added:  # split: an old article, paired already, also became this one
        found = _holder(new[j], old, may_hold[j], partner_of_old, likeness)
        if found is not None:
            came_from.setdefault(j, []).append(_name(old[found]))
            went_into.setdefault(found, [_name(partner_of_old[found])]).append(_name(new[j]))

    may_hold = defaultdict(list)
    for _, i, j in likeness.candidates(removed, settled_new):
        may_hold[i].append(j)
    for i in removed:  # merge: this old article went into a new one that is paired already
        found = _holder(old[i], new, may_hold[i], partner_of_new, likeness)
        if found is not None:
            went_into.setdefault(i, []).append(_name(new[found]))
            came_from.setdefault(found, [_name(partner_of_new[found])]).append(_name(old[i]))
    return came_from, went_into


def _counts(unit: Unit) -> bool:
    return not unit.is_heading and len(unit.key) >= _LEAST_CHARACTERS


def _name(unit: Unit) -> str:
    return unit.label or unit.path


def _holder(
    piece: Unit,
    others: Sequence[Unit],
    choices: Sequence[int],
    partner: dict[int, Unit],
    likeness: Likeness,
) -> int | None:
    """The unit of the other text that holds most of `piece`, beyond what its own partner has in common."""
    whole = likeness.weight(piece.grams)
    best, best_share = None, _SHARE
    for k in choices:
        share = likeness.shared(piece.grams, others[k].grams) / whole if whole else 0.0
        if share < best_share:
            continue
        own = (piece.grams & others[k].grams) - partner[k].grams
        if likeness.weight(own) / whole >= _OWN_SHARE:
            best, best_share = k, share
    return best
