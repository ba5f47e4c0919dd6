"""The form in which residents comment. What the room refuses is shown by the same words; it only shapes the input."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend.forms.contacts import ContactField, follow_account
from frontend.forms.fields import LongText
from frontend.forms.files import FilesField
from frontend.forms.once import OnceForm
from frontend.forms.stances import StanceField


class CommentForm(OnceForm):
    """A comment on the whole text or on one clause."""

    clause = forms.ChoiceField(
        label=_("Which part"),
        required=False,
        error_messages={"invalid_choice": _("This clause is not part of the draft under discussion.")},
    )
    stance = StanceField(label=_("Your stance"))
    body = LongText(
        label=_("Your comment"),
        help_text=_(
            "Say what does not fit and how to put it better. Please leave out identity numbers, phone numbers and "
            "the private affairs of others."
        ),
        error_messages={"required": _("Write what you want to say.")},
    )
    name = forms.CharField(
        label=_("Your name"), required=False, max_length=80, help_text=_("Shown in part only, such as 周**")
    )
    contact = ContactField(help_text=_("Kept secret; an e-mail address gets the outcome"))
    files = FilesField()  # type: ignore[assignment]
    publish = forms.BooleanField(
        label=_("Show my comment on this page"),
        required=False,
        help_text=_("Without the tick it is weighed all the same, but nobody else reads it."),
    )

    def __init__(
        self, *args: Any, clauses: list[tuple[str, str]] | None = None, user: Any = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        follow_account(self, user)
        field = self.fields["clause"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = clauses or []
        if len(clauses or []) <= 1:
            field.widget = forms.HiddenInput()
