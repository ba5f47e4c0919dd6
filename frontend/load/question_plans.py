"""What happens with each synthetic question: drawn from its own dice, so that the same seed tells the same story."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from consultations.models import Clause
from frontend.load.comment_plans import pick
from frontend.load.prose import Prose, Scene
from participation import clock
from participation.accounts.models import Department, User
from participation.deadlines.actions import deadline_of
from participation.deadlines.counting import calendar_for
from participation.deadlines.models import Deadline
from participation.deadlines.rulebook import answer_period
from participation.deadlines.workdays import WorkCalendar
from responses.models import Question

KINDS = {"inquiry": 5, "complaint": 3, "suggestion": 1, "help": 1}
ENDS = {
    "answered": 72,
    "assigned": 6,
    "drafted": 3,
    "in_sign_off": 3,
    "paused": 4,
    "declined": 5,
    "merged": 4,
}
PAUSED_FOR, GROUND = 10, "C3-pause-opinions"  # working days, and the rule that allows them
PATIENCE = 400  # of so many earlier ones, one may be what a question is joined to


@dataclass(frozen=True)
class Unit:
    """A department that answers, and who does it there."""

    department: Department
    answerer: User
    reviewer: User


@dataclass(slots=True)
class QuestionPlan:
    """One question from its sending to its answer and rating. A moment of None: that has not happened."""

    dice: Random
    kind: str
    title: str
    body: str
    name: str
    place: str
    wants_publication: bool
    submitted_at: datetime
    deadline: Deadline  # as it starts, of nothing yet
    clause: Clause | None = None
    unit: Unit | None = None  # None: nobody has routed it
    assigned_at: datetime | None = None
    assign_note: str = ""
    is_shown: bool = False
    paused_at: datetime | None = None  # asked for and agreed to
    paused_until: date | None = None
    declined_at: datetime | None = None
    merged_at: datetime | None = None
    into: "QuestionPlan | None" = None
    drafted_at: datetime | None = None
    sent_at: datetime | None = None
    answered_at: datetime | None = None
    rated_at: datetime | None = None
    said: str = ""  # with the pause or the refusal; the reply's body
    rating: int = 0
    rating_note: str = ""

    @property
    def status(self) -> str:
        """Where it stands at the end."""
        for moment, status in (
            (self.answered_at, Question.Status.ANSWERED),
            (self.declined_at, Question.Status.DECLINED),
            (self.merged_at, Question.Status.MERGED),
            (self.paused_at, Question.Status.PAUSED),
            (self.assigned_at, Question.Status.ASSIGNED),
        ):
            if moment:
                return status
        return Question.Status.SUBMITTED

    @property
    def closed_at(self) -> datetime | None:
        """When its clock stopped for good."""
        return self.answered_at or self.declined_at or self.merged_at


@dataclass
class Drawing:
    """Draws one plan after the other; nothing happens after `until`."""

    prose: Prose
    units: list[Unit]
    clauses: list[Clause]
    until: datetime
    terms: dict[tuple[str, object], Deadline] = field(default_factory=dict)
    shown: list[QuestionPlan] = field(default_factory=list)
    calendar: WorkCalendar = field(default_factory=calendar_for)

    def draw(self, dice: Random, submitted_at: datetime) -> QuestionPlan:
        """One story."""
        scene = self.prose.scene(dice)
        title, body = self.prose.question(dice, scene)
        kind = pick(dice, KINDS)
        plan = QuestionPlan(
            dice=dice,
            kind=kind,
            title=title,
            body=body,
            name=self.prose.name(dice),
            place=self.prose.place(dice),
            wants_publication=dice.random() < 0.8,
            submitted_at=submitted_at,
            deadline=self._term(kind, submitted_at),
            clause=dice.choice(self.clauses) if self.clauses and dice.random() < 0.15 else None,
        )
        self._route(plan, scene)
        if plan.is_shown and not plan.declined_at:
            self.shown = [*self.shown[-PATIENCE:], plan]
        return plan

    def _term(self, kind: str, at: datetime) -> Deadline:
        day = clock.day_of(at)
        if (kind, day) not in self.terms:
            with clock.at(at):
                self.terms[kind, day] = deadline_of("question", 0, answer_period(kind))
        return self.terms[kind, day]

    def _route(self, plan: QuestionPlan, scene: Scene) -> None:
        dice, end = plan.dice, pick(plan.dice, ENDS)
        at = plan.submitted_at + timedelta(minutes=dice.randint(10, 1440))
        if at >= self.until:
            return
        if end == "merged" and (earlier := [each for each in self.shown if each.assigned_at < at]):  # type: ignore[operator]
            plan.merged_at, plan.into = at, dice.choice(earlier)
            return
        plan.assigned_at, plan.unit = at, dice.choice(self.units)
        plan.is_shown = plan.wants_publication and dice.random() < 0.7
        plan.assign_note = self.prose.said(dice, "assign_note")
        if end == "paused":
            self._pause(plan, at + timedelta(minutes=dice.randint(30, 2880)))
        elif end == "declined":
            self._decline(plan, at + timedelta(minutes=dice.randint(30, 4320)))
        elif end in ("drafted", "in_sign_off", "answered"):
            self._answer(plan, scene, end, at)

    def _pause(self, plan: QuestionPlan, at: datetime) -> None:
        day, today = clock.day_of(at), clock.day_of(self.until)
        until = self.calendar.due_date(day, PAUSED_FOR, "working").due
        if (
            at < self.until and day < plan.deadline.due_on and until >= today
        ):  # others have ended by themselves
            plan.paused_at, plan.paused_until = at, until
            plan.said = self.prose.said(plan.dice, "pause")

    def _decline(self, plan: QuestionPlan, at: datetime) -> None:
        if at < self.until:
            plan.declined_at, plan.said = at, self.prose.said(plan.dice, "decline")

    def _answer(self, plan: QuestionPlan, scene: Scene, end: str, at: datetime) -> None:
        """Drafted, sent to sign-off, signed off, rated: as far as the end and the time allow."""
        dice = plan.dice
        drafted = at + timedelta(minutes=dice.randint(60, 12_000))
        sent = drafted + timedelta(minutes=dice.randint(5, 600))
        answered = sent + timedelta(minutes=dice.randint(20, 2880))
        rated = answered + timedelta(minutes=dice.randint(20, 10_000))
        plan.said = self.prose.reply(dice, scene)
        plan.drafted_at = drafted if drafted < self.until else None
        plan.sent_at = sent if sent < self.until and end != "drafted" else None
        plan.answered_at = answered if answered < self.until and end == "answered" else None
        if plan.answered_at and rated < self.until and dice.random() < 0.3:
            plan.rated_at, plan.rating = rated, dice.randint(1, 5)
            plan.rating_note = self.prose.said(dice, "rating_note")
