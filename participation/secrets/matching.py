"""Finding sealed words by exactly these words: behind the seal stands a keyed hash of them.

Whoever has a copy of the database alone reads nothing, and learns at most which rows hold the same words.
"""

import base64
import hashlib
import hmac
from functools import lru_cache
from typing import Any, TypeVar

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.db import models

from participation.secrets.keys import keys

BETWEEN = "#"  # stands in no seal
LENGTH = 22  # 128 bits in base64
M = TypeVar("M", bound=models.Model)


def marked(token: str, words: str) -> str:
    """The seal with the mark of these words under the key that seals now."""
    return f"{token}{BETWEEN}{_mark(words, keys()[0])}" if token else ""


def having(rows: models.QuerySet[M], name: str, words: str) -> models.QuerySet[M]:
    """Of these rows those whose sealed field holds these words, as its `matched_by` reads them; under any key.

    Served by an index over `LastOf(name)`.
    """
    field: Any = rows.model._meta.get_field(name)
    compared: str = field.matched_by(words)
    if not compared:
        return rows.none()
    marks = [_mark(compared, key) for key in keys()]
    return rows.alias(mark=LastOf(name)).filter(mark__in=marks)  # type: ignore[return-value]


class LastOf(models.Func):
    """Where the mark stands in the column. The length is no parameter: SQLite would not know its index again."""

    template = f"RIGHT(%(expressions)s, {LENGTH})"
    output_field = models.TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """SQLite has no RIGHT."""
        return self.as_sql(compiler, connection, template=f"SUBSTR(%(expressions)s, -{LENGTH})", **context)


def _mark(words: str, key: str) -> str:
    mac = hmac.new(_key_for_marks(key), words.encode("utf-8", "surrogatepass"), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(mac[:16]).decode().rstrip("=")


@lru_cache(maxsize=8)
def _key_for_marks(key: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"sealed-words-mark").derive(key.encode())
