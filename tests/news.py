"""How officials are told, in tests: everything at once, or with the morning's mail."""

from collections.abc import Iterable
from datetime import datetime, time

from participation import clock
from participation.accounts.models import User
from participation.deadlines.counting import next_working_day
from participation.notifications.choices import GROUPS, choose
from participation.notifications.mails import send_digests
from participation.notifications.models import Way


def at_once(*people: User) -> None:
    """These people want every mail at once."""
    ways = dict.fromkeys(GROUPS, Way.AT_ONCE)
    for person in people:
        choose(person, ways=ways)


def other_than_orders(way: Way) -> dict[str, Way]:
    """The same way for every group that has a choice."""
    return {name: way for name, group in GROUPS.items() if not group.lawful}


def morning() -> Iterable[int]:
    """The digests of this day go out, or of the next working day; whoever got one."""
    day = next_working_day(clock.today())
    return list(send_digests(datetime.combine(day, time(8), clock.SHANGHAI)) or ())
