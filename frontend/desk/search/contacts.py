"""Somebody calls or writes and has no number at hand: what was left under exactly this contact, of what one handles.

The contact is sent in the form and never stands in an address; what is found is drawn in the answer itself.
"""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from consultations.comments import policies as comments
from consultations.comments.contacts import comments_left_under
from frontend.desk.access import DeskRequest, at_desk, page
from frontend.desk.acts import WRONG
from frontend.desk.contact_form import ContactForm
from frontend.desk.search.kinds import Found, tell_comment, tell_question
from participation.accounts.models import User
from participation.delivery.contacts import checked_contact
from responses.questions import policies as questions
from responses.questions.contacts import questions_left_under


class LookUpForm(ContactForm):
    """The whole address or number, and what it is looked up for."""

    contact = forms.CharField(
        label=_("The person's e-mail or telephone, in full"), max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": ""}),
        error_messages={"required": _("Write the whole mail address or telephone number.")},
    )  # fmt: skip
    field_order = ("contact", "purpose")

    def clean_contact(self) -> str:
        """As contacts are kept, or what is wrong with it."""
        errors: dict[str, Any] = {}
        contact = checked_contact(self.cleaned_data["contact"], errors)
        if errors:
            raise forms.ValidationError(_("Write the whole mail address or telephone number."))
        return contact


def can_look_up(user: User) -> bool:
    """Whether there may be anything to find."""
    return questions.can_look_up_contacts(user) or comments.can_look_up_contacts(user)


@at_desk
def by_contact(request: DeskRequest) -> HttpResponse:
    """The form; sent, the form with what was found under it."""
    if not can_look_up(request.user):
        raise PermissionDenied
    form = LookUpForm(request.POST or None, prefix="look")
    found = _found(request.user, form) if request.method == "POST" and form.is_valid() else None
    status = WRONG if form.is_bound and form.errors else 200
    return page(request, "desk/search/contact.html", {"form": form, "found": found}, status=status)


def _found(user: User, form: LookUpForm) -> list[Found]:
    contact, purpose = form.cleaned_data["contact"], form.cleaned_data["purpose"]
    asked = questions_left_under(contact, by=user, purpose=purpose)
    wrote = comments_left_under(contact, by=user, purpose=purpose)
    return [*map(tell_question, asked), *map(tell_comment, wrote)]
