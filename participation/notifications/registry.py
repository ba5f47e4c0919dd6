"""What people can be told of: each room says it of its own things, and who may do what there is to do."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import models

from participation.accounts.models import User
from participation.notifications.models import Kind

M = TypeVar("M", bound=models.Model)
Says = dict[str, object]


class Due(NamedTuple):
    """By when, and in which days its term is counted: `working`, `calendar`, or not at all."""

    on: date | None = None
    unit: str = ""


def _always(_row: Any) -> bool:
    return True


def _never_due(_row: Any) -> Due:
    return Due()


def _of_itself(row: Any) -> str:
    return f"{row._meta.model_name}:{row.pk}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter(Generic[M]):
    """Something that waits for whoever `may` do it while it `waits`. `name` is stored, so it stays.

    `words` and `why` are marked for translation (`gettext_noop`); `says` fills the words in, with `note` as a paragraph
    of its own. A `grouped` one stands for many rows at once and is mailed once in a while only. `is_news` is only read:
    nothing waits. `reminds` only of a day: where the act itself waits for the same person, that is what is said.
    """

    name: str
    kind: Kind
    model: type[M]
    words: str
    why: str
    says: Callable[[M], Says]
    url: Callable[[M], str]
    may: Callable[[User, M], bool]
    waits: Callable[[M], bool] = _always
    due: Callable[[M], Due] = _never_due
    about: Callable[[M], str] = _of_itself
    roles: tuple[str, ...] = ()  # where to look for those who may; empty: among all officials
    related: tuple[str, ...] = ()  # what the above read beside the row
    grouped: bool = False
    is_news: bool = False
    reminds: bool = False


_matters: dict[str, Matter[Any]] = {}


def register(matter: Matter[M]) -> Matter[M]:
    """Make a matter known. Raises ValueError when another one is called so."""
    if matter.name in _matters:
        raise ValueError(f"two matters are called {matter.name}")
    _matters[matter.name] = matter
    return matter


def matter_of(name: str) -> Matter[Any] | None:
    """The matter of that name; None for one that this release does not know."""
    return _matters.get(name)


def all_matters() -> Iterable[Matter[Any]]:
    """Every matter of the house."""
    return _matters.values()
