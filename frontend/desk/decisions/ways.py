"""What a person may do with one stage: the forms, what each does, and why one is refused."""

from collections.abc import Callable, Container
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from consultations.decisions.confirming import SECOND_CONFIRMS, confirm_result, refuse_result
from consultations.decisions.gates import latest
from consultations.decisions.models import Decision, DecisionStage
from consultations.decisions.policies import (
    can_begin,
    can_confirm_result,
    can_confirm_waiver,
    can_handle,
    can_record,
    can_refuse_result,
    can_refuse_waiver,
)
from consultations.decisions.queries import StageSteps
from consultations.decisions.recorders import refused
from consultations.decisions.stages import begin_stage, complete_stage, follows
from consultations.decisions.waivers import (
    SECOND_AGREES,
    confirm_waiver,
    grounds_left,
    refuse_waiver,
    waive_stage,
)
from frontend.desk.acts import faster_than
from frontend.desk.conflicts import last_act
from frontend.desk.decisions.forms import BeginForm, WaiveForm
from frontend.desk.decisions.recording import ConfirmForm, RecordForm, RefuseForm, TakeBackForm
from frontend.desk.desk_form import DeskForm
from frontend.shared.dates import say_moment
from participation.accounts.models import User
from participation.errors import Conflict, InvalidMove, NotPermitted, Refused

Stage = DecisionStage.Stage
Status = DecisionStage.Status
RUNNING = (Decision.Status.UNDER_WAY, Decision.Status.DECIDED)
OF_THE_SECOND = ("confirm", "refuse_result", "agree", "refuse")
Maker = Callable[..., DeskForm]


@dataclass(frozen=True, slots=True)
class Words:
    """How a form is headed and sent; `fold` is the sentence under which it lies where another way comes first."""

    head: str | Promise
    button: str | Promise
    hint: str | Promise = ""
    fold: str | Promise = ""


WORDS = {
    "complete": Words(
        gettext_lazy("Record that it was taken"), gettext_lazy("Record it"),
        gettext_lazy("It counts and becomes public once a second person has confirmed it."),
    ),
    "begin": Words(
        gettext_lazy("Begin it today"), gettext_lazy("Begin"),
        fold=gettext_lazy("It is only beginning: note today as its first day, and record it when it is done"),
    ),
    "send": Words(
        gettext_lazy("Send it for review"), gettext_lazy("Send it today"),
        gettext_lazy("Begin on the day on which the draft goes to the reviewers."),
    ),
    "again": Words(
        gettext_lazy("Record another round"), gettext_lazy("Record it"),
        gettext_lazy("It counts and becomes public once a second person has confirmed it."),
        gettext_lazy("It was taken once more: record another round"),
    ),
    "begin_again": Words(
        gettext_lazy("Begin another round"), gettext_lazy("Begin"),
        fold=gettext_lazy("It is taken once more: begin another round today"),
    ),
    "send_again": Words(
        gettext_lazy("Send it for review once more"), gettext_lazy("Send it today"),
        gettext_lazy("Begin on the day on which the draft goes to the reviewers."),
        gettext_lazy("The text has changed, or its materials are complete now: send it for review once more"),
    ),
    "waive": Words(
        gettext_lazy("It is not needed"), gettext_lazy("Propose that it is not needed"),
        fold=gettext_lazy("This matter does not need it: propose to leave it out, on a ground of the law"),
    ),
    "confirm": Words(
        gettext_lazy("Confirm the record"), gettext_lazy("Confirm"),
        gettext_lazy("With your word it counts, and everybody reads its result. Look at the documents first."),
    ),
    "refuse_result": Words(
        gettext_lazy("Refuse the record"), pgettext_lazy("a record", "Refuse"),
        fold=gettext_lazy("Something in it is not right: give it back to who recorded it"),
    ),
    "take_back": Words(gettext_lazy("Take the record back"), gettext_lazy("Take it back")),
    "agree": Words(
        gettext_lazy("Agree that it is not needed"), gettext_lazy("Agree"),
        gettext_lazy("Ground and reason become public with your agreement."),
    ),
    "refuse": Words(
        gettext_lazy("It is needed after all"), pgettext_lazy("a proposal", "Refuse"),
        fold=gettext_lazy("It is needed after all: refuse the proposal"),
    ),
    "withdraw": Words(gettext_lazy("Take the proposal back"), gettext_lazy("Take it back")),
}  # fmt: skip


def ways_for(user: User, row: Decision, step: StageSteps) -> dict[str, Maker]:
    """The forms that this person may fill in at this stage now, the first of them the usual one."""
    if row.status not in RUNNING:
        return {}
    last = step.latest
    if last and last.status == Status.PROPOSED:
        agrees, refuses = can_confirm_waiver(user, last), can_refuse_waiver(user, last)
        return {**({"agree": DeskForm} if agrees else {}), **({"refuse": DeskForm} if refuses else {})}
    if last and last.is_waiting:
        confirms, refuses = can_confirm_result(user, last), can_refuse_result(user, last)
        made = makers(user, row, step.stage)
        names = [*(["confirm"] if confirms else []), *(["refuse_result"] if refuses else [])]
        return {name: made[name] for name in names}
    return {name: makers(user, row, step.stage)[name] for name in _open_ways(user, row, step)}


def _open_ways(user: User, row: Decision, step: StageSteps) -> list[str]:
    begun = step.state == Status.BEGUN
    by_hand, is_law = not follows(row, step.stage), step.stage == Stage.LEGALITY_REVIEW
    names = []
    if by_hand and (begun or not is_law) and can_record(user, row, step.stage):
        names.append("complete")
    if by_hand and not begun and can_begin(user, row, step.stage):
        names.append("begin")
    if not begun and step.state != Status.DONE and can_handle(user, row) and grounds_left(row, step.stage):
        names.append("waive")
    return names


def makers(user: User, row: Decision, stage: str, sent: Container[str] = ()) -> dict[str, Maker]:
    """Every form that the page of a stage ever has; a form that was `sent` is read with these, offered now or not."""
    last = latest(row, stage)
    waits = last is not None and last.is_waiting
    refuses = can_confirm_result(user, last) if last and waits else "refuse_result-reason" in sent
    refusing = RefuseForm if refuses else TakeBackForm
    return {
        "complete": partial(RecordForm, stage=stage),
        "begin": BeginForm,
        "waive": partial(WaiveForm, stage=stage),
        "confirm": partial(ConfirmForm, stage=stage),
        "refuse_result": partial(refusing, stage=stage),
        "agree": DeskForm,
        "refuse": DeskForm,
    }


def words_of(name: str, offered: list[str], step: StageSteps) -> Words:
    """How the form is headed here, by what else is offered and what was taken already."""
    is_law, again = step.stage == Stage.LEGALITY_REVIEW, step.is_over
    alone = {"refuse_result": "take_back", "refuse": "withdraw"}
    if name in alone and len(offered) == 1:
        return WORDS[alone[name]]
    if name == "complete":
        return WORDS["again" if again else name]
    if name == "begin":
        return WORDS[
            ("send_again" if step.rounds else "send") if is_law else "begin_again" if step.rounds else name
        ]
    return WORDS[name]


def do_way(way: str, row: Decision, stage: str, form: Any, by: User) -> None:
    """Do what the form asks for. Raises as the rooms do."""
    match way:
        case "begin":
            begin_stage(row, stage, by=by, inside_note=form.cleaned_data["inside_note"])
        case "complete":
            complete_stage(row, stage, by=by, **form.values())
        case "waive":
            waive_stage(row, stage, by=by, **form.values())
        case "agree":
            confirm_waiver(_there(latest(row, stage)), by=by)
        case "refuse":
            refuse_waiver(_there(latest(row, stage)), by=by)
        case "confirm":
            confirm_result(_there(form.round), by=by)
        case "refuse_result":
            refuse_result(_there(form.round), by=by, **form.values())


def _there(found: DecisionStage | None) -> DecisionStage:
    if found is None:
        raise InvalidMove(_("This stage has not been begun."))
    return found


def why_not(user: User, row: Decision, step: StageSteps, way: str) -> Refused:
    """Why a form that was sent is not offered to this person now: what became of it meanwhile, or whose it is."""
    last = step.latest
    if row.status not in RUNNING:
        return NotPermitted(_("This matter is not under way."))
    if message := follows(row, step.stage):
        return NotPermitted(message)
    if way in OF_THE_SECOND and last and not last.is_waiting and last.status != Status.PROPOSED:
        return Conflict(_settled(last) or _("Nothing waits for a second person here."))
    if way in ("complete", "begin", "waive") and last and (last.is_waiting or last.status == Status.PROPOSED):
        waits = _("Its result waits for a second person.") if last.is_waiting else _(
            "It was said not to be needed, and that waits for a second person.")  # fmt: skip
        return Conflict(f"{waits} {faster_than(user, last)}".strip())
    if way == "begin" and last and last.status == Status.BEGUN:
        return Conflict(f"{_('This stage is under way already.')} {faster_than(user, last)}".strip())
    if way == "complete" and not can_record(user, row, step.stage):
        return refused(row, step.stage)
    said = {"confirm": SECOND_CONFIRMS, "agree": SECOND_AGREES}
    return NotPermitted(str(said.get(way) or _("This cannot be done now, or not by you.")))


def _settled(last: DecisionStage) -> str:
    """By whom and when a round was confirmed or given back; empty for one that never waited."""
    act = last_act(last)
    if act is None or act.by is None:
        return ""
    who = {"name": act.by, "moment": say_moment(act.at, "auto")}
    if last.status in (Status.DONE, Status.NOT_NEEDED):
        return _("It was confirmed already by %(name)s, %(moment)s.") % who
    return _("It was given back already by %(name)s, %(moment)s.") % who
