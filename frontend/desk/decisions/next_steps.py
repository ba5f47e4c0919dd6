"""What comes next in a matter, and whose it is: said at the top of its page to whoever opens it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from consultations.decisions.engagements import gates as engagements
from consultations.decisions.hearings.models import Hearing
from consultations.decisions.models import Decision, DecisionStage
from consultations.decisions.nature import notices_of
from consultations.decisions.policies import can_handle, is_of_the_lead
from consultations.decisions.queries import StageSteps, Standing, pipeline, standing_of
from consultations.decisions.review_time import first_day_for_meeting
from consultations.decisions.rounds import sent_back
from consultations.decisions.waiting import due_stages, is_to_send
from consultations.models import Consultation
from consultations.notices.phases import Phase, phase_of
from consultations.notices.policies import INSIDERS
from consultations.notices.policies import can_read_inside as can_read_notice
from frontend.shared.dates import say_day
from frontend.shared.dossier_marks import label_of
from frontend.shared.stage_records import recorders_of
from participation import clock
from participation.accounts.models import Department, User
from responses.interpretations.deadlines import to_interpret

Stage = DecisionStage.Stage
Status = Decision.Status
RUNNING = (Phase.DRAFT, Phase.UPCOMING, Phase.OPEN, Phase.CLOSED)


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing that comes next: what, who does it, and where this person can see to it (nowhere: an empty address)."""

    label: str
    who: str = ""
    url: str = ""


def next_steps(decision: Decision, user: User, *, is_hearing_due: bool) -> list[NextStep]:
    """Those whose time it is, in the order of the law; nothing for a matter that stands still or ended."""
    if decision.status not in (Status.UNDER_WAY, Status.DECIDED):
        return []
    steps = {step.stage: step for step in pipeline(decision)}
    found = [*_to_confirm(decision, steps)]
    if decision.status == Status.UNDER_WAY:
        found += [*_of_notices(decision, steps, user), *_of_hearing(decision, steps, user, is_hearing_due)]
        found += _of_business(decision) if can_handle(user, decision) else []
    found += _to_record(decision)
    if decision.status == Status.UNDER_WAY:
        found += [
            *_to_change(decision, steps),
            *_to_send(decision),
            *_to_publish(decision, steps, user),
        ]
    elif standing_of(decision, steps[Stage.INTERPRETATION]) is Standing.TO_COME:
        found += list(_to_interpret(decision, user)) or [
            NextStep(_("Interpret the final text"), _lead(decision))
        ]
    return found


def _lead(decision: Decision) -> str:
    return _("%(unit)s, the lead unit") % {"unit": decision.department}


def _stage(decision: Decision, stage: str) -> str:
    return reverse("desk_stage", args=[decision.slug, stage])


def _to_confirm(decision: Decision, steps: dict[DecisionStage.Stage, StageSteps]) -> Iterator[NextStep]:
    for stage, step in steps.items():
        last = step.latest
        if last is not None and (last.is_waiting or last.status == DecisionStage.Status.PROPOSED):
            label = _("Confirm: %(stage)s") % {"stage": label_of(stage, decision.kind)}
            yield NextStep(label, _("a second person of the side that recorded it"), _stage(decision, stage))


def _of_notices(
    decision: Decision, steps: dict[DecisionStage.Stage, StageSteps], user: User
) -> Iterator[NextStep]:
    """Hearing the public: a notice to come, one that runs, one whose comments are weighed."""
    rows = [(row, phase_of(row)) for row in notices_of(decision).select_related("department").order_by("pk")]
    running = [(row, phase) for row, phase in rows if phase in RUNNING]
    for row, phase in running:
        url = reverse("desk_consultation", args=[row.slug]) if can_read_notice(user, row) else ""
        yield _of_notice(row, phase, url)
    if not running and standing_of(decision, steps[Stage.PUBLIC_PARTICIPATION]) is Standing.TO_COME:
        label = _("Put the draft out for comment: bring in the text, and tie its notice to the matter")
        yield NextStep(label, _lead(decision), reverse("desk_consultations"))


def _of_notice(row: Consultation, phase: Phase, url: str) -> NextStep:
    unit = str(row.department)
    match phase:
        case Phase.DRAFT:
            return NextStep(
                _("Complete the notice and publish it"), _("%(unit)s, then an editor") % {"unit": unit}, url
            )
        case Phase.UPCOMING:
            return NextStep(
                _("People may comment from %(day)s") % {"day": say_day(row.opens_on, "auto")}, "", url
            )
        case Phase.OPEN:
            return NextStep(
                _("People comment until %(day)s") % {"day": say_day(row.closes_on, "auto")}, "", url
            )
    by = say_day(row.feedback_due_on, "auto") if row.feedback_due_on else ""
    label = _("Weigh what people said and publish the feedback")
    return NextStep(_("%(what)s by %(day)s") % {"what": label, "day": by} if by else label, unit, url)


def _of_hearing(
    decision: Decision, steps: dict[DecisionStage.Stage, StageSteps], user: User, is_due: bool
) -> Iterator[NextStep]:
    """The one that runs: a draft is only theirs who prepare it; one that is due, and not announced."""
    running = decision.hearings.filter(status__in=(Hearing.Status.DRAFT, Hearing.Status.ANNOUNCED)).first()
    if running is not None:
        inside = is_of_the_lead(user, decision, *INSIDERS)
        if inside or running.status == Hearing.Status.ANNOUNCED:
            unlisted = running.list_published_at is None and clock.today() >= running.held_on
            said = (
                _("Postpone the hearing of %(day)s, or call it off: no list was published")
                if unlisted and running.status == Hearing.Status.ANNOUNCED
                else _("Hold the hearing of %(day)s: list, materials, record")
            )
            label = said % {"day": say_day(running.held_on, "auto")}
            public = reverse("public:hearing", args=[decision.slug, running.pk])
            yield NextStep(
                label, _lead(decision), reverse("desk_hearing", args=[running.pk]) if inside else public
            )
    elif is_due and not steps[Stage.HEARING].is_over:
        yield NextStep(_("Prepare the hearing that is due"), _lead(decision), _stage(decision, Stage.HEARING))


def _of_business(decision: Decision) -> Iterator[NextStep]:
    """Who does business is heard on what concerns them, on record, before the meeting."""
    if any(not gate.met for gate in engagements.before_meeting(decision, None)):
        url = reverse("desk_new_engagement", args=[decision.slug])
        yield NextStep(
            _("Hear businesses or their associations, and publish the record"), _lead(decision), url
        )


def _to_record(decision: Decision) -> list[NextStep]:
    due = due_stages(decision)
    whose = recorders_of(decision) if due else {}
    return [
        NextStep(_what_to_record(decision, stage), whose.get(stage.value, ""), _stage(decision, stage))
        for stage in due
    ]


def _what_to_record(decision: Decision, stage: str) -> str:
    """With the first day on which the meeting may be held, where that is still to come."""
    label = _("Record: %(stages)s") % {"stages": label_of(stage, decision.kind)}
    first = first_day_for_meeting(decision) if stage == Stage.COLLECTIVE_DECISION else None
    if first is None or first <= clock.today():
        return label
    return _("%(what)s; the meeting is held on %(day)s or later") % {
        "what": label, "day": say_day(first, "auto")
    }  # fmt: skip


def _to_change(decision: Decision, steps: dict[DecisionStage.Stage, StageSteps]) -> Iterator[NextStep]:
    """A text that the review for competition found not compliant; changed, it is reviewed anew."""
    row = steps[Stage.FAIR_COMPETITION_REVIEW].latest
    bad = row is not None and row.result == DecisionStage.Result.NOT_COMPLIANT and row.done_on is not None
    if bad and Stage.FAIR_COMPETITION_REVIEW not in due_stages(decision):
        label = _("Change the text that the fair-competition review found not compliant")
        yield NextStep(label, _lead(decision), _stage(decision, Stage.FAIR_COMPETITION_REVIEW))


def _to_send(decision: Decision) -> Iterator[NextStep]:
    """To be sent for the review of law, once everything before it is there; anew, where it came back from the review or
    the meeting."""
    if (back := sent_back(decision)) is not None:
        yield NextStep(anew(back), _lead(decision), _stage(decision, Stage.LEGALITY_REVIEW))
        return
    if is_to_send(decision):
        yield NextStep(send_it(decision), _lead(decision), _stage(decision, Stage.LEGALITY_REVIEW))


def send_it(decision: Decision) -> str:
    """What the lead unit does once all that the review asks for is there."""
    return _("Send it: %(stage)s") % {"stage": label_of(Stage.LEGALITY_REVIEW, decision.kind)}


def _to_interpret(decision: Decision, user: User) -> Iterator[NextStep]:
    """Each text that is out and not explained, with the day of its term."""
    units, url = Department.objects.filter(pk=decision.department_id), reverse("desk_new_interpretation")
    texts = {row.document_id for row in notices_of(decision)}
    for document, due_on in to_interpret(units):
        if document.pk in texts:
            label = _("%(what)s by %(day)s") % {
                "what": _("Interpret the final text"), "day": say_day(due_on, "auto")
            }  # fmt: skip
            own = f"{url}?document={document.slug}" if can_handle(user, decision) else ""
            yield NextStep(label, _lead(decision), own)


def anew(back: DecisionStage) -> str:
    """What the lead unit does after a round that did not pass the text."""
    stage = label_of(back.stage, back.decision.kind)
    return _("Send it anew (%(stage)s: %(result)s)") % {"stage": stage, "result": back.get_result_display()}


def _to_publish(
    decision: Decision, steps: dict[DecisionStage.Stage, StageSteps], user: User
) -> Iterator[NextStep]:
    """Once the meeting passed it, and the committee was told where it is: header, examination, publication."""
    passed = steps[Stage.COLLECTIVE_DECISION].latest
    if passed is None or passed.result != DecisionStage.Result.PASSED or not passed.done_on:
        return
    if standing_of(decision, steps[Stage.PARTY_REPORT]) is Standing.TO_COME:
        return
    row = notices_of(decision).filter(status=Consultation.Status.CONCLUDED, final_version=None).first()
    if row is not None:
        url = reverse("desk_consultation", args=[row.slug]) if can_read_notice(user, row) else ""
        label = _("Fill in the header, have the text examined, publish the final text")
        yield NextStep(label, _("%(unit)s, then an editor") % {"unit": row.department}, url)
