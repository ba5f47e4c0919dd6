"""Weighing: each opinion gets its disposition and reason, from those who may, while it may."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from consultations.documents.actions import import_draft
from consultations.documents.reading import read_text
from consultations.models import Comment, Consultation, Opinion
from consultations.notices.counters import counts_of
from consultations.weighing.actions import (
    confirm_not_considered,
    dispose_opinion,
    propose_not_considered,
    split_comment,
)
from consultations.weighing.policies import are_public
from participation import clock
from participation.accounts.models import Department, User
from participation.errors import Conflict, Invalid, InvalidMove, NotPermitted
from tests.cast import Role, official_with
from tests.drafts import DRAFT, after_closing, comment_on

WHY = "供水有成本，水价暂不降。"


@pytest.fixture
def opinion(consultation: Consultation) -> Opinion:
    return comment_on(consultation).opinions.get()


@pytest.fixture
def second(department: Department) -> User:
    return official_with("second_official", "陆承办", department, Role.DRAFTER)


@pytest.mark.parametrize("disposition", ["adopted", "partly_adopted", "not_adopted", "out_of_scope"])
def test_an_opinion_is_disposed_while_it_is_open_and_after_closing(
    consultation: Consultation, opinion: Opinion, official: User, disposition: str
) -> None:
    dispose_opinion(opinion, disposition, by=official, reason=WHY)
    with after_closing(consultation):
        done = dispose_opinion(opinion, "adopted", by=official)
    assert (done.disposition, done.disposed_by) == ("adopted", official)
    assert counts_of(consultation)["adopted"] == 1 and counts_of(consultation)["open"] == 0


@pytest.mark.parametrize(
    ("disposition", "reason", "field"),
    [
        ("partly_adopted", "", "reason"), ("not_adopted", " \u200b", "reason"), ("out_of_scope", "", "reason"),
        ("duplicate", WHY, "disposition"), ("not_considered", WHY, "disposition"), ("", WHY, "disposition"),
    ],
)  # fmt: skip
def test_a_disposition_that_cannot_stand_is_named(
    opinion: Opinion, official: User, disposition: str, reason: str, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        dispose_opinion(opinion, disposition, by=official, reason=reason)
    assert list(refusal.value.errors) == [field]


def test_the_changed_clause_is_of_this_text(
    consultation: Consultation, opinion: Opinion, official: User, department: Department
) -> None:
    other = import_draft(read_text(DRAFT, markdown=True), department=department, by=official)
    with pytest.raises(Invalid) as refusal:
        dispose_opinion(
            opinion, "adopted", by=official, changed_clause=other.passages.get(label="第四条").clause
        )
    assert list(refusal.value.errors) == ["changed_clause"]


def test_only_drafters_of_the_lead_unit_weigh(
    opinion: Opinion, other_official: User, moderator: User, editor: User, resident: User, supervisor: User
) -> None:
    for who in (other_official, moderator, editor, resident, supervisor):
        with pytest.raises(NotPermitted):
            dispose_opinion(opinion, "adopted", by=who)
        with pytest.raises(NotPermitted):
            split_comment(opinion.comment, ["一", "二"], by=who)
        with pytest.raises(NotPermitted):
            propose_not_considered(opinion, by=who, reason_code="empty", reason="来信空白，没有任何内容。")


def test_two_officials_at_once_one_is_told(opinion: Opinion, official: User) -> None:
    stale = Opinion.objects.get(pk=opinion.pk)
    dispose_opinion(opinion, "adopted", by=official)
    with pytest.raises(Conflict):
        dispose_opinion(stale, "not_adopted", by=official, reason=WHY)
    with pytest.raises(Conflict):
        propose_not_considered(stale, by=official, reason_code="empty", reason="来信空白，没有任何内容。")


def test_not_considered_takes_two_people(opinion: Opinion, official: User, second: User) -> None:
    with pytest.raises(InvalidMove):
        confirm_not_considered(opinion, by=second)
    held = propose_not_considered(
        opinion, by=official, reason_code="empty", reason="只写了符号，没有任何内容。"
    )
    assert held.disposition == "open"
    with pytest.raises(NotPermitted):
        confirm_not_considered(held, by=official)
    done = confirm_not_considered(held, by=second)
    assert (done.disposition, done.proposed_by, done.disposed_by) == ("not_considered", official, second)


def test_a_proposal_made_anew_meanwhile_is_not_confirmed_by_its_maker(
    opinion: Opinion, official: User, second: User
) -> None:
    seen = propose_not_considered(
        opinion, by=official, reason_code="empty", reason="只写了符号，没有任何内容。"
    )
    propose_not_considered(seen, by=second, reason_code="unlawful", reason="内容违法，依法不予考虑。")
    stale = Opinion.objects.get(pk=opinion.pk)
    stale.proposed_by = official
    with pytest.raises(NotPermitted):
        confirm_not_considered(stale, by=second)


@pytest.mark.parametrize(("code", "reason", "field"), [("", WHY, "reason_code"), ("empty", "", "reason")])
def test_a_proposal_says_why(opinion: Opinion, official: User, code: str, reason: str, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        propose_not_considered(opinion, by=official, reason_code=code, reason=reason)
    assert list(refusal.value.errors) == [field]


def test_a_letter_is_weighed_point_by_point(opinion: Opinion, official: User) -> None:
    made = split_comment(opinion.comment, ["水价", " ", "水质"], by=official)
    assert [each.text for each in made] == ["水价", "水质"]
    assert counts_of(opinion.consultation)["opinions"] == 2
    with pytest.raises(Conflict):
        split_comment(opinion.comment, ["一", "二"], by=official)


@pytest.mark.parametrize("points", [[], ["一"], ["一", ""], ["点"] * 31])
def test_a_split_makes_two_to_thirty(opinion: Opinion, official: User, points: list[str]) -> None:
    with pytest.raises(Invalid):
        split_comment(opinion.comment, points, by=official)


def test_what_was_disposed_of_is_not_split(opinion: Opinion, official: User) -> None:
    dispose_opinion(opinion, "adopted", by=official)
    with pytest.raises(Conflict):
        split_comment(opinion.comment, ["一", "二"], by=official)


def test_when_it_is_over_the_dispositions_stand(opinion: Opinion, official: User, second: User) -> None:
    dispose_opinion(opinion, "adopted", by=official)
    assert not are_public(opinion.consultation)
    Consultation.objects.update(status="concluded", concluded_at=clock.now())
    stale, fresh = opinion, Opinion.objects.get(pk=opinion.pk)
    assert are_public(fresh.consultation)
    for row in (stale, fresh):
        with pytest.raises(InvalidMove):
            dispose_opinion(row, "open", by=official)


def test_an_opinion_that_is_gone_is_told(opinion: Opinion, official: User) -> None:
    from consultations.comments.actions import withdraw_comment

    withdraw_comment(Comment.objects.get(), by=None)
    with pytest.raises(Conflict):
        dispose_opinion(opinion, "adopted", by=official)


def test_the_database_has_the_last_word(opinion: Opinion, official: User) -> None:
    rows = Opinion.objects.filter(pk=opinion.pk)
    by: dict[str, Any] = {"disposed_by": official, "disposed_at": clock.now()}
    for wrong in (
        {"disposition": "adopted"},
        {"disposition": "not_adopted", **by},
        {"disposition": "not_considered", "reason": WHY, "reason_code": "empty", **by},
        {
            "disposition": "not_considered",
            "reason": WHY,
            "reason_code": "empty",
            "proposed_by": official,
            **by,
        },
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)
