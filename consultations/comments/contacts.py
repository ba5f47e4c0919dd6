"""How to reach who wrote a comment: opened one comment at a time, each time on record; and which they wrote."""

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.comments.models import Comment
from consultations.comments.policies import can_read_contact
from participation.accounts.contact_reading import check_purpose, note_reading
from participation.accounts.models import User
from participation.errors import NotPermitted
from participation.secrets.matching import having

MOST_FOUND, MOST_LOOKED_AT = 50, 500


def open_contact(comment: Comment, *, by: User, purpose: str) -> tuple[str, str]:
    """Name and contact, in full. Raises NotPermitted, Invalid (no purpose)."""
    if not can_read_contact(by, comment):
        raise NotPermitted(_("Only those who handle the item may open how to reach the person."))
    note_reading(comment, by=by, purpose=purpose, at=comment.consultation.department)
    return comment.name, comment.contact


def comments_left_under(contact: str, *, by: User, purpose: str) -> list[Comment]:
    """Those which this person may open and which were left under exactly this contact, the newest first, at most
    fifty. Each is on record as opened. Raises Invalid (no purpose)."""
    check_purpose(purpose)
    rows = having(Comment.objects.select_related("consultation__department"), "contact", contact)
    with transaction.atomic():
        found = [each for each in rows.order_by("-id")[:MOST_LOOKED_AT] if can_read_contact(by, each)][
            :MOST_FOUND
        ]
        for each in found:
            note_reading(each, by=by, purpose=purpose, at=each.consultation.department, found_by_it=True)
    return found
