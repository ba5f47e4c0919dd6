"""Text messages: one small door, `SMS_URL`, and the outbox behind it.

`console://` prints them, `dummy://` drops them, `http(s)://user:key@gateway/path?template=…` posts each as JSON
`{"to", "text", "key"}` to the gateway, with the same key on a retry (also as the header Idempotency-Key), so that the
gateway can drop a repeat. Everything in the address but user and key is the gateway's own; those go as Basic
authorization. An answer other than 2xx, a redirect among them, is a failure, and the outbox tries again.
"""

import json
import re
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from http.client import HTTPMessage
from typing import IO, Any
from urllib.parse import unquote, urlsplit, urlunsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import translation
from django.utils.translation import gettext as _

from participation import clock
from participation.delivery.outbox import send
from participation.delivery.registry import NotNow, Payload, job
from participation.delivery.sender import government_name, site_name
from participation.errors import Invalid

LONGEST = 70  # characters: one message of a mainland network
SIGNATURE = 20  # characters that a signature has at most between its brackets
ROOM = LONGEST - SIGNATURE - 2  # what is left for any text
PATIENCE = 10.0  # seconds
FIRST, LAST = time(8), time(21)  # the hours in which people are told of something
MOBILE = re.compile(r"1[3-9]\d{9}")


@dataclass(frozen=True, slots=True)
class Gateway:
    """Where text messages go. `way`: console, dummy, or http."""

    way: str
    address: str = ""
    authorization: str = ""


class _NoRedirects(HTTPRedirectHandler):
    """A key is for the gateway that was named, not for where it points to."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


def gateway(url: str) -> Gateway:
    """What an SMS_URL says. Raises ImproperlyConfigured, never quoting the key."""
    parts = urlsplit(url)
    if parts.scheme in ("console", "dummy"):
        return Gateway(parts.scheme)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ImproperlyConfigured("SMS_URL is console://, dummy:// or http(s)://user:key@gateway/path")
    netloc = parts.netloc.rpartition("@")[2]
    secret = f"{unquote(parts.username or '')}:{unquote(parts.password or '')}" if parts.username else ""
    basic = f"Basic {b64encode(secret.encode()).decode()}" if secret else ""
    return Gateway("http", urlunsplit((parts.scheme, netloc, parts.path or "/", parts.query, "")), basic)


def is_offered() -> bool:
    """Whether text messages go anywhere."""
    return gateway(settings.SMS_URL).way != "dummy"


def mobile_number(text: str) -> str:
    """A mainland mobile number as +86 and eleven figures. Raises Invalid naming `phone` for any other."""
    figures = re.sub(r"[\s\-()（）－]", "", text)
    figures = re.sub(r"^(\+|00)?86(?=1)", "", figures)
    if not MOBILE.fullmatch(figures):
        message = _("Give a mainland mobile number of eleven figures.")
        raise Invalid(message, errors={"phone": [message]})
    return f"+86{figures}"


def signed(text: str) -> str:
    """With the signature before it. The text has at most `ROOM` characters."""
    return f"{signature()}{text}"[:LONGEST]


def signature() -> str:
    """The one under which this site is registered with its gateway, whatever the text and its language: its
    government's name, or the one that the operator gave it."""
    with translation.override(settings.LANGUAGE_CODE):
        name = government_name() or site_name()
    return f"【{name[:SIGNATURE]}】"


def by_day() -> None:
    """Nobody is woken: raises NotNow before eight in the morning and from nine in the evening on, Asia/Shanghai."""
    now = clock.now().astimezone(clock.SHANGHAI)
    if not FIRST <= now.time() < LAST:
        day = now.date() + timedelta(days=now.time() >= LAST)
        raise NotNow(datetime.combine(day, FIRST, clock.SHANGHAI))


def send_sms(to: str, text: str, *, key: str, until: datetime | None = None, can_wait: bool = False) -> bool:
    """Have one text message sent; the same `key` is sent once, and nothing after `until`. One that `can_wait` goes with
    the slow jobs, so that no code waits behind it. Raises Invalid for a number that is none, ValueError for a text that
    is longer than one message."""
    number = mobile_number(to)
    if len(text) > LONGEST:
        raise ValueError(f"a text message has at most {LONGEST} characters")
    message = {"to": number, "text": text, "key": key[:120], "until": until and until.isoformat()}
    return send("sms.send_to_many" if can_wait else "sms.send", message, key=f"sms:{key}"[:160])


@job("sms.send_to_many", slow=True, is_outside=True)
@job("sms.send", is_outside=True)
def deliver_sms(payload: Payload) -> None:
    """Hand one text message to the gateway; what came too late to be of use is dropped."""
    if (until := payload.get("until")) and datetime.fromisoformat(until) <= clock.now():
        return
    where = gateway(settings.SMS_URL)
    if where.way == "console":
        print(f"SMS {payload['to']}: {payload['text']}", flush=True)
    elif where.way == "http":
        _post(where, {name: payload[name] for name in ("to", "text", "key")})


def _post(where: Gateway, message: dict[str, Any]) -> None:
    headers = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": message["key"]}
    if where.authorization:
        headers["Authorization"] = where.authorization
    body = json.dumps(message, ensure_ascii=False).encode()
    request = Request(where.address, data=body, headers=headers, method="POST")
    with build_opener(_NoRedirects).open(request, timeout=PATIENCE):  # raises for whatever is not 2xx
        pass
