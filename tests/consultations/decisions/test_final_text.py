"""What was decided becomes public by one door, and the law stands at it (decree 713, articles 25, 29 to 32)."""

import ast

import pytest

from consultations.decisions.actions import attach, list_decision, prepare_decision, stop_decision
from consultations.decisions.following import follow_participation
from consultations.decisions.gates import latest
from consultations.decisions.models import Decision
from consultations.decisions.publishing import publish_final
from consultations.decisions.stages import begin_stage, complete_stage
from consultations.documents.actions import revise
from consultations.documents.editing import Wording, retitle, reword_clause
from consultations.documents.reading import read_text
from consultations.documents.titles import without_mark
from consultations.models import Consultation, Document, Version
from consultations.outcomes.actions import draft_feedback, publish_feedback
from participation import clock
from participation.accounts.models import User
from participation.errors import Incomplete, InvalidMove
from tests.dossiers import recorded, sent_for_review, started, taken
from tests.drafts import FINAL, SHORT, after_closing, decided, headed, taken_back
from tests.test_architecture import imported, modules


@pytest.fixture
def final(consultation: Consultation, official: User, reviewer: User) -> Version:
    made = revise(consultation.draft_version, read_text(FINAL, markdown=True), by=official)
    made_on = clock.day_of(consultation.closes_at)  # the day on which these tests hold the meeting
    headed(consultation.document, official=official, reviewer=reviewer, made_on=made_on)
    return made


def conclude(consultation: Consultation, official: User, reviewer: User) -> Consultation:
    publish_feedback(
        draft_feedback(consultation, by=official, asked="问了", said="答了", did="改了"), by=reviewer
    )
    return Consultation.objects.get(pk=consultation.pk)


def matter(consultation: Consultation, official: User, editor: User) -> Decision:
    made = prepare_decision(
        by=official, slug="water", title="农村饮水管理办法", department=consultation.department
    )
    attach(made, consultation, by=official)
    list_decision(made, by=editor)
    started(made, by=official, second=editor)
    return made


def missing(consultation: Consultation, final: Version, editor: User) -> set[str]:
    with pytest.raises(Incomplete) as refused:
        publish_final(consultation, final, by=editor)
    return set(refused.value.errors)


def test_it_waits_for_every_stage_before_it(
    consultation: Consultation, final: Version, official: User, reviewer: User, editor: User
) -> None:
    with after_closing(consultation):
        decision = matter(consultation, official, editor)
        everything = {"public_participation", "legality_review", "collective_decision", "party_report"}
        assert missing(consultation, final, editor) == everything
        consultation = conclude(consultation, official, reviewer)
        assert missing(consultation, final, editor) == everything - {"public_participation"}
        sent_for_review(decision, by=official)
        taken(decision, "legality_review", short_time_reason=SHORT)
        assert missing(consultation, final, editor) == {"collective_decision", "party_report"}
        taken(decision, "collective_decision")
        assert missing(consultation, final, editor) == {"party_report"}
        taken(decision, "party_report")
        publish_final(consultation, final, by=editor)
    row = Decision.objects.get(pk=decision.pk)
    assert row.status == "decided", "the matter is decided with its text"
    published = latest(row, "publication")
    assert published is not None and published.status == "done"


def test_the_text_that_was_reviewed_and_passed_is_the_one_that_is_published(
    consultation: Consultation, final: Version, official: User, reviewer: User, editor: User
) -> None:
    with after_closing(consultation):
        consultation = conclude(consultation, official, reviewer)
        decided(consultation, official=official, reviewer=reviewer, editor=editor)
        fourth = final.passages.get(label="第四条")
        reword_clause(fourth, Wording("第四条", "", "水费每吨不超过九元。"), by=official)
        said = {"legality_review", "collective_decision", "party_report", "cleared"}
        assert missing(consultation, final, editor) == said


def test_a_text_changed_after_its_review_does_not_go_to_the_meeting(
    consultation: Consultation, final: Version, official: User, reviewer: User, editor: User
) -> None:
    with after_closing(consultation):
        decision = matter(consultation, official, editor)
        conclude(consultation, official, reviewer)
        sent_for_review(decision, by=official)
        taken(decision, "legality_review", short_time_reason=SHORT)
        fourth = final.passages.get(label="第四条")
        reword_clause(fourth, Wording("第四条", "", "水费每吨不超过九元。"), by=official)
        with pytest.raises(Incomplete) as refused:
            recorded(decision, "collective_decision")
    assert list(refused.value.errors) == ["legality_review"]
    assert "重新" in str(refused.value.errors)


def test_a_suspended_matter_publishes_nothing(
    consultation: Consultation, final: Version, official: User, reviewer: User, editor: User
) -> None:
    with after_closing(consultation):
        consultation = conclude(consultation, official, reviewer)
        decision = decided(consultation, official=official, reviewer=reviewer, editor=editor)
        stop_decision(Decision.objects.get(pk=decision.pk), by=editor, public_note="上位法将修订，暂缓。")
        with pytest.raises(InvalidMove):
            publish_final(consultation, final, by=editor)


def test_a_review_has_a_text_to_review(
    official: User, reviewer: User, editor: User, consultation: Consultation
) -> None:
    empty = prepare_decision(by=official, slug="empty", title="无草案", department=consultation.department)
    list_decision(empty, by=editor)
    with pytest.raises(Incomplete) as refused:
        sent_for_review(empty, by=official)
    assert list(refused.value.errors) == ["document"]


@pytest.mark.parametrize("stage", ["public_participation", "publication", "interpretation"])
def test_what_follows_from_what_happened_is_ticked_by_nobody(
    consultation: Consultation, official: User, editor: User, stage: str
) -> None:
    decision = matter(consultation, official, editor)
    with pytest.raises(InvalidMove):
        begin_stage(decision, stage, by=official)
    with pytest.raises(InvalidMove):
        complete_stage(decision, stage, by=official)


def test_participation_goes_the_way_of_its_consultations(
    consultation: Consultation, official: User, reviewer: User, editor: User, deliver_all: object
) -> None:
    decision = matter(consultation, official, editor)
    rounds = lambda: [  # noqa: E731
        (row.round, row.status)
        for row in decision.stages.filter(stage="public_participation").order_by("round")
    ]
    assert rounds() == [(1, "begun")]
    with after_closing(consultation):
        feedback = draft_feedback(consultation, by=official, asked="问了", said="答了", did="改了")
        publish_feedback(feedback, by=reviewer)
        deliver_all()  # type: ignore[operator]
        assert rounds() == [(1, "done")]
        follow_participation(decision, by=None)
        assert rounds() == [(1, "done")], "twice is once"
        taken_back(feedback, by=official, confirmed_by=reviewer)
        deliver_all()  # type: ignore[operator]
    assert rounds() == [(1, "done"), (2, "begun")]


def test_there_is_one_door_by_which_a_final_text_becomes_public() -> None:
    door = "consultations.outcomes.actions.publish_final_text"
    users = {str(path) for path, tree in modules() if door in set(imported(tree))}
    assert users == {"consultations/decisions/publishing.py"}
    for path, tree in modules("frontend"):
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "is_final"]
        assert not calls or path.parts[:2] == ("frontend", "demo"), f"{path} publishes a text round the law"


@pytest.mark.parametrize(
    "mark", ["（征求意见稿）", "（草案）", "送审稿", "（讨论稿）", "（试行）（征求意见稿）"]
)
def test_a_text_whose_title_is_that_of_a_draft_is_not_published_as_decided(
    mark: str, consultation: Consultation, final: Version, official: User, reviewer: User, editor: User
) -> None:
    retitle(final, f"农村饮水管理办法{mark}", by=official)
    with after_closing(consultation):
        row = conclude(consultation, official, reviewer)
        decided(row, official=official, reviewer=reviewer, editor=editor)
        assert missing(row, final, editor) == {"title"}
        retitle(final, without_mark(final.title), by=official)
        publish_final(Consultation.objects.get(), Version.objects.get(pk=final.pk), by=editor)
    assert "稿" not in Document.objects.get().title


def test_a_final_text_on_trial_keeps_that_word(
    consultation: Consultation, final: Version, official: User, reviewer: User, editor: User
) -> None:
    retitle(final, "农村饮水管理办法（试行）", by=official)
    with after_closing(consultation):
        row = conclude(consultation, official, reviewer)
        decided(row, official=official, reviewer=reviewer, editor=editor)
        publish_final(row, final, by=editor)
    assert Document.objects.get().title == "农村饮水管理办法（试行）"
