"""The time of the legality review (decree 713, article 26) counts from the day on which it had the very text that was
reviewed: sent, and not changed since."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from consultations.decisions.actions import attach
from consultations.decisions.models import Decision
from consultations.documents.actions import import_draft
from consultations.documents.editing import Wording, add_clause, remove_clause, reword_clause
from consultations.documents.reading import read_text
from consultations.models import Version
from participation import clock
from participation.accounts.models import Department, User
from participation.deadlines.rulebook import rule
from participation.text.days import day_words
from tests.dossiers import meeting_waits_for, sent_for_review, taken
from tests.drafts import DRAFT, SHORT

pytestmark = pytest.mark.django_db
SENT = 30  # days from now
CHANGED = 40
Act = Callable[[Version, User], object]
CHANGES: dict[str, Act] = {
    "reworded": lambda text, by: reword_clause(
        text.passages.get(label="第四条"), Wording("第四条", "", "水费每吨不超过九元。"), by=by
    ),
    "added": lambda text, by: add_clause(
        text, None, "article", Wording("第九条", "", "另有规定的除外。"), by=by
    ),
    "removed": lambda text, by: remove_clause(text, text.passages.get(label="第四条").clause, by=by),
}


def later(days: int) -> date:
    return clock.today() + timedelta(days=days)


@pytest.fixture
def sent(decision: Decision, official: User) -> Decision:
    """Sent for review in thirty days, the text as it is."""
    with clock.at(clock.starts_at(later(SENT))):
        sent_for_review(decision, by=official)
    return decision


def reviewed(decision: Decision, on: date, **how: Any) -> None:
    with clock.at(clock.starts_at(on)):
        taken(decision, "legality_review", **how)


def refusal(decision: Decision, on: date) -> str:
    """What is said of the day of the meeting; empty where nothing is."""
    with clock.at(clock.starts_at(on)):
        return str(meeting_waits_for(decision, on).get("held_on", ""))


def test_the_days_count_from_the_day_on_which_it_was_sent(sent: Decision) -> None:
    first = rule("A10").earliest_end(later(SENT)) + timedelta(days=1)
    reviewed(sent, later(SENT + 1))
    said = refusal(sent, first - timedelta(days=1))
    assert "送审日期为" + day_words(later(SENT)) in said and day_words(first) in said
    assert refusal(sent, first) == ""


@pytest.mark.parametrize("change", CHANGES)
def test_they_count_anew_from_a_change_of_the_text_under_review(
    sent: Decision, draft: Version, official: User, change: str
) -> None:
    with clock.at(clock.starts_at(later(CHANGED))):
        CHANGES[change](draft, official)
    reviewed(sent, later(CHANGED + 1))
    first = rule("A10").earliest_end(later(CHANGED)) + timedelta(days=1)
    assert rule("A10").earliest_end(later(SENT)) < first - timedelta(days=1), (
        "by the sending alone it would be enough"
    )
    said = refusal(sent, first - timedelta(days=1))
    assert "送审后于" + day_words(later(CHANGED)) in said and day_words(first) in said
    assert refusal(sent, first) == ""


def test_a_text_tied_to_the_matter_after_it_was_sent_counts_from_then(
    sent: Decision, official: User, department: Department
) -> None:
    other = import_draft(read_text(DRAFT, markdown=True), department=department, by=official)
    with clock.at(clock.starts_at(later(CHANGED))):
        attach(sent, other.document, by=official)
    reviewed(sent, later(CHANGED + 1))
    assert "送审后于" in refusal(sent, later(CHANGED + 2))


def test_a_change_before_it_was_sent_moves_nothing(
    decision: Decision, draft: Version, official: User
) -> None:
    with clock.at(clock.starts_at(later(SENT - 2))):
        CHANGES["reworded"](draft, official)
    with clock.at(clock.starts_at(later(SENT))):
        sent_for_review(decision, by=official)
    reviewed(decision, later(SENT + 1))
    assert refusal(decision, rule("A10").earliest_end(later(SENT)) + timedelta(days=1)) == ""


def test_sent_anew_after_it_was_returned_the_days_run_from_then(sent: Decision, official: User) -> None:
    reviewed(sent, later(SENT + 1), result="returned")
    with clock.at(clock.starts_at(later(CHANGED))):
        sent_for_review(sent, by=official)
    reviewed(sent, later(CHANGED + 1))
    assert "送审日期为" + day_words(later(CHANGED)) in refusal(sent, later(CHANGED + 2))


def test_the_units_own_reason_for_fewer_days_holds_for_both(
    sent: Decision, draft: Version, official: User
) -> None:
    with clock.at(clock.starts_at(later(CHANGED))):
        CHANGES["reworded"](draft, official)
    reviewed(sent, later(CHANGED + 1), short_time_reason=SHORT)
    assert refusal(sent, later(CHANGED + 2)) == ""
