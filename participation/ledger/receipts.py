"""Receipts: public numbers that say kind and date, and look-up codes of 60 bits."""

import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.db import IntegrityError, models, transaction

from participation import clock
from participation.ledger.models import Leaf, Receipt
from participation.ledger.proofs import promise

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base32: no I, L, O, U
LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
ROUNDS = 10_000
TRIES = 5
UNUSABLE = "!"  # in place of a hash: no code opens this receipt
M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True)
class Issued:
    """A receipt in the only moment in which its code is known."""

    number: str
    lookup_code: str
    leaf: Leaf

    @property
    def receipt(self) -> dict[str, str]:
        """What the holder keeps to check the record later: see `promise`."""
        return promise(self.leaf)


def new_number(prefix: str, draw: Callable[[str], str] = secrets.choice) -> str:
    """A public number such as YJ-260306-4F7KQ2: kind, date, and letters that cannot be counted through."""
    letters = "".join(draw(ALPHABET) for _ in range(6))
    return f"{prefix}-{clock.today():%y%m%d}-{letters}"


def numbered(prefix: str, make: Callable[[str], M]) -> M:
    """Make a row under a new public number; one that is drawn a second time is thrown back. Inside a transaction."""
    for _attempt in range(TRIES):
        number = new_number(prefix)
        try:
            with transaction.atomic():
                return make(number)
        except IntegrityError:
            if not Receipt.objects.filter(number=number).exists():
                raise
    raise RuntimeError(f"no free number was drawn in {TRIES} attempts")


def issue(number: str, kind: str, object_id: int, leaf: Leaf) -> Issued:
    """Make the receipt for a row just accepted, in the same transaction."""
    code = _new_code()
    receipt_of(number, kind, object_id, leaf, code_hash=_hash(number, code)).save()
    return Issued(number, code, leaf)


def renew_code(number: str) -> str:
    """Another look-up code, told in this moment only; the one before opens nothing any more."""
    code = _new_code()
    Receipt.objects.filter(number=number).update(code_hash=_hash(number, code))
    return code


def receipt_of(number: str, kind: str, object_id: int, leaf: Leaf, *, code_hash: str = UNUSABLE) -> Receipt:
    """The receipt, for a bulk writer to write with the row; without a hash no code ever opens it."""
    return Receipt(
        number=number,
        code_hash=code_hash,
        kind=kind,
        object_id=object_id,
        leaf=leaf,
        made_at=clock.now(),
    )


def find(number: str, code: str) -> Receipt | None:
    """The receipt for this number and code. A wrong code and an unknown number cost the same."""
    number = _number(number)
    given = _hash(number, code)
    receipt = Receipt.objects.select_related("leaf").filter(number=number).first()
    known = receipt.code_hash if receipt else "0" * 64
    return receipt if hmac.compare_digest(known, given) else None


def _new_code() -> str:
    letters = "".join(secrets.choice(ALPHABET) for _ in range(12))
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def _hash(number: str, code: str) -> str:
    return hashlib.pbkdf2_hmac("sha256", _typed(code)[:64].encode(), number.encode(), ROUNDS).hex()


def _number(text: str) -> str:
    """The number as it is written, however its dashes were typed: kind, six figures, six letters."""
    typed = _typed(text)[:22]
    return "-".join((typed[:-12], typed[-12:-6], typed[-6:]))


def _typed(text: str) -> str:
    """What a person meant: full-width letters of a Chinese keyboard, small letters, look-alikes, spaces, dashes."""
    wide = unicodedata.normalize("NFKC", text[:200]).upper().translate(LOOKALIKES)
    return "".join(char for char in wide if char.isascii() and char.isalnum())
