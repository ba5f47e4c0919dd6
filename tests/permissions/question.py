"""A question with its reply."""

from contextlib import nullcontext
from typing import Any

from participation import clock
from participation.accounts.models import User
from participation.corrections.actions import correct_published, withdraw_published
from participation.deadlines.models import TimeRequest
from responses.models import Question, Reply
from responses.questions import actions as questions
from responses.questions import more_time
from responses.questions import policies as question_policies
from responses.questions.contacts import open_contact
from responses.questions.intake import submit_question
from responses.replies import actions as replies
from tests.drafts import REASON, paused
from tests.permissions.matrix import (
    EVERYBODY,
    ROUTERS,
    WHY,
    Table,
    Verb,
    World,
    confirm,
    resident_or_none,
    seen,
    states,
)

BODY, ANEW = "六月底前全村通水到户。", {"body": "七月底前全部修复到位。"}
STATUSES = ("submitted", "assigned", "at sign-off", "paused", "answered", "declined", "merged")
QUESTION = (
    Verb("ask one", lambda w, by: submit_question(by=resident_or_none(by), kind="help", title="求助", body="路断了"),
         states(EVERYBODY, *STATUSES)),
    Verb("read a question that is not public", lambda w, by: seen(question_policies.visible_to(by), w.question),
         {**states("writer answerer reviewer moderator editor supervisor auditor", *STATUSES),
          "submitted": "writer editor supervisor auditor"}),
    Verb("send it to a department", lambda w, by: questions.assign_question(w.question, w.elsewhere, by=by),
         {"submitted": "editor", "assigned": ROUTERS}),
    Verb("hand it back", lambda w, by: questions.return_assignment(w.question, by=by, reason="归别处"),
         states("answerer", "assigned")),
    Verb("ask to stop its clock", lambda w, by: more_time.ask_for_pause(
        w.question, by=by, ground="C3-pause-materials", days=5, reason=REASON), states("answerer", "assigned")),
    Verb("agree to stop its clock", lambda w, by: _decide(w, by, "pause"),
         states("reviewer supervisor", "assigned")),
    Verb("refuse to stop its clock", lambda w, by: _decide(w, by, "pause", agree=False),
         states("reviewer supervisor", *STATUSES)),
    Verb("let its clock run again", lambda w, by: more_time.resume_question(w.question, by=by),
         states("answerer", "paused")),
    Verb("decline it", lambda w, by: questions.decline_question(w.question, by=by, reason="正在诉讼中，请向法院提出。"),
         {"submitted": "editor", "assigned": ROUTERS}),
    Verb("join it to another", lambda w, by: questions.merge_question(w.question, w.public_question, by=by),
         {"submitted": "editor", "assigned": ROUTERS}),
    Verb("ask for more time", lambda w, by: more_time.ask_for_extension(w.question, by=by, days=3, reason=REASON),
         states("answerer", "assigned", "at sign-off")),
    Verb("give it more time", lambda w, by: _decide(w, by, "extension"),
         states("reviewer", "assigned", "at sign-off")),
    Verb("open how to reach who asked", lambda w, by: open_contact(w.question, by=by, purpose="reach"),
         {**states("answerer reviewer moderator editor", *STATUSES), "submitted": "editor"}),
    Verb("draft the reply", lambda w, by: replies.draft_reply(w.question, by=by, body=BODY, seen=w.reply),
         states("answerer", "assigned")),
    Verb("send the reply to sign-off", lambda w, by: replies.submit_reply(w.reply, by=by),
         states("answerer", "assigned")),
    Verb("sign the reply off", lambda w, by: replies.publish_reply(w.reply, by=by), states("reviewer", "at sign-off")),
    Verb("send the reply back", lambda w, by: replies.return_reply(w.reply, by=by, note="写明依据"),
         states("reviewer", "at sign-off")),
    Verb("propose to correct the answer", lambda w, by: correct_published(
        w.reply, by=by, reason="更正", changes=ANEW),
         states("answerer reviewer", "answered")),
    Verb("confirm a correction of the answer", lambda w, by: confirm(w, w.reply, by, ANEW),
         states("reviewer", "answered")),
    Verb("propose to take the answer back", lambda w, by: withdraw_published(w.reply, by=by, reason=WHY),
         states("answerer reviewer", "answered")),
    Verb("confirm that the answer is taken back", lambda w, by: confirm(w, w.reply, by),
         states("reviewer", "answered")),
)  # fmt: skip


def _decide(world: World, by: User, kind: str, *, agree: bool = True) -> Any:
    """A request of the colleague's that waits, whatever else has become of the question."""
    assert world.question.deadline is not None
    request = TimeRequest.objects.create(
        deadline=world.question.deadline, kind=kind, ground="C3-pause-materials" if kind == "pause" else "", days=3,
        unit="working", reason=REASON, asked_by=world.colleague, asked_at=clock.now(),
    )  # fmt: skip
    if agree:
        return more_time.grant_request(world.question, request, by=by)
    return more_time.refuse_request(world.question, request, by=by, words="不必等")


def turn(world: World, state: str) -> Any:
    if state == "at sign-off":
        return nullcontext()
    if state == "answered":
        replies.publish_reply(world.reply, by=User.objects.get(username="reviewer"))
        return nullcontext()
    Reply.objects.filter(pk=world.reply.pk).update(status="draft")
    changed: dict[str, Any] = {"status": state, "closed_at": clock.now()}
    changed["department"] = None if state == "submitted" else world.department
    if state == "paused":
        answerer = User.objects.get(username="answerer")
        reviewer = User.objects.get(username="reviewer")
        paused(Question.objects.get(pk=world.question.pk), by=answerer, agreed_by=reviewer)
    changed["merged_into"] = world.public_question if state == "merged" else None
    Question.objects.filter(pk=world.question.pk).update(**changed)
    return nullcontext()


TABLE = Table("A question, by its status", STATUSES, QUESTION, turn)
