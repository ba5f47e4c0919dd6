"""Which jobs are listed, and all of which kind are sent again."""

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend.desk.desk_form import DeskForm
from frontend.desk.lists.filters import ListFilter, tab
from participation.delivery.mending import parked, retried
from participation.delivery.models import Job, JobQuerySet


class JobFilter(ListFilter):
    """Parked, retried, or both."""

    state = tab(_("Status"), [("parked", _("Parked")), ("retried", _("Tried again"))])

    def apply(self) -> JobQuerySet:
        """The jobs in trouble that match."""
        return {"parked": parked, "retried": retried}.get(
            self.chosen().get("state", ""), Job.objects.in_trouble
        )()


class AllAgainForm(DeskForm):
    """Every job of one kind."""

    kind = forms.CharField(widget=forms.HiddenInput, max_length=120)
