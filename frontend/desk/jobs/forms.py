"""Which jobs are listed, and all of which kind are sent again."""

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend.desk.desk_form import DeskForm
from participation.delivery.mending import parked, retried
from participation.delivery.models import Job, JobQuerySet

STATES = {"": _("All"), "parked": _("Parked"), "retried": _("Tried again")}


class JobFilter(forms.Form):
    """Parked, retried, or both; what cannot be understood is both."""

    state = forms.ChoiceField(required=False, choices=list(STATES.items()))

    @property
    def chosen(self) -> str:
        """One of STATES."""
        return str(self.cleaned_data["state"]) if self.is_valid() else ""

    def apply(self) -> JobQuerySet:
        """The jobs in trouble that match."""
        return {"parked": parked, "retried": retried}.get(self.chosen, Job.objects.in_trouble)()


class AllAgainForm(DeskForm):
    """Every job of one kind."""

    kind = forms.CharField(widget=forms.HiddenInput, max_length=120)
