"""What a new text would do to the clauses of the one before, before anything is kept."""

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from consultations.documents.comparing import Row, compare_flat
from consultations.documents.comparing.pairing import in_order
from consultations.documents.comparing.units import squeezed
from consultations.documents.matching import match_clauses
from consultations.documents.models import Version
from consultations.documents.structure import Draft, FlatClause, flatten

Kind = Literal["kept", "reworded", "moved", "new", "gone"]


@dataclass(frozen=True, slots=True)
class Identity:
    """A clause of the new text and the old one it is, or one that is gone; `clause_id` is the lasting one's key."""

    kind: Kind
    old: FlatClause | None
    new: FlatClause | None
    clause_id: int | None

    @property
    def path(self) -> str:
        """Where it stands in the new text, or where it stood."""
        row = self.new or self.old
        return row.path if row else ""


@dataclass(frozen=True, slots=True)
class Reimport:
    """The identities in the order of the new text, those that are gone at the end; and the rows that changed."""

    identities: list[Identity]
    changes: list[Row]

    def sums(self) -> dict[str, int]:
        """How many of each kind."""
        found = Counter(each.kind for each in self.identities)
        return {kind: found[kind] for kind in ("kept", "reworded", "moved", "new", "gone")}


def reimport(version: Version, draft: Draft) -> Reimport:
    """Which clause of `draft` is which of `version`: the same decision as when it is kept. One query."""
    stored = list(version.passages.all())
    old, new = [row.flat() for row in stored], flatten(draft)
    kept = match_clauses(old, new)
    steady = in_order({j: i for j, i in enumerate(kept) if i is not None})
    identities = [
        Identity(
            _kind(old[i] if i is not None else None, new[j], is_steady=j in steady),
            old[i] if i is not None else None,
            new[j],
            stored[i].clause_id if i is not None else None,
        )
        for j, i in enumerate(kept)
    ]
    claimed = {i for i in kept if i is not None}
    identities += [
        Identity("gone", row, None, stored[i].clause_id) for i, row in enumerate(old) if i not in claimed
    ]
    before = [(f"old{n}", row) for n, row in enumerate(old)]
    after = [(f"old{i}" if i is not None else f"new{j}", new[j]) for j, i in enumerate(kept)]
    return Reimport(identities, [row for row in compare_flat(before, after) if row["kind"] != "same"])


def _kind(old: FlatClause | None, new: FlatClause, *, is_steady: bool) -> Kind:
    if old is None:
        return "new"
    if squeezed(old.heading + old.text) != squeezed(new.heading + new.text):
        return "reworded"
    return "kept" if is_steady else "moved"
