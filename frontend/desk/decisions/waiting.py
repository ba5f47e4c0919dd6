"""What decisions ask of a person, for the list of what there is to do: to record, to confirm, to complete, to name."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from consultations.decisions.completion import lists_to_complete, lists_to_publish
from consultations.decisions.execution.policies import can_confirm_change, changes_waiting_for
from consultations.decisions.models import DecisionStage
from consultations.decisions.waiting import going_on, to_confirm, to_list, to_record, to_send, to_send_anew
from frontend.desk.decisions.next_steps import anew, send_it
from frontend.shared.dossier_marks import label_of
from participation.accounts.models import Department, User
from participation.accounts.policies import can_administer
from participation.accounts.queries import RECORDING_DUTIES, unnamed_duties

Stage = DecisionStage.Stage
MOST = 30
AT_HOME = 12  # matters with stages to record; the list of decisions has them all


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits for this person: what, where, of which matter, and by when."""

    label: str
    url: str
    hint: str
    due_on: date | None = None


def stages_waiting(user: User) -> list[Waiting]:
    """The results, waivers and changes of an execution that this person could confirm, the oldest first."""
    return [_todo(row) for row in to_confirm(user)[:MOST]] + [
        Waiting(_("Confirm: %(stage)s") % {"stage": row},
                reverse("desk_decision_act", args=[row.decision.slug, "confirm_execution"]), hint=row.decision.title)
        for row in changes_waiting_for(user)[:MOST]
        if can_confirm_change(user, row)
    ]  # fmt: skip


def records_waiting(user: User) -> tuple[list[Waiting], int]:
    """The matters that this person's unit sends anew, or for the first time, then those with stages that wait for this
    person to record them, the oldest first, and how many there are."""
    rows = going_on(user)
    found, back, ready = to_record(user, rows=rows), to_send_anew(user, rows), to_send(user, rows)
    sending = [(anew(each), each.decision) for each in back] + [(send_it(each), each) for each in ready]
    lines = [
        Waiting(label, reverse("desk_stage", args=[row.slug, Stage.LEGALITY_REVIEW]), hint=row.title)
        for label, row in sending[:AT_HOME]
    ]
    for row, stages in found[:AT_HOME]:
        names = _(", ").join(label_of(stage, row.kind) for stage in stages)
        only = reverse("desk_stage", args=[row.slug, stages[0]]) if len(stages) == 1 else None
        url = only or reverse("desk_decision", args=[row.slug])
        lines.append(Waiting(_("Record: %(stages)s") % {"stages": names}, url, hint=row.title))
    return lines, len(found) + len(sending)


def dossiers_to_list(user: User) -> list[Waiting]:
    """The dossiers that are prepared and that this person may put on public record, the oldest first."""
    label = _("Put it on public record")
    return [
        Waiting(label, reverse("desk_decision_act", args=[row.slug, "list"]), hint=row.title)
        for row in to_list(user)[:AT_HOME]
    ]


def completions_waiting(user: User) -> list[Waiting]:
    """The yearly lists to be published, then those whose completion is due: recorded by who draws the list up, and
    published by a second person."""
    return [
        Waiting(_("Publish the list"), reverse("desk_publish_list", args=[row.pk]), hint=str(row))
        for row in lists_to_publish(user)
    ] + [
        Waiting(
            _("Publish the completion") if row.completion is not None else _("Record the completion"),
            reverse("desk_publish_completion" if row.completion is not None else "desk_completion", args=[row.pk]),
            hint=str(row), due_on=date(row.year, 12, 31),
        )
        for row in lists_to_complete(user)
    ]  # fmt: skip


def units_to_name(user: User) -> list[Waiting]:
    """The duties for which the administrator has yet to name a unit; none while there is no department to name."""
    if not can_administer(user) or not Department.objects.exclude(parent=None).exists():
        return []
    return [
        Waiting(_("Name the unit: %(duty)s") % {"duty": duty.label}, reverse("desk_unit", args=[duty]),
             hint=_("without it stages of decisions cannot be recorded") if duty in RECORDING_DUTIES
             else _("without it reports of wrongdoing have no receiver"))
        for duty in unnamed_duties()
    ]  # fmt: skip


def _todo(row: DecisionStage) -> Waiting:
    what = _("not needed, as proposed") if not row.is_waiting else str(row.pending_result)
    name = label_of(row.stage, row.decision.kind)
    label = _("Confirm: %(stage)s") % {"stage": f"{name} · {what}" if what else name}
    return Waiting(label, reverse("desk_stage", args=[row.decision.slug, row.stage]), hint=row.decision.title)
