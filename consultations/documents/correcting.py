"""Correcting what was read before it is kept: a line is something else, belongs to the one above, or is no part of it.

Works on a draft in memory; lines are counted as `lines_of` gives them, contents and titles included.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from consultations.documents.reading.tree import assign_paths
from consultations.documents.reading.warnings import odd_numbering
from consultations.documents.structure import STRUCTURAL, Draft, Level, Node, can_hold
from participation.errors import Invalid, Message


def lines_of(draft: Draft) -> list[Node]:
    """Every line that was read, in reading order."""
    return list(draft.walk())


def change_line(draft: Draft, n: int, *, level: str, label: str, heading: str, text: str) -> None:
    """Say what a line is and what it says; what follows is nested anew as far as its kind asks for it.

    Raises Invalid for a line without words or one that is not there.
    """
    lines = _Lines(draft, n)
    if not (label.strip() or heading.strip() or text.strip()):
        message: Message = _("Write what the clause says.")
        raise Invalid(message, errors={"text": [message]})
    node = lines.nodes[n]
    node.label, node.heading, node.text = label.strip(), heading.strip(), text.strip()
    if (new := Level(level)) is not node.level:
        node.level = new
        lines.nest_anew(n)
    lines.put_back()


def join_line(draft: Draft, n: int, *, as_paragraph: bool) -> None:
    """Put a line's words behind those of the line above: as its next paragraph (款), or straight on."""
    lines = _Lines(draft, n)
    if n == 0:
        raise Invalid(_("There is no line above the first."))
    node, above = lines.nodes[n], lines.nodes[n - 1]
    gap = "\u3000" if node.label and (node.heading or node.text) and as_paragraph else ""
    text = node.label + gap + "\n".join(part for part in (node.heading, node.text) if part)
    if above.level in STRUCTURAL and not above.text and not as_paragraph:
        above.heading += text
    else:
        above.text = above.text + ("\n" if as_paragraph and above.text else "") + text
    lines.take_out(n)
    lines.put_back()


def drop_line(draft: Draft, n: int) -> None:
    """Leave a line out, such as a page number; what stood under it goes to the line above. Raises Invalid."""
    lines = _Lines(draft, n)
    if len(lines.nodes) == 1:
        raise Invalid(_("A text needs at least one clause."))
    lines.take_out(n)
    lines.put_back()


class _Lines:
    """A draft as a list, each line with the position of the one it stands under. Raises Invalid without line `n`."""

    def __init__(self, draft: Draft, n: int) -> None:
        self.draft = draft
        self.nodes: list[Node] = []
        self.parents: list[int | None] = []
        for root in draft.nodes:
            self._add(root, None)
        if not 0 <= n < len(self.nodes):
            raise Invalid(_("This line is not there."))
        numbering = odd_numbering(draft)
        self.other_warnings = [warning for warning in draft.warnings if warning not in numbering]

    def _add(self, node: Node, parent: int | None) -> None:
        here = len(self.nodes)
        self.nodes.append(node)
        self.parents.append(parent)
        for child in node.children:
            self._add(child, here)

    def nest_anew(self, n: int) -> None:
        """Line `n` is of another kind now: find what it stands under, and what now stands under it."""
        self.parents[n] = self._above(n - 1, self.nodes[n].level)
        reaches = True
        for r in range(n + 1, len(self.nodes)):
            parent = self.parents[r]
            if parent is not None and parent > n:
                continue
            holds = can_hold(self.nodes[n].level, self.nodes[r].level)
            if parent == n and not holds:
                self.parents[r] = self._above(r - 1, self.nodes[r].level)
            elif parent != n and holds and reaches:
                self.parents[r] = n
            elif parent != n:
                reaches = False

    def take_out(self, n: int) -> None:
        """Line `n` goes; what stood under it goes to the line above."""
        orphans = [r - 1 for r, parent in enumerate(self.parents) if parent == n]
        del self.nodes[n], self.parents[n]
        self.parents = [None if p is None or p == n else p - (p > n) for p in self.parents]
        for r in orphans:
            self.parents[r] = self._above(r - 1, self.nodes[r].level)

    def put_back(self) -> None:
        """Nest the draft as the list says; the order of the lines stays whatever they stand under."""
        for r in range(len(self.nodes)):
            parent = self.parents[r]
            if parent is not None and parent not in self._upwards(r - 1):
                self.parents[r] = self._above(r - 1, self.nodes[r].level)
        for node in self.nodes:
            node.children = []
        self.draft.nodes = []
        for node, parent in zip(self.nodes, self.parents, strict=True):
            (self.draft.nodes if parent is None else self.nodes[parent].children).append(node)
        assign_paths(self.draft)
        self.draft.warnings = self.other_warnings + odd_numbering(self.draft)

    def _upwards(self, start: int) -> Iterator[int]:
        """A line and all those above it in the tree."""
        here: int | None = start if start >= 0 else None
        while here is not None:
            yield here
            here = self.parents[here]

    def _above(self, start: int, level: Level) -> int | None:
        """The nearest line from `start` upwards that may hold this kind."""
        return next((at for at in self._upwards(start) if can_hold(self.nodes[at].level, level)), None)
