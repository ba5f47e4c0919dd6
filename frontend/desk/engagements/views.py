"""The other ways of hearing people, at the desk: written down, published, put right."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from consultations.decisions.engagements import gates
from consultations.decisions.engagements.actions import draft_engagement, edit_engagement
from consultations.decisions.engagements.models import Engagement
from consultations.decisions.engagements.policies import can_write, visible_to
from consultations.decisions.policies import can_handle, can_read_inside
from frontend.desk.access import DeskRequest, at_desk, page
from frontend.desk.acts import WRONG, carry_out, offered, run_act_page
from frontend.desk.decisions.views import my_decision
from frontend.desk.engagements.acts import ACTS
from frontend.desk.engagements.forms import EngagementForm
from participation.ledger.audit import trail

Status = Engagement.Status


def my_engagement(request: DeskRequest, pk: int) -> Engagement:
    """One of a matter that this person works on or oversees; for everybody else it is not here."""
    row = get_object_or_404(visible_to(request.user), pk=pk)
    if not can_read_inside(request.user, row.decision):
        raise Http404
    return row


@at_desk
def engagement(request: DeskRequest, pk: int) -> HttpResponse:
    """What it says, what is missing, and what may be done."""
    row = my_engagement(request, pk)
    context = {
        **about(row),
        "gates": gates.publication(row) if row.status == Status.DRAFT else [],
        "acts": offered(ACTS, request.user, row),
        "may_edit": can_write(request.user, row) and row.status == Status.DRAFT,
        "trail": trail(row).order_by("-id")[:12],
    }
    return page(request, "desk/engagements/show.html", context)


@at_desk
def new(request: DeskRequest, slug: str) -> HttpResponse:
    """Write down how people were heard on this matter."""
    decision = my_decision(request, slug)
    if not can_handle(request.user, decision):
        raise PermissionDenied
    form = EngagementForm(request.POST or None, row=decision, user=request.user)

    def do() -> None:
        draft_engagement(decision, by=request.user, **form.written())

    back = reverse("desk_decision", args=[slug])
    if form.is_bound and carry_out(request, form, decision, do):
        messages.success(request, _("It is kept. A second person publishes it."))
        return HttpResponseRedirect(reverse("desk_engagement", args=[decision.engagements.latest("pk").pk]))
    return _form_page(request, form, decision.title, back)


@at_desk
def edit(request: DeskRequest, pk: int) -> HttpResponse:
    """Go on with it, before it is published."""
    row = my_engagement(request, pk)
    if not can_write(request.user, row):
        raise PermissionDenied
    back = reverse("desk_engagement", args=[pk])
    if request.method != "POST" and row.status != Status.DRAFT:
        messages.warning(request, _("This cannot be done now, or not by you."))
        return HttpResponseRedirect(back)
    form = EngagementForm(request.POST or None, row=row, user=request.user)
    if form.is_bound and carry_out(
        request, form, row, lambda: edit_engagement(row, by=request.user, **form.written())
    ):
        messages.success(request, _("It is kept."))
        return HttpResponseRedirect(back)
    return _form_page(request, form, row.decision.title, back)


@at_desk
def act_page(request: DeskRequest, pk: int, name: str) -> HttpResponse:
    """Publish, correct, take back, each on a page that says what it does."""
    row = my_engagement(request, pk)
    if name not in ACTS:
        raise Http404
    back = reverse("desk_engagement", args=[pk])
    return run_act_page(
        request, row, ACTS[name], title=str(row.get_kind_display()), back=back, context=about(row)
    )


def about(row: Engagement) -> dict[str, Any]:
    """What every page of it shows."""
    return {
        "engagement": row,
        "decision": row.decision,
        "parties": list(row.parties.all()),
        "files": list(row.files.order_by("pk")),
    }


def _form_page(request: DeskRequest, form: EngagementForm, title: str, back: str) -> HttpResponse:
    context = {
        "form": form, "rows": form.rows, "title": title, "back": back,
        "page_title": _("How people were heard"),
    }  # fmt: skip
    return page(request, "desk/engagements/write.html", context, status=WRONG if form.errors else 200)
