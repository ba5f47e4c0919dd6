"""Who may do what, when: the tables below are the truth, and docs/permissions.md is drawn from them.

Each verb is tried by everybody in every state, through the actions themselves. To draw the page anew:
`UPDATE_DOCS=1 ./run test tests/test_permissions.py`.
"""

import os
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from consultations.comments import actions as comments
from consultations.comments import policies as comment_policies
from consultations.comments.intake import submit_comment
from consultations.documents.actions import revise
from consultations.documents.reading import read_text
from consultations.models import Comment, Consultation, Feedback, Opinion, Version
from consultations.notices import actions as notices
from consultations.notices import changes
from consultations.notices import policies as notice_policies
from consultations.outcomes import actions as outcomes
from consultations.weighing import actions as weighing
from participation import clock
from participation.accounts.models import Department, User
from participation.errors import Refused
from participation.locks import separate_acts
from responses.interpretations import actions as interpreting
from responses.interpretations import policies as interpretation_policies
from responses.models import Interpretation, Question, Reply
from responses.questions import actions as questions
from responses.questions import policies as question_policies
from responses.questions.intake import submit_question
from responses.replies import actions as replies
from tests.cast import Role, official_with
from tests.drafts import FINAL, comment_on
from tests.services import ROOT

PAGE = ROOT / "docs" / "permissions.md"
PEOPLE = (
    "stranger", "resident", "writer", "drafter", "answerer", "reviewer", "moderator", "editor", "supervisor", "auditor",
    "administrator", "outsider",
)  # fmt: skip
EVERYBODY = " ".join(PEOPLE)
INSIDE = "drafter reviewer moderator editor supervisor auditor"
ROUTERS = "moderator editor answerer"


@dataclass(frozen=True)
class Verb:
    """What is done; `who` says for each state who may. A state that is not named: nobody."""

    name: str
    do: Callable[["World", Any], Any]
    who: dict[str, str]
    cannot_be: tuple[str, ...] = ()  # states in which there is nothing to do it to

    def allowed(self, person: str, state: str) -> bool:
        return person in self.who.get(state, "").split()


@dataclass
class World:
    """One of everything, as it stands before each try."""

    consultation: Consultation
    comment: Comment
    final: Version
    question: Question
    public_question: Question
    reply: Reply
    interpretation: Interpretation
    department: Department

    @property
    def opinion(self) -> Opinion:
        return self.comment.opinions.get()

    @property
    def feedback(self) -> Feedback:
        return Feedback.objects.get()


def states(who: str, *names: str) -> dict[str, str]:
    return dict.fromkeys(names, who)


def seen(rows: Any, row: Any) -> None:
    """Reading is refused by not being shown."""
    if not rows.filter(pk=row.pk).exists():
        raise Refused("not shown")


def resident_or_none(by: Any) -> Any:
    return by if isinstance(by, User) else None


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
        w.consultation, w.consultation.closes_on + timedelta(days=5), by=by, note="延长"),
         states("editor", "upcoming", "open")),
    Verb("correct the notice", lambda w, by: changes.correct_notice(w.consultation, by=by, note="更正", phone="123"),
         states("editor", "upcoming", "open", "closed", "suspended")),
    Verb("suspend it", lambda w, by: changes.suspend_consultation(w.consultation, by=by, note="停"),
         states("editor", "upcoming", "open")),
    Verb("resume it", lambda w, by: changes.resume_consultation(w.consultation, by=by, note="续"),
         states("editor", "suspended")),
    Verb("withdraw it", lambda w, by: notices.withdraw_consultation(w.consultation, by=by, public_note="撤回"),
         states("editor", "upcoming", "open", "closed", "suspended")),
    Verb("comment", lambda w, by: submit_comment(w.consultation, by=resident_or_none(by), body="好"),
         states(EVERYBODY, "open")),
    Verb("enter a letter or call by hand",
         lambda w, by: submit_comment(w.consultation, by=resident_or_none(by), body="好", channel="letter"),
         states("drafter moderator editor", "open", "closed")),
    Verb("read a comment that is not shown", lambda w, by: seen(comment_policies.visible_to(by), w.comment),
         states(f"{INSIDE} writer", *PUBLIC), ("draft",)),
    Verb("let a comment stand", lambda w, by: comments.accept_comment(w.comment, by=by),
         states("moderator", *UNCHECKED), ("draft", "concluded")),
    Verb("withhold a comment", lambda w, by: comments.withhold_comment(w.comment, by=by, reason="abuse"),
         states("moderator", *UNCHECKED), ("draft", "concluded")),
    Verb("return a comment", lambda w, by: comments.return_comment(w.comment, by=by, note="请说明"),
         states("moderator", *UNCHECKED), ("draft", "concluded")),
    Verb("give an opinion its disposition", lambda w, by: weighing.dispose_opinion(w.opinion, "adopted", by=by),
         states("drafter", "open", "closed")),
    Verb("split a comment", lambda w, by: weighing.split_comment(w.comment, ["一", "二"], by=by),
         states("drafter", "open", "closed")),
    Verb("write the feedback",
         lambda w, by: outcomes.draft_feedback(
             w.consultation, by=by, asked="问", said="说", did="做", seen=_feedback_of(w)),
         states("drafter", *(each for each in PHASES if each != "concluded"))),
    Verb("publish the feedback", lambda w, by: _publish_feedback(w, by), states("editor reviewer", "closed")),
    Verb("publish the final text", lambda w, by: outcomes.publish_final(w.consultation, w.final, by=by),
         states("editor", "closed", "concluded")),
)  # fmt: skip

STATUSES = ("submitted", "assigned", "paused", "answered", "declined", "merged")
QUESTION = (
    Verb("ask one", lambda w, by: submit_question(by=resident_or_none(by), kind="help", title="求助", body="路断了"),
         states(EVERYBODY, *STATUSES)),
    Verb("read a question that is not public", lambda w, by: seen(question_policies.visible_to(by), w.question),
         {**states("writer answerer reviewer moderator editor supervisor auditor", *STATUSES),
          "submitted": "writer editor supervisor auditor"}),
    Verb("send it to a department", lambda w, by: questions.assign_question(w.question, w.department, by=by),
         {"submitted": "editor", "assigned": ROUTERS}),
    Verb("hand it back", lambda w, by: questions.return_assignment(w.question, by=by, reason="归别处"),
         states("answerer", "assigned")),
    Verb("stop its clock", lambda w, by: questions.pause_question(w.question, by=by, reason="等检测"),
         states("answerer", "assigned")),
    Verb("let its clock run again", lambda w, by: questions.resume_question(w.question, by=by),
         states("answerer", "paused")),
    Verb("decline it", lambda w, by: questions.decline_question(w.question, by=by, reason="诉讼中"),
         {"submitted": "editor", "assigned": ROUTERS}),
    Verb("join it to another", lambda w, by: questions.merge_question(w.question, w.public_question, by=by),
         {"submitted": "editor", "assigned": ROUTERS}),
    Verb("draft the reply", lambda w, by: _draft(w, by), states("answerer", "assigned")),
    Verb("sign the reply off", lambda w, by: replies.publish_reply(w.reply, by=by), states("reviewer", "assigned")),
    Verb("send the reply back", lambda w, by: replies.return_reply(w.reply, by=by, note="写明依据"),
         states("reviewer", *STATUSES[1:])),
)  # fmt: skip

INTERPRETATION = (
    Verb("read the interpretation", lambda w, by: seen(interpretation_policies.visible_to(by), w.interpretation),
         {"draft": "drafter reviewer editor supervisor auditor", "published": EVERYBODY}),
    Verb("write it", lambda w, by: interpreting.edit_interpretation(
        w.interpretation, by=by, title="解读", parts=[interpreting.PartText("main", "", "<p>水价</p>")]),
         states("drafter", "draft")),
    Verb("publish it", lambda w, by: interpreting.publish_interpretation(w.interpretation, by=by),
         states("editor", "draft")),
)  # fmt: skip

TABLES: dict[str, tuple[tuple[str, ...], tuple[Verb, ...]]] = {
    "A consultation, by its phase": (PHASES, CONSULTATION),
    "A question, by its status": (STATUSES, QUESTION),
    "An interpretation, by its status": (("draft", "published"), INTERPRETATION),
}
VERBS = [(verb, names) for names, verbs in TABLES.values() for verb in verbs]


def _publish_feedback(world: World, by: Any) -> None:
    Comment.objects.update(status="private")
    from consultations.models import Counter

    Counter.objects.filter(name__in=["pending", "open"]).update(value=0)
    outcomes.publish_feedback(world.feedback, by=by)


def _feedback_of(world: World) -> Feedback | None:
    return Feedback.objects.filter(consultation=world.consultation).first()


def _draft(world: World, by: Any) -> None:
    Reply.objects.filter(question=world.question).update(status="draft")
    seen = Reply.objects.filter(question=world.question).first()
    replies.draft_reply(world.question, by=by, body="六月底前通水。", seen=seen)


@pytest.fixture
def people(
    department: Department, other_department: Department, county: Department, editor: User, supervisor: User,
    auditor: User, administrator: User, resident: User, neighbour: User, reviewer: User, moderator: User,
) -> dict[str, Any]:  # fmt: skip
    everything_elsewhere = [
        role for role in Role.values if role not in ("supervisor", "auditor", "administrator")
    ]
    return {
        "stranger": AnonymousUser(), "resident": neighbour, "writer": resident,
        "drafter": official_with("drafter", "李起草", department, Role.DRAFTER),
        "answerer": official_with("answerer", "李答复", department, Role.ANSWERER),
        "reviewer": reviewer, "moderator": moderator, "editor": editor, "supervisor": supervisor, "auditor": auditor,
        "administrator": administrator,
        "outsider": official_with("outsider", "外局", other_department, *everything_elsewhere),
    }  # fmt: skip


@pytest.fixture
def world(
    consultation: Consultation, official: User, resident: User, editor: User, department: Department
) -> World:
    comment = comment_on(consultation, by=resident)
    final = revise(consultation.draft_version, read_text(FINAL, markdown=True), by=official)
    outcomes.draft_feedback(consultation, by=official, asked="问", said="说", did="做")
    question, _ = submit_question(by=resident, kind="inquiry", title="何时通水？", body="何时？")
    shown, _ = submit_question(by=None, kind="inquiry", title="通水？", body="何时？", wants_publication=True)
    questions.assign_question(shown, department, by=editor, show=True)
    questions.assign_question(question, department, by=editor)
    reply = replies.draft_reply(question, by=official, body="六月底前。")
    replies.submit_reply(reply, by=official)
    parts = [interpreting.PartText("main", "", "<p>水价</p>")]
    explained = interpreting.prepare_interpretation(
        consultation.document, by=official, slug="explained", title="解读", parts=parts
    )
    return World(consultation, comment, final, question, shown, reply, explained, department)


def turn(world: World, state: str, verb: Verb) -> Any:
    """Bring the thing a verb is about into a state; gives the moment in which it is tried."""
    if verb in CONSULTATION:
        return _turn_consultation(world.consultation, state)
    if verb in QUESTION:
        changed: dict[str, Any] = {"status": state, "closed_at": clock.now()}
        changed["department"] = None if state == "submitted" else world.department
        if state == "paused":
            questions.pause_question(Question.objects.get(pk=world.question.pk), by=_answerer(), reason="等")
        changed["merged_into"] = world.public_question if state == "merged" else None
        Question.objects.filter(pk=world.question.pk).update(**changed)
        return nullcontext()
    at = clock.now() if state == "published" else None
    Interpretation.objects.update(status=state, published_at=at)
    return nullcontext()


def _answerer() -> User:
    return User.objects.get(username="answerer")


def _turn_consultation(consultation: Consultation, phase: str) -> Any:
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


def afresh(world: World) -> World:
    """The same world as read by somebody who has just opened the page."""
    read = {name: type(row)._default_manager.get(pk=row.pk) for name, row in vars(world).items()}
    return World(**read)


def succeeds(world: World, verb: Verb, by: Any) -> bool:
    with transaction.atomic(), separate_acts():
        try:
            verb.do(afresh(world), by)
        except Refused:
            return False
        finally:
            transaction.set_rollback(True)
    return True


@pytest.mark.parametrize(("verb", "names"), VERBS, ids=[verb.name for verb, _ in VERBS])
def test_everybody_tries_everything(
    world: World, people: dict[str, Any], verb: Verb, names: tuple[str, ...]
) -> None:
    could: dict[str, set[str]] = {}
    names = tuple(name for name in names if name not in verb.cannot_be)
    for state in names:
        with transaction.atomic(), separate_acts(), turn(world, state, verb):
            could[state] = {name for name, person in people.items() if succeeds(world, verb, person)}
            transaction.set_rollback(True)
    assert could == {state: {name for name in people if verb.allowed(name, state)} for state in names}


def drawn() -> str:
    """The page that people read."""
    lines = [
        "# Who may do what, when", "",
        "Drawn from the tables in `tests/test_permissions.py`, where each cell is tried by everybody. “everybody”",
        "includes people without an account; “writer” is the person whose comment or question it is. Officials act in",
        "their own department and what stands under it; the editor, supervisor, auditor and administrator here are the",
        "county's. Nobody signs off, publishes or confirms their own work, whatever their roles. “·” is nobody;",
        "“–”: there is nothing to do it to.", "",
    ]  # fmt: skip
    for title, (names, verbs) in TABLES.items():
        lines += [f"## {title}", "", f"| | {' | '.join(names)} |", f"|---|{'---|' * len(names)}"]
        for verb in verbs:
            cells = ["–" if name in verb.cannot_be else verb.who.get(name, "·") for name in names]
            shown = ["everybody" if each == EVERYBODY else ", ".join(each.split()) for each in cells]
            lines.append(f"| {verb.name} | {' | '.join(shown)} |")
        lines.append("")
    return "\n".join(lines)


def test_the_page_is_drawn_from_the_tables() -> None:
    if os.environ.get("UPDATE_DOCS"):
        PAGE.write_text(drawn())
    assert PAGE.read_text() == drawn(), "UPDATE_DOCS=1 ./run test tests/test_permissions.py"
