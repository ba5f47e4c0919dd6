"""A database of the release before: it migrates, its jobs under way are delivered, its ledger verifies."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from consultations.comments.actions import accept_comment
from consultations.models import Consultation
from consultations.outcomes.actions import draft_feedback, publish_feedback
from consultations.weighing.actions import dispose_opinion
from participation import clock
from participation.accounts.models import Department, User
from participation.deadlines.amending import Entry, amend_calendar, open_calendar
from participation.deadlines.models import Deadline
from participation.deadlines.places import home
from participation.deadlines.workdays import DayKind
from participation.delivery.models import Job
from participation.ledger.checking import verify
from participation.ledger.models import AuditEntry, Leaf, Log
from participation.ledger.sequencing import sequence
from responses.models import Question
from responses.questions.actions import assign_question
from responses.questions.intake import submit_question
from tests.drafts import after_closing, comment_on, paused
from tests.mailbox import Mailbox

BEFORE = [("participation", "0005_shown_files"), ("consultations", "0005_files"), ("responses", "0004_files")]
PATHS = {
    "mail.send": "participation.delivery.mail.send_mail",
    "comments.tell_writer": "consultations.comments.subscriptions.tell_the_writer",
    "questions.tell_asker": "responses.questions.subscriptions.tell_the_asker",
    "feedback_deadline.stop": "consultations.notices.subscriptions.stop_when_over",
}  # as the release before stored them


def migrate(targets: list[tuple[str, str]] | None = None) -> Any:
    """To these migrations, or to the newest; gives the models as they were there."""
    executor = MigrationExecutor(connection)
    to = targets or executor.loader.graph.leaf_nodes()
    executor.migrate(to)
    return MigrationExecutor(connection).loader.project_state(to).apps


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_a_database_of_the_release_before_comes_along(
    consultation: Consultation, department: Department, county: Department, official: User, reviewer: User,
    moderator: User, editor: User, mailbox: Mailbox, deliver_all: Callable[[], int],
) -> None:  # fmt: skip
    question, _ = submit_question(
        by=None, kind="inquiry", title="何时？", body="何时？", contact="a@example.org"
    )
    unsent, _ = submit_question(
        by=None, kind="inquiry", title="找谁？", body="不知道。", contact="b@example.org"
    )
    paused(assign_question(question, department, by=editor), by=official, agreed_by=reviewer)
    for n in range(3):
        comment = comment_on(consultation, contact=f"c{n}@example.org")
        accept_comment(comment, by=moderator)
        dispose_opinion(comment.opinions.get(), "not_adopted", by=official, reason="上位法已有明确规定。")
    with after_closing(consultation):
        made = draft_feedback(consultation, by=official, asked="问了", said="说了", did="做了")
        feedback = publish_feedback(made, by=reviewer)
    open_calendar(home(), name="县", by=None)
    free = Entry(clock.today() + timedelta(days=2), DayKind.HOLIDAY, "县庆")
    edition = amend_calendar(home(), source="县政府通知", by=None, days=[free])

    old = migrate(BEFORE)
    errands = old.get_model("participation", "Errand").objects
    errands.filter(handler="feedback.tell_commenters").update(
        handler="consultations.outcomes.subscriptions.tell_some",
        payload={"feedback": feedback.pk, "after": comment.pk - 2},  # the first of the three has been told
    )
    errands.filter(handler="deadlines.recompute").update(
        handler="participation.deadlines.subscriptions.reckon_chunk",
        payload={"edition": edition.pk, "after": 0},
    )
    for name, path in PATHS.items():
        errands.filter(handler=name).update(handler=path)
    known = {*PATHS.values(), "consultations.outcomes.subscriptions.tell_some"}
    errands.exclude(handler__in=known).exclude(handler__endswith="reckon_chunk").delete()
    old.get_model("participation", "Clock").objects.filter(subject_id=unsent.pk).update(department=None)
    old.get_model("participation", "Department").objects.filter(pk=department.pk).update(path="/left-behind/")
    leaves = old.get_model("participation", "Leaf").objects
    for kind in ("opinion", "erasure:opinion"):  # one that was withdrawn then
        leaves.create(kind=kind, object_id=999_999, commitment="c" * 64, at=clock.now())
    old.get_model("participation", "AuditEntry").objects.filter(act__startswith="deadline.").update(
        kind="clock", act="clock.paused"
    )

    migrate()
    assert not Job.objects.filter(handler__contains="subscriptions").exists()
    deliver_all()
    assert not Job.objects.filter(done_at=None).exists(), "everything under way was done, nothing was parked"
    told = [str(letter["To"]) for letter in mailbox.letters if "结果" in str(letter["Subject"])]
    assert sorted(told) == ["c1@example.org", "c2@example.org"], "who was told already is not told again"
    assert list(verify()) == []
    sequence()
    assert list(verify()) == [], "what has no seal came before the tree, and the tree says so"
    first, here = Leaf.objects.get(position=0), Log.objects.get()
    assert first.says and first.says["adopted"] == Leaf.objects.filter(pk__lte=here.adopted_until).count() > 5
    assert Leaf.objects.filter(kind="opinion", step="erasure", object_id=999_999).exists()
    assert Deadline.objects.get(subject_kind="question", subject_id=unsent.pk).department == county
    assert Department.objects.get(pk=department.pk).path == "/county/housing/"
    assert not AuditEntry.objects.filter(act__startswith="clock.").exists()
    row = Question.objects.select_related("deadline").get(pk=question.pk)
    assert row.deadline and row.due_on == row.deadline.due_on
