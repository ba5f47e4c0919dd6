"""Two people at once, each on a connection of their own: one wins, the other is told, everything is there once."""

from functools import partial
from typing import Any

import pytest

from consultations.comments.actions import accept_comment, withdraw_comment, withhold_comment
from consultations.comments.intake import submit_comment
from consultations.models import Comment, Consultation, Opinion
from consultations.notices.actions import publish_consultation
from consultations.notices.counters import counts_of
from consultations.weighing.actions import dispose_opinion
from participation.accounts.models import Department, User
from participation.corrections.actions import confirm_correction, withdraw_published
from participation.corrections.models import Correction
from participation.delivery.models import Event
from participation.ledger.idempotency import run_once
from participation.ledger.leaves import verify
from participation.ledger.models import AuditEntry
from responses.models import Question, Reply
from responses.questions.actions import assign_question
from responses.questions.intake import submit_question
from responses.replies.actions import draft_reply, publish_reply, submit_reply
from tests.at_once import at_once, one_won
from tests.cast import Role, official_with
from tests.drafts import comment_on

pytestmark = pytest.mark.django_db(transaction=True)


def acts_on(row: Any) -> list[str]:
    entries = AuditEntry.objects.filter(kind=row._meta.model_name, object_id=row.pk)
    return list(entries.order_by("pk").values_list("act", flat=True))


def test_two_editors_publish_one_consultation(notice: Consultation, editor: User, county: Department) -> None:
    second = official_with("second_editor", "赵编辑", county, Role.EDITOR)
    mine, theirs = Consultation.objects.get(pk=notice.pk), Consultation.objects.get(pk=notice.pk)
    one_won(
        at_once(
            lambda: publish_consultation(mine, by=editor), lambda: publish_consultation(theirs, by=second)
        )
    )
    assert acts_on(notice).count("consultation.published") == 1
    assert Event.objects.filter(name="consultation.published", object_id=notice.pk).count() == 1


def test_two_editors_confirm_one_withdrawal(
    consultation: Consultation, official: User, editor: User, county: Department
) -> None:
    second = official_with("second_editor", "赵编辑", county, Role.EDITOR)
    proposal = withdraw_published(consultation, by=official, reason="内容有误，核实后另行公布。")
    mine, theirs = (Correction.objects.get(pk=proposal.pk) for _ in "ab")
    one_won(
        at_once(lambda: confirm_correction(mine, by=editor), lambda: confirm_correction(theirs, by=second))
    )
    assert acts_on(consultation).count("consultation.withdrawn") == 1


def test_two_moderators_decide_differently_and_the_sum_closes(
    consultation: Consultation, moderator: User, department: Department
) -> None:
    second = official_with("second_moderator", "周管理", department, Role.MODERATOR)
    comment = comment_on(consultation)
    mine, theirs = (Comment.objects.get(pk=comment.pk) for _ in "ab")
    one_won(
        at_once(
            lambda: accept_comment(mine, by=moderator),
            lambda: withhold_comment(theirs, by=second, reason=str(Comment.Reason.values[0])),
        )
    )
    counts = counts_of(consultation)
    assert counts["received"] == 1 and counts["pending"] == 0
    assert counts["published"] + counts["withheld"] == 1


def test_a_comment_tapped_twice_is_one_and_both_taps_get_the_same_code(consultation: Consultation) -> None:
    def tap() -> Any:
        def act() -> dict[str, Any]:
            issued = submit_comment(consultation, by=None, body="路太窄。", wants_publication=True)
            return {"number": issued.number, "code": issued.lookup_code}

        return run_once("a-key", "comments", {"body": "路太窄。"}, act)

    answers = at_once(tap, tap, tap)
    assert len({tuple(sorted(answer.items())) for answer, _ in answers}) == 1
    assert sorted(replay for _, replay in answers) == [False, True, True]
    assert Comment.objects.count() == 1
    assert counts_of(consultation)["received"] == 1


def test_twenty_people_speak_at_once_and_everyone_is_counted(consultation: Consultation) -> None:
    at_once(*[lambda n=n: comment_on(consultation, f"第{n}条意见。") for n in range(20)])
    numbers = set(Comment.objects.values_list("number", flat=True))
    assert len(numbers) == 20
    assert counts_of(consultation)["received"] == counts_of(consultation)["opinions"] == 20
    assert list(verify()) == []


def test_two_reviewers_sign_one_reply(
    official: User, reviewer: User, editor: User, department: Department
) -> None:
    second = official_with("second_reviewer", "刘审核", department, Role.REVIEWER)
    question, _ = submit_question(
        by=None, kind="inquiry", title="何时通水？", body="村里何时通水？", wants_publication=True
    )
    assign_question(question, department, by=editor, show=True)
    reply = draft_reply(Question.objects.get(pk=question.pk), by=official, body="六月底前全村通水到户。")
    submit_reply(reply, by=official)
    mine, theirs = (Reply.objects.get(pk=reply.pk) for _ in "ab")
    one_won(at_once(lambda: publish_reply(mine, by=reviewer), lambda: publish_reply(theirs, by=second)))
    assert acts_on(reply).count("reply.published") == 1
    assert acts_on(question).count("question.answered") == 1
    assert list(verify()) == []


def test_weighing_and_taking_back_do_not_wait_for_each_other_crosswise(
    consultation: Consultation, official: User
) -> None:
    for _ in range(5):
        comment = comment_on(consultation)
        opinion = Opinion.objects.get(comment=comment)
        weigh = partial(dispose_opinion, opinion, "adopted", by=official)
        one_won(at_once(partial(withdraw_comment, comment, by=None), weigh))
    counts = counts_of(consultation)
    assert counts["withdrawn"] + counts["adopted"] == 5 and counts["open"] == 0
