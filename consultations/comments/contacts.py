"""How to reach who wrote a comment: opened one comment at a time, each time on record."""

from django.utils.translation import gettext as _

from consultations.comments.models import Comment
from consultations.comments.policies import can_read_contact
from participation.accounts.contact_reading import note_reading
from participation.accounts.models import User
from participation.errors import NotPermitted


def open_contact(comment: Comment, *, by: User, purpose: str) -> tuple[str, str]:
    """Name and contact, in full. Raises NotPermitted, Invalid (no purpose)."""
    if not can_read_contact(by, comment):
        raise NotPermitted(_("Only those who handle the item may open how to reach the person."))
    note_reading(comment, by=by, purpose=purpose, at=comment.consultation.department)
    return comment.name, comment.contact
