"""A consultation with its comments, its weighing, its feedback and its final text."""

from contextlib import nullcontext
from datetime import timedelta
from typing import Any

from consultations.comments import actions as comments
from consultations.comments import policies as comment_policies
from consultations.comments.contacts import open_contact
from consultations.comments.intake import submit_comment
from consultations.decisions.publishing import publish_final
from consultations.models import Comment, Consultation, Counter, Feedback
from consultations.notices import actions as notices
from consultations.notices import changes
from consultations.notices import policies as notice_policies
from consultations.outcomes import actions as outcomes
from consultations.weighing import actions as weighing
from participation import clock
from participation.accounts.models import User
from participation.corrections.actions import correct_published, withdraw_published
from tests.drafts import decided, execution_ended
from tests.permissions.matrix import (
    EVERYBODY,
    INSIDE,
    Table,
    Verb,
    World,
    confirm,
    resident_or_none,
    seen,
    states,
)

PHASES = ("draft", "upcoming", "open", "closed", "concluded", "withdrawn", "suspended")
PUBLIC = PHASES[1:]
UNCHECKED = tuple(each for each in PUBLIC if each != "concluded")
CONSULTATION = (
    Verb("read the consultation", lambda w, by: seen(notice_policies.visible_to(by), w.consultation),
         {**states(EVERYBODY, *PUBLIC), "draft": INSIDE}),
    Verb("edit the notice", lambda w, by: notices.edit_consultation(w.consultation, by=by, summary="改"),
         states("drafter", "draft")),
    Verb("publish the notice", lambda w, by: notices.publish_consultation(w.consultation, by=by),
         states("editor", "draft")),
    Verb("extend the period", lambda w, by: changes.extend_period(
        w.consultation, w.consultation.closes_on + timedelta(days=5), by=by, note="应居民要求，延长征集期限。"),
         states("editor", "upcoming", "open")),
    Verb("propose to correct the notice", lambda w, by: correct_published(
        w.consultation, by=by, reason="更正", changes={"phone": "123"}),
         states("drafter editor", "upcoming", "open", "closed", "suspended")),
    Verb("confirm a correction of the notice",
         lambda w, by: confirm(w, w.consultation, by, {"phone": "123"}),
         states("editor", "upcoming", "open", "closed", "suspended")),
    Verb("suspend it", lambda w, by: changes.suspend_consultation(w.consultation, by=by, note="系统检修，暂停三天。"),
         states("editor", "upcoming", "open")),
    Verb("resume it", lambda w, by: changes.resume_consultation(w.consultation, by=by, note="系统检修完毕，恢复征集。"),
         states("editor", "suspended")),
    Verb("propose to withdraw it",
         lambda w, by: withdraw_published(w.consultation, by=by, reason="与上位法不一致，予以撤回。"),
         states("drafter editor", "upcoming", "open", "suspended")),
    Verb("confirm that it is withdrawn", lambda w, by: confirm(w, w.consultation, by),
         states("editor", "upcoming", "open", "suspended")),
    Verb("comment", lambda w, by: submit_comment(w.consultation, by=resident_or_none(by), body="好"),
         states(EVERYBODY, "open")),
    Verb("enter a letter or call by hand",
         lambda w, by: submit_comment(w.consultation, by=resident_or_none(by), body="好", channel="letter"),
         states("drafter moderator editor", "open", "closed")),
    Verb("read a comment that is not shown", lambda w, by: seen(comment_policies.visible_to(by), w.comment),
         states(f"{INSIDE} writer", *PUBLIC), ("draft",)),
    Verb("open how to reach who commented", lambda w, by: open_contact(w.comment, by=by, purpose="verify"),
         states("drafter moderator", *PUBLIC), ("draft",)),
    Verb("let a comment stand", lambda w, by: comments.accept_comment(w.comment, by=by),
         states("moderator", *UNCHECKED), ("draft", "concluded")),
    Verb("withhold a comment", lambda w, by: comments.withhold_comment(w.comment, by=by, reason="abuse"),
         states("moderator", *UNCHECKED), ("draft", "concluded")),
    Verb("return a comment", lambda w, by: comments.return_comment(w.comment, by=by, note="请说明"),
         states("moderator", "open"), ("draft", "concluded")),
    Verb("give an opinion its disposition", lambda w, by: weighing.dispose_opinion(w.opinion, "adopted", by=by),
         states("drafter", "open", "closed")),
    Verb("split a comment", lambda w, by: weighing.split_comment(w.comment, ["一", "二"], by=by),
         states("drafter", "open", "closed")),
    Verb("write the feedback",
         lambda w, by: outcomes.draft_feedback(
             w.consultation, by=by, asked="问了", said="说了", did="做了", seen=_feedback_of(w)),
         states("drafter", *(each for each in PHASES if each != "concluded"))),
    Verb("publish the feedback", lambda w, by: _publish_feedback(w, by), states("editor reviewer", "closed")),
    Verb("publish the final text", lambda w, by: publish_final(_decided(w), w.final, by=by),
         states("editor", "concluded")),
    Verb("propose to correct the feedback", lambda w, by: correct_published(
        w.feedback, by=by, reason="更正", changes={"did": "改正"}),
         states("drafter reviewer editor", "concluded")),
    Verb("confirm a correction of the feedback", lambda w, by: confirm(w, w.feedback, by, {"did": "改正"}),
         states("reviewer editor", "concluded")),
    Verb("confirm that the feedback is taken back", lambda w, by: confirm(w, w.feedback, by),
         states("reviewer editor", "concluded")),
    Verb("propose to take the final text back", lambda w, by: withdraw_published(
        _with_final(w, ended=True), by=by, reason="内容有误，核实后另行公布。", kind="final_text"),
         states("drafter editor", "concluded")),
    Verb("confirm that the final text is taken back",
         lambda w, by: confirm(w, _with_final(w, ended=True), by, kind="final_text"),
         states("editor", "concluded")),
)  # fmt: skip


def _publish_feedback(world: World, by: Any) -> None:
    Comment.objects.update(status="private")
    Counter.objects.filter(name__in=["pending", "open"]).update(value=0)
    outcomes.publish_feedback(world.feedback, by=by)


def _feedback_of(world: World) -> Feedback | None:
    return Feedback.objects.filter(consultation=world.consultation).first()


def _with_final(world: World, *, ended: bool = False) -> Consultation:
    """The consultation once its final text is out; `ended`: and what it decided is carried out no more."""
    editor = User.objects.get(username="editor")
    final = publish_final(_decided(world), world.final, by=editor)
    if ended:
        execution_ended(final)
    return final


def _decided(world: World) -> Consultation:
    """The consultation with a matter that has passed every stage before publication."""
    consultation = Consultation.objects.get(pk=world.consultation.pk)
    if consultation.status == "concluded" and not consultation.decisions.exists():
        people = {name: User.objects.get(username=name) for name in ("official", "reviewer", "editor")}
        with clock.at(max(clock.now(), consultation.closes_at)):
            decided(consultation, **people)
    return consultation


def turn(world: World, phase: str) -> Any:
    consultation = world.consultation
    status = "published" if phase in ("upcoming", "open", "closed") else phase
    rows = Consultation.objects.filter(pk=consultation.pk)
    closed_at = consultation.closes_at if phase == "concluded" else None
    published_at = None if phase == "draft" else consultation.published_at
    rows.update(status=status, concluded_at=closed_at, published_at=published_at)
    if phase == "suspended":
        rows.update(suspended_on=clock.today())
    if phase == "concluded":
        Feedback.objects.update(status="published", published_at=clock.now())
    hours = timedelta(hours=1)
    moments = {"upcoming": consultation.opens_at - hours, "closed": consultation.closes_at + hours}
    moments["concluded"] = moments["closed"]
    return clock.at(moments[phase]) if phase in moments else nullcontext()


TABLE = Table("A consultation, by its phase", PHASES, CONSULTATION, turn)
