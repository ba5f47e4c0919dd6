"""What waits for somebody who is away is told to who stands in for them, from the first day on."""

from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from django.db.models import QuerySet

from participation import clock
from participation.accounts.models import User
from participation.accounts.queries import on_behalf_of
from participation.accounts.stand_in_models import StandIn
from participation.delivery.live import notify_live
from participation.delivery.registry import Payload, on
from participation.delivery.schedule import daily
from participation.notifications.models import Notification
from participation.notifications.queries import sort_out
from participation.notifications.registry import all_matters, matter_of

COPIED = ("kind", "matter", "object_id", "about", "words", "data", "url", "due_on", "unit")


def waiting_for(person: User) -> QuerySet[Notification]:
    """What a person was told of and has not done; what is only news is not lent."""
    news = [matter.name for matter in all_matters() if matter.is_news]
    return Notification.objects.filter(person=person, done_at=None).exclude(matter__in=news)


@on("standin.named", name="notifications.hand_over")
def hand_over_at_once(event: Payload) -> None:
    """Where it begins today, what waits already is the stand-in's too."""
    for row in StandIn.objects.today().filter(pk=event["object_id"]).select_related("person", "deputy"):
        hand_over(row)


@daily("notifications.hand_over", at=time(0, 10))
def hand_over_of_the_day(_slot: datetime) -> Iterator[None]:
    """For those who begin to stand in today: it comes with the morning's mail."""
    for row in StandIn.objects.today().filter(first_day=clock.today()).select_related("person", "deputy"):
        hand_over(row)
        yield


def hand_over(row: StandIn) -> int:
    """Tell the stand-in of each thing that waits and that they may do on the other's behalf. Says how many."""
    lent = on_behalf_of(row.deputy, row.person)
    waiting, _over = sort_out(waiting_for(row.person).select_related("person"))
    told = [_copy(each, row) for each, about in waiting if _may(lent, each, about)]
    Notification.objects.bulk_create(told, ignore_conflicts=True)
    if told:
        notify_live("desk")
    return len(told)


def _may(lent: User, row: Notification, about: Any) -> bool:
    matter = matter_of(row.matter)
    return matter is not None and matter.may(lent, about)


def _copy(row: Notification, standing: StandIn) -> Notification:
    fields = {name: getattr(row, name) for name in COPIED}
    occasion = f"standin:{standing.pk}:{row.pk}"
    return Notification(person=standing.deputy, at=clock.now(), occasion=occasion, **fields)
