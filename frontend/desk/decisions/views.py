"""Decisions at the desk: the dossiers, what the law still misses, each stage with its checklist."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Prefetch
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consultations.decisions.actions import EDITABLE, attach, edit_decision, prepare_decision
from consultations.decisions.engagements.policies import visible_to as engagements_visible_to
from consultations.decisions.execution.queries import confirmed_changes, refused_change, waiting_change
from consultations.decisions.hearings.due import hearing_is_due
from consultations.decisions.hearings.models import Hearing
from consultations.decisions.hearings.policies import visible_to as hearings_visible_to
from consultations.decisions.lists import directory_of, is_outside_directory
from consultations.decisions.models import Decision, DecisionStage
from consultations.decisions.nature import traits_of
from consultations.decisions.policies import (
    can_handle,
    can_list,
    can_prepare,
    can_read_inside,
    visible_to,
    worked_on_by,
)
from consultations.decisions.queries import (
    StageSteps,
    newly_missing,
    outstanding,
    pipeline,
    standing_of,
    unrecorded,
)
from consultations.decisions.rounds import lies_with_the_lead
from consultations.decisions.shortness import short_notices
from consultations.decisions.waiting import Hands, going_on, to_confirm, to_record, to_send, to_send_anew
from consultations.models import Consultation
from consultations.notices.policies import can_publish as can_publish_notice
from consultations.notices.policies import can_read_inside as can_read_notice
from consultations.notices.policies import visible_to as consultations_visible_to
from consultations.notices.traits import labels_of
from frontend.desk.access import DeskRequest, at_desk, page
from frontend.desk.acts import WRONG, carry_out, offered, run_act_page
from frontend.desk.decisions.acts import ACTS
from frontend.desk.decisions.forms import (
    AttachForm,
    DecisionForm,
    NewDecisionForm,
)
from frontend.desk.decisions.listed import DECISIONS, WAITS, DecisionFilter
from frontend.desk.decisions.next_steps import next_steps
from frontend.desk.desk_form import DeskForm
from frontend.desk.lists.views import show_list
from frontend.shared.dossier_marks import CSS, label_of, mark_of, rail_of, result_of
from frontend.shared.stage_records import recorders_of
from participation.accounts.models import User
from participation.accounts.queries import is_self
from participation.ledger.audit import trail
from participation.ledger.models import AuditEntry

Stage = DecisionStage.Stage
Status = Decision.Status
READ_FIRST = (Stage.FAIR_COMPETITION_REVIEW, Stage.LEGALITY_REVIEW, Stage.COLLECTIVE_DECISION)
NEWEST = 20  # entries of what happened that stand open; the older ones are folded
EDITED = (Status.DRAFT, Status.UNDER_WAY, Status.SUSPENDED)


def my_decision(request: DeskRequest, slug: str) -> Decision:
    """A matter this person works on or oversees; for everybody else it is not here."""
    stages = Prefetch(
        "stages",
        DecisionStage.objects.select_related("entered_by", "recorded_by", "confirmed_by")
        .order_by("round")
        .prefetch_related("files"),
    )
    rows = visible_to(request.user).prefetch_related(stages, "documents", "consultations", "listed_in__list")
    row = get_object_or_404(rows, slug=slug)
    if not can_read_inside(request.user, row):
        raise Http404
    return row


@at_desk
def decisions(request: DeskRequest) -> HttpResponse:
    """The matters this person works on or oversees, by status."""
    waiting, form = waiting_matters(request.user), DecisionFilter(request.GET)
    rows = form.apply(worked_on_by(request.user).prefetch_related("stages", "listed_in__list"), waiting)
    counts = {"waits": {code: len(waiting[code]) for code in WAITS}}
    more = {"may_begin": can_prepare(request.user)}
    return show_list(request, DECISIONS, rows, form, "desk/decisions/list.html", counts=counts, more=more)


def waiting_matters(user: User) -> dict[str, set[int]]:
    """The matters that wait for this person, by what they wait for."""
    hands, rows = Hands(user), going_on(user)
    to_do = {row.pk for row, _stages in to_record(user, hands, rows)}
    return {
        "record": to_do
        | {back.decision_id for back in to_send_anew(user, rows)}
        | {row.pk for row in to_send(user, rows)},
        "confirm": {row.decision_id for row in to_confirm(user, hands)},
    }


@at_desk
def decision(request: DeskRequest, slug: str) -> HttpResponse:
    """Where it stands, what the law still misses, and what may be done."""
    row = my_decision(request, slug)
    handles, hearing_due = can_handle(request.user, row), hearing_is_due(row)
    context = {
        **about(row),
        "stages": [_drawn(step, row) for step in pipeline(row)],
        "next_steps": next_steps(row, request.user, is_hearing_due=bool(hearing_due)),
        "missing": _missing(row),
        "unrecorded": [label_of(stage, row.kind) for stage in unrecorded(row)],
        "outstanding": [label_of(stage, row.kind) for stage in outstanding(row)],
        "acts": offered(ACTS, request.user, row),
        "may_edit": handles and row.status in EDITED,
        "attach_form": AttachForm(row=row, user=request.user) if handles else None,
        "is_own": is_self(request.user, row.created_by_id),
        "may_list": can_list(request.user, row),
        "consultations": [
            (each, _address_for(request.user, each))
            for each in consultations_visible_to(request.user).filter(decisions=row).order_by("id")
        ],
        "handles": handles,
        "short_notices": [
            (short, can_publish_notice(request.user, short.consultation)) for short in short_notices(row)
        ],
        **hearings_of(request.user, row),
        "hearing_due": hearing_due,
        "directory": directory_of(row),
        "is_outside": is_outside_directory(row),
        "engagements": list(engagements_visible_to(request.user).filter(decision=row)),
        "changes": list(confirmed_changes(row)),
        "refused": refused_change(row),
        "trail": (done := _trail(row))[:NEWEST],
        "earlier": done[NEWEST:],
    }
    return page(request, "desk/decisions/overview.html", context)


@at_desk
def new(request: DeskRequest) -> HttpResponse:
    """Open a dossier."""
    if not can_prepare(request.user):
        raise PermissionDenied
    form = NewDecisionForm(request.POST or None, user=request.user)

    def do() -> None:
        prepare_decision(by=request.user, **form.values())

    if form.is_bound and carry_out(request, form, request.user, do):
        messages.success(request, _("The dossier is open. An editor puts it on public record."))
        return HttpResponseRedirect(reverse("desk_decision", args=[form.cleaned_data["slug"]]))
    context = {"form": form, "page_title": _("New decision"), "back": reverse("desk_decisions")}
    return page(
        request, "desk/decisions/edit.html", {**context, "title": _("Decisions")}, status=_status(form)
    )


@at_desk
def edit(request: DeskRequest, slug: str) -> HttpResponse:
    """What the dossier says of the matter."""
    row = my_decision(request, slug)
    if not can_handle(request.user, row):
        raise PermissionDenied
    if row.status not in EDITED and not request.POST:
        messages.info(request, _("What is decided or ended is not edited any more."))
        return HttpResponseRedirect(reverse("desk_decision", args=[slug]))
    form = DecisionForm(request.POST or None, row=row, user=request.user)

    def do() -> None:
        form_data = form.values()
        edit_decision(row, by=request.user, **{name: form_data[name] for name in EDITABLE})

    back = reverse("desk_decision", args=[slug])
    if form.is_bound and carry_out(request, form, row, do):
        messages.success(request, _("The dossier is kept."))
        return HttpResponseRedirect(back)
    context = {"form": form, "page_title": _("The matter"), "back": back, "title": row.title}
    return page(request, "desk/decisions/edit.html", context, status=_status(form))


@at_desk
@require_POST
def attach_to(request: DeskRequest, slug: str) -> HttpResponse:
    """Tie a consultation with its text, or a text, to the matter."""
    row = my_decision(request, slug)
    if not can_handle(request.user, row):
        raise PermissionDenied
    form = AttachForm(request.POST, row=row, user=request.user)

    def do() -> None:
        with transaction.atomic():
            for what in form.chosen():
                attach(row, what, by=request.user)

    if carry_out(request, form, row, do):
        messages.success(request, _("It belongs to the matter now."))
    else:
        messages.warning(request, _("Choose what belongs to it."))
    return HttpResponseRedirect(reverse("desk_decision", args=[slug]))


@at_desk
def act_page(request: DeskRequest, slug: str, name: str) -> HttpResponse:
    """List publicly, suspend and the like, each on a page that says what it does."""
    row = my_decision(request, slug)
    if name not in ACTS:
        raise Http404
    back = reverse("desk_decision", args=[slug])
    context = {**about(row), "waiting": waiting_change(row), "refused": refused_change(row)}
    return run_act_page(request, row, ACTS[name], title=row.title, back=back, context=context)


def _address_for(user: User, row: Consultation) -> str:
    """Its page at the desk, for those who work on it; for the others its public page."""
    at_desk = can_read_notice(user, row)
    return reverse("desk_consultation" if at_desk else "public:consultation", args=[row.slug])


def _missing(row: Decision) -> list[dict[str, Any]]:
    """What is missing before each stage, with whose it is to record it; before a later one only what is new."""
    found = newly_missing(row)
    whose = recorders_of(row) if found else {}
    whose |= dict.fromkeys(
        lies_with_the_lead(row), _("The lead unit changes or completes it and sends it for review anew")
    )
    waiting = {step.stage.value for step in pipeline(row) if step.latest and step.latest.is_waiting}
    whose |= dict.fromkeys(waiting, _("Recorded; a second person has yet to confirm it"))
    return [
        {
            "label": label_of(stage, row.kind),
            "whose": whose.get(stage, ""),
            "gates": [(gate, whose.get(gate.field, "")) for gate in gates],
        }
        for stage, gates in found.items()
    ]


def _trail(row: Decision) -> list[tuple[AuditEntry, str]]:
    """All that was done, the newest first, each with what else it says: the stage, its result, what was tied."""
    names = {"consultation": {each.pk: each.title for each in row.consultations.all()},
             "document": {each.pk: each.title for each in row.documents.all()}}  # fmt: skip
    return [(each, _said_of(each, row, names)) for each in trail(row, *row.stages.all()).order_by("-id")]


def _said_of(entry: AuditEntry, row: Decision, names: dict[str, dict[int, str]]) -> str:
    note = entry.note
    if "stage" in note:
        result = note.get("result")
        words = [label_of(note["stage"], row.kind), str(DecisionStage.Result(result).label) if result else ""]
        return _(", ").join(each for each in words if each)
    tied = (known.get(note[kind]) for kind, known in names.items() if kind in note)
    return next((each for each in tied if each), "") if entry.act == "decision.attached" else ""


def _drawn(step: StageSteps, row: Decision) -> dict[str, Any]:
    last = step.latest
    return {
        "step": step,
        "label": label_of(step.stage, row.kind),
        "standing": standing_of(row, step),
        "result": result_of(last) if last else None,
        "css": CSS.get(standing_of(row, step), ""),
    }


def hearings_of(user: User, row: Decision) -> dict[str, Any]:
    """The hearings of the matter that this person may read, and whether they may prepare one now."""
    hearings = list(hearings_visible_to(user).filter(decision=row))
    is_free = not any(each.status in (Hearing.Status.DRAFT, Hearing.Status.ANNOUNCED) for each in hearings)
    may = can_handle(user, row) and is_free and row.status == Status.UNDER_WAY
    return {"hearings": hearings, "may_prepare_hearing": may}


def about(row: Decision) -> dict[str, Any]:
    """What every page of a matter shows of it."""
    traits = labels_of(traits_of(row))
    return {"decision": row, "mark": mark_of(row), "rail": rail_of(row), "traits": traits}


def _status(form: DeskForm) -> int:
    return WRONG if form.errors else 200
