"""The same plans, played one by one through the real acts: what the bulk writers are held against."""

from consultations.comments.actions import accept_comment, return_comment, withdraw_comment, withhold_comment
from consultations.comments.intake import submit_comment
from consultations.models import Clause, Comment, Consultation, Opinion
from consultations.weighing.actions import (
    confirm_not_considered,
    dispose_opinion,
    propose_not_considered,
)
from frontend.load.comment_plans import CommentPlan
from frontend.load.comments import Weighers
from frontend.load.question_plans import PAUSED_FOR, QuestionPlan
from participation import clock
from participation.accounts.models import User
from responses.models import Question, Reply
from responses.questions.actions import (
    assign_question,
    decline_question,
    merge_question,
    rate_question,
)
from responses.questions.intake import submit_question
from responses.replies.actions import draft_reply, publish_reply, submit_reply
from tests.drafts import paused

Status = Comment.Status


def play_comment(consultation: Consultation, people: Weighers, plan: CommentPlan) -> Comment:
    """Sent, checked, withdrawn, weighed, each at its moment."""
    clause = Clause.objects.get(pk=plan.clause) if plan.clause else None
    with clock.at(plan.submitted_at):
        issued = submit_comment(
            consultation,
            by=None if plan.channel == "online" else people.drafter,
            body=plan.body,
            clause=clause,
            stance=plan.stance,
            name=plan.name,
            wants_publication=plan.wants_publication,
            channel=plan.channel,
        )
    comment = Comment.objects.get(number=issued.number)
    if plan.moderated_at:
        with clock.at(plan.moderated_at):
            if plan.status == Status.WITHHELD:
                withhold_comment(comment, by=people.moderator, reason=plan.withholding_reason)
            elif plan.status == Status.RETURNED:
                return_comment(comment, by=people.moderator, note=plan.return_note)
            else:
                accept_comment(comment, by=people.moderator)
    if plan.withdrawn_at:
        with clock.at(plan.withdrawn_at):
            withdraw_comment(comment, by=None)
    elif plan.disposed_at:
        _weigh(comment.opinions.get(), people, plan, clause if plan.changes_clause else None)
    return Comment.objects.get(pk=comment.pk)


def _weigh(opinion: Opinion, people: Weighers, plan: CommentPlan, changed: Clause | None) -> None:
    assert plan.disposed_at
    if plan.proposed_at and people.second:
        with clock.at(plan.proposed_at):
            code, reason = plan.reason_code, plan.reason
            opinion = propose_not_considered(opinion, by=people.drafter, reason_code=code, reason=reason)
        with clock.at(plan.disposed_at):
            confirm_not_considered(opinion, by=people.second)
        return
    with clock.at(plan.disposed_at):
        dispose_opinion(
            opinion, plan.disposition, by=people.drafter, reason=plan.reason, changed_clause=changed
        )


def play_question(router: User, plan: QuestionPlan, played: dict[int, Question]) -> Question:
    """Sent, routed, and what came of it. `played` holds the earlier ones by their plan."""
    with clock.at(plan.submitted_at):
        question, _issued = submit_question(
            by=None,
            kind=plan.kind,
            title=plan.title,
            body=plan.body,
            about=plan.clause,
            name=plan.name,
            place=plan.place,
            wants_publication=plan.wants_publication,
        )
    question = _again(question)
    if plan.merged_at and plan.into:
        with clock.at(plan.merged_at):
            merge_question(question, _again(played[id(plan.into)]), by=router)
    if plan.assigned_at and plan.unit:
        with clock.at(plan.assigned_at):
            unit = plan.unit.department
            assign_question(question, unit, by=router, show=plan.is_shown, note=plan.assign_note)
    if plan.unit and plan.paused_at:
        with clock.at(plan.paused_at):
            by, head = plan.unit.answerer, plan.unit.reviewer
            paused(_again(question), by=by, agreed_by=head, days=PAUSED_FOR, reason=plan.said)
    if plan.unit and plan.declined_at:
        with clock.at(plan.declined_at):
            decline_question(_again(question), by=plan.unit.answerer, reason=plan.said)
    if plan.drafted_at:
        _reply(_again(question), plan)
    return _again(question)


def _reply(question: Question, plan: QuestionPlan) -> None:
    assert plan.unit and plan.drafted_at
    with clock.at(plan.drafted_at):
        reply = draft_reply(question, by=plan.unit.answerer, body=plan.said)
    if plan.sent_at:
        with clock.at(plan.sent_at):
            submit_reply(reply, by=plan.unit.answerer)
    if plan.answered_at:
        with clock.at(plan.answered_at):
            publish_reply(Reply.objects.get(pk=reply.pk), by=plan.unit.reviewer)
    if plan.rated_at:
        with clock.at(plan.rated_at):
            rate_question(_again(question), rating=plan.rating, note=plan.rating_note)


def _again(question: Question) -> Question:
    return Question.objects.select_related("department").get(pk=question.pk)
