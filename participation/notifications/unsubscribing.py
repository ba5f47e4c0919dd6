"""The one-click way out of mails to officials: a signed link names person and group, and nobody signs in for it."""

from django.conf import settings
from django.core import signing

from participation.accounts.models import User
from participation.notifications.choices import GROUPS, choices_of, choose
from participation.notifications.models import Way

SALT = "participation.notifications.stop"
DIGEST = "digest"  # instead of a group: everything that comes in the morning


def stop_link(person: User, group: str) -> str:
    """Where mail of a group, or the digest, is ended. Empty for what cannot be ended: orders come by law."""
    if group != DIGEST and GROUPS[group].lawful:
        return ""
    return f"{settings.SITE_URL}/mails/end/{signing.dumps([person.pk, group], salt=SALT)}/"


def named_by(token: str) -> tuple[User, str] | None:
    """The person and the group that a link names; None for a link that is not ours or of somebody who is gone."""
    try:
        pk, group = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if group != DIGEST and (group not in GROUPS or GROUPS[group].lawful):
        return None
    person = User.objects.filter(pk=pk).select_related("news_choice").first()
    return (person, group) if person else None


def end_mails(person: User, group: str) -> None:
    """No more mail of this group; with the digest, of every group that comes in it. The list at the desk stays."""
    choose(person, ways=dict.fromkeys(_going_on(person, group), Way.NONE))


def is_ended(person: User, group: str) -> bool:
    """Whether no such mail comes any more."""
    return not _going_on(person, group)


def _going_on(person: User, group: str) -> list[str]:
    choices = choices_of(person)
    if group == DIGEST:
        return [name for name in GROUPS if choices.of_group(name) == Way.DIGEST]
    return [group] if choices.of_group(group) != Way.NONE else []
