"""The feedback: written by one, published by another, and only when both sums close."""

from collections.abc import Callable

import pytest

from consultations.comments.actions import accept_comment
from consultations.decisions.publishing import publish_final
from consultations.documents.actions import revise
from consultations.documents.reading import read_text
from consultations.models import Consultation, Feedback, Version
from consultations.outcomes.actions import draft_feedback, publish_feedback, still_open
from consultations.outcomes.queries import changes
from consultations.weighing.actions import dispose_opinion
from participation.accounts.models import User
from participation.errors import Conflict, Incomplete, NotPermitted, Refused
from participation.ledger.models import AuditEntry
from tests.cast import Role, official_with
from tests.drafts import FINAL, after_closing, comment_on, decided
from tests.mailbox import Mailbox

PARAGRAPHS = {"asked": "问了水价。", "said": "大家说贵。", "did": "降了价。"}


def write_feedback(consultation: Consultation, by: User, *, asked: str, said: str, did: str) -> Feedback:
    """As somebody does who has just read what stands there."""
    seen = Feedback.objects.filter(consultation=consultation).first()
    return draft_feedback(consultation, by=by, asked=asked, said=said, did=did, seen=seen)


@pytest.fixture
def feedback(consultation: Consultation, official: User) -> Feedback:
    return write_feedback(consultation, official, **PARAGRAPHS)


@pytest.fixture
def final(consultation: Consultation, official: User) -> Version:
    return revise(consultation.draft_version, read_text(FINAL, markdown=True), by=official)


def fresh(feedback: Feedback) -> Feedback:
    return Feedback.objects.select_related("consultation").get(pk=feedback.pk)


def test_a_consultation_without_comments_is_concluded_too(feedback: Feedback, reviewer: User) -> None:
    with after_closing(feedback.consultation):
        done = publish_feedback(feedback, by=reviewer)
    assert done.status == "published" and done.counts["received"] == done.counts["opinions"] == 0
    row = Consultation.objects.get()
    assert row.status == "concluded" and row.concluded_at
    assert AuditEntry.objects.filter(act__in=["feedback.published", "consultation.concluded"]).count() == 2


def test_not_before_closing_nor_with_anything_unchecked_or_unweighed(
    feedback: Feedback, consultation: Consultation, reviewer: User, moderator: User, official: User
) -> None:
    comment = comment_on(consultation)
    assert set(still_open(feedback)) == {"closes_on", "pending", "open"}
    with pytest.raises(Incomplete) as refusal:
        publish_feedback(feedback, by=reviewer)
    assert set(refusal.value.errors) == {"closes_on", "pending", "open"}
    with after_closing(consultation):
        accept_comment(comment, by=moderator)
        with pytest.raises(Incomplete) as refusal:
            publish_feedback(fresh(feedback), by=reviewer)
        assert set(refusal.value.errors) == {"open"}
        dispose_opinion(comment.opinions.get(), "adopted", by=official)
        write_feedback(consultation, official, **{**PARAGRAPHS, "did": " "})
        with pytest.raises(Incomplete) as refusal:
            publish_feedback(fresh(feedback), by=reviewer)
        assert set(refusal.value.errors) == {"did"}
        assert Consultation.objects.get().status == "published", "a refusal undoes everything"
        write_feedback(consultation, official, **PARAGRAPHS)
        assert publish_feedback(fresh(feedback), by=reviewer).counts["adopted"] == 1


def test_nobody_publishes_what_they_wrote(
    feedback: Feedback, official: User, moderator: User, resident: User, other_official: User, editor: User
) -> None:
    both = official_with("both", "全能", feedback.consultation.department, Role.DRAFTER, Role.REVIEWER)
    with after_closing(feedback.consultation):
        for who in (official, moderator, resident, other_official):
            with pytest.raises(NotPermitted):
                publish_feedback(feedback, by=who)
        write_feedback(feedback.consultation, both, **PARAGRAPHS | {"did": "降了两成。"})
        with pytest.raises(NotPermitted):
            publish_feedback(fresh(feedback), by=both)
        assert publish_feedback(fresh(feedback), by=editor).status == "published"


def test_only_the_lead_unit_writes_it_and_not_after_publication(
    feedback: Feedback, official: User, other_official: User, reviewer: User
) -> None:
    with pytest.raises(NotPermitted):
        write_feedback(feedback.consultation, other_official, **PARAGRAPHS)
    stale = fresh(feedback)
    with after_closing(feedback.consultation):
        publish_feedback(feedback, by=reviewer)
        with pytest.raises(Conflict):
            publish_feedback(stale, by=reviewer)
        with pytest.raises(Refused):
            write_feedback(feedback.consultation, official, **PARAGRAPHS)


def test_the_final_text_comes_after_closing_from_another_hand_and_once(
    consultation: Consultation, final: Version, editor: User, official: User, reviewer: User
) -> None:
    assert changes(consultation) == []
    with pytest.raises(Incomplete):
        publish_final(consultation, final, by=editor)
    with after_closing(consultation):
        feedback = write_feedback(consultation, official, **PARAGRAPHS)
        with pytest.raises(Incomplete) as refused:
            publish_final(consultation, final, by=editor)
        assert "decision" in refused.value.errors, "a major decision has a dossier"
        publish_feedback(feedback, by=reviewer)
        consultation = Consultation.objects.get(pk=consultation.pk)
        decided(consultation, official=official, reviewer=reviewer, editor=editor)
        for who in (official, reviewer):
            with pytest.raises(NotPermitted):
                publish_final(consultation, final, by=who)
        done = publish_final(consultation, final, by=editor)
        assert Version.objects.get(pk=final.pk).is_final
        assert {row["kind"] for row in changes(done)} >= {"same", "changed"}
        with pytest.raises(Conflict):
            publish_final(consultation, final, by=editor)


def test_everybody_who_left_an_address_is_told_once(
    feedback: Feedback, consultation: Consultation, reviewer: User, moderator: User, official: User, mailbox: Mailbox,
    deliver_all: Callable[[], int], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("participation.delivery.turns.AT_ONCE", 2)
    for n in range(5):
        comment = comment_on(consultation, f"第{n}条", contact=f"p{n}@example.org", language="en")
        accept_comment(comment, by=moderator)
        dispose_opinion(
            comment.opinions.get(), "not_adopted", by=official, reason=f"供水有成本，暂不降价，第{n}条。"
        )
    deliver_all()
    mailbox.letters.clear()
    with after_closing(consultation):
        publish_feedback(feedback, by=reviewer)
    deliver_all()
    deliver_all()
    assert sorted(str(letter["To"]) for letter in mailbox.letters) == [f"p{n}@example.org" for n in range(5)]
    [letter] = mailbox.to("p3@example.org")
    body = letter.get_content()
    assert "暂不降价，第3条" in body and f"/consultations/{consultation.slug}/feedback/" in body
