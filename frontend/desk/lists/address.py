"""What the address of a list says: filters, order and size. All of it survives Back, a bookmark and a sent link."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest

from frontend.desk.lists.declared import DeskList, Order
from frontend.shared.dates import say_day

SIZES = (30, 100)  # rows of a page
OWN = ("sort", "per")  # what is no filter and stays when the filters are cleared
PASSING = ("cursor", "file")  # what no link carries on


@dataclass(frozen=True, slots=True)
class Link:
    """A word, the address it leads to, and whether that is here."""

    label: Any
    url: str
    is_here: bool = False


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


def address(request: HttpRequest, *, without: Iterable[str] = (), **said: object) -> str:
    """This list with something said otherwise, from its first page."""
    query = request.GET.copy()
    for name in (*PASSING, *without):
        query.pop(name, None)
    for name, value in said.items():
        query[name] = str(value)
    return request.path + (f"?{query.urlencode()}" if query else "")


def chips_of(request: HttpRequest, form: forms.Form) -> list[Chip]:
    """The filters that are set, could be understood and are not the usual ones."""
    chosen: dict[str, Any] = getattr(form, "cleaned_data", {})
    return [
        Chip(str(form.fields[name].label), _said(form.fields[name], value), address(request, without=[name]))
        for name, value in chosen.items()
        if value and value != form.fields[name].initial
    ]


def _said(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.ModelChoiceField):
        return str(field.label_from_instance(value)).strip("\u3000 ")
    if isinstance(field, forms.ChoiceField):
        return next((str(label) for code, label in field.choices if str(code) == str(value)), str(value))  # type: ignore[misc, union-attr]
    return say_day(value, "auto") if isinstance(value, date) else str(value)
