"""What hangs on a matter and can be put right once it is public: a hearing, another way in which people were heard."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model

from consultations.decisions.models import Decision
from participation.accounts.models import Department
from participation.corrections.registry import Correctable

M = TypeVar("M", bound=Model)


def _matter(row: Any) -> Decision:
    matter: Decision = row.decision
    return matter


def _lead_unit(row: Any) -> Department:
    return _matter(row).department


@dataclass(frozen=True, slots=True, kw_only=True)
class OfAMatter(Correctable[M]):
    """It is the lead unit's, and the matter is locked before it."""

    department: Callable[[M], Department] = _lead_unit
    parent: Callable[[M], Model | None] = _matter
    related: tuple[str, ...] = ("decision__department",)
