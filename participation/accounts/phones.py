"""Whose a mobile number is: six figures are texted to it, and whoever types them in has shown that it is theirs.

The sign-in library's own way serves signing up and in by telephone: it looks people up by their number, which is
sealed here, and keeps code and tries in the session, where many tries at once count as one. Nobody signs in with this.
"""

import re
import secrets
import unicodedata
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation import clock
from participation.accounts.models import User
from participation.accounts.phone_models import PhoneProof
from participation.accounts.policies import check_own
from participation.delivery.addresses import take_place
from participation.delivery.sms import is_offered, mobile_number, send_sms, signed
from participation.errors import Invalid
from participation.ledger.audit import record
from participation.locks import lock

SALT = "participation.accounts.phone"
HOLDS = timedelta(minutes=10)
AGAIN = timedelta(minutes=1)  # a second tap within it sends no second code
MOST_TRIES = 5  # wrong ones, of one code
MOST_CODES = 5  # a day to one number, whoever asks, and a day for one account


def number_of(person: User) -> str:
    """The mobile number of an account as a gateway takes it; empty when its telephone is none."""
    try:
        return mobile_number(person.phone)
    except Invalid:
        return ""


def proved_number(person: User) -> str:
    """The mobile number that a person has shown to be theirs and that still stands in their account; else empty."""
    proof: PhoneProof | None = getattr(person, "phone_proof", None)
    return proof.number if proof and proof.proved_at and proof.number == number_of(person) else ""


def is_code_out(person: User) -> bool:
    """Whether a code went to the number of this account that may still be typed in."""
    proof: PhoneProof | None = getattr(person, "phone_proof", None)
    return proof is not None and bool(proof.code) and not _over(proof, person)


def send_code(person: User, *, by: User) -> bool:
    """Text a code to the mobile number of the own account; it holds for ten minutes, and the one before no more. False
    when one went within the minute.

    Raises NotPermitted, Invalid (no mobile number; proved already; five codes today to it or for this account).
    """
    check_own(by, person)
    with transaction.atomic():
        row = lock(person)
        number = mobile_number(row.phone)
        if not is_offered():
            raise Invalid(_("This site sends no text messages at present."))
        if proved_number(row):
            raise Invalid(_("This number is confirmed already."))
        if is_code_out(row) and row.phone_proof.sent_at > clock.now() - AGAIN:
            return False
        if not (take_place(f"codes of {row.pk}", MOST_CODES) and take_place(f"code {number}", MOST_CODES)):
            raise Invalid(_("No more codes are sent today. Try again tomorrow."))
        code, now = f"{secrets.randbelow(10**6):06}", clock.now()
        fresh = {
            "number": number,
            "code": _hash(row, number, code),
            "tries": 0,
            "sent_at": now,
            "proved_at": None,
        }
        PhoneProof.objects.update_or_create(person=row, defaults=fresh)
        entry = record("person.phone_code_sent", row, by=by)
        text = signed(_("Code %(code)s, for ten minutes. Tell nobody.") % {"code": code})
        return send_sms(number, text, key=f"code:{entry.pk}", until=now + HOLDS)


def prove_number(person: User, code: str, *, by: User) -> None:
    """Show with the code that the number of the own account is one's own. Proved already, nothing changes.

    Raises NotPermitted, Invalid under `code` (wrong; ten minutes over; the sixth try; none was sent to this number).
    A wrong try counts though it is refused, so this is called outside any transaction.
    """
    check_own(by, person)
    with transaction.atomic(durable=True):
        row = lock(person)
        problem = "" if proved_number(row) else _tried(row, code)
    if problem:
        raise Invalid(problem, errors={"code": [problem]})


def drop_stale_proof(person: User) -> None:
    """Another number stands in the account now: what was proved of the one before, or is to be, counts no more."""
    proof = PhoneProof.objects.filter(person=person).first()
    if proof is not None and proof.number != number_of(person):
        proof.delete()


def unused_codes() -> QuerySet[PhoneProof]:
    """Those that have run out and proved nothing; a day later."""
    return PhoneProof.objects.filter(proved_at=None, sent_at__lt=clock.now() - timedelta(days=1))


def _tried(person: User, code: str) -> str:
    proof = PhoneProof.objects.filter(person=person).first()
    if proof is None or not proof.code:
        return _("No code was sent to this number. Have one sent.")
    if problem := _over(proof, person):
        return problem
    figures = re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", code))
    if constant_time_compare(proof.code, _hash(person, proof.number, figures)):
        proof.code, proof.proved_at = "", clock.now()
        proof.save(update_fields=["code", "proved_at"])
        record("person.phone_proved", person, by=person)
        return ""
    proof.tries += 1
    proof.save(update_fields=["tries"])
    left = MOST_TRIES - proof.tries
    return _over(proof, person) or ngettext(
        "This is not the code of the last text message. You have %(left)d more try.",
        "This is not the code of the last text message. You have %(left)d more tries.",
        left,
    ) % {"left": left}


def _over(proof: PhoneProof, person: User) -> str:
    """Why its code no longer counts; empty while it does."""
    if proof.number != number_of(person):
        return _("No code was sent to this number. Have one sent.")
    if proof.sent_at <= clock.now() - HOLDS:
        return _("The ten minutes of this code are over. Have a new one sent.")
    if proof.tries >= MOST_TRIES:
        return _("Five tries were wrong, so this code no longer counts. Have a new one sent.")
    return ""


def _hash(person: User, number: str, code: str) -> str:
    """Keyed: six figures are soon guessed by whoever has the table alone."""
    return salted_hmac(SALT, f"{person.pk}:{number}:{code}", algorithm="sha256").hexdigest()
