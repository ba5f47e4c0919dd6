"""What decisions ask of a second person, and of who names the special units, for the list of what there is to do."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from consultations.decisions.execution.policies import can_confirm_change, changes_waiting_for
from consultations.decisions.models import DecisionStage
from consultations.decisions.policies import can_confirm_result, can_confirm_waiver, waiting_for
from frontend.shared.dossier_marks import label_of
from participation.accounts.models import User
from participation.accounts.policies import can_administer
from participation.accounts.queries import RECORDING_DUTIES, unnamed_duties

MOST = 30


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits for this person: what, where, and of which matter."""

    label: str
    url: str
    hint: str


def stages_waiting(user: User) -> list[Waiting]:
    """The results, waivers and changes of an execution that this person could confirm, the oldest first."""
    return [_todo(row) for row in waiting_for(user)[:MOST] if _may_confirm(user, row)] + [
        Waiting(_("Confirm: %(stage)s") % {"stage": row},
                reverse("desk_decision_act", args=[row.decision.slug, "confirm_execution"]), hint=row.decision.title)
        for row in changes_waiting_for(user)[:MOST]
        if can_confirm_change(user, row)
    ]  # fmt: skip


def units_to_name(user: User) -> list[Waiting]:
    """The duties for which the administrator has yet to name a unit."""
    if not can_administer(user):
        return []
    return [
        Waiting(_("Name the unit: %(duty)s") % {"duty": duty.label}, reverse("desk_unit", args=[duty]),
             hint=_("without it stages of decisions cannot be recorded") if duty in RECORDING_DUTIES
             else _("without it reports of wrongdoing have no receiver"))
        for duty in unnamed_duties()
    ]  # fmt: skip


def _may_confirm(user: User, row: DecisionStage) -> bool:
    return can_confirm_result(user, row) if row.is_waiting else can_confirm_waiver(user, row)


def _todo(row: DecisionStage) -> Waiting:
    what = _("not needed, as proposed") if not row.is_waiting else str(row.pending_result)
    name = label_of(row.stage, row.decision.kind)
    label = _("Confirm: %(stage)s") % {"stage": f"{name} · {what}" if what else name}
    return Waiting(label, reverse("desk_stage", args=[row.decision.slug, row.stage]), hint=row.decision.title)
