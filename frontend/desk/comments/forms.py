"""The three ways to handle a comment."""

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.models import Comment
from frontend.desk.desk_form import DeskForm
from frontend.forms.files import ShownFilesField, offer_files


class AcceptForm(DeskForm):
    """Let it stand, with passages to black out."""

    hide = forms.CharField(
        label=_("Passages to black out"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "One a line, word for word. Telephone, identity and bank card numbers are masked by themselves."
        ),
    )

    files = ShownFilesField()  # type: ignore[assignment]  # the metaclass takes declared fields out

    def prepare(self) -> None:
        """The files that came with it, where they may be shown."""
        offer_files(self, self.row)

    def passages(self) -> list[str]:
        """What is to be hidden, line by line."""
        text = self.data.get(self.add_prefix("hide"), "") if self.is_bound else ""
        return [line.strip() for line in text.splitlines() if line.strip()]


class WithholdForm(DeskForm):
    """Do not show it."""

    reason = forms.ChoiceField(
        label=_("Why it is not shown"),
        choices=Comment.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Tick the reason.")},
    )


class ReturnForm(DeskForm):
    """Send it back."""

    note = forms.CharField(
        label=_("What should be changed"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what should be changed.")},
        help_text=_("The writer reads this and can send the comment again until the period ends."),
    )
