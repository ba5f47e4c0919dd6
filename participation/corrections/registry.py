"""What can be corrected once it is published: each room says it of its own things."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db import models

from participation.accounts.models import Department
from participation.accounts.queries import Anyone
from participation.corrections.models import Correction
from participation.errors import Message

M = TypeVar("M", bound=models.Model)
Texts = dict[str, Any]  # field: what it says, as JSON keeps it


def _no_parent(_row: Any) -> None:
    return None


def _nothing(_row: Any) -> Message:
    return ""


def _own_title(row: Any) -> str:
    return str(row.title)


def _as_said(row: Any, correction: Correction, _by: Anyone) -> None:
    vars(row).update(correction.after)


def labels_of(model: type[models.Model], names: Iterable[str]) -> dict[str, Message]:
    """The names of columns, as the model calls them."""
    return {name: model._meta.get_field(name).verbose_name for name in names}  # type: ignore[union-attr]


def columns_of(*names: str) -> Callable[[Any], Texts]:
    """What columns say, where JSON keeps them as they are."""
    return lambda row: {name: getattr(row, name) for name in names}


def by_row(may: Callable[[Any, Any], bool]) -> Callable[[Anyone, Any, Texts], bool]:
    """Who may confirm it hangs on the row alone, whatever would stand there."""
    return lambda user, row, _texts: may(user, row)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correctable(Generic[M]):
    """A kind of published thing. `kind` is stored with each correction, so it stays."""

    kind: str
    model: type[M]
    called: Callable[[M], Message]  # what it is: a notice, a reply
    title: Callable[[M], str] = _own_title
    labels: Mapping[str, Message]  # what may be put right in it
    department: Callable[[M], Department]
    public_since: Callable[[M], datetime | None]  # None while it is not public
    may_propose: Callable[[Anyone, M], bool]
    may_confirm: Callable[[Anyone, M, Texts], bool]  # given what would stand there
    read: Callable[[M], Texts]
    clean: Callable[[M, Texts], Texts]  # as the room would keep it; raises Invalid
    write: Callable[[M, Correction, Anyone], None] = _as_said  # on the locked row
    take_back: Callable[[M, Correction, Anyone], None]  # a move of its own, which emits "<kind>.withdrawn"
    held_by: Callable[[M], Message] = _nothing  # why it cannot be taken back now; empty when it can
    parent: Callable[[M], models.Model | None] = _no_parent  # what is locked before it
    columns: tuple[str, ...] = ()  # the columns that `write` sets; empty: the labels'
    leaf: str | None = None  # the ledger's kind
    related: tuple[str, ...] = ("department",)  # what `may_confirm` reads beside the row
    reasoned: tuple[
        str, ...
    ] = ()  # the acts whose reason has to explain them: the law or a promise hangs on them
    ends: bool = False  # taking it back ends a matter, and unsays nothing: its pages speak of an end
    stays_readable: bool = False  # once withdrawn, its own page still shows what it said


_kinds: dict[str, Correctable[Any]] = {}


def register(correctable: Correctable[Any]) -> None:
    """Make a kind of thing correctable. Raises ValueError when another one is called so."""
    if correctable.kind in _kinds:
        raise ValueError(f"two kinds of correctable things are called {correctable.kind}")
    _kinds[correctable.kind] = correctable


def kind_of(kind: str) -> Correctable[Any]:
    """The kind of that name. Raises KeyError."""
    return _kinds[kind]
