"""Documents laid out with a notice, while it is a draft: risk report, expert opinions, the drafting note as a file."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from consultations.models import Consultation
from consultations.notices.files import Purpose, attach_files, remove_file
from consultations.notices.policies import can_draft
from frontend.desk.access import DeskRequest, at_desk, my_consultation, page
from frontend.desk.acts import WRONG, carry_out
from frontend.desk.desk_form import DeskForm
from frontend.forms.files import FilesField
from frontend.shared.shown_files import all_files


class LayOutForm(DeskForm):
    """What they are, and the files."""

    purpose = forms.ChoiceField(
        label=gettext_lazy("What it is"),
        choices=Purpose.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the kinds offered.")},
    )
    files = FilesField(  # type: ignore[assignment]
        label=gettext_lazy("Files"),
        required=True,
        error_messages={"required": gettext_lazy("Choose a file.")},
    )


@at_desk
def files(request: DeskRequest, slug: str) -> HttpResponse:
    """What is laid out so far; more of it."""
    row = my_consultation(request, slug)
    form = LayOutForm(request.POST or None, request.FILES or None, row=row, user=request.user)

    def do() -> None:
        form_data = form.cleaned_data
        attach_files(row, form_data["files"], by=request.user, purpose=form_data["purpose"])

    if form.is_bound and carry_out(request, form, row, do):
        messages.success(request, _("Kept. It becomes public with the notice."))
        return HttpResponseRedirect(reverse("desk_files", args=[slug]))
    return _page(request, row, form)


@at_desk
@require_POST
def remove(request: DeskRequest, slug: str, token: str) -> HttpResponse:
    """Take one off again."""
    row = my_consultation(request, slug)
    form = DeskForm(request.POST, row=row, user=request.user)
    if carry_out(request, form, row, lambda: remove_file(row, token, by=request.user)):
        messages.success(request, _("It is taken off the notice."))
        return HttpResponseRedirect(reverse("desk_files", args=[slug]))
    return _page(request, row, form)


def _page(request: DeskRequest, row: Consultation, form: forms.Form) -> HttpResponse:
    may = can_draft(request.user, row) and row.status == Consultation.Status.DRAFT
    context = {
        "consultation": row,
        "may": may,
        "form": form if isinstance(form, LayOutForm) else LayOutForm(row=row, user=request.user),
        "refused": None if isinstance(form, LayOutForm) else form,
        "files": all_files(row),
    }
    return page(request, "desk/consultations/files.html", context, status=WRONG if form.errors else 200)
