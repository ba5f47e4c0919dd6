"""What is published is put right or taken back by two people, and what stood before stays readable."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from consultations.decisions.publishing import publish_final
from consultations.documents.editing import Wording, begin_revision, reword_clause
from consultations.models import Consultation, DecisionStage, Feedback, Version
from consultations.notices.queries import title_of_next
from consultations.outcomes.actions import draft_feedback, publish_feedback
from participation import clock
from participation.accounts.models import Department, User
from participation.corrections.actions import (
    confirm_correction,
    correct_published,
    drop_correction,
    withdraw_published,
)
from participation.corrections.models import Correction
from participation.corrections.queries import confirmed
from participation.deadlines.models import Deadline
from participation.errors import Conflict, Incomplete, Invalid, InvalidMove, NotPermitted
from participation.ledger.leaves import verify
from participation.ledger.models import Leaf
from responses.interpretations.actions import PartText, prepare_interpretation, publish_interpretation
from responses.models import Interpretation, Question, Reply
from responses.questions.actions import assign_question, merge_question, rate_question
from responses.questions.intake import submit_question
from responses.replies.actions import draft_reply, publish_reply, submit_reply
from tests.at_once import at_once, one_won
from tests.cast import Role, official_with
from tests.drafts import TITLE, after_closing, comment_on, corrected, decided, passed_again, taken_back
from tests.mailbox import Mailbox

WHY = "内容有误，核实后另行公布。"

ASKER, SAME = "asker@example.org", "same@example.org"


def ask(department: Department, editor: User, contact: str = "") -> Question:
    question, _issued = submit_question(
        by=None, kind="inquiry", title="何时通水？", body="坪上组何时通水？", contact=contact,
        wants_publication=True,
    )  # fmt: skip
    return assign_question(question, department, by=editor, show=True)


@pytest.fixture
def reply(department: Department, editor: User, official: User, reviewer: User) -> Reply:
    question = ask(department, editor, ASKER)
    made = draft_reply(question, by=official, body="电话 0855-1234567，六月底前全村通水到户。")
    return publish_reply(submit_reply(made, by=official), by=reviewer)


@pytest.fixture
def interpretation(consultation: Consultation, official: User, editor: User) -> Interpretation:
    made = prepare_interpretation(
        consultation.document,
        by=official,
        slug="jd",
        title="水价解读",
        parts=[PartText("main", "", "<p>三元</p>")],
    )
    return publish_interpretation(made, by=editor)


@pytest.fixture
def feedback(consultation: Consultation, official: User, reviewer: User) -> Feedback:
    with after_closing(consultation):
        made = draft_feedback(
            consultation, by=official, asked="问了水价。", said="大家说贵。", did="降了一成。"
        )
        return publish_feedback(made, by=reviewer)


@pytest.fixture
def final(feedback: Feedback, official: User, reviewer: User, editor: User) -> Consultation:
    consultation = feedback.consultation
    with after_closing(consultation):
        version = begin_revision(consultation.draft_version, by=official, title=TITLE)
        consultation = Consultation.objects.get(pk=consultation.pk)
        decided(consultation, official=official, reviewer=reviewer, editor=editor)
        return publish_final(consultation, version, by=editor)


def test_an_answer_is_corrected_by_two_and_says_what_it_said(
    reply: Reply, official: User, reviewer: User
) -> None:
    body = reply.body.replace("1234567", "7654321")
    proposal = correct_published(reply, by=official, reason="电话写错了。", changes={"body": body})
    assert Reply.objects.get().body == reply.body, "nothing stands before the second person's word"
    for who in (official,):
        with pytest.raises(NotPermitted):
            confirm_correction(proposal, by=who)
    confirm_correction(proposal, by=reviewer)
    assert Reply.objects.get().body == body
    kept = confirmed("reply", reply.pk).get()
    assert kept.before == {"body": reply.body} and kept.after == {"body": body}
    assert kept.stood_since == reply.published_at and kept.decided_by == reviewer
    assert list(reply.question.steps.values_list("step", "note")).pop() == ("corrected", "电话写错了。")
    assert list(verify()) == []
    assert Leaf.objects.filter(kind="reply", object_id=reply.pk).count() == 2
    assert Leaf.objects.filter(kind="correction", object_id=kept.pk).count() == 1


def test_who_may_not_confirm_hears_their_own_reason(
    reply: Reply, official: User, other_official: User, department: Department
) -> None:
    answerer = official_with("answerer", "李答复", department, Role.ANSWERER)
    proposal = correct_published(
        reply, by=official, reason="有误。", changes={"body": "这是更正以后的答复。"}
    )
    for who in (answerer, other_official):
        with pytest.raises(NotPermitted, match="没有公布该内容的权限"):
            confirm_correction(proposal, by=who)


def test_a_reviewer_who_proposes_does_not_confirm(
    reply: Reply, reviewer: User, department: Department
) -> None:
    second = official_with("second", "刘审核", department, Role.REVIEWER)
    proposal = correct_published(
        reply, by=reviewer, reason="有误。", changes={"body": "这是更正以后的答复。"}
    )
    with pytest.raises(NotPermitted, match="提出人不能确认"):
        confirm_correction(proposal, by=reviewer)
    confirm_correction(proposal, by=second)


def test_the_second_correction_says_since_when_the_first_one_stood(
    reply: Reply, official: User, reviewer: User
) -> None:
    with clock.at(clock.now() + timedelta(days=1)):
        corrected(reply, by=official, confirmed_by=reviewer, body="这是第二种说法，请看清楚。")
    with clock.at(clock.now() + timedelta(days=2)):
        corrected(Reply.objects.get(), by=official, confirmed_by=reviewer, body="这是第三种说法，请看清楚。")
    newest, oldest = confirmed("reply", reply.pk)
    assert newest.before == {"body": "这是第二种说法，请看清楚。"} and newest.stood_since == oldest.decided_at


def test_the_asker_and_those_who_asked_the_same_are_told_of_a_correction(
    reply: Reply, department: Department, editor: User, official: User, reviewer: User,
    mailbox: Mailbox, deliver_all: Callable[[], int],
) -> None:  # fmt: skip
    merge_question(ask(department, editor, SAME), reply.question, by=editor)
    deliver_all()
    mailbox.letters.clear()
    corrected(
        reply, by=official, confirmed_by=reviewer, reason="电话写错了。", body="办事大厅电话 0855-7654321。"
    )
    deliver_all()
    for address in (ASKER, SAME):
        (letter,) = mailbox.to(address)
        text = letter.get_content()
        assert "电话写错了。" in text and "0855-7654321" in text


def test_an_answer_taken_back_leaves_the_question_waiting_with_a_whole_new_term(
    reply: Reply, official: User, reviewer: User, mailbox: Mailbox, deliver_all: Callable[[], int]
) -> None:
    question = Question.objects.get(pk=reply.question_id)
    rate_question(question, rating=1)
    first = question.deadline
    with clock.at(clock.now() + timedelta(days=30)):
        taken_back(reply, by=official, confirmed_by=reviewer, reason="国家政策已经作出调整。")
        now = Question.objects.select_related("deadline").get(pk=question.pk)
        assert now.status == "assigned" and now.closed_at is None and now.rating is None
        assert now.deadline and first and now.deadline.pk != first.pk and now.deadline.state == "running"
        assert now.due_on == now.deadline.due_on > clock.today()
        assert Reply.objects.get().status == "draft"
        assert confirmed("reply", reply.pk).get().before == {"body": reply.body}
        assert list(verify()) == []
        deliver_all()
    assert "国家政策已经作出调整。" in mailbox.to(ASKER)[-1].get_content()
    with clock.at(clock.now() + timedelta(days=31)):
        anew = draft_reply(now, by=official, body="这是重新作出的正式答复。", seen=Reply.objects.get())
        publish_reply(submit_reply(anew, by=official), by=reviewer)
    assert Question.objects.get(pk=question.pk).status == "answered" and list(verify()) == []


def test_an_interpretation_is_corrected_part_by_part(
    interpretation: Interpretation, official: User, editor: User
) -> None:
    fixed = corrected(
        interpretation,
        by=official,
        confirmed_by=editor,
        title="水价的解读",
        parts=[["main", "", "<p>二元</p><script>"]],
    )
    assert fixed.title == "水价的解读" and fixed.parts.get().body == "<p>二元</p>", "cleaned as every part"
    kept = confirmed("interpretation", interpretation.pk).get()
    assert kept.before == {"title": "水价解读", "parts": [["main", "", "<p>三元</p>"]]}
    with pytest.raises(Invalid):
        correct_published(fixed, by=official, reason="更正", changes={"title": " "})


def test_an_interpretation_taken_back_is_owed_again(
    final: Consultation, official: User, editor: User, deliver_all: Callable[[], int], mailbox: Mailbox
) -> None:
    made = prepare_interpretation(
        final.document, by=official, slug="jd", title="水价解读", parts=[PartText("main", "", "<p>三元</p>")]
    )
    interpretation = publish_interpretation(made, by=editor)
    submit_question(
        by=None, kind="inquiry", title="水价？", body="何时降？", contact=ASKER, about=interpretation
    )
    deliver_all()
    taken_back(interpretation, by=official, confirmed_by=editor, reason="内容与新的规定不相符合。")
    deliver_all()
    assert Interpretation.objects.get().status == "withdrawn"
    owed = Deadline.objects.get(subject_kind="document", rule_id="B2")
    assert owed.state == "running" and owed.started_on == clock.today()
    assert "内容与新的规定不相符合。" in mailbox.to(ASKER)[-1].get_content()


def test_a_feedback_is_corrected_and_everybody_who_commented_is_told(
    consultation: Consultation, official: User, reviewer: User, moderator: User,
    mailbox: Mailbox, deliver_all: Callable[[], int],
) -> None:  # fmt: skip
    from consultations.comments.actions import accept_comment
    from consultations.weighing.actions import dispose_opinion

    comment = accept_comment(comment_on(consultation, contact=ASKER), by=moderator)
    dispose_opinion(comment.opinions.get(), "adopted", by=official)
    with after_closing(consultation):
        made = draft_feedback(consultation, by=official, asked="问了", said="说了", did="降了三成。")
        feedback = publish_feedback(made, by=reviewer)
        corrected(feedback, by=official, confirmed_by=reviewer, reason="比例写错了。", did="降了一成。")
        deliver_all()
    assert Feedback.objects.get().did == "降了一成。"
    assert "比例写错了。" in mailbox.to(ASKER)[-1].get_content()
    with after_closing(consultation), pytest.raises(Invalid) as refused:
        correct_published(Feedback.objects.get(), by=official, reason="删去", changes={"did": " "})
    assert list(refused.value.errors) == ["did"]


def test_a_feedback_taken_back_leaves_the_consultation_closed_with_a_new_term(
    feedback: Feedback, official: User, editor: User, reviewer: User, deliver_all: Callable[[], int]
) -> None:
    consultation = feedback.consultation
    with after_closing(consultation):
        deliver_all()
        taken_back(feedback, by=official, confirmed_by=reviewer, reason="漏统计了二十封群众来信。")
        now = Consultation.objects.get(pk=consultation.pk)
        assert now.status == "published" and now.concluded_at is None
        running = Deadline.objects.live().get(subject_kind="consultation", subject_id=now.pk)
        assert now.feedback_due_on == running.due_on > clock.today()
        assert now.changes.get().kind == "reopened"
        again = draft_feedback(
            now, by=official, asked="问了", said="说了", did="补了", seen=Feedback.objects.get()
        )
        publish_feedback(again, by=reviewer)
        deliver_all()
    assert Consultation.objects.get().status == "concluded"
    assert not Deadline.objects.live().filter(subject_kind="consultation").exists()


def test_a_feedback_that_a_final_text_stands_on_is_not_taken_back(
    final: Consultation, official: User, editor: User, reviewer: User
) -> None:
    with after_closing(final):
        with pytest.raises(InvalidMove):
            withdraw_published(Feedback.objects.get(), by=official, reason=WHY)
        taken_back(final, by=official, confirmed_by=editor, kind="final_text")
        DecisionStage.objects.filter(stage="legality_review").delete()
        assert withdraw_published(Feedback.objects.get(), by=official, reason=WHY).status == "proposed"


def test_a_final_text_is_replaced_and_the_old_one_says_so(
    final: Consultation, official: User, reviewer: User, editor: User
) -> None:
    old = final.final_version
    assert old is not None
    with after_closing(final):
        with pytest.raises(Invalid):
            correct_published(
                final, by=official, reason="错字", changes={"final_version": old.pk}, kind="final_text"
            )
        version = begin_revision(old, by=official, title=TITLE)
        reword_clause(
            version.passages.get(label="第四条"), Wording("第四条", "", "水费每吨二元。"), by=official
        )
        changes = {"final_version": version.pk}
        with pytest.raises(Incomplete) as refused:
            correct_published(final, by=official, reason="错字", changes=changes, kind="final_text")
        assert set(refused.value.errors) == {"decision", "cleared", "legality_review", "collective_decision"}
        passed_again(version, official=official, reviewer=reviewer)
        fixed = corrected(
            final, by=official, confirmed_by=editor, reason="第四条有错字。", final_version=version.pk
        )
    assert fixed.final_version == Version.objects.get(pk=version.pk)
    assert fixed.final_version.is_final and fixed.final_version.status == "published"
    old.refresh_from_db()
    assert old.withdrawn_at and old.withdrawn_note == "第四条有错字。" and old.status == "published"


def test_who_wrote_the_corrected_text_does_not_confirm_it(
    final: Consultation, official: User, reviewer: User, editor: User, department: Department
) -> None:
    both = official_with("both", "全能", department, Role.DRAFTER, Role.EDITOR)
    with after_closing(final):
        version = begin_revision(final.final_version, by=both)  # type: ignore[arg-type]
        passed_again(version, official=official, reviewer=reviewer)
        proposal = correct_published(
            final, by=official, reason="错字", changes={"final_version": version.pk}, kind="final_text"
        )
        with pytest.raises(NotPermitted):
            confirm_correction(proposal, by=both)
        confirm_correction(proposal, by=editor)


def test_a_second_proposal_waits_until_the_first_is_decided(
    reply: Reply, official: User, reviewer: User
) -> None:
    first = correct_published(
        reply, by=official, reason="更正一", changes={"body": "这是第一种说法，请看清楚。"}
    )
    with pytest.raises(Conflict):
        withdraw_published(reply, by=official, reason="这是第二次提出的撤回。")
    with pytest.raises(Invalid):
        drop_correction(first, by=reviewer, note=" ")
    drop_correction(first, by=reviewer, note="原来的没有错。")
    with pytest.raises((Conflict, InvalidMove)):
        confirm_correction(first, by=reviewer)
    assert not confirmed("reply", reply.pk).exists()
    withdraw_published(reply, by=official, reason="这是第二次提出的撤回。")


def test_the_proposer_takes_a_proposal_back_without_a_word(
    reply: Reply, official: User, resident: User
) -> None:
    first = correct_published(
        reply, by=official, reason="更正一", changes={"body": "这是第一种说法，请看清楚。"}
    )
    with pytest.raises(NotPermitted):
        drop_correction(first, by=resident, note="不行")
    assert drop_correction(first, by=official, note="").status == "dropped"


def test_what_is_not_published_is_not_corrected(
    notice: Consultation, official: User, department: Department, editor: User
) -> None:
    with pytest.raises(InvalidMove):
        correct_published(notice, by=official, reason="更正", changes={"phone": "1"})
    draft = draft_reply(ask(department, editor), by=official, body="草稿，还没有写完整。")
    with pytest.raises(InvalidMove):
        withdraw_published(draft, by=official, reason=WHY)


def test_a_reason_is_asked_for(reply: Reply, official: User) -> None:
    with pytest.raises(Invalid) as refused:
        correct_published(reply, by=official, reason=" ", changes={"body": "改了"})
    assert list(refused.value.errors) == ["reason"]


@pytest.mark.django_db(transaction=True)
def test_two_reviewers_confirm_and_drop_at_once(
    reply: Reply, official: User, reviewer: User, department: Department
) -> None:
    second = official_with("second", "刘审核", department, Role.REVIEWER)
    proposal = correct_published(
        reply, by=official, reason="更正一", changes={"body": "这是第一种说法，请看清楚。"}
    )
    mine, theirs = (Correction.objects.get(pk=proposal.pk) for _ in range(2))
    one_won(
        at_once(
            lambda: confirm_correction(mine, by=reviewer),
            lambda: drop_correction(theirs, by=second, note="原来的没有错。"),
        )
    )
    now: Any = Correction.objects.get()
    assert Reply.objects.get().body == (
        "这是第一种说法，请看清楚。" if now.status == "confirmed" else reply.body
    )
    assert list(verify()) == []


@pytest.mark.django_db(transaction=True)
def test_two_propose_at_once_and_one_proposal_waits(
    reply: Reply, official: User, department: Department
) -> None:
    second = official_with("second", "徐同事", department, Role.ANSWERER)
    mine, theirs = (Reply.objects.get() for _ in range(2))
    one_won(
        at_once(
            lambda: correct_published(
                mine, by=official, reason="更正一", changes={"body": "甲提出的说法，请看清楚。"}
            ),
            lambda: correct_published(
                theirs,
                by=second,
                reason="这是第二次提出的撤回。",
                changes={"body": "乙提出的说法，请看清楚。"},
            ),
        )
    )
    assert Correction.objects.count() == 1


def test_a_final_text_that_went_out_under_the_title_of_a_draft_gets_its_own_by_two_people(
    final: Consultation, official: User, reviewer: User, editor: User
) -> None:
    old = final.final_version
    assert old is not None
    for row in (old, old.document):
        type(row)._default_manager.filter(pk=row.pk).update(title=f"{TITLE}（征求意见稿）")
    with after_closing(final):
        version = begin_revision(old, by=official, title=title_of_next(old))
        passed_again(version, official=official, reviewer=reviewer)
        fixed = corrected(
            Consultation.objects.get(), by=official, confirmed_by=editor, reason="标题误带“征求意见稿”字样。",
            final_version=version.pk,
        )  # fmt: skip
    assert fixed.final_version is not None and fixed.final_version.title == TITLE
    assert fixed.final_version.document.title == TITLE
