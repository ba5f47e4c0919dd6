"""The files of a hearing: draft and note before it is announced, the record once it was held."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consultations.decisions.hearings.files import attach_files, purposes_now, remove_file
from consultations.decisions.hearings.models import Hearing
from consultations.decisions.hearings.policies import can_write
from frontend.desk.access import DeskRequest, at_desk, page
from frontend.desk.acts import WRONG, carry_out
from frontend.desk.desk_form import DeskForm
from frontend.desk.hearings.forms import FilesForm
from frontend.desk.hearings.views import my_hearing


@at_desk
def files(request: DeskRequest, pk: int) -> HttpResponse:
    """What is attached so far; more of it."""
    row = my_hearing(request, pk)
    form = FilesForm(request.POST or None, request.FILES or None, row=row, user=request.user)

    def do() -> None:
        form_data = form.cleaned_data
        attach_files(row, form_data["files"], by=request.user, purpose=form_data["purpose"])

    if form.is_bound and carry_out(request, form, row, do):
        messages.success(request, _("It is kept."))
        return HttpResponseRedirect(reverse("desk_hearing_files", args=[pk]))
    return _page(request, row, form)


@at_desk
@require_POST
def remove(request: DeskRequest, pk: int, token: str) -> HttpResponse:
    """Take one off again."""
    row = my_hearing(request, pk)
    form = DeskForm(request.POST, row=row, user=request.user)
    if carry_out(request, form, row, lambda: remove_file(row, token, by=request.user)):
        messages.success(request, _("It is taken off."))
        return HttpResponseRedirect(reverse("desk_hearing_files", args=[pk]))
    return _page(request, row, form)


def _page(request: DeskRequest, row: Hearing, form: DeskForm) -> HttpResponse:
    own = isinstance(form, FilesForm)
    purposes = [each.value for each in purposes_now(row)]
    context = {
        "title": row.title,
        "back": reverse("desk_hearing", args=[row.pk]),
        "may": can_write(request.user, row) and bool(purposes),
        "form": form if own else FilesForm(row=row, user=request.user),
        "refused": None if own else form,
        "files": [
            (each, reverse("desk_remove_hearing_file", args=[row.pk, each.token])) for each in row.files.all()
        ],
        "removable": purposes,
    }
    return page(request, "desk/hearings/files.html", context, status=WRONG if form.errors else 200)
