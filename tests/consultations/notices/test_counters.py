"""The counts that are kept agree with a recount, whatever people did and in whatever order."""

from collections import Counter
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consultations.comments.actions import (
    accept_comment,
    reopen_moderation,
    resubmit_comment,
    return_comment,
    withdraw_comment,
    withhold_comment,
)
from consultations.models import Comment, Consultation, Opinion
from consultations.notices.counters import (
    SHOWN,
    WEIGHED,
    add_to_counters,
    clause_counts,
    counts_for,
    counts_of,
)
from consultations.weighing.actions import (
    confirm_not_considered,
    dispose_opinion,
    propose_not_considered,
    split_comment,
)
from participation.accounts.models import Department, User
from participation.errors import Refused
from participation.ledger.leaves import verify
from participation.locks import separate_acts
from tests.cast import Role, official_with
from tests.drafts import comment_on

ACTS = (
    "comment comment accept accept withhold return resubmit withdraw reopen split dispose dispose undo propose confirm"
).split()
steps = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(0, 5), st.sampled_from(WEIGHED)), min_size=1, max_size=25
)


class Office:
    """Does an act on the n-th comment or opinion there is; a refusal changes nothing."""

    def __init__(self, consultation: Consultation, official: User, second: User, moderator: User) -> None:
        self.consultation, self.official, self.second, self.moderator = (
            consultation,
            official,
            second,
            moderator,
        )
        self.clauses = [None, *[row.clause for row in consultation.draft_version.passages.all()[:3]]]

    def do(self, act: str, n: int, word: str) -> None:
        comments, opinions = Comment.objects.order_by("pk"), Opinion.objects.order_by("pk")
        comment: Any = comments[n % len(comments)] if comments else None
        opinion: Any = opinions[n % len(opinions)] if opinions else None
        by = self.moderator
        match act:
            case "comment":
                comment_on(self.consultation, clause=self.clauses[n % 4], wants_publication=n % 2 == 0)
            case "accept" if comment:
                accept_comment(comment, by=by)
            case "withhold" if comment:
                withhold_comment(comment, by=by, reason="abuse")
            case "return" if comment:
                return_comment(comment, by=by, note="请说明")
            case "resubmit" if comment:
                resubmit_comment(comment, by=None, body="再说一次")
            case "withdraw" if comment:
                withdraw_comment(comment, by=None)
            case "reopen" if comment:
                reopen_moderation(comment, by=by)
            case "split" if comment:
                split_comment(comment, ["一", "二", "三"], by=self.official)
            case "dispose" if opinion:
                dispose_opinion(opinion, word, by=self.official, reason="供水有成本，水价暂不降。")
            case "undo" if opinion:
                dispose_opinion(opinion, "open", by=self.official)
            case "propose" if opinion:
                propose_not_considered(
                    opinion, by=self.official, reason_code="empty", reason="来信空白，没有任何内容。"
                )
            case "confirm" if opinion:
                confirm_not_considered(opinion, by=self.second)


def recount(consultation: Consultation) -> dict[str, int]:
    shown = Counter(Comment.objects.filter(consultation=consultation).values_list("status", flat=True))
    weighed = Counter(Opinion.objects.filter(consultation=consultation).values_list("disposition", flat=True))
    return {
        "received": sum(shown.values()),
        **{name: shown[name] for name in SHOWN},
        "opinions": sum(weighed.values()),
        **{name: weighed[name] for name in WEIGHED},
    }


@given(steps)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_kept_counts_equal_a_recount_after_any_sequence_of_acts(
    consultation: Consultation, official: User, moderator: User, department: Department, sequence: list[Any]
) -> None:
    with transaction.atomic(), separate_acts():
        second = official_with("second_official", "陆承办", department, Role.DRAFTER)
        office = Office(consultation, official, second, moderator)
        for act, n, word in sequence:
            try:
                office.do(act, n, word)
            except Refused:
                pass
        assert counts_of(consultation) == recount(consultation)
        standing = Comment.objects.exclude(status="withdrawn").values_list("clause_id", flat=True)
        kept = {clause: n for clause, n in clause_counts(consultation).items() if n}
        assert kept == Counter(clause or 0 for clause in standing)
        assert list(verify()) == [], "and the ledger is in order"
        transaction.set_rollback(True)


@pytest.mark.parametrize("slots", [1, 8])
def test_slots_only_spread_what_is_summed(
    consultation: Consultation, slots: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("consultations.notices.counters.SLOTS", slots)
    for _ in range(20):
        add_to_counters(consultation.pk, {"pending": 1, "open": 1})
    add_to_counters(consultation.pk, {"pending": -3, "published": 3, "withheld": 0})
    found = counts_for([consultation.pk])[consultation.pk]
    assert (found["received"], found["pending"], found["published"], found["opinions"]) == (20, 17, 3, 20)


def test_counts_of_many_take_one_query(consultation: Consultation, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert counts_for([consultation.pk, 999])[999]["received"] == 0
