"""Hearings at the desk: the announcement, the list of participants, the record, each with what the law asks for."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from consultations.decisions.gates import gates
from consultations.decisions.hearings.announcing import WRITTEN, draft_hearing, edit_hearing, write_list
from consultations.decisions.hearings.due import hearing_is_due
from consultations.decisions.hearings.files import purposes_now
from consultations.decisions.hearings.gates import materials_by
from consultations.decisions.hearings.models import Hearing
from consultations.decisions.hearings.policies import (
    can_announce,
    can_publish_list,
    can_publish_record,
    can_write,
    visible_to,
)
from consultations.decisions.hearings.recording import HEAD, write_record
from consultations.decisions.models import DecisionStage
from consultations.decisions.policies import can_handle, can_read_inside
from frontend.desk.access import DeskRequest, at_desk, page
from frontend.desk.acts import WRONG, carry_out, offered, run_act_page
from frontend.desk.decisions.views import my_decision
from frontend.desk.desk_form import DeskForm
from frontend.desk.hearings.acts import ACTS
from frontend.desk.hearings.forms import HearingForm, ListForm, RecordForm
from participation import clock
from participation.accounts.models import User
from participation.ledger.audit import trail

Status = Hearing.Status
GATED = ("announce", "publish-list", "publish-record")  # acts for which the law asks for something first


def my_hearing(request: DeskRequest, pk: int) -> Hearing:
    """A hearing of a matter that this person works on or oversees; for everybody else it is not here."""
    row = get_object_or_404(visible_to(request.user).select_related("consultation"), pk=pk)
    if not can_read_inside(request.user, row.decision):
        raise Http404
    return row


@at_desk
def hearing(request: DeskRequest, pk: int) -> HttpResponse:
    """Where it stands, what the law asks for next, and what may be done."""
    row = my_hearing(request, pk)
    writes = can_write(request.user, row)
    context = {
        **about(row),
        "gates": gates(row.decision, DecisionStage.Stage.HEARING) if is_running(row) else [],
        "acts": offered(ACTS, request.user, row),
        "may_edit": writes and row.status == Status.DRAFT,
        "may_attach": writes and bool(purposes_now(row)),
        "may_list": writes and may_list(row),
        "may_record": writes and may_record(row),
        "is_unlisted": is_unlisted(row),
        "who_next": _who_next(request.user, row) if writes else "",
        "trail": trail(row).order_by("-id")[:12],
    }
    return page(request, "desk/hearings/show.html", context)


@at_desk
def new(request: DeskRequest, slug: str) -> HttpResponse:
    """Prepare the announcement of a hearing of this matter."""
    decision = my_decision(request, slug)
    if not can_handle(request.user, decision):
        raise PermissionDenied
    form = HearingForm(request.POST or None, row=decision, user=request.user)

    def do() -> None:
        draft_hearing(decision, by=request.user, **_written(form))

    back = reverse("desk_decision", args=[slug])
    if form.is_bound and carry_out(request, form, decision, do):
        messages.success(request, _("The announcement is kept. An editor publishes it."))
        return HttpResponseRedirect(reverse("desk_hearing", args=[decision.hearings.latest("pk").pk]))
    context = {"form": form, "page_title": _("Prepare a hearing"), "back": back, "title": decision.title}
    return page(request, "desk/hearings/write.html", {**context, "rows": None}, status=_status(form))


@at_desk
def edit(request: DeskRequest, pk: int) -> HttpResponse:
    """The announcement, before it is out."""
    row = my_hearing(request, pk)
    return _write(
        request, row, HearingForm, lambda form: edit_hearing(row, by=request.user, **_written(form)),
        _("Announcement of the hearing"), row.status == Status.DRAFT,
    )  # fmt: skip


@at_desk
def participants(request: DeskRequest, pk: int) -> HttpResponse:
    """The list of those who take part."""
    row = my_hearing(request, pk)
    return _write(
        request, row, ListForm, lambda form: write_list(row, form.listed(), by=request.user),
        _("List of participants"), may_list(row),
    )  # fmt: skip


@at_desk
def record(request: DeskRequest, pk: int) -> HttpResponse:
    """What was said, and what came of it."""
    row = my_hearing(request, pk)

    def do(form: Any) -> Any:
        head = {name: form.cleaned_data[name] for name in HEAD}
        return write_record(row, by=request.user, statements=form.statements(), **head)

    return _write(request, row, RecordForm, do, _("Record of the hearing"), may_record(row))


@at_desk
def act_page(request: DeskRequest, pk: int, name: str) -> HttpResponse:
    """Announce, publish and the like, each on a page that says what it does."""
    row = my_hearing(request, pk)
    if name not in ACTS:
        raise Http404
    back = reverse("desk_hearing", args=[pk])
    context = {
        **about(row),
        "act_gates": gates(row.decision, DecisionStage.Stage.HEARING)
        if name in GATED and is_running(row)
        else [],
        "hearing_due": hearing_is_due(row.decision) if name == "call-off" else [],
    }
    return run_act_page(request, row, ACTS[name], title=row.title, back=back, context=context)


def about(row: Hearing) -> dict[str, Any]:
    """What every page of a hearing shows of it."""
    return {
        "hearing": row,
        "decision": row.decision,
        "participants": list(row.participants.all()),
        "files": list(row.files.order_by("pk")),
        "materials_by": materials_by(row) if is_running(row) else None,
    }


def is_running(row: Hearing) -> bool:
    """Whether a step of it is still to come."""
    return row.status in (Status.DRAFT, Status.ANNOUNCED)


def may_list(row: Hearing) -> bool:
    """Whether it is time to draw up the list: it comes before the day of the hearing."""
    return row.status == Status.ANNOUNCED and row.list_published_at is None and clock.today() < row.held_on


def is_unlisted(row: Hearing) -> bool:
    """Whether its day has come without a list: it is postponed or called off."""
    return row.status == Status.ANNOUNCED and row.list_published_at is None and clock.today() >= row.held_on


def _who_next(user: User, row: Hearing) -> str:
    """Whose the next step is, told to who writes and may not publish."""
    if row.status == Status.DRAFT and not can_announce(user, row):
        return _("You draft it; an editor announces it.")
    if may_list(row) and not can_publish_list(user, row):
        return _("You draw up the list; an editor publishes it.")
    if may_record(row) and not can_publish_record(user, row):
        return _("You write the record; an editor or reviewer publishes it.")
    return ""


def may_record(row: Hearing) -> bool:
    """Whether it is time to write the record."""
    return (
        row.status == Status.ANNOUNCED and row.list_published_at is not None and clock.today() >= row.held_on
    )


def _write(
    request: DeskRequest, row: Hearing, form_class: type[DeskForm], do: Callable[[Any], Any], title: str, is_time: bool
) -> HttpResponse:  # fmt: skip
    if not can_write(request.user, row):
        raise PermissionDenied
    back = reverse("desk_hearing", args=[row.pk])
    if request.method != "POST" and not is_time:
        messages.warning(request, _("This cannot be done now, or not by you."))
        return HttpResponseRedirect(back)
    form = form_class(request.POST or None, row=row, user=request.user)
    if form.is_bound and carry_out(request, form, row, lambda: do(form)):
        messages.success(request, _("It is kept."))
        return HttpResponseRedirect(back)
    context = {**about(row), "form": form, "page_title": title, "back": back, "title": row.title}
    context["rows"] = getattr(form, "rows", None)
    return page(request, "desk/hearings/write.html", context, status=_status(form))


def _written(form: HearingForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in WRITTEN}


def _status(form: DeskForm) -> int:
    return WRONG if form.errors else 200
