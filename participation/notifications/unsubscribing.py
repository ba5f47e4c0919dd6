"""The one-click way out of mails to officials: a signed link names person and group, and nobody signs in for it.

Mails are passed on: a link does nothing once its person has chosen anew how to be told.
"""

from typing import NamedTuple

from django.conf import settings
from django.core import signing

from participation.accounts.models import User
from participation.notifications.choices import GROUPS, choices_of, choose, last_chosen
from participation.notifications.models import Way

SALT = "participation.notifications.stop"
DIGEST = "digest"  # instead of a group: everything that comes in the morning


class End(NamedTuple):
    """What a link asks for; `is_stale` where its person has chosen anew since it was mailed."""

    person: User
    group: str
    is_stale: bool


def stop_link(person: User, group: str) -> str:
    """Where mail of a group, or the digest, is ended. Empty for what cannot be ended: orders come by law."""
    if group != DIGEST and GROUPS[group].lawful:
        return ""
    token = signing.dumps([person.pk, group, last_chosen(person)], salt=SALT)
    return f"{settings.SITE_URL}/mails/end/{token}/"


def named_by(token: str) -> End | None:
    """What a link names; None for a link that is not ours or of somebody who is gone."""
    try:
        pk, group, *chosen = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if group != DIGEST and (group not in GROUPS or GROUPS[group].lawful):
        return None
    person = User.objects.filter(pk=pk).select_related("news_choice").first()
    return End(person, group, last_chosen(person) != (chosen or [0])[0]) if person else None


def end_mails(end: End) -> None:
    """No more mail of this group; with the digest, of every group that comes in it. The list at the desk stays. A stale
    link does nothing."""
    if not end.is_stale and (groups := _going_on(end.person, end.group)):
        choose(end.person, ways=dict.fromkeys(groups, Way.NONE), by_link=True)


def is_ended(end: End) -> bool:
    """Whether no such mail comes any more."""
    return not _going_on(end.person, end.group)


def _going_on(person: User, group: str) -> list[str]:
    choices = choices_of(person)
    if group == DIGEST:
        return [name for name in GROUPS if choices.of_group(name) == Way.DIGEST]
    return [group] if choices.of_group(group) != Way.NONE else []
