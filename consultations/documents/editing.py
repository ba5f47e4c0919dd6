"""Editing a draft at the desk, clause by clause: what is edited stays the clause it was."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from consultations.documents.actions import may_draft, new_uid, new_version
from consultations.documents.models import Clause, Passage, Version
from consultations.documents.structure import MOST_HEADING, MOST_LABEL, Level, can_hold
from participation.accounts.models import User
from participation.delivery.outbox import emit
from participation.errors import Conflict, Invalid, Message
from participation.ledger.audit import record
from participation.locks import lock
from participation.text.cleaning import plain
from participation.text.reasons import is_name
from participation.transitions import edit

WORDED = ("label", "heading", "text")
MOST_WORDS = 20_000
MOST_TITLE = 300
FAR = 1_000_000  # positions step aside while others move


@dataclass(frozen=True)
class Wording:
    """What a clause says: its label (第三条), its short title, its text."""

    label: str
    heading: str
    text: str


def begin_revision(version: Version, *, by: User, title: str = "") -> Version:
    """The next version as a copy, every clause with its identity, to be edited clause by clause; `title` where it bears
    another one.

    Raises NotPermitted, Conflict when somebody has begun one.
    """
    may_draft(by, version.document.department)
    with transaction.atomic():
        lock(version.document)
        last = version.document.versions.order_by("-number").first()
        if last is None or last.status == Version.Status.DRAFT:
            raise Conflict(_("There is already a newer draft of this text: go on with that one."))
        made = new_version(version.document, last.number + 1, title or version.title, "", by)
        rows = list(version.passages.all())
        for row in rows:
            row.pk, row.version = None, made
            row._state.adding = True
        Passage.objects.bulk_create(rows, batch_size=500)
        record("document.revision_begun", made.document, by=by, note={"version": made.number})
        emit("document.revised", made, by=by)
    return made


def retitle(version: Version, title: str, *, by: User) -> Version:
    """Change the title of a draft; of a first one, which nobody has read yet, that of its document too.

    Raises NotPermitted, Invalid for a title that names nothing, Conflict once it is published, Overwritten.
    """
    named = plain(title)
    if not is_name(named) or len(named) > MOST_TITLE:
        message: Message = _("Write a title of at most %(most)d characters.") % {"most": MOST_TITLE}
        raise Invalid(message, errors={"title": [message]})
    with transaction.atomic():
        document = lock(version.document)
        locked = locked_draft(version, by)
        if locked.number == 1:
            document.title = named
            document.save(update_fields=["title"])
        with edit(version, by=by, act="document.retitled", fields=["title"], about=document) as change:
            change.row.title = named
            change.note["version"] = locked.number
    return version


def reword_clause(passage: Passage, wording: Wording, *, by: User) -> Passage:
    """Change what a clause of a draft says; comments and answers stay with it.

    Raises NotPermitted, Invalid, Conflict once the version is published, Overwritten (another wording meanwhile).
    """
    with transaction.atomic():
        version = locked_draft(passage.version, by)
        with edit(passage, by=by, act="clause.reworded", fields=WORDED, about=version.document) as change:
            _write(change.row, wording)
            change.note.update(clause=passage.clause.uid, version=version.number)
        settle(version)
    return passage


def add_clause(version: Version, after: Clause | None, level: str, wording: Wording, *, by: User) -> Passage:
    """Put a new clause behind another (and behind all that stands under it), or first of all."""
    if level not in set(Level):
        raise Invalid(
            _("Choose one of the kinds offered."), errors={"level": [_("Choose one of the kinds offered.")]}
        )
    with transaction.atomic():
        locked = locked_draft(version, by)
        rows = list(locked.passages.all())
        place, parent = place_behind(rows, after, level)
        passage = Passage(version=locked, position=place, parent_position=parent, level=level)
        _write(passage, wording)
        _shift(locked, place, +1)
        passage.clause = Clause.objects.create(document=locked.document, uid=new_uid())
        passage.save()
        settle(locked)
        note = {"clause": passage.clause.uid, "version": locked.number}
        record("clause.added", locked.document, by=by, note=note)
    return passage


def block_seen(rows: Iterable[Passage]) -> str:
    """What a clause and all that stands under it say, in short: changes with each wording, addition and removal."""
    return hashlib.sha256(str([(row.pk, row.revision) for row in rows]).encode()).hexdigest()[:20]


def remove_clause(version: Version, clause: Clause, *, by: User, seen: str | None = None) -> int:
    """Take a clause out of this version with all that stands under it; says how many. Earlier versions keep it.

    `seen` is its `block_seen` as whoever removes it has read it. Raises Conflict when it reads otherwise now.
    """
    with transaction.atomic():
        locked = locked_draft(version, by)
        rows = list(locked.passages.all())
        first = passage_of(locked, clause).position
        end = end_of(rows, first)
        if seen is not None and seen != block_seen(rows[first:end]):
            raise Conflict(_("What you are taking out has been changed meanwhile: look at it again."))
        if end - first == len(rows):
            message: Message = _("A text needs at least one clause.")
            raise Invalid(message, errors={"clause": [message]})
        locked.passages.filter(position__gte=first, position__lt=end).delete()
        _shift(locked, end, first - end)
        settle(locked)
        record(
            "clause.removed", locked.document, by=by, note={"clause": clause.uid, "version": locked.number}
        )
    return end - first


def locked_draft(version: Version, by: User) -> Version:
    """The version, locked. Raises NotPermitted for those who do not draft here, Conflict once it is published."""
    may_draft(by, version.document.department)
    locked = lock(version)
    if locked.status != Version.Status.DRAFT:
        raise Conflict(_("This version has been published and stands as it is."))
    return locked


def passage_of(version: Version, clause: Clause) -> Passage:
    """What a clause says in this version. Raises Conflict when it does not stand there (any longer)."""
    found = version.passages.select_related("clause").filter(clause=clause).first()
    if found is None:
        raise Conflict(_("This clause no longer stands in the text."))
    return found


def _write(passage: Passage, wording: Wording) -> None:
    label, heading, text = plain(wording.label), plain(wording.heading), plain(wording.text)
    errors: dict[str, list[Message]] = {}
    if len(label) > MOST_LABEL:
        errors["label"] = [_("At most %(most)d characters.") % {"most": MOST_LABEL}]
    if len(heading) > MOST_HEADING:
        errors["heading"] = [_("At most %(most)d characters.") % {"most": MOST_HEADING}]
    if len(text) > MOST_WORDS:
        errors["text"] = [_("At most %(most)d characters.") % {"most": MOST_WORDS}]
    if not (heading or text):
        errors["text"] = [_("Write what the clause says.")]
    if errors:
        raise Invalid(_("The clause could not be kept."), errors=errors)
    passage.label, passage.heading, passage.text = label, heading, text


def place_behind(rows: list[Passage], after: Clause | None, level: str) -> tuple[int, int | None]:
    """Where a clause goes, and under which: within `after` when that may hold it, else behind it and all under it."""
    if after is None:
        return 0, None
    row = next((row for row in rows if row.clause_id == after.pk), None)
    if row is None:
        raise Conflict(_("This clause no longer stands in the text."))
    if can_hold(Level(row.level), Level(level)):
        return row.position + 1, row.position
    while row.parent_position is not None and not can_hold(
        Level(rows[row.parent_position].level), Level(level)
    ):
        row = rows[row.parent_position]
    return end_of(rows, row.position), row.parent_position


def end_of(rows: list[Passage], first: int) -> int:
    """The position behind a clause and all that stands under it."""
    under = {first}
    for row in rows[first + 1 :]:
        if row.parent_position not in under:
            return row.position
        under.add(row.position)
    return len(rows)


def _shift(version: Version, start: int, by: int) -> None:
    """Move all positions from `start` on by `by`, in two steps so that no two ever coincide."""
    later = version.passages.filter(position__gte=start)
    later.update(position=F("position") + FAR + by)
    version.passages.filter(position__gte=FAR).update(position=F("position") - FAR)
    version.passages.filter(parent_position__gte=start).update(parent_position=F("parent_position") + by)


def settle(version: Version) -> None:
    """After each change of its clauses: the paths follow the labels above them, and who minds the text hears of it."""
    paths: dict[int, str] = {}
    changed = []
    for row in version.passages.order_by("position"):
        above = paths.get(row.parent_position, "") if row.parent_position is not None else ""
        name = row.label or (row.path.rsplit("/", 1)[-1] if row.path else "") or str(row.position + 1)
        paths[row.position] = f"{above}/{name}".strip("/")[:240]
        if paths[row.position] != row.path:
            row.path = paths[row.position]
            changed.append(row)
    Passage.objects.bulk_update(changed, ["path"], batch_size=500)
    emit("document.reworded", version)
