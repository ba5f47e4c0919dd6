"""How to reach who asked: opened one question at a time, each time on record; and what they asked."""

from django.db import transaction
from django.utils.translation import gettext as _

from participation.accounts.contact_reading import check_purpose, note_reading
from participation.accounts.models import User
from participation.errors import NotPermitted
from participation.secrets.matching import having
from responses.questions.models import Question
from responses.questions.policies import can_read_contact

MOST_FOUND, MOST_LOOKED_AT = 50, 500


def open_contact(question: Question, *, by: User, purpose: str) -> tuple[str, str]:
    """Name and contact, in full. Raises NotPermitted, Invalid (no purpose)."""
    if not can_read_contact(by, question):
        raise NotPermitted(_("Only those who handle the item may open how to reach the person."))
    note_reading(question, by=by, purpose=purpose, at=question.department)
    return question.name, question.contact


def questions_left_under(contact: str, *, by: User, purpose: str) -> list[Question]:
    """Those which this person handles and which were left under exactly this contact, the newest first, at most
    fifty. Each is on record as opened. Raises Invalid (no purpose)."""
    check_purpose(purpose)
    rows = having(Question.objects.select_related("department"), "contact", contact)
    with transaction.atomic():
        found = [each for each in rows.order_by("-id")[:MOST_LOOKED_AT] if can_read_contact(by, each)][
            :MOST_FOUND
        ]
        for each in found:
            note_reading(each, by=by, purpose=purpose, at=each.department, found_by_it=True)
    return found
