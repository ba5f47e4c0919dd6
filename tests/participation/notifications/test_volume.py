"""A busy morning: many comments, many officials. What it costs, and how many mails it makes."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consultations.comments.actions import accept_comment
from consultations.comments.work_mails import tell_moderators
from consultations.models import Comment, Consultation
from participation.accounts.models import Department, User
from participation.delivery.models import Job
from participation.notifications.models import Notification
from tests.cast import Role, official_with
from tests.drafts import comment_on
from tests.mailbox import Mailbox
from tests.news import at_once, morning

OFFICIALS, COMMENTS = 300, 10_000


def event(comment: Comment, n: int, name: str = "comment.received") -> dict[str, Any]:
    return {"event": n, "name": name, "object_id": comment.pk, "data": {}, "at": "", "position": None}


@pytest.mark.long
def test_ten_thousand_comments_are_one_notification_a_moderator_and_three_queries_each(
    consultation: Consultation, department: Department, moderator: User
) -> None:
    for n in range(OFFICIALS - 1):
        official_with(f"moderator-{n}", "孙", department, Role.MODERATOR)
    comment = comment_on(consultation)
    tell_moderators(event(comment, 1_000_000))
    assert Notification.objects.filter(matter="comments.moderate").count() == OFFICIALS
    spent: Counter[str] = Counter()  # Django's own log of queries holds 9,000

    def count(execute: Callable[..., Any], *args: Any) -> Any:
        spent["queries"] += 1
        return execute(*args)

    with connection.execute_wrapper(count):
        for n in range(COMMENTS):
            tell_moderators(event(comment, 1_000_001 + n))
    assert spent["queries"] == 3 * COMMENTS  # the comment, what waits, whether it was told
    assert Notification.objects.filter(matter="comments.moderate").count() == OFFICIALS
    assert not Job.objects.filter(handler="notifications.mail").exists()


def test_telling_three_hundred_costs_the_same_queries_as_telling_one(
    consultation: Consultation, department: Department, moderator: User
) -> None:
    def cost() -> int:
        Notification.objects.all().delete()
        with CaptureQueriesContext(connection) as spent:
            tell_moderators(event(comment, 2_000_000 + OFFICIALS))
        return len(spent)

    comment = comment_on(consultation)
    one = cost()
    for n in range(OFFICIALS):
        official_with(f"moderator-{n}", "孙", department, Role.MODERATOR)
    assert cost() - one <= 8  # bulk inserts, in batches of what the database takes


def test_a_moderator_who_wants_mail_at_once_gets_one_and_not_one_a_comment(
    consultation: Consultation, moderator: User, mailbox: Mailbox, deliver_all: Callable[[], int]
) -> None:
    at_once(moderator)
    for _n in range(6):
        accept_comment(comment_on(consultation), by=moderator) if _n % 2 else comment_on(consultation)
        deliver_all()
    for comment in Comment.objects.filter(status="pending"):
        accept_comment(comment, by=moderator)
        deliver_all()
    comment_on(consultation)
    deliver_all()
    assert len(mailbox.to(moderator.email)) == 1
    morning()
    deliver_all()
    assert "有1条意见待审核" in mailbox.to(moderator.email)[1].get_content()


def test_three_hundred_digests_are_three_hundred_mails_at_a_few_queries_each(
    consultation: Consultation, department: Department, moderator: User
) -> None:
    for n in range(OFFICIALS - 1):
        official_with(f"moderator-{n}", "孙", department, Role.MODERATOR)
    tell_moderators(event(comment_on(consultation), 3_000_000))
    with CaptureQueriesContext(connection) as spent:
        morning()
    assert Job.objects.filter(dedupe_key__startswith="digest:").count() == OFFICIALS
    assert len(spent) / OFFICIALS < 14
