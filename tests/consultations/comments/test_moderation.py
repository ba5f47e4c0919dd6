"""Moderating: each act has who may, from where, and what it leaves behind."""

from collections.abc import Callable
from typing import Any

import pytest

from consultations.comments.actions import (
    accept_comment,
    reopen_moderation,
    resubmit_comment,
    return_comment,
    withdraw_comment,
    withhold_comment,
)
from consultations.comments.policies import to_moderate, visible_to
from consultations.models import Comment, Consultation
from consultations.notices.counters import counts_of
from consultations.weighing.actions import dispose_opinion
from participation import clock
from participation.accounts.models import User
from participation.errors import Conflict, Invalid, InvalidMove, NotPermitted, WindowClosed
from tests.drafts import after_closing, comment_on

Act = Callable[[Comment, User], Comment]
ACTS: dict[str, Act] = {
    "accept": lambda comment, by: accept_comment(comment, by=by),
    "withhold": lambda comment, by: withhold_comment(comment, by=by, reason="abuse"),
    "return": lambda comment, by: return_comment(comment, by=by, note="请说明"),
}


@pytest.fixture
def comment(consultation: Consultation) -> Comment:
    return comment_on(consultation, "电话13800001111，张三家门口路灯坏了。")


def test_an_accepted_comment_is_shown_with_what_must_not_be_seen_hidden(
    comment: Comment, moderator: User
) -> None:
    shown = accept_comment(comment, by=moderator, hide=(each for each in ["张三"]))
    assert shown.status == "published"
    assert shown.public_body == "电话138****1111，██家门口路灯坏了。"
    assert shown.body == "电话13800001111，张三家门口路灯坏了。", "the words themselves stay"


def test_without_consent_it_is_accepted_and_not_shown(consultation: Consultation, moderator: User) -> None:
    comment = comment_on(consultation, wants_publication=False)
    assert accept_comment(comment, by=moderator).status == "private"
    assert not visible_to(None).exists()


@pytest.mark.parametrize("name", ACTS)
def test_only_a_moderator_of_this_consultation_decides(
    comment: Comment, official: User, other_official: User, resident: User, auditor: User, moderator: User, name: str
) -> None:  # fmt: skip
    for who in (official, other_official, resident, auditor):
        with pytest.raises(NotPermitted):
            ACTS[name](comment, who)
    assert ACTS[name](comment, moderator).status != "pending"


@pytest.mark.parametrize("first", ACTS)
@pytest.mark.parametrize("second", ACTS)
def test_what_has_been_decided_is_not_decided_again(
    comment: Comment, moderator: User, first: str, second: str
) -> None:
    stale = Comment.objects.get(pk=comment.pk)
    decided = ACTS[first](comment, moderator)
    with pytest.raises(Conflict):
        ACTS[second](stale, moderator)
    with pytest.raises((InvalidMove, Conflict)):
        ACTS[second](decided, moderator)


def test_what_a_moderator_leaves_out_is_named(comment: Comment, moderator: User) -> None:
    for act, field in [
        (lambda: withhold_comment(comment, by=moderator, reason=""), "reason"),
        (lambda: withhold_comment(comment, by=moderator, reason="ugly"), "reason"),
        (lambda: return_comment(comment, by=moderator, note=" "), "note"),
        (lambda: return_comment(comment, by=moderator, note="。。"), "note"),
        (lambda: accept_comment(comment, by=moderator, hide=["李四"]), "hide"),
    ]:
        with pytest.raises(Invalid) as refusal:
            act()
        assert list(refusal.value.errors) == [field]
    assert Comment.objects.get().status == "pending"


def test_once_the_period_is_over_it_is_published_or_withheld_and_not_returned(
    comment: Comment, moderator: User
) -> None:
    with after_closing(comment.consultation):
        with pytest.raises(WindowClosed):
            return_comment(comment, by=moderator, note="请说明")
        assert withhold_comment(comment, by=moderator, reason="abuse").withholding_reason == "abuse"


def test_a_returned_comment_is_sent_again_until_closing(comment: Comment, moderator: User) -> None:
    with pytest.raises((InvalidMove, Conflict)):
        resubmit_comment(comment, by=None, body="没有退回")
    returned = return_comment(comment, by=moderator, note="请去掉电话")
    with pytest.raises(Invalid):
        resubmit_comment(returned, by=None, body=" ")
    with after_closing(comment.consultation), pytest.raises(WindowClosed):
        resubmit_comment(returned, by=None, body="晚了")
    again = resubmit_comment(returned, by=None, body="门口路灯坏了。")
    assert (again.status, again.body) == ("pending", "门口路灯坏了。")
    assert accept_comment(again, by=moderator).public_body == "门口路灯坏了。"


def test_a_comment_is_withdrawn_until_it_has_been_weighed(
    comment: Comment, consultation: Consultation, official: User, moderator: User
) -> None:
    other = comment_on(consultation)
    accept_comment(comment, by=moderator)
    assert withdraw_comment(comment, by=None).status == "withdrawn"
    assert not comment.opinions.exists() and not visible_to(None).exists()
    dispose_opinion(other.opinions.get(), "adopted", by=official)
    with pytest.raises(Conflict):
        withdraw_comment(other, by=None)
    counts = counts_of(consultation)
    assert counts["received"] == 2 and counts["withdrawn"] == counts["pending"] == counts["adopted"] == 1
    assert counts["open"] == 0


def test_after_the_consultation_its_comments_stand_as_they_are(comment: Comment, moderator: User) -> None:
    accept_comment(comment, by=moderator)
    Consultation.objects.update(status="concluded", concluded_at=clock.now())
    fresh = Comment.objects.get(pk=comment.pk)
    for stale_or_fresh in (comment, fresh):
        with pytest.raises(WindowClosed):
            withdraw_comment(stale_or_fresh, by=None)
        with pytest.raises(WindowClosed):
            reopen_moderation(stale_or_fresh, by=moderator)


def test_a_decision_is_taken_back(comment: Comment, moderator: User, official: User) -> None:
    shown = accept_comment(comment, by=moderator)
    with pytest.raises(NotPermitted):
        reopen_moderation(shown, by=official)
    back = reopen_moderation(shown, by=moderator)
    assert (back.status, back.public_body) == ("pending", "")
    assert not visible_to(None).exists()


def test_who_sees_a_comment_that_is_not_public(
    consultation: Consultation, resident: User, neighbour: User, official: User, other_official: User, moderator: User,
    auditor: User, stranger: Any,
) -> None:  # fmt: skip
    comment = comment_on(consultation, by=resident)
    for who in (resident, official, moderator, auditor):
        assert visible_to(who).filter(pk=comment.pk).exists()
    for other in (neighbour, other_official, stranger, None):
        assert not visible_to(other).filter(pk=comment.pk).exists()
    assert list(to_moderate(moderator)) == [comment]
    assert not to_moderate(official).exists() and not to_moderate(resident).exists()


@pytest.mark.parametrize("channel", ["letter", "phone", "hall", "email"])
def test_what_an_official_entered_is_not_taken_back_with_the_code_that_the_official_has_seen(
    consultation: Consultation, official: User, channel: str
) -> None:
    entered = comment_on(consultation, by=official, channel=channel)
    with pytest.raises(NotPermitted):
        withdraw_comment(entered, by=None)
    assert Comment.objects.get(pk=entered.pk).status == "pending"
