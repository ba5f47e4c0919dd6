"""Telling people, once for each matter; and noting what no longer waits for them."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import Model, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from participation import clock
from participation.accounts.models import User
from participation.accounts.queries import officials_with
from participation.delivery.live import notify_live
from participation.delivery.outbox import send_many
from participation.delivery.registry import Payload
from participation.errors import NotPermitted
from participation.notifications.choices import choices_of_all
from participation.notifications.models import Notification, Way
from participation.notifications.queries import Waiting, sort_out, unread_by
from participation.notifications.registry import Matter, all_matters

M = TypeVar("M", bound=Model)
QUIET = timedelta(hours=4)  # between two mails at once about the same grouped matter


def follow(matter: Matter[M], row: M, event: Payload) -> int:
    """Something happened to `row`: those for whom it waits now are told, those for whom it no longer does are not.

    For the job that listens to the event; idempotent by it. Says how many were open_rows.
    """
    open_rows = Notification.objects.filter(matter=matter.name, object_id=row.pk, done_at=None)
    if not matter.is_news:
        if not matter.waits(row):
            open_rows.update(done_at=clock.now())
            return 0
        if matter.grouped and open_rows.exists():
            return 0  # one more of the same: who was told finds it there
    people = [each for each in officials_with(*matter.roles) if matter.may(each, row)]
    if not matter.is_news:
        open_rows.exclude(person__in=people).update(done_at=clock.now())
    return notify(matter, row, people, event)


def notify(matter: Matter[M], row: M, people: Sequence[User], event: Payload) -> int:
    """Tell these people, each once while it waits; whose own act it was finds it at the desk, or in the morning's mail.

    Says how many had not been told yet.
    """
    occasion = f"{matter.name}:{event['event']}:{row.pk}"[:100]
    if not people:
        return 0
    fields = described(matter, row) | {"occasion": occasion, "at": clock.now()}
    Notification.objects.bulk_create(
        [Notification(person=each, **fields) for each in people], ignore_conflicts=True
    )
    open_rows = Notification.objects.filter(
        matter=matter.name, object_id=row.pk, mailed_at=None, done_at=None
    )
    unsent = list(open_rows.filter(person__in=people).order_by("id"))
    # one of an earlier event is among them: its own act may have been told before somebody else's that it waits for
    _send_at_once(matter, [each for each in unsent if each.person_id != event.get("by")], people)
    made = sum(each.occasion == occasion for each in unsent)
    if made:
        notify_live("desk")
    return made


def described(matter: Matter[M], row: M) -> dict[str, Any]:
    """What is to be done, in each language, as it stands now."""
    data = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            data[code] = {name: value if isinstance(value, int) else str(value)[:2000]
                          for name, value in matter.says(row).items()}  # fmt: skip
    due = matter.due(row)
    return {
        "kind": matter.kind, "matter": matter.name, "object_id": row.pk, "about": matter.about(row)[:60],
        "words": matter.words, "data": data, "url": matter.url(row)[:300], "due_on": due.on, "unit": due.unit,
    }  # fmt: skip


def still_waiting(rows: Iterable[Notification]) -> list[Waiting]:
    """Those that wait to this moment; the others are noted as done, and nobody is mailed about them."""
    waiting, over = sort_out(rows)
    if over:
        ids = [row.pk for row in over]
        Notification.objects.filter(pk__in=ids, done_at=None).update(done_at=clock.now())
    return waiting


def mark_read(notification: Notification, *, by: User) -> None:
    """Note that its person has read it. Raises NotPermitted for another."""
    if notification.person_id != by.pk:
        raise NotPermitted(_("This was said to somebody else."))
    _read(unread_by(by).filter(pk=notification.pk))


def mark_all_read(person: User) -> int:
    """Note that a person has read everything there is; says how many."""
    return _read(unread_by(person))


def _read(rows: QuerySet[Notification]) -> int:
    """What is only news is done with when it was read."""
    is_news = Q(matter__in=[matter.name for matter in all_matters() if matter.is_news])
    return rows.filter(is_news).update(read_at=clock.now(), done_at=clock.now()) + rows.exclude(
        is_news
    ).update(read_at=clock.now())


def _send_at_once(matter: Matter[Any], made: list[Notification], people: Sequence[User]) -> None:
    choices = choices_of_all(people)
    hurried = [row for row in made if choices[row.person_id].way(row.kind) == Way.AT_ONCE]
    if matter.grouped and hurried:
        lately = set(_mailed_lately(hurried[0]).values_list("person", flat=True))
        hurried = [row for row in hurried if row.person_id not in lately]
    texted = [row for row in made if choices[row.person_id].is_texted(row.kind)]
    for kind, rows in (("notifications.mail", hurried), ("notifications.text", texted)):
        send_many(kind, [(f"{kind}:{row.pk}", {"notification": row.pk}) for row in rows])


def _mailed_lately(row: Notification) -> QuerySet[Notification]:
    since = clock.now() - QUIET
    return Notification.objects.filter(matter=row.matter, object_id=row.object_id, mailed_at__gt=since)
