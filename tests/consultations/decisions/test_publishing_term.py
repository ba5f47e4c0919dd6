"""What a meeting has passed is published within twenty working days (decree 711, article 26)."""

from collections.abc import Callable
from datetime import timedelta

from consultations.decisions.actions import resume_decision, stop_decision
from consultations.decisions.models import Decision
from consultations.decisions.publishing import publish_final
from consultations.documents.actions import revise
from consultations.documents.reading import read_text
from consultations.models import Consultation
from consultations.outcomes.actions import draft_feedback, publish_feedback
from participation import clock
from participation.accounts.models import User
from participation.deadlines.counting import due_date
from participation.deadlines.models import Deadline
from tests.drafts import FINAL, after_closing, decided


def terms(matter: Decision) -> list[Deadline]:
    return list(Deadline.objects.of("decision", matter.pk).order_by("pk"))


def test_the_term_runs_from_the_meeting_until_the_final_text_is_out(
    consultation: Consultation, official: User, reviewer: User, editor: User, deliver_all: Callable[[], int]
) -> None:
    with after_closing(consultation):
        final = revise(consultation.draft_version, read_text(FINAL, markdown=True), by=official)
        publish_feedback(
            draft_feedback(consultation, by=official, asked="问了", said="说了", did="做了"), by=reviewer
        )
        row = Consultation.objects.get(pk=consultation.pk)
        matter = decided(row, official=official, reviewer=reviewer, editor=editor)
        deliver_all()
        (term,) = terms(matter)
        assert (term.rule_id, term.state, term.department) == ("C14", "running", matter.department)
        assert term.due_on == due_date(clock.today(), 20, "working").due
    with clock.at(consultation.closes_at + timedelta(days=3)):
        publish_final(row, final, by=editor)
        deliver_all()
        (term,) = terms(matter)
        assert (term.state, term.stopped_on) == ("stopped", clock.today())


def test_the_term_of_a_matter_that_is_only_suspended_runs_on(
    consultation: Consultation, official: User, reviewer: User, editor: User, deliver_all: Callable[[], int]
) -> None:
    with after_closing(consultation):
        publish_feedback(
            draft_feedback(consultation, by=official, asked="问了", said="说了", did="做了"), by=reviewer
        )
        row = Consultation.objects.get(pk=consultation.pk)
        matter = decided(row, official=official, reviewer=reviewer, editor=editor)
        deliver_all()
        matter = stop_decision(
            Decision.objects.get(pk=matter.pk), by=editor, public_note="上位法正在修订，暂缓办理。"
        )
        deliver_all()
        (first,) = terms(matter)
        assert first.state == "running"
        resume_decision(matter, by=editor)
        deliver_all()
        assert [(term.state, term.due_on) for term in terms(matter)] == [("running", first.due_on)]
