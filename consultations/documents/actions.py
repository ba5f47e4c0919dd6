"""What is done with a document: drafts come in, versions are published and then stand still."""

import secrets
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.documents.matching import match_clauses
from consultations.documents.models import Clause, Document, Passage, Version
from consultations.documents.policies import can_draft
from consultations.documents.queries import digest_of
from consultations.documents.structure import MOST_HEADING, MOST_LABEL, Draft, FlatClause, flatten
from participation import clock
from participation.accounts.models import Department, User
from participation.delivery.outbox import emit
from participation.errors import Conflict, Invalid, NotPermitted
from participation.ledger.audit import record
from participation.ledger.receipts import ALPHABET
from participation.text.cleaning import one_line
from participation.transitions import edit, transition

Status = Version.Status
MOVES = {Status.DRAFT: [Status.PUBLISHED]}
MOST_CLAUSES = 5000


def new_slug(prefix: str) -> str:
    """An address for something with a Chinese title: kind, date, four letters."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(4)).lower()
    return f"{prefix}-{clock.today():%Y%m%d}-{letters}"


def import_draft(
    draft: Draft,
    *,
    department: Department,
    by: User | None,
    title: str = "",
    slug: str = "",
    source_name: str = "",
) -> Version:
    """Make a document with its first version out of a text that was read.

    `by=None` is the operator at the command line. Raises NotPermitted, Invalid (no text, too many clauses).
    """
    may_draft(by, department)
    clauses = takeable(draft)
    name = one_line(title or draft.title)[:300]
    with transaction.atomic():
        document = Document.objects.create(
            slug=slug or new_slug("doc"), title=name, department=department, created_at=clock.now()
        )
        version = new_version(document, 1, name, source_name, by)
        uids = [Clause(document=document, uid=new_uid()) for _ in clauses]
        _write(version, clauses, Clause.objects.bulk_create(uids, batch_size=500))
        record("document.imported", document, by=by, note={"version": 1, "clauses": len(clauses)})
    return version


def revise(
    version: Version, draft: Draft, *, by: User | None, title: str = "", source_name: str = ""
) -> Version:
    """Bring a new state of the text in as the document's next version.

    Each clause that stayed, moved or was reworded keeps its identity (see docs/clauses.md); the rest are new.
    Raises NotPermitted, Invalid, Conflict (somebody made the next version meanwhile).
    """
    may_draft(by, version.document.department)
    new = takeable(draft)
    old_rows = list(version.passages.select_related("clause"))
    old = [row.flat() for row in old_rows]
    kept = match_clauses(old, new)
    with transaction.atomic():
        last = version.document.versions.order_by("-number").first()
        if last is None or last.status == Status.DRAFT:
            raise Conflict(_("There is already a newer draft of this text: go on with that one."))
        number = last.number + 1
        made = new_version(version.document, number, title or draft.title or version.title, source_name, by)
        clauses = [
            old_rows[match].clause
            if match is not None
            else Clause.objects.create(document=version.document, uid=new_uid())
            for match in kept
        ]
        _write(made, new, clauses)
        record("document.revised", made.document, by=by, note={"version": number, "clauses": len(new)})
        emit("document.revised", made, by=by)
    return made


def publish_version(version: Version, *, by: User, is_final: bool = False, text_seen: str = "") -> Version:
    """Publish a version: from here on its text stands still. Called by the acts that publish it.

    Raises Conflict when its words are no longer those whose digest the actor has seen.
    """
    if version.status == Status.PUBLISHED:
        return version
    event = "document.published" if is_final else "document.draft_published"
    with transition(version, Status.PUBLISHED, by=by, table=MOVES, event=event) as move:
        require_seen(move.row, text_seen)
        move.row.published_at = clock.now()
        move.row.is_final = is_final
        move.data["document"] = version.document_id
    return version


def require_seen(locked: Version, text_seen: str) -> None:
    """Raise Conflict when the text, locked by the caller, is not the one that was seen; no digest asks for nothing."""
    if text_seen and digest_of(locked) != text_seen:
        raise Conflict(_("The text was changed since you opened this page. Look at it again."))


def take_back_version(version: Version, *, by: User, reason: str) -> Version:
    """A published text no longer stands; it stays readable, with the reason. Called by the acts that replace it."""
    with edit(version, by=by, act="version.withdrawn", fields=["withdrawn_at", "withdrawn_note"]) as change:
        change.row.withdrawn_at, change.row.withdrawn_note = clock.now(), reason
    return version


def may_draft(by: User | None, department: Department) -> None:
    """Raise NotPermitted for everybody but a drafter of the unit; None is the operator at the command line."""
    if by is not None and not can_draft(by, department):
        raise NotPermitted(_("Only a drafter of the lead unit may bring a text in."))


def takeable(draft: Draft) -> list[FlatClause]:
    """The clauses of a text that may come in. Raises Invalid when it has none, or more than a text can have."""
    clauses = flatten(draft)
    if not clauses:
        message = _("No text was found in this file.")
        raise Invalid(message, errors={"file": [message]})
    if len(clauses) > MOST_CLAUSES:
        message = _("This text has more than %(most)d clauses.") % {"most": MOST_CLAUSES}
        raise Invalid(message, errors={"file": [message]})
    return clauses


def new_version(document: Document, number: int, title: str, source_name: str, by: User | None) -> Version:
    """An empty draft version; the caller writes its passages in the same transaction."""
    return Version.objects.create(
        document=document,
        number=number,
        title=one_line(title)[:300],
        source_name=source_name[:200],
        created_at=clock.now(),
        created_by=by,
    )


def _write(version: Version, rows: Sequence[FlatClause], clauses: Sequence[Clause]) -> None:
    Passage.objects.bulk_create(
        [
            Passage(
                version=version,
                clause=clause,
                position=row.order,
                parent_position=row.parent,
                level=row.level,
                label=row.label[:MOST_LABEL],
                path=row.path[:240],
                heading=row.heading[:MOST_HEADING],
                text=row.text,
            )
            for row, clause in zip(rows, clauses, strict=True)
        ],
        batch_size=500,
    )


def new_uid() -> str:
    """A clause's lasting public id."""
    return "".join(secrets.choice(ALPHABET) for _ in range(8)).lower()
