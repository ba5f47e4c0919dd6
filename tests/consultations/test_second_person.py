"""Nobody signs off their own work, whoever else has touched it meanwhile."""

from datetime import timedelta

import pytest

from consultations.comments.intake import submit_comment
from consultations.decisions.publishing import publish_final
from consultations.documents.editing import Wording, begin_revision, reword_clause
from consultations.models import Comment, Consultation
from consultations.outcomes.actions import draft_feedback, publish_feedback
from participation import clock
from participation.accounts.models import Department, User
from participation.errors import NotPermitted
from responses.questions.actions import assign_question
from responses.questions.intake import submit_question
from responses.replies.actions import draft_reply, publish_reply, submit_reply
from tests.cast import Role, official_with
from tests.drafts import TITLE, after_closing, decided


@pytest.fixture
def everything(county: Department) -> User:
    """Somebody who holds every office there is."""
    return official_with("everything", "全能", county, *Role)


def test_who_reworded_a_clause_of_somebody_elses_version_does_not_publish_it(
    consultation: Consultation, official: User, reviewer: User, editor: User, everything: User
) -> None:
    with after_closing(consultation):
        version = begin_revision(consultation.draft_version, by=official, title=TITLE)
        fourth = version.passages.get(label="第四条")
        reword_clause(fourth, Wording("第四条", "", "水费每吨不超过二元。"), by=everything)
        with pytest.raises(NotPermitted):
            publish_final(consultation, version, by=everything)
        publish_feedback(
            draft_feedback(consultation, by=official, asked="问了", said="答了", did="改了"), by=reviewer
        )
        consultation = Consultation.objects.get(pk=consultation.pk)
        decided(consultation, official=official, reviewer=reviewer, editor=editor)
        assert publish_final(consultation, version, by=editor).final_version == version


def test_who_drafted_the_feedback_first_does_not_publish_what_a_colleague_kept_last(
    consultation: Consultation, official: User, reviewer: User, everything: User
) -> None:
    with after_closing(consultation):
        first = draft_feedback(consultation, by=everything, asked="问了", said="答了", did="改了")
        feedback = draft_feedback(
            consultation, by=official, asked="问了", said="答了", did="改了", seen=first
        )
        with pytest.raises(NotPermitted):
            publish_feedback(feedback, by=everything)
        assert publish_feedback(feedback, by=reviewer).status == "published"


def test_who_drafted_the_reply_first_does_not_sign_what_a_colleague_kept_last(
    department: Department, official: User, reviewer: User, editor: User, everything: User
) -> None:
    question, _issued = submit_question(by=None, kind="inquiry", title="何时通水？", body="坪上组何时通水？")
    assign_question(question, department, by=editor)
    first = draft_reply(question, by=everything, body="下月全村通水到户。")
    reply = draft_reply(question, by=official, body="十二月一日全村通水。", seen=first)
    submit_reply(reply, by=official)
    with pytest.raises(NotPermitted):
        publish_reply(reply, by=everything)
    assert publish_reply(reply, by=reviewer).status == "published"


def test_a_comment_counts_from_the_moment_it_arrived(consultation: Consultation) -> None:
    with clock.at(consultation.closes_at - timedelta(seconds=1)):
        issued = submit_comment(consultation, by=None, body="赶上了。")
    assert Comment.objects.get(number=issued.number).submitted_at < consultation.closes_at
