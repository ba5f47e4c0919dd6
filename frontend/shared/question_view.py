"""A question as everybody reads it: its way in words, how its day was found, its reply and what that leans on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from frontend.shared.about import about_of, key_of
from frontend.shared.audit_words import words_of_step
from frontend.shared.dates import on
from frontend.shared.shown_files import shown_files
from frontend.shared.text_view import label_of
from frontend.shared.time_shown import days_not_counted, pause_shown, step_detail
from participation.accounts.models import Department
from participation.deadlines.counting import working_days_between
from participation.deadlines.history import history_of
from responses.models import Question, Reply
from responses.replies.queries import cited


@dataclass(frozen=True)
class StepShown:
    at: datetime
    words: str
    department: Department | None
    note: str
    detail: str = ""


def detail(question: Question) -> dict[str, Any]:
    """What everybody who may read the question reads; its own words are the template's choice."""
    any_reply = Reply.objects.filter(question=question).first()
    reply = any_reply if any_reply and any_reply.status == Reply.Status.PUBLISHED else None
    done = question.closed_at and on(question.closed_at)
    return {
        "question": question,
        "steps": steps_of(question),
        "history": history_of(question.deadline) if question.deadline else None,  # none for imported history
        "pause": pause_shown(question.deadline),
        "not_counted": days_not_counted(question.deadline),
        "is_waiting": question.closed_at is None,
        "took": working_days_between(on(question.submitted_at), done) if done and reply else None,
        "reply": reply,
        "any_reply": any_reply,  # what was corrected in one, or taken back, is read even while there is none
        "leans_on": cited_in(reply) if reply else [],
        "about": about_of(key_of(question) or ""),
        "files": shown_files(question),
    }


def steps_of(question: Question) -> list[StepShown]:
    """The way of a question so far, in words."""
    unit = question.deadline.unit if question.deadline else "working"
    return [
        StepShown(
            step.at,
            words_of_step(step.step),
            step.department,
            step.note,
            step_detail(step.step, step.data, unit),
        )
        for step in question.steps.select_related("department")
    ]


@dataclass(frozen=True)
class Cited:
    """A clause as it stood in the version that the reply quoted; `withdrawn_at`: since when that holds no longer."""

    document: str
    slug: str
    number: int
    uid: str
    label: str
    text: str
    withdrawn_at: datetime | None


def cited_in(reply: Reply) -> list[Cited]:
    """What the answer leans on. One query."""
    return [
        Cited(
            row.version.document.title, row.version.document.slug, row.version.number, row.clause.uid,
            label_of(row), row.text, row.version.withdrawn_at,
        )
        for row in cited(reply)
    ]  # fmt: skip
