"""How to reach who asked: opened one question at a time, each time on record."""

from django.utils.translation import gettext as _

from participation.accounts.contact_reading import note_reading
from participation.accounts.models import User
from participation.errors import NotPermitted
from responses.questions.models import Question
from responses.questions.policies import can_read_contact


def open_contact(question: Question, *, by: User, purpose: str) -> tuple[str, str]:
    """Name and contact, in full. Raises NotPermitted, Invalid (no purpose)."""
    if not can_read_contact(by, question):
        raise NotPermitted(_("Only those who handle the item may open how to reach the person."))
    note_reading(question, by=by, purpose=purpose, at=question.department)
    return question.name, question.contact
