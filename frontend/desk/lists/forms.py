"""The form that keeps a list under a name."""

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend.desk.desk_form import DeskForm
from participation.accounts.saved_views import LONGEST


class KeepForm(DeskForm):
    """What the list as it stands is called."""

    name = forms.CharField(
        label=_("Name of the view"), max_length=LONGEST["name"],
        error_messages={"required": _("Give the view a name.")},
        help_text=_("Only you see it. A view of the same name is replaced."),
    )  # fmt: skip
