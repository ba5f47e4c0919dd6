"""Names as Chinese readers look them up: by pinyin.

PostgreSQL knows the order itself, by ICU. SQLite, of small sites, is taught one under the same name: GB 18030 has the
3,755 common characters in the order of their pinyin; rarer ones follow, by radical. So no table of readings is needed.
"""

from typing import Any

from django.db.backends.signals import connection_created
from django.db.models import Expression, F
from django.db.models.functions import Collate
from django.dispatch import receiver

PINYIN = "zh-Hans-x-icu"


def by_pinyin(text: str) -> bytes:
    """What names are sorted by where they are in memory already."""
    return text.encode("gb18030", "replace")


def in_pinyin(column: str | Expression) -> Collate:
    """A column or expression that the database sorts by pinyin."""
    return Collate(F(column) if isinstance(column, str) else column, PINYIN)


@receiver(connection_created)
def _teach(connection: Any, **_rest: Any) -> None:
    if connection.vendor == "sqlite":
        connection.connection.create_collation(PINYIN, _compare)


def _compare(one: str, other: str) -> int:
    left, right = by_pinyin(one), by_pinyin(other)
    return (left > right) - (left < right)
