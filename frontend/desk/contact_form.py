"""Opening how to reach a person: what it is for is ticked first; what is shown is drawn in the answer itself."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from frontend.desk.desk_form import DeskForm
from frontend.forms.acts import show
from participation.accounts.contact_reading import Purpose
from participation.errors import Refused
from participation.text.masking import masked_contact


class ContactForm(DeskForm):
    """What the contact is opened for."""

    purpose = forms.ChoiceField(
        label=pgettext_lazy("personal data", "What for"),
        choices=Purpose.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what you open it for."),
            "invalid_choice": _("Choose what you open it for."),
        },
    )


def shut(row: Any, may: bool) -> dict[str, Any]:
    """What a page shows before: whether there is something to open, in part only."""
    there = may and bool(row.contact or row.name)
    return {
        "contact_form": ContactForm(row=row, prefix="contact") if there else None,
        "contact_hint": masked_contact(row.contact) if there else "",
        "opened": None,
    }


def opened(form: ContactForm, read: Callable[[str], tuple[str, str]]) -> dict[str, Any]:
    """What it shows after: name and contact, or the form with what is to be put right."""
    if form.is_valid():
        try:
            name, contact = read(form.cleaned_data["purpose"])
        except Refused as refused:
            show(form, refused)
        else:
            return {"opened": {"name": name, "contact": contact}, "contact_form": None}
    return {"contact_form": form}
