"""What a room says of its list, once: how it is drawn, in which orders it can stand, what its file holds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model
from django.utils.functional import Promise

from frontend.shared.spreadsheets import Cell

M = TypeVar("M", bound=Model)


def itself(line: Any) -> Sequence[Any]:
    """A row is one line of the file."""
    return [line]


@dataclass(frozen=True, slots=True)
class Order:
    """A way to sort. The first field is one of the model's own and never empty; the last makes it unequivocal."""

    label: Promise
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskList(Generic[M]):
    """A list of the desk.

    `dress` lays beside rows what a line needs, in the same number of queries however many they are; `row_template`
    draws one of what it gives, as `row`; or `rows_template` all of them. `columns` (label, width in characters)
    and `cells` make the file, which holds no address, telephone number or anything else by which somebody is reached;
    `lines` says which lines of it a row is. The first order is the usual. `tabs` are the filters that stand as tabs.
    `ticks`: its rows can be ticked. `claims`: the kind under which officials say to be on one of its rows.
    """

    title: Promise
    empty: Promise
    row_template: str = ""
    orders: dict[str, Order]
    dress: Callable[[Sequence[M]], Sequence[Any]]
    columns: tuple[tuple[Promise, int], ...]
    cells: Callable[[Any], Sequence[Cell]]
    empty_hint: Promise | str = ""
    rows_template: str = "desk/lists/rows.html"
    tabs: tuple[str, ...] = ()
    ticks: bool = False
    claims: str = ""
    lines: Callable[[Any], Sequence[Any]] = itself
