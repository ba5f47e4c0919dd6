"""Mail and text messages to residents: no more than they want, or than an address or a number can take.

An address is kept as a keyed hash only: what is stored says neither whose it is nor where it leads.
"""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.core import signing
from django.db.models import F
from django.utils.crypto import salted_hmac

from participation import clock
from participation.delivery.models import MailCount, MailStop

SALT = "participation.mail.stop"
MORNING = time(8)


def address_key(address: str, *, secret: str | bytes | None = None) -> str:
    """The hash under which an address is known here."""
    return salted_hmac(SALT, address.strip().lower(), secret=secret, algorithm="sha256").hexdigest()


def stop_link(address: str, about: str) -> str:
    """Where mails about one matter are ended, without signing in. It stays good."""
    token = signing.dumps([address_key(address), about], salt=SALT)
    return f"{settings.SITE_URL}/mails/stop/{token}/"


def stop_named_by(token: str) -> tuple[str, str] | None:
    """The address's hash and the matter that a link names; None for a link that is not ours."""
    try:
        key, about = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return str(key), str(about)


def stop_mails(key: str, about: str) -> None:
    """No further mail about this matter goes to that address. Asked again it changes nothing."""
    MailStop.objects.get_or_create(address=key, about=about, defaults={"at": clock.now()})


def is_ended(key: str, about: str) -> bool:
    """Whether mails about this matter have been ended there, by the address's hash as a link names it."""
    return MailStop.objects.filter(address=key, about=about).exists()


def is_stopped(address: str, about: str) -> bool:
    """Whether somebody there has ended mails about this matter; keys of the site that were replaced are tried too."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = [address_key(address, secret=secret) for secret in secrets]
    return MailStop.objects.filter(address__in=keys, about=about).exists()


def is_full(address: str) -> bool:
    """Whether an address got as many mails today as one gets in a day."""
    rows = MailCount.objects.filter(address=address_key(address), day=clock.today())
    return rows.filter(count__gte=settings.MAILS_TO_AN_ADDRESS).exists()


def count_mail(address: str) -> None:
    """Note that one went there."""
    row, _is_new = MailCount.objects.get_or_create(address=address_key(address), day=clock.today())
    MailCount.objects.filter(pk=row.pk).update(count=F("count") + 1)


def take_place(who: str, most: int) -> bool:
    """Count one more for `who` today, such as a text message to a number; False when there were `most`. Of many at once
    no more than that find a place; one that is rolled back is given back."""
    row, _is_new = MailCount.objects.get_or_create(address=address_key(who), day=clock.today())
    return bool(MailCount.objects.filter(pk=row.pk, count__lt=most).update(count=F("count") + 1))


def tomorrow_morning() -> datetime:
    """When an address that is full is tried again."""
    return datetime.combine(clock.today() + timedelta(days=1), MORNING, clock.SHANGHAI)
