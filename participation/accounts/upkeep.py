"""Every night the security log is cut to its length, and what is left of sessions and codes that are over goes."""

from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from django.db.models import QuerySet

from participation.accounts import phones, security_log, sessions
from participation.delivery.schedule import daily

PIECE = 100


@daily("accounts.forget_old_sign_ins", at=time(3))
def forget_old_sign_ins(_slot: datetime) -> Iterator[None]:
    """A hundred at a time."""
    for rows in (
        security_log.outdated(), sessions.expired(), sessions.closed_sessions(), phones.unused_codes(),
    ):  # fmt: skip
        yield from _delete(rows)


def _delete(rows: QuerySet[Any]) -> Iterator[None]:
    while ids := list(rows.order_by("pk").values_list("pk", flat=True)[:PIECE]):
        rows.model._default_manager.filter(pk__in=ids).delete()
        yield
