"""What a person was told of, and how much of it today."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from participation import clock
from participation.accounts.models import User
from participation.accounts.queries import taken_up_by
from participation.notifications.models import Notification, Sent
from participation.notifications.registry import matter_of

Waiting = tuple[Notification, Any]  # with what it is about


def news_of(person: User) -> QuerySet[Notification]:
    """Everything a person was told of."""
    return Notification.objects.filter(person=person)


def unread_by(person: User) -> QuerySet[Notification]:
    """What still waits, or is news, and was not read."""
    return news_of(person).filter(done_at=None, read_at=None)


def mailed_today(person: User) -> int:
    """How many mails went out to this person at once, today."""
    since = clock.starts_at(clock.today())
    return news_of(person).filter(mailed_at__gte=since, sent_as=Sent.MAIL).count()


def sort_out(rows: Iterable[Notification]) -> tuple[list[Waiting], list[Notification]]:
    """Those that still wait for their person, with what they are about, and those that do not. A query a matter, and
    what the rooms' policies ask."""
    by_matter: dict[str, list[Notification]] = defaultdict(list)
    for row in rows:
        by_matter[row.matter].append(row)
    rows = [row for found in by_matter.values() for row in found]
    others = taken_up_by({row.person_id: row.person for row in rows}.values())
    waiting: list[Waiting] = []
    over: list[Notification] = []
    for name, found in by_matter.items():
        matter = matter_of(name)
        objects: dict[int, Any] = {}
        if matter is not None:
            manager = matter.model._default_manager.select_related(*matter.related)
            objects = dict(manager.in_bulk([row.object_id for row in found]))
        waits = {pk: matter is not None and matter.waits(each) for pk, each in objects.items()}
        for row in found:
            about = objects.get(row.object_id)
            hands = [row.person, *others.get(row.person_id, [])]
            if (
                matter is not None
                and waits.get(row.object_id)
                and any(matter.may(each, about) for each in hands)
            ):
                waiting.append((row, about))
            else:
                over.append(row)
    return waiting, over
