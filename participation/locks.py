"""Locking rows, and the one order in which it is done: whoever takes two takes them in this order, so that no two
people ever wait for each other crosswise. What hangs on a row stands after it; of two rows of one kind the lower
number comes first; counters, audit, leaves and outbox come last and are never asked for here."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.conf import settings
from django.db import connection, models
from django.utils.translation import gettext as _

from participation.errors import Conflict

M = TypeVar("M", bound=models.Model)
log = logging.getLogger(__name__)

ORDER = (
    "department",
    "specialunit",
    "user",
    "standin",
    "membership",
    "invitation",
    "participationlist",
    "decision",
    "hearing",
    "engagement",
    "executionchange",
    "decisionstage",
    "consultation",
    "document",
    "version",
    "passage",
    "comment",
    "opinion",
    "feedback",
    "interpretation",
    "question",
    "reply",
    "deadline",
    "timerequest",
    "chaser",
    "correction",
    "duty",
)


class OutOfOrder(Exception):
    """Two rows were locked in an order in which somebody else could wait for us while we wait for them."""


def lock(row: M) -> M:
    """Lock and re-read `row`. Call inside a transaction; on SQLite the IMMEDIATE transaction is the lock.

    The lock does not keep others from inserting rows that point here. Raises Conflict when the row is gone.
    """
    return lock_all(row)[0]


def lock_all(*rows: M) -> list[M]:
    """Lock and re-read several rows of one kind, the lower number first; given back in the order asked for."""
    found = {row.pk: _lock(row) for row in sorted(rows, key=lambda row: row.pk)}
    return [found[row.pk] for row in rows]


@contextmanager
def separate_acts() -> Iterator[None]:
    """Several acts in one transaction, for somebody who is alone with the database: each keeps the order by itself."""
    before = getattr(connection, "acts_begin_at", 0)
    connection.acts_begin_at = len(connection.atomic_blocks)  # type: ignore[attr-defined]
    try:
        yield
    finally:
        connection.acts_begin_at = before  # type: ignore[attr-defined]


def _lock(row: M) -> M:
    _keep_order(row)
    rows = type(row)._default_manager.filter(pk=row.pk)
    if connection.features.has_select_for_update_of:
        rows = rows.select_for_update(of=("self",), no_key=connection.features.has_select_for_no_key_update)
    locked = rows.first()
    if locked is None:
        raise Conflict(_("This is no longer there."))
    return locked


def _keep_order(row: models.Model) -> None:
    """See that nothing later in the order is locked already in this transaction. Raises OutOfOrder in tests."""
    blocks = connection.atomic_blocks[getattr(connection, "acts_begin_at", 0) :]
    block = next((each for each in blocks if not getattr(each, "_from_testcase", False)), None)
    since, taken = getattr(connection, "rows_locked", (None, []))
    if block is None or since is not block:
        taken = []
    here = (ORDER.index(row._meta.model_name or ""), row.pk)
    if taken and here < max(taken) and here not in taken:
        text = f"{ORDER[here[0]]} {here[1]} is locked after {ORDER[max(taken)[0]]} {max(taken)[1]}"
        if settings.STRICT_LOCKS:
            raise OutOfOrder(text)
        log.error("locks out of order: %s", text)
    connection.rows_locked = (block, [*taken, here])  # type: ignore[attr-defined]
