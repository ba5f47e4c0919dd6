"""Who writes a text, and who has had a hand in it."""

from consultations.documents.models import Document, Version
from participation.accounts.models import Department, User
from participation.accounts.queries import Anyone, Role, has_role, is_person
from participation.ledger.audit import has_done

HEADER_EDITED = "document.header_edited"
EDITS = ("clause.reworded", "clause.added", "clause.removed", "clause.moved", "document.renumbered")


def has_written(user: User, version: Version) -> bool:
    """Whether this person brought the version in or edited one of its clauses: then another one publishes it."""
    return version.created_by_id == user.pk or has_done(
        user, version.document, *EDITS, version=version.number
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


def can_propose_header(user: Anyone, document: Document) -> bool:
    """Those who draft or publish for the unit propose to correct a header that is out."""
    return has_role(user, Role.DRAFTER, Role.EDITOR, at=document.department)


def can_confirm_header(user: Anyone, document: Document) -> bool:
    """An editor whose portal covers the unit."""
    return has_role(user, Role.EDITOR, at=document.department)
