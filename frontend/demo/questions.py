"""The questions: asked, routed, paused, answered, declined, merged, rated, each at its moment."""

from datetime import timedelta
from functools import partial
from typing import Any

from django.db.models import Model

from consultations.models import Clause, Consultation, Document
from frontend.demo.clauses import clause_of, standing_version
from frontend.demo.comments import NOBODY
from frontend.demo.play import Play, Roll, Thread
from participation.accounts.models import Department, User
from participation.corrections.actions import confirm_correction, correct_published
from participation.deadlines.models import TimeRequest
from responses.models import Interpretation, Question
from responses.questions.actions import (
    assign_question,
    decline_question,
    merge_question,
    rate_question,
    return_assignment,
)
from responses.questions.intake import submit_question
from responses.questions.more_time import (
    ask_for_extension,
    ask_for_pause,
    grant_request,
    refuse_request,
    resume_question,
)
from responses.replies.actions import draft_reply, publish_reply, submit_reply
from responses.supervision.actions import issue_order

STEPS = (
    "assigned returned reassigned extended ordered paused resumed drafted declined merged signed_off rated corrected"
).split()  # the order in which they are laid; each is in the file only where it happened


class Asked:
    """A row of questions/<department>.toml."""

    def __init__(self, play: Play, row: dict[str, Any], department: str) -> None:
        self.play, self.row, self.department = play, row, department

    def lay(self) -> None:
        """Put what happens with this question on the calendar."""
        thread = Thread(self.play)
        thread.then(self.row["day"], self.row["time"], self._submit)
        for step in STEPS:
            if step in self.row:
                detail = self.row[step]
                roll: Roll = "" if step == "rated" else "forward"
                act = partial(getattr(self, f"_{step}"), detail)
                thread.then(detail["day"], detail["time"], act, roll=roll)

    def _submit(self) -> None:
        row = self.row
        account = User.objects.get(username=row["who"]) if "who" in row else None
        name = account.name if account else row["name"]
        question, _ = submit_question(
            by=account,
            kind=row["kind"],
            title=row["title"],
            body=row["body"],
            about=about(row.get("about", ""), row.get("clause", "")),
            name="" if name in NOBODY else name,
            contact=row.get("contact", ""),
            place=row.get("place", ""),
            wants_publication=row.get("publish", True),
        )
        self.play.kept[row["key"]] = question.number

    def _assigned(self, step: dict[str, Any]) -> None:
        unit = Department.objects.get(slug=step.get("department", self.department))
        by = self.play.cast.county("moderator")
        assign_question(self._question(), unit, by=by, show=True, note=step.get("note", ""))

    _reassigned = _assigned

    def _ordered(self, step: dict[str, Any]) -> None:
        """The supervisor's order (督办) on what is overdue."""
        question = self._question()
        assert question.deadline is not None, "every question has its clock"
        answer_by = self.play.today + timedelta(days=step["answer_by"])
        issue_order(
            question.deadline,
            by=self.play.cast.county("supervisor"),
            words=step["words"],
            answer_by=answer_by,
        )

    def _returned(self, step: dict[str, Any]) -> None:
        return_assignment(self._question(), by=self._answerer(), reason=step["reason"])

    def _extended(self, step: dict[str, Any]) -> None:
        """Asked for by the answerer, agreed to by the head of the unit unless it still waits."""
        request = ask_for_extension(
            self._question(), by=self._answerer(), days=step["days"], reason=step["reason"]
        )
        self._decide(request, step)

    def _paused(self, step: dict[str, Any]) -> None:
        """On a ground of the rules, agreed to in the same way."""
        request = ask_for_pause(
            self._question(), by=self._answerer(), ground=step["ground"], days=step["days"], reason=step["reason"]
        )  # fmt: skip
        self._decide(request, step)

    def _decide(self, request: TimeRequest, step: dict[str, Any]) -> None:
        head = self.play.cast.official(self._unit(), "reviewer")
        if words := step.get("refused"):
            refuse_request(self._question(), request, by=head, words=words)
        elif not step.get("waits"):
            grant_request(self._question(), request, by=head, words=step.get("words", ""))

    def _resumed(self, step: dict[str, Any]) -> None:
        resume_question(self._question(), by=self._answerer(), note=step.get("note", ""))

    def _drafted(self, step: dict[str, Any]) -> None:
        leans_on = [
            clause for name in self.row.get("leans_on", []) if isinstance(clause := _named(name), Clause)
        ]
        by = self._answerer()
        reply = draft_reply(self._question(), by=by, body=self.row["reply"], leans_on=leans_on)
        submit_reply(reply, by=by)

    def _signed_off(self, step: dict[str, Any]) -> None:
        publish_reply(self._question().reply, by=self.play.cast.official(self._unit(), "reviewer"))

    def _corrected(self, step: dict[str, Any]) -> None:
        """Proposed by who wrote it, confirmed by the reviewer."""
        reply = self._question().reply
        body = reply.body.replace(step["old"], step["new"])
        proposal = correct_published(
            reply, by=self._answerer(), reason=step["reason"], changes={"body": body}
        )
        confirm_correction(proposal, by=self.play.cast.official(self._unit(), "reviewer"))

    def _declined(self, step: dict[str, Any]) -> None:
        decline_question(self._question(), by=self._answerer(), reason=step["reason"])

    def _merged(self, step: dict[str, Any]) -> None:
        into = Question.objects.get(number=self.play.kept[step["into"]])
        merge_question(self._question(), into, by=self.play.cast.county("moderator"))

    def _rated(self, step: dict[str, Any]) -> None:
        rate_question(self._question(), rating=step["score"], note=step.get("note", ""))

    def _answerer(self) -> User:
        return self.play.cast.official(self._unit(), "answerer")

    def _unit(self) -> Department:
        unit = self._question().department
        assert unit is not None, "it was assigned"
        return unit

    def _question(self) -> Question:
        return Question.objects.select_related("department").get(number=self.play.kept[self.row["key"]])


def about(name: str, clause: str) -> Model | None:
    """What `interpretation:slug`, `consultation:slug` or `document:slug` with its clause means."""
    if clause and name.startswith("document:"):
        name = f"{name}#{clause}"
    return _named(name) if name else None


def _named(name: str) -> Model:
    kind, _, slug = name.partition(":")
    slug, _, clause = slug.partition("#")
    match kind:
        case "interpretation":
            return Interpretation.objects.select_related("document", "department").get(slug=slug)
        case "consultation":
            return Consultation.objects.select_related("document", "department").get(slug=slug)
        case "document":
            document = Document.objects.select_related("department").get(slug=slug)
            return clause_of(standing_version(document), clause) if clause else document
    raise LookupError(name)
