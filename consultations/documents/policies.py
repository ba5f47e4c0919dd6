"""Who writes a text, and who has had a hand in it."""

from collections.abc import Sequence

from django.db.models import Q

from consultations.documents.models import Document, Version
from participation.accounts.models import Department, User
from participation.accounts.queries import Anyone, Role, has_role, is_person, is_self
from participation.ledger.audit import hands_of, has_done
from participation.ledger.models import AuditEntry

HEADER_EDITED = "document.header_edited"
BROUGHT_IN = ("document.imported", "document.revised", "document.revision_begun")
EDITS = (
    "clause.reworded", "clause.added", "clause.removed", "clause.moved", "document.renumbered", "document.retitled",
)  # fmt: skip
WRITTEN = (*BROUGHT_IN, *EDITS)


def has_written(user: User, version: Version) -> bool:
    """Whether this person brought the version in or edited one of its clauses: then another one publishes it."""
    return is_self(user, version.created_by_id) or has_done(
        user, version.document, *WRITTEN, version=version.number
    )


def can_draft(user: Anyone, department: Department | None = None) -> bool:
    """A drafter of the department brings texts in and edits them; without one: of any department."""
    return has_role(user, Role.DRAFTER, at=department)


def can_publish_text(user: Anyone, version: Version | None, department: Department) -> bool:
    """An editor whose portal covers the department, and never somebody who had a hand in the text."""
    wrote_it = version is not None and is_person(user) and has_written(user, version)
    return has_role(user, Role.EDITOR, at=department) and not wrote_it


def can_clear(user: Anyone, version: Version) -> bool:
    """A reviewer or editor whose office covers the unit, who wrote neither text nor header (decree 711, article 17)."""
    covered = has_role(user, Role.REVIEWER, Role.EDITOR, at=version.document.department)
    if not covered or not is_person(user):
        return False
    return not has_written(user, version) and not has_done(user, version.document, HEADER_EDITED)


def may_clear_of(user: User, versions: Sequence[Version]) -> list[Version]:
    """Those among texts of units that this person's office covers which they may examine. One query for all."""
    acts = AuditEntry.objects.filter(
        Q(by__in=hands_of(user)) | Q(on_behalf_of__in=hands_of(user)), kind="document",
        object_id__in=[row.document_id for row in versions], act__in=(*WRITTEN, HEADER_EDITED),
    )  # fmt: skip
    wrote = {(pk, None if act == HEADER_EDITED else note.get("version"))
             for pk, act, note in acts.values_list("object_id", "act", "note")}  # fmt: skip
    others = [row for row in versions if not is_self(user, row.created_by_id)]
    return [
        row for row in others if wrote.isdisjoint({(row.document_id, None), (row.document_id, row.number)})
    ]


def can_propose_header(user: Anyone, document: Document) -> bool:
    """Those who draft or publish for the unit propose to correct a header that is out."""
    return has_role(user, Role.DRAFTER, Role.EDITOR, at=document.department)


def can_confirm_header(user: Anyone, document: Document) -> bool:
    """An editor whose portal covers the unit."""
    return has_role(user, Role.EDITOR, at=document.department)
