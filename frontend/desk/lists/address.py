"""What the address of a list says: filters, order and size. All of it survives Back, a bookmark and a sent link."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict

from frontend.desk.lists.declared import DeskList, Order
from frontend.shared.dates import say_day

SIZES = (30, 100)  # rows of a page
OWN = ("sort", "per")  # what is no filter and stays when the filters are cleared
PASSING = ("cursor", "file")  # what no link carries on


@dataclass(frozen=True, slots=True)
class Link:
    """A word, the address it leads to, whether that is here, and how many there are, where that is said."""

    label: Any
    url: str
    is_here: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Tabs:
    """The values of a filter, side by side."""

    label: str
    links: list[Link]


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is set, in words, and the list without it."""

    label: str
    value: str
    url: str


def order_of(request: HttpRequest, declared: DeskList[Any]) -> Order:
    """The order that is asked for; what is not offered is the usual one."""
    usual = next(iter(declared.orders.values()))
    return declared.orders.get(request.GET.get("sort", ""), usual)


def size_of(request: HttpRequest) -> int:
    """How many rows a page has."""
    return next((size for size in SIZES if request.GET.get("per") == str(size)), SIZES[0])


def carried(query: QueryDict) -> QueryDict:
    """What links carry on, without what says nothing."""
    kept = query.copy()
    for name in [name for name in kept if name in PASSING or not kept[name]]:
        del kept[name]
    return kept


def address(request: HttpRequest, *, without: Iterable[str] = (), **said: object) -> str:
    """This list with something said otherwise, from its first page."""
    query = carried(request.GET)
    for name in without:
        query.pop(name, None)
    for name, value in said.items():
        query[name] = str(value)
    return request.path + (f"?{query.urlencode()}" if query else "")


def tabs_of(request: HttpRequest, form: forms.Form, name: str, counts: Mapping[str, int]) -> Tabs:
    """A filter that is a choice as tabs; one that is not understood is the first."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    choices: Any = field.choices
    here = getattr(form, "cleaned_data", {}).get(name, "")
    links = [
        Link(label, address(request, **{name: code}) if code else address(request, without=[name]), code == here,
             counts.get(str(code)))
        for code, label in choices
    ]  # fmt: skip
    return Tabs(str(field.label), links)


def chips_of(request: HttpRequest, form: forms.Form, tabs: Iterable[str] = ()) -> list[Chip]:
    """The filters that are set, could be understood, are not the usual ones and do not stand as tabs."""
    chosen: dict[str, Any] = getattr(form, "cleaned_data", {})
    return [
        Chip(str(form.fields[name].label), _said(form.fields[name], value), address(request, without=[name]))
        for name, value in chosen.items()
        if value and value != form.fields[name].initial and name not in tabs
    ]


def _said(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.ModelChoiceField):
        return str(field.label_from_instance(value)).strip("\u3000 ")
    if isinstance(field, forms.ChoiceField):
        return next((str(label) for code, label in field.choices if str(code) == str(value)), str(value))  # type: ignore[misc, union-attr]
    return say_day(value, "auto") if isinstance(value, date) else str(value)
