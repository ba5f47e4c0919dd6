"""Corrections at the desk: what was proposed, one with both texts, and the second person's word."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from consultations.documents.comparing.words import mark_words
from consultations.outcomes.corrections import is_as_proposed
from frontend.desk.access import DeskRequest, at_desk, page
from frontend.desk.acts import WRONG, carry_out
from frontend.desk.corrections.listed import CORRECTIONS, CorrectionFilter
from frontend.desk.desk_form import DeskForm
from frontend.desk.lists.views import show_list
from frontend.forms.fields import LimitedText
from frontend.shared.change_groups import changes_between
from frontend.shared.corrections import compared, subjects_of, texts_of, was_of
from participation.accounts.queries import is_self
from participation.corrections.actions import confirm_correction, drop_correction
from participation.corrections.models import Correction
from participation.corrections.policies import can_confirm, readable_by

Status = Correction.Status


class DropForm(DeskForm):
    """Why it stays as it is; the proposer may leave it empty."""

    note = LimitedText(
        label=gettext_lazy("Why it stays as it is"),
        most=1000,
        rows=3,
        error_messages={"required": gettext_lazy("Say why it stays as it is.")},
    )

    def prepare(self) -> None:
        """Who takes the own proposal back owes no reason."""
        if is_self(self.user, self.row.proposed_by_id):
            self.fields["note"].required = False


@at_desk
def corrections(request: DeskRequest) -> HttpResponse:
    """Those that wait, those that were decided; newest first."""
    form = CorrectionFilter(request.GET)
    rows = form.apply(readable_by(request.user))
    return show_list(request, CORRECTIONS, rows, form, "desk/corrections/list.html")


@at_desk
def correction(request: DeskRequest, pk: int) -> HttpResponse:
    """What stands, what should stand, why, and who decides."""
    row = _find(request, pk)
    return _show(request, row, DropForm(row=row, user=request.user))


@at_desk
@require_POST
def decide(request: DeskRequest, pk: int, way: str) -> HttpResponse:
    """Confirm it, or leave everything as it is."""
    row = _find(request, pk)
    if way == "confirm":
        form: DeskForm = DeskForm(request.POST, row=row, user=request.user)
        done = carry_out(request, form, row, lambda: confirm_correction(row, by=request.user))
        message = _("Confirmed: it stands so from now on.")
    elif way == "drop":
        form = DropForm(request.POST, row=row, user=request.user)
        note = form.data.get("note", "")
        done = carry_out(request, form, row, lambda: drop_correction(row, by=request.user, note=note))
        message = _("Dropped: everything stays as it is.")
    else:
        raise Http404
    if not done:
        return _show(request, row, form)
    messages.success(request, message)
    return HttpResponseRedirect(reverse("desk_corrections"))


def _show(request: DeskRequest, row: Correction, form: DeskForm) -> HttpResponse:
    texts = texts_of(row)
    lines = [(label, mark_words(was, now)) for label, was, now in compared(row)] if texts is None else []
    is_open = row.status == Status.PROPOSED
    is_stale = is_open and texts is not None and not is_as_proposed(row)
    context = {
        "correction": row,
        "subject": subjects_of([row])[row.pk],
        "lines": lines,
        "texts": texts,
        "text_changes": changes_between(*texts) if texts else [],
        "is_stale": is_stale,
        "gone": was_of(row) if row.act == Correction.Act.WITHDRAW else [],
        "may_confirm": is_open and not is_stale and can_confirm(request.user, row),
        "is_own": is_self(request.user, row.proposed_by_id),
        "may_drop": is_open and (is_self(request.user, row.proposed_by_id) or can_confirm(request.user, row)),
        "form": form,
        "drop_form": form if isinstance(form, DropForm) else DropForm(row=row, user=request.user),
        "confirm_form": DeskForm(row=row, user=request.user),
    }
    return page(request, "desk/corrections/one.html", context, status=WRONG if form.errors else 200)


def _find(request: DeskRequest, pk: int) -> Correction:
    return get_object_or_404(readable_by(request.user), pk=pk)
