"""Filters of the lists: a value that cannot be meant is a 400 that names the parameter."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django_filters import rest_framework as filters
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.views import APIView

from participation.accounts.models import Department

MOST_WORDS = 100


class ApiFilter(filters.FilterSet):
    """Asked with an unknown word, it says so; an empty value is no filter."""


class Backend(filters.DjangoFilterBackend):
    """Nothing but parameters named in the filter set is read."""

    def get_filterset(self, request: Request, queryset: QuerySet[Any], view: APIView) -> Any:
        for name, value in request.query_params.items():
            if "\0" in value:
                raise ValidationError({name: [_("This holds characters that cannot be searched for.")]})
        return super().get_filterset(request, queryset, view)


def department() -> filters.ModelChoiceFilter:
    """`?department=slug`."""
    return filters.ModelChoiceFilter(
        queryset=Department.objects.all(), to_field_name="slug", help_text="a department's slug"
    )


def words(*fields: str) -> filters.CharFilter:
    """`?q=`: rows that hold all the words, each in any of `fields`."""

    def search(rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        for word in value.split()[:8]:
            anywhere = Q()
            for field in fields:
                anywhere |= Q(**{f"{field}__icontains": word})
            rows = rows.filter(anywhere)
        return rows

    help_text = "words that must all occur, up to 100 characters"
    return filters.CharFilter(method=search, max_length=MOST_WORDS, help_text=help_text)
