"""What a meeting passed, and what the public was told before it, is not turned round afterwards."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from consultations.decisions.actions import attach, edit_decision, list_decision, prepare_decision
from consultations.decisions.execution.actions import record_change
from consultations.decisions.gates import gates_of_text
from consultations.decisions.models import Decision
from consultations.decisions.publishing import publish_final
from consultations.documents.actions import import_draft, revise
from consultations.documents.editing import Wording, begin_revision, reword_clause
from consultations.documents.queries import is_slip
from consultations.documents.reading import read_text
from consultations.documents.reorder import move_clause, renumber_articles
from consultations.models import Comment, Consultation, Document, Feedback, Version
from consultations.notices.changes import resume_consultation, suspend_consultation
from consultations.outcomes.actions import draft_feedback, publish_feedback
from consultations.weighing.actions import dispose_opinion
from participation import clock
from participation.accounts.models import User
from participation.corrections.actions import correct_published, withdraw_published
from participation.deadlines.models import Deadline
from participation.errors import Incomplete, Invalid, InvalidMove
from tests.cast import Side
from tests.dossiers import recorded, suspension, taken
from tests.drafts import DRAFT, FINAL, after_closing, comment_on, corrected, decided, made_final, taken_back

TOLD: dict[str, Any] = {"asked": "问了什么", "said": "说了什么", "did": "做了什么"}


def again(row: Decision) -> Decision:
    return Decision.objects.get(pk=row.pk)


def annex(matter: Decision, by: User) -> Version:
    text = read_text("第一条 附件说明。", markdown=True)
    return import_draft(text, department=matter.department, by=by, title="附件")


def terms(matter: Decision) -> list[Deadline]:
    return list(Deadline.objects.of("decision", matter.pk).order_by("pk"))


@pytest.fixture
def passed(
    consultation: Consultation, official: User, reviewer: User, editor: User, deliver_all: Callable[[], int]
) -> Decision:
    """Answered, reviewed, passed and reported the day after the period ended."""
    with after_closing(consultation):
        publish_feedback(draft_feedback(consultation, by=official, **TOLD), by=reviewer)
        row = Consultation.objects.get(pk=consultation.pk)
        matter = decided(row, official=official, reviewer=reviewer, editor=editor)
        deliver_all()
    return again(matter)


def test_passing_the_same_text_again_gives_no_more_time_to_publish_it(
    passed: Decision, consultation: Consultation, deliver_all: Callable[[], int]
) -> None:
    (first,) = terms(passed)
    with clock.at(consultation.closes_at + timedelta(days=15)):
        taken(again(passed), "collective_decision")
        deliver_all()
    assert [(term.due_on, term.state) for term in terms(passed)] == [(first.due_on, "running")]


def test_the_feedback_stands_once_the_matter_was_sent_for_review_on_it(
    passed: Decision, consultation: Consultation, official: User
) -> None:
    with after_closing(consultation), pytest.raises(InvalidMove, match="送审"):
        withdraw_published(Feedback.objects.get(), by=official, reason="原反馈有遗漏，重新研究后公布。")


def test_a_review_that_sends_it_back_frees_the_feedback(
    passed: Decision, consultation: Consultation, official: User
) -> None:
    with after_closing(consultation):
        taken(again(passed), "collective_decision", result="to_be_changed", changes=None)
        proposal = withdraw_published(
            Feedback.objects.get(), by=official, reason="原反馈有遗漏，重新研究后公布。"
        )
    assert proposal.status == "proposed"


def test_a_text_that_reads_as_before_is_not_published_when_people_were_told_otherwise(
    consultation: Consultation, official: User, reviewer: User, editor: User
) -> None:
    comment = comment_on(consultation, clause=consultation.draft_version.passages.get(label="第四条").clause)
    with after_closing(consultation):
        publish_feedback_on(comment, official, reviewer)
        matter = prepare_decision(
            by=official, slug="m", title="农村饮水管理办法", department=consultation.department
        )
        list_decision(matter, by=editor)
        attach(matter, Consultation.objects.get(), by=official)
        said = {
            gate.field: gate.met
            for gate in gates_of_text(again(matter), consultation.draft_version)
            if not gate.met
        }
        assert "document" in said
        changed = revise(consultation.draft_version, read_text(FINAL, markdown=True), by=official)
        assert "document" not in {
            gate.field for gate in gates_of_text(again(matter), changed) if not gate.met
        }


def publish_feedback_on(comment: Comment, official: User, reviewer: User) -> None:
    from consultations.comments.actions import accept_comment
    from tests.cast import official_with

    row = comment.consultation
    accept_comment(comment, by=official_with("checks", "审核员", row.department, "moderator"))
    dispose_opinion(
        row.opinions.get(),
        "adopted",
        by=official,
        reason="已写入第四条，降低水价。",
        changed_clause=comment.clause,
    )
    publish_feedback(draft_feedback(Consultation.objects.get(pk=row.pk), by=official, **TOLD), by=reviewer)


def test_a_nature_added_by_two_people_after_the_meeting_asks_for_another_meeting(
    passed: Decision, consultation: Consultation, official: User, editor: User
) -> None:
    with after_closing(consultation):
        text = consultation.draft_version
        assert not unmet(passed, text) & {"collective_decision"}
        corrected(passed, by=official, confirmed_by=editor, traits=["major_decision", "risky"])
        assert "collective_decision" in unmet(again(passed), text)


def unmet(matter: Decision, text: Version) -> set[str]:
    return {gate.field for gate in gates_of_text(matter, text) if not gate.met}


def test_no_further_text_is_tied_to_what_the_meeting_passed(
    passed: Decision, consultation: Consultation, official: User
) -> None:
    paper = import_draft(
        read_text("第一条 附件说明。", markdown=True), department=passed.department, by=official, title="附件"
    )
    with after_closing(consultation), pytest.raises(InvalidMove, match="通过"):
        attach(again(passed), paper.document, by=official)


def test_a_final_text_is_not_withdrawn_while_another_text_of_its_matter_is_still_to_come(
    passed: Decision, consultation: Consultation, official: User, editor: User, reviewer: User
) -> None:
    paper = import_draft(
        read_text("第一条 附件说明。", markdown=True), department=passed.department, by=official, title="附件"
    )
    passed.documents.add(paper.document)  # as it could have been tied before the meeting
    with after_closing(consultation):
        final = revise(
            consultation.draft_version,
            read_text(DRAFT.replace("（征求意见稿）", ""), markdown=True),
            by=official,
        )
        Consultation.objects.update(final_version=final)
        with pytest.raises(InvalidMove):
            withdraw_published(
                Consultation.objects.get(),
                by=official,
                reason="内容有误，核实后另行公布。",
                kind="final_text",
            )


def test_an_adjustment_names_a_meeting_that_passed_another_text_since(
    consultation: Consultation, official: User, reviewer: User, editor: User, office: Side
) -> None:
    with after_closing(consultation):
        final = revise(consultation.draft_version, read_text(FINAL, markdown=True), by=official)
        row = made_final(consultation, final, official=official, reviewer=reviewer, editor=editor)
        matter = Decision.objects.get(consultations=row)
        adjusted = suspension(kind="adjusted", decided_by="meeting", decided_on=clock.today())
        with pytest.raises(Invalid) as refusal:
            record_change(again(matter), by=office.recorder, **adjusted)
        assert "kind" in refusal.value.errors, "the meeting of that day is the one that decided it"


def test_articles_that_change_places_are_no_slip_of_the_pen(
    consultation: Consultation, official: User
) -> None:
    later = begin_revision(consultation.draft_version, by=official)
    assert is_slip(consultation.draft_version, later)
    first, second = (later.passages.get(label=label).clause for label in ("第一条", "第二条"))
    move_clause(later, first, second, by=official)
    renumber_articles(later, by=official)
    assert not is_slip(consultation.draft_version, later)


def test_what_was_found_wanting_stays_so_whatever_paper_is_tied_beside_it(
    decision: Decision, official: User
) -> None:
    edit_decision(decision, by=official, affects_business=True)
    taken(again(decision), "fair_competition_review", result="not_compliant")
    paper = import_draft(
        read_text("第一条 附件说明。", markdown=True),
        department=decision.department,
        by=official,
        title="附件",
    )
    attach(again(decision), paper.document, by=official)
    with pytest.raises(Incomplete):
        recorded(again(decision), "fair_competition_review", result="compliant")
    clause = (
        Document.objects.get(decisions=decision, title__contains="农村")
        .versions.get()
        .passages.get(label="第四条")
    )
    reword_clause(clause, Wording("第四条", "", "水费每吨不超过二元。"), by=official)
    recorded(again(decision), "fair_competition_review", result="compliant")


@pytest.mark.parametrize(
    ("field", "days"),
    [("effective_on", 60), ("effective_on", 20_000), ("expires_on", 1), ("expires_on", 200)],
)
def test_from_when_to_when_a_text_holds_is_not_corrected_but_for_a_slip(
    consultation: Consultation, official: User, reviewer: User, editor: User, field: str, days: int
) -> None:
    with after_closing(consultation):
        final = revise(consultation.draft_version, read_text(FINAL, markdown=True), by=official)
        row = made_final(consultation, final, official=official, reviewer=reviewer, editor=editor)
        document = Document.objects.get(pk=row.document_id)
        assert document.effective_on is not None
        day = document.effective_on + timedelta(days=days)
        with pytest.raises(Invalid) as refusal:
            correct_published(
                document, by=official, reason="日期有误，予以更正。", changes={field: day.isoformat()}
            )
        assert set(refusal.value.errors) == {field}
        with clock.at(clock.starts_at(document.effective_on)), pytest.raises(Invalid):
            tomorrow = (document.effective_on + timedelta(days=1)).isoformat()
            correct_published(
                document, by=official, reason="日期有误，予以更正。", changes={"effective_on": tomorrow}
            )


def test_those_who_wrote_on_a_notice_that_stands_still_are_owed_an_answer(
    consultation: Consultation, editor: User, deliver_all: Callable[[], int]
) -> None:
    from consultations.notices.deadlines import start_for_closed

    comment_on(consultation)
    suspend_consultation(consultation, by=editor, note="系统检修，征集暂停三天。")
    with after_closing(consultation):
        list(start_for_closed(clock.now()) or ())
        running = Deadline.objects.live().filter(subject_kind="consultation", rule_id="A21")
        assert running.count() == 1
        resume_consultation(Consultation.objects.get(), by=editor, note="系统检修完毕，恢复征集。")
        deliver_all()
        assert not running.exists(), "people may comment again, the term begins when they no longer may"


def test_a_feedback_that_was_withdrawn_is_written_anew_before_it_is_published(
    consultation: Consultation, official: User, reviewer: User, editor: User
) -> None:
    with after_closing(consultation):
        feedback = publish_feedback(draft_feedback(consultation, by=official, **TOLD), by=reviewer)
        taken_back(feedback, by=official, confirmed_by=reviewer)
        with pytest.raises(Incomplete) as refusal:
            publish_feedback(Feedback.objects.get(), by=reviewer)
        assert set(refusal.value.errors) == {"feedback"}
        seen = Feedback.objects.get()
        changed = TOLD | {"did": "补充说明了未采纳的理由。"}
        publish_feedback(
            draft_feedback(Consultation.objects.get(), by=official, seen=seen, **changed), by=reviewer
        )


def test_a_decided_matter_publishes_no_text_of_another_name(passed: Decision, editor: User) -> None:
    with pytest.raises((Incomplete, InvalidMove)):
        publish_final(Consultation.objects.get(), passed.consultations.get().draft_version, by=editor)
