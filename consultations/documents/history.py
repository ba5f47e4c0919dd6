"""What one clause said in each published version, and what changed from one to the next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from consultations.documents.comparing.units import UnitPiece, make_units, squeezed
from consultations.documents.comparing.words import MarkedWords, mark_words
from consultations.documents.models import Clause, Passage, Version
from consultations.documents.structure import STRUCTURAL, FlatClause, Level

MOST_UNDER = 400


@dataclass(frozen=True)
class StateOfClause:
    """How a clause stood in one version; `passage` is None where the version has it no longer.

    `words` marks what changed against the version before; `kind` says it in a word: added, same, moved (the label or
    the place only), changed, removed.
    """

    version: Version
    passage: Passage | None
    text: str
    kind: str
    words: MarkedWords
    old_label: str = ""


@dataclass
class ClauseHistory:
    """The clause through its published versions, the oldest first, from the one that brought it."""

    clause: Clause
    states: list[StateOfClause] = field(default_factory=list)
    clause_ids: set[int] = field(default_factory=set)  # its own and those of what ever stood under it
    labels: dict[int, str] = field(default_factory=dict)

    @property
    def last(self) -> StateOfClause:
        """Where it stands in the newest version that holds; else where it stood last."""
        return next(each for each in reversed([*self.states, *self._standing]) if each.passage)

    @property
    def is_gone(self) -> bool:
        """Whether the newest version that holds has it no longer."""
        return (self._standing or self.states)[-1].passage is None

    @property
    def _standing(self) -> list[StateOfClause]:
        """Its states in the versions that were not taken back."""
        return [each for each in self.states if each.version.withdrawn_at is None]

    def other_wordings(self) -> dict[int, int]:
        """The versions (key and number) in which it said something else than where it stood last."""
        now = squeezed(self.last.text)
        return {s.version.pk: s.version.number for s in self.states if s.passage and squeezed(s.text) != now}


def clause_history(clause: Clause) -> ClauseHistory | None:
    """The published history of a clause, or None when it never stood in a published version. Three queries."""
    versions = list(clause.document.versions.filter(status=Version.Status.PUBLISHED))
    found = {row.version_id: row for row in clause.passages.filter(version__in=versions)}
    if not found:
        return None
    under = _under(found.values())
    history = ClauseHistory(clause, clause_ids={clause.pk})
    for version in versions:
        row = found.get(version.pk)
        before = history.states[-1] if history.states else None
        if row is None and before is None:
            continue
        members = _members(row, under.get(version.pk, [])) if row else []
        for member in members:
            history.clause_ids.add(member.clause_id)
            history.labels[member.clause_id] = " ".join(
                dict.fromkeys(filter(None, (members[0].label, member.label)))
            )
        history.states.append(_state(version, row, _text(members), before))
    return history


def _state(version: Version, row: Passage | None, text: str, before: StateOfClause | None) -> StateOfClause:
    words = mark_words(before.text if before else "", text)
    if row is None:
        return StateOfClause(version, None, "", "removed" if before and before.passage else "absent", words)
    if before is None or before.passage is None:
        return StateOfClause(version, row, text, "added", words)
    if squeezed(before.text) != squeezed(text):
        kind = "changed"
    else:
        kind = "same" if before.passage.path == row.path else "moved"
    old_label = before.passage.label if before.passage.label != row.label else ""
    return StateOfClause(version, row, text, kind, words, old_label)


def _under(rows: Iterable[Passage]) -> dict[int, list[Passage]]:
    """What stands right behind the clause in each version, as far as it may stand under it. One query."""
    near = Q(pk=None)
    for row in rows:
        if row.level not in STRUCTURAL:
            near |= Q(
                version=row.version_id, position__gt=row.position, position__lte=row.position + MOST_UNDER
            )
    found: dict[int, list[Passage]] = {}
    for passage in Passage.objects.filter(near).order_by("version", "position"):
        found.setdefault(passage.version_id, []).append(passage)
    return found


def _members(row: Passage, following: Sequence[Passage]) -> list[Passage]:
    """The clause with all that stands under it."""
    members, positions = [row], {row.position}
    for passage in following:
        if passage.parent_position not in positions:
            break
        positions.add(passage.position)
        members.append(passage)
    return members


def _text(members: Sequence[Passage]) -> str:
    """Its words as a comparison takes them: heading, text, and the items with their labels."""
    if not members:
        return ""
    at = {member.position: n for n, member in enumerate(members)}
    flat = [
        FlatClause(
            n, Level(m.level), m.label, m.path, m.heading, m.text,
            at.get(m.parent_position) if n and m.parent_position is not None else None,
        )
        for n, m in enumerate(members)
    ]  # fmt: skip
    return "\n".join(unit.text for unit in make_units([UnitPiece("", each) for each in flat]))
