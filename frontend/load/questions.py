"""Questions in bulk: what asking, routing, answering and rating would have written, without mails and jobs."""

from collections.abc import Iterator
from copy import copy
from datetime import datetime, timedelta

from django.db.models import OuterRef, Subquery

from consultations.models import Clause
from frontend.load.batches import PIECE, Load, draw_numbers, fill, moments
from frontend.load.prose import Prose
from frontend.load.question_plans import GROUND, PAUSED_FOR, Drawing, QuestionPlan, Unit
from frontend.load.question_record import Acts, record_question
from participation import clock
from participation.accounts.models import Department, User
from participation.deadlines.models import Deadline, DeadlineEvent, TimeRequest
from participation.text.masking import shown_text
from responses.models import Question, QuestionStep, Reply
from responses.questions.intake import PREFIX

SINCE = timedelta(days=90)
Status = Question.Status


def load_questions(
    load: Load, county: Department, router: User, units: list[Unit], clauses: list[Clause]
) -> Iterator[int]:
    """Bring the load to the units of the county, some of it about `clauses`; yields how many are there."""
    prose = Prose()

    def write(batch: range, until: datetime) -> None:
        drawing = Drawing(prose, units, clauses, until)
        plans = [drawing.draw(dice, at) for dice, at in moments(load, batch, until - SINCE, until)]
        write_questions(county, router, plans)

    return fill(load, county, clock.starts_at(clock.today()), write)


def write_questions(county: Department, router: User, plans: list[QuestionPlan]) -> list[Question]:
    """Write what the plans say, in the transaction of the caller; given back in the order of the plans."""
    numbers = dict(zip(map(id, plans), draw_numbers(PREFIX, plans), strict=True))
    deadlines = Deadline.objects.bulk_create(
        [_deadline(county, plan, n) for n, plan in enumerate(plans, 1)], PIECE
    )
    made: dict[int, Question] = {}
    pairs = list(zip(plans, deadlines, strict=True))
    for are_merged in (False, True):  # what a question is joined to has its own number first
        part = [pair for pair in pairs if bool(pair[0].into) == are_merged]
        rows = [_question(plan, numbers[id(plan)], deadline, made) for plan, deadline in part]
        Question.objects.bulk_create(rows, PIECE)
        made.update((id(plan), row) for (plan, _), row in zip(part, rows, strict=True))
    _tie(deadlines)
    questions = [made[id(plan)] for plan in plans]
    answered = [(plan, row) for plan, row in zip(plans, questions, strict=True) if plan.drafted_at]
    replies = Reply.objects.bulk_create([_reply(*pair) for pair in answered], PIECE)
    reply_of = {reply.question_id: reply for reply in replies}
    paused = [(plan, row) for plan, row in zip(plans, questions, strict=True) if plan.paused_at]
    requests = TimeRequest.objects.bulk_create([_pause(*pair) for pair in paused], PIECE)
    acts = Acts(county, router, {request.deadline_id: request for request in requests})
    for plan, row in zip(plans, questions, strict=True):
        record_question(acts, plan, row, reply_of.get(row.pk))
    acts.kept.write()
    QuestionStep.objects.bulk_create(acts.steps, PIECE)
    DeadlineEvent.objects.bulk_create(acts.events, PIECE)
    return questions


def _deadline(county: Department, plan: QuestionPlan, n: int) -> Deadline:
    """The deadline as it stands at the end; its question has no number yet, so that it takes a place-holder."""
    row = copy(plan.deadline)
    row.pk, row.subject_id = None, -n
    about = plan.clause.document.department if plan.clause else county
    row.department = plan.unit.department if plan.unit else about
    if plan.paused_at:
        row.state, row.paused_on = Deadline.State.PAUSED, clock.day_of(plan.paused_at)
        row.paused_until = plan.paused_until
    elif plan.closed_at:
        row.state, row.stopped_on = Deadline.State.STOPPED, clock.day_of(plan.closed_at)
    return row


def _pause(plan: QuestionPlan, question: Question) -> TimeRequest:
    assert plan.unit is not None and plan.paused_at is not None
    return TimeRequest(
        deadline=question.deadline,
        kind=TimeRequest.Kind.PAUSE,
        ground=GROUND,
        days=PAUSED_FOR,
        unit=Deadline.Unit.WORKING,
        reason=plan.said,
        status=TimeRequest.Status.GRANTED,
        asked_by=plan.unit.answerer,
        asked_at=plan.paused_at,
        decided_by=plan.unit.reviewer,
        decided_at=plan.paused_at,
        until=plan.paused_until,
    )


def _tie(deadlines: list[Deadline]) -> None:
    """Give each deadline the number of its question."""
    rows = Deadline.objects.filter(pk__gte=deadlines[0].pk, pk__lte=deadlines[-1].pk, subject_id__lt=0)
    rows.update(subject_id=Subquery(Question.objects.filter(deadline=OuterRef("pk")).values("pk")[:1]))


def _question(plan: QuestionPlan, number: str, deadline: Deadline, made: dict[int, Question]) -> Question:
    document = plan.clause.document if plan.clause else None
    is_public = plan.wants_publication and bool(plan.is_shown or plan.answered_at)
    proposed = document.department if document else None
    moves = (
        plan.assigned_at,
        plan.paused_at,
        plan.declined_at,
        plan.merged_at,
        plan.answered_at,
        plan.rated_at,
    )
    deadline_now = plan.deadline
    return Question(
        number=number,
        kind=plan.kind,
        title=plan.title,
        body=plan.body,
        public_title=shown_text(plan.title)[:120] if is_public else "",
        public_body=shown_text(plan.body) if is_public else "",
        is_public=is_public,
        status=plan.status,
        wants_publication=plan.wants_publication,
        name=plan.name,
        place=plan.place,
        department=plan.unit.department if plan.unit else proposed,
        document=document,
        clause=plan.clause,
        merged_into=made[id(plan.into)] if plan.into else None,
        submitted_at=plan.submitted_at,
        deadline=deadline,
        due_on=deadline_now.due_on,
        due_is_provisional=deadline_now.provisional,
        closed_at=plan.closed_at,
        rating=plan.rating or None,
        rating_note=plan.rating_note,
        revision=sum(map(bool, moves)),
    )


def _reply(plan: QuestionPlan, question: Question) -> Reply:
    assert plan.unit is not None and plan.drafted_at is not None
    if plan.answered_at:
        status = Reply.Status.PUBLISHED
    else:
        status = Reply.Status.SUBMITTED if plan.sent_at else Reply.Status.DRAFT
    return Reply(
        question=question,
        department=plan.unit.department,
        body=plan.said,
        status=status,
        drafted_by=plan.unit.answerer,
        drafted_at=plan.drafted_at,
        submitted_at=plan.sent_at,
        signed_by=plan.unit.reviewer if plan.answered_at else None,
        published_at=plan.answered_at,
        revision=1 + bool(plan.sent_at) + bool(plan.answered_at),
    )
