"""Keyset pages: a list costs the same on every page, however long it grows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Page(Generic[M]):
    """The rows of one page and the addresses of its neighbours, all filters kept."""

    rows: Sequence[M]
    previous: str | None
    next: str | None


def page_of(
    request: HttpRequest, rows: QuerySet[M], *order: str, size: int = 20, name: str = "cursor"
) -> Page[M]:
    """The page that the address asks for, in one query. Raises Http404 for a cursor that was tampered with."""
    keyset = CursorPagination()
    keyset.ordering, keyset.page_size, keyset.cursor_query_param = list(order), size, name
    try:
        found: list[Any] = keyset.paginate_queryset(rows, Request(request)) or []
    except (NotFound, ValidationError, ValueError, OverflowError) as wrong:
        raise Http404 from wrong
    keyset.base_url = request.get_full_path()
    return Page(found, keyset.get_previous_link(), keyset.get_next_link())
