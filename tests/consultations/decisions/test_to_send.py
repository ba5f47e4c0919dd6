"""Sending for the review of law, and reviewing a changed text anew: whose turn it is, in the list and by mail."""

from collections.abc import Callable

from consultations.decisions.models import Decision
from consultations.decisions.stages import begin_stage
from consultations.decisions.waiting import due_stages, going_on, to_send
from consultations.documents.editing import Wording, reword_clause
from consultations.models import Passage, Version
from participation.accounts.models import User
from participation.notifications.models import Notification
from tests.cast import Side
from tests.dossiers import as_if_heard, started, taken
from tests.drafts import SHORT


def again(row: Decision) -> Decision:
    return Decision.objects.get(pk=row.pk)


def clause(draft: Version) -> Passage:
    return draft.passages.get(label="第四条")


def told(person: User, matter: str) -> int:
    return Notification.objects.filter(person=person, matter=matter, done_at=None).count()


def test_the_lead_unit_is_told_once_everything_the_review_asks_for_is_there(
    decision: Decision, official: User, editor: User, justice: Side, deliver_all: Callable[[], int]
) -> None:  # fmt: skip
    taken(decision, "agency_consultation", by=official, second=editor)
    deliver_all()
    assert to_send(official) == [] and told(official, "decision.send") == 0, "the public was not heard"
    as_if_heard(decision)
    taken(again(decision), "initiation")
    deliver_all()
    assert to_send(official) == [decision] and told(official, "decision.send") == 1
    for other in (editor, justice.recorder):
        assert to_send(other, going_on(other)) == [] and told(other, "decision.send") == 0
    begin_stage(again(decision), "legality_review", by=official)
    deliver_all()
    assert to_send(official) == [] and told(official, "decision.send") == 0


def test_a_text_changed_since_it_was_found_lawful_is_sent_again_before_the_meeting(
    decision: Decision, draft: Version, official: User, editor: User, deliver_all: Callable[[], int]
) -> None:
    as_if_heard(decision)
    started(decision, by=official, second=editor)
    begin_stage(again(decision), "legality_review", by=official)
    taken(again(decision), "legality_review", short_time_reason=SHORT)
    assert "collective_decision" in due_stages(again(decision)) and to_send(official) == []
    reword_clause(clause(draft), Wording("第四条", "", "水费每吨不超过二元。"), by=official)
    deliver_all()
    assert "collective_decision" not in due_stages(again(decision)), (
        "the meeting waits for the review of this text"
    )
    assert to_send(official) == [decision] and told(official, "decision.send") == 1


def test_the_market_unit_is_told_that_the_text_it_reviewed_was_changed(
    decision: Decision, draft: Version, official: User, market: Side, deliver_all: Callable[[], int]
) -> None:
    Decision.objects.update(affects_business=True)
    taken(again(decision), "fair_competition_review")
    deliver_all()
    assert told(market.recorder, "stage.review_again") == 0
    reword_clause(clause(draft), Wording("第四条", "", "本县供水由县自来水公司独家经营。"), by=official)
    deliver_all()
    assert told(market.recorder, "stage.review_again") == 1 and told(official, "stage.review_again") == 0
    taken(again(decision), "fair_competition_review")
    deliver_all()
    assert told(market.recorder, "stage.review_again") == 0
