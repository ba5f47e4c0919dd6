"""Choosing one of the things that are kept; a department in the order of the tree, not of its web address."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from participation.accounts.tree import in_order

CHOOSE = _("Please choose")  # where nothing is chosen yet


class RowField(forms.ModelChoiceField):
    """One of the rows of a table."""

    def __init__(self, queryset: Any, **options: Any) -> None:
        options.setdefault("empty_label", CHOOSE)
        super().__init__(queryset, **options)


class _InOrder(ModelChoiceIterator):
    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        for row in in_order(self.queryset.all()):
            yield self.choice(row)


class DepartmentField(RowField):
    """Bureaus before towns, each by its name, and beneath each what stands under it."""

    iterator = _InOrder
