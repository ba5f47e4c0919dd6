"""What could not be delivered: why, when it is tried next, and having it sent again."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from frontend.desk.access import DeskRequest, at_desk
from frontend.desk.acts import carry_out
from frontend.desk.desk_form import DeskForm
from frontend.desk.jobs.forms import AllAgainForm, JobFilter
from frontend.desk.jobs.kinds import kind_words
from frontend.desk.jobs.listed import IN_TROUBLE, NOTHING
from frontend.desk.lists.views import show_list
from participation.accounts.policies import can_mend_jobs, can_see_jobs
from participation.delivery.mending import send_again, send_all_again, trouble_by_kind
from participation.delivery.models import Job


@at_desk
def jobs(request: DeskRequest) -> HttpResponse:
    """Those in trouble, newest first, and how many there are of each kind."""
    if not can_see_jobs(request.user):
        raise PermissionDenied
    form, by_kind = JobFilter(request.GET), trouble_by_kind()
    parked, retried = sum(row[1] for row in by_kind), sum(row[2] for row in by_kind)
    counts = {"state": {"": parked + retried, "parked": parked, "retried": retried}}
    more = {
        "by_kind": [(kind, kind_words(kind), n, more) for kind, n, more in by_kind],
        "may_mend": can_mend_jobs(request.user),
        "back": request.GET.urlencode(),
    }
    declared = IN_TROUBLE if by_kind else NOTHING
    return show_list(request, declared, form.apply(), form, "desk/jobs/list.html", counts=counts, more=more)


@at_desk
@require_POST
def again(request: DeskRequest, pk: int) -> HttpResponse:
    """Send one again."""
    _menders_only(request)
    job = get_object_or_404(Job, pk=pk)
    form = DeskForm(request.POST, row=job, user=request.user)
    return _mended(
        request, form, job, lambda: send_again(job, by=request.user), _("It is sent again in a moment.")
    )


@at_desk
@require_POST
def all_again(request: DeskRequest) -> HttpResponse:
    """Send all of a kind again."""
    _menders_only(request)
    form = AllAgainForm(request.POST, user=request.user)

    def do() -> None:
        send_all_again(form.cleaned_data["kind"], by=request.user)

    return _mended(request, form, request.user, do, _("They are sent again in a moment."))


def _mended(
    request: DeskRequest, form: DeskForm, row: Model, do: Callable[[], object], done: str
) -> HttpResponse:
    """Back to the same page of the list, with what came of it."""
    if carry_out(request, form, row, do):
        messages.success(request, done)
    else:
        messages.warning(request, " ".join(str(message) for message in form.non_field_errors()))
    query = request.GET.urlencode()
    return HttpResponseRedirect(reverse("desk_jobs") + (f"?{query}" if query else ""))


def _menders_only(request: DeskRequest) -> None:
    if not can_mend_jobs(request.user):
        raise PermissionDenied
