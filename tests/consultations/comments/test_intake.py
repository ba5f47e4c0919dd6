"""Taking comments in: until the last second, with a receipt, counted."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from consultations.comments.intake import submit_comment
from consultations.documents.actions import import_draft
from consultations.documents.reading import read_text
from consultations.models import Comment, Consultation
from consultations.notices.counters import clause_counts, counts_of
from participation import clock
from participation.accounts.models import Department, User
from participation.errors import Invalid, NotPermitted, WindowClosed
from participation.ledger.models import AuditEntry, Leaf
from participation.ledger.receipts import find
from tests.drafts import DRAFT, after_closing, comment_on
from tests.mailbox import Mailbox

SECOND = timedelta(seconds=1)


def test_a_comment_comes_with_receipt_leaf_opinion_audit_and_count(consultation: Consultation) -> None:
    fourth = consultation.draft_version.passages.get(label="第四条").clause
    issued = submit_comment(consultation, by=None, body=" 太贵。\u202e ", clause=fourth, name=" 朱\n德发 ")
    comment = Comment.objects.get(number=issued.number)
    assert (comment.body, comment.name, comment.status) == ("太贵。", "朱 德发", "pending")
    assert comment.opinions.get().disposition == "open"
    assert Leaf.objects.get(kind="comment").object_id == comment.pk
    assert AuditEntry.objects.get(act="comment.received").by is None
    receipt = find(issued.number, issued.lookup_code)
    assert receipt and receipt.object_id == comment.pk
    counts = counts_of(consultation)
    assert counts["received"] == counts["pending"] == counts["opinions"] == counts["open"] == 1
    assert clause_counts(consultation) == {fourth.pk: 1}


def test_the_window_opens_and_closes_to_the_second(consultation: Consultation) -> None:
    for at in (consultation.opens_at, consultation.closes_at - SECOND):
        with clock.at(at):
            comment_on(consultation)
    for at in (consultation.opens_at - SECOND, consultation.closes_at):
        with clock.at(at), pytest.raises(WindowClosed):
            comment_on(consultation)
    assert Comment.objects.count() == counts_of(consultation)["received"] == 2


@pytest.mark.parametrize("status", ["suspended", "withdrawn"])
def test_a_suspended_or_withdrawn_consultation_takes_nothing(consultation: Consultation, status: str) -> None:
    Consultation.objects.filter(pk=consultation.pk).update(status=status)
    with pytest.raises(WindowClosed):
        comment_on(Consultation.objects.get(pk=consultation.pk))


@pytest.mark.parametrize(
    ("field", "value"),
    [("body", ""), ("body", "\u200b \n"), ("body", "字" * 5001), ("stance", "x"), ("channel", "pigeon")],
)
def test_what_is_wrong_is_named(consultation: Consultation, official: User, field: str, value: str) -> None:
    sent: dict[str, Any] = {"body": "好", field: value}
    with pytest.raises(Invalid) as refusal:
        submit_comment(consultation, by=official, **sent)
    assert list(refusal.value.errors) == [field]
    assert not Comment.objects.exists() and counts_of(consultation)["received"] == 0


def test_a_clause_of_another_text_is_refused(
    consultation: Consultation, department: Department, official: User
) -> None:
    other = import_draft(read_text(DRAFT, markdown=True), department=department, by=official)
    with pytest.raises(Invalid) as refusal:
        comment_on(consultation, clause=other.passages.get(label="第四条").clause)
    assert list(refusal.value.errors) == ["clause"]


def test_letters_are_entered_by_officials_until_the_feedback(
    consultation: Consultation, moderator: User, official: User, resident: User, other_official: User, supervisor: User
) -> None:  # fmt: skip
    letter = submit_comment(consultation, by=moderator, body="来信", channel="letter")
    with after_closing(consultation):
        submit_comment(consultation, by=official, body="邮戳在期内", channel="letter")
    comment = Comment.objects.get(number=letter.number)
    assert comment.author is None and comment.entered_by == moderator
    for who in (resident, other_official, supervisor, None):
        with pytest.raises(NotPermitted):
            submit_comment(consultation, by=who, body="冒充", channel="phone")
    Consultation.objects.filter(pk=consultation.pk).update(status="concluded", concluded_at=clock.now())
    with pytest.raises(WindowClosed):  # even with a page that was opened before
        submit_comment(consultation, by=official, body="太晚", channel="letter")


def test_the_writer_is_told_in_their_language(
    consultation: Consultation, mailbox: Mailbox, deliver_all: Callable[[], int]
) -> None:
    comment = comment_on(consultation, contact="zhu@example.org", language="en")
    comment_on(consultation, contact="13800001111")
    by_letter = comment_on(consultation)
    Comment.objects.filter(pk=by_letter.pk).update(contact="a@b.cn, c@d.cn")  # as it stood in the letter
    deliver_all()
    [letter] = mailbox.letters
    assert letter["To"] == "zhu@example.org"
    assert letter["Subject"] == f"We have received your comment ({comment.number})"


def test_the_database_has_the_last_word(consultation: Consultation) -> None:
    comment = comment_on(consultation, wants_publication=False)
    rows = Comment.objects.filter(pk=comment.pk)
    for wrong in ({"body": ""}, {"status": "published"}, {"status": "withheld"}, {"status": "returned"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)
