"""Mail goes out through the outbox: at least once, after the commit, with a key against repeats."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from participation.delivery.addresses import count_mail, is_full, is_stopped, stop_link, tomorrow_morning
from participation.delivery.outbox import send_many
from participation.delivery.registry import NotNow, Payload, job
from participation.delivery.sender import site_name
from participation.delivery.turns import pieces_of

M = TypeVar("M", bound=Model)
FEW = 10


class Letter(NamedTuple):
    """One mail. `key` names the occasion: the same occasion is posted once.

    `about` names the matter of a mail to a resident (`step_letter`): they can end mails about it. `stop` is where mails
    like this one are ended with one click (RFC 8058).
    """

    to: str
    subject: str
    body: str
    key: str
    about: str = ""
    stop: str = ""


def is_address(text: str) -> bool:
    """Whether this is one mail address and nothing else."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def mail_address(contact: str, account: AbstractBaseUser | None) -> str:
    """Where somebody can be told by mail, if anywhere: what they wrote as their contact, else their account's."""
    return contact if is_address(contact) else str(getattr(account, "email", "") or "")


def is_mail_sent() -> bool:
    """Whether this site sends mail at all: without EMAIL_URL it does not."""
    return not str(settings.EMAIL_BACKEND).endswith(".dummy.EmailBackend")


def letter(*paragraphs: str, name: str = "") -> str:
    """A mail's text with its greeting and its end. Only an address known to be theirs is greeted by `name`."""
    whole = [
        _("Dear %(name)s,") % {"name": name} if name else _("Dear Sir or Madam,"),
        *paragraphs,
        _("This mail was sent by %(site)s.") % {"site": site_name()},
    ]
    return "\n\n".join(whole)


def matter_name(about: Model) -> str:
    """Under which mails about a resident's comment or question are ended."""
    return f"{about._meta.model_name}:{about.pk}"


def step_letter(to: str, subject: str, *paragraphs: str, about: Model, key: str) -> Letter:
    """A mail to a resident about a step of their comment or question, with the way to get no more about it."""
    matter = matter_name(about)
    stop = stop_link(to, matter)
    if getattr(about, "contact", "") == to:
        why = _("You get this mail because this address was given with it. No more mails about it: %(link)s")
    else:
        why = _(
            "You get this mail because this is the address of your account. No more mails about it: %(link)s"
        )
    return Letter(to, subject, letter(*paragraphs, why % {"link": stop}), key, matter, stop)


def post(to: str, subject: str, body: str, *, key: str) -> None:
    """Have one mail sent."""
    post_all([Letter(to, subject, body, key)])


def post_all(letters: Iterable[Letter], *, kind: str = "mail.send") -> None:
    """Have many mails sent, written down in one go."""
    send_many(kind, [(each.key[:160], each._asdict()) for each in letters])


def post_in_pieces(rows: QuerySet[M], event: Payload, write: Callable[[M], Letter | None]) -> Iterator[int]:
    """Write to many people, a piece at a time; `write` gives None for somebody who left no address.

    Where they are more than a few they go with the slow jobs, so that nobody's password or receipt waits behind them.
    """
    kind = "mail.send_to_many" if rows[FEW : FEW + 1].exists() else "mail.send"
    for piece in pieces_of(rows, after=event["position"]):
        for row in piece:
            post_all(filter(None, [write(row)]), kind=kind)
        yield row.pk


@job("mail.send_to_many", slow=True, is_outside=True)
@job("mail.send", is_outside=True)
def send_mail(payload: Payload) -> None:
    """Hand one mail to the mail server; the Message-ID is this site's own, and the same on a retry, so that servers can
    drop it.

    To a resident who ended mails about the matter none goes; to an address that got its share of the day, tomorrow.
    """
    about = payload.get("about", "")
    if about and is_stopped(payload["to"], about):
        return
    if about and is_full(payload["to"]):
        raise NotNow(tomorrow_morning())
    subject = " ".join(payload["subject"].split())
    headers = {
        "Message-ID": f"<{payload['key'].replace(':', '.').replace('@', '.')}@{urlsplit(settings.SITE_URL).hostname}>",
        "Auto-Submitted": "auto-generated",  # RFC 3834: no out-of-office answer comes back
    }
    if stop := payload.get("stop", ""):
        headers |= {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    EmailMessage(subject, payload["body"], to=[payload["to"]], headers=headers).send()
    if about:
        count_mail(payload["to"])
