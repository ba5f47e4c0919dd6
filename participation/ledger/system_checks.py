"""`manage.py check --database default`, and every migrate, say when the ledger would go by another name."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError

from participation.ledger.sequencing import origin_problem


@register(Tags.database)
def same_origin(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **_more: Any
) -> list[CheckMessage]:
    """An error when LEDGER_ORIGIN is not the name the log has had since its first entry."""
    try:
        problem = origin_problem() if databases else ""
    except DatabaseError:  # its table comes with the migration
        return []
    return [Error(problem, id="ledger.E001")] if problem else []
