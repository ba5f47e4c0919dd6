"""Who stands in, from when to when, and why somebody is away."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from frontend.desk.desk_form import DeskForm
from frontend.forms.rows import CHOOSE, RowField
from participation.accounts.models import User
from participation.accounts.queries import officials_near
from participation.accounts.stand_in_models import StandIn
from participation.accounts.standing_in import MOST_DAYS

A_DAY = {"type": "date"}


class DeputyChoice(RowField):
    """A colleague, with the departments of their roles."""

    def label_from_instance(self, obj: Any) -> str:
        """For instance “Li Si, Water Affairs Bureau”."""
        units = dict.fromkeys(str(role.department) for role in obj.memberships.all())
        return f"{obj} · {'、'.join(units)}"


class StandInForm(DeskForm):
    """`row` is who is away."""

    deputy = DeputyChoice(User.objects.none(), label=_("Who stands in"))
    first_day = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs=A_DAY, format="%Y-%m-%d"))
    last_day = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs=A_DAY, format="%Y-%m-%d"))
    why = forms.ChoiceField(
        label=pgettext_lazy("standing in", "Why away"), choices=[("", CHOOSE), *StandIn.Why.choices]
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=300)

    def prepare(self) -> None:
        """Those who can: at work in the same department, in one above or beneath it."""
        deputy = self.fields["deputy"]
        assert isinstance(deputy, forms.ModelChoiceField)
        deputy.queryset = officials_near(self.row)
        self.fields["last_day"].help_text = _("This day too; at most %(most)d days at a time.") % {
            "most": MOST_DAYS
        }
