"""What a form says when something is wrong is said in the house's own words, never in its framework's."""

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import polib
import pytest
from django import forms
from django.utils import translation

import frontend

SIZES = {"limit_value": 7, "show_value": 9, "max": 7, "length": 9}


def all_forms() -> Iterator[type[forms.Form]]:
    """Every form of the doors."""
    for module in pkgutil.walk_packages(frontend.__path__, "frontend."):
        importlib.import_module(module.name)
    waiting = [forms.Form]
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        if form.__module__.startswith("frontend."):
            yield form


def sentences(field: forms.Field) -> Iterator[str]:
    """Everything the field may say of what was filled in."""
    messages = [*field.error_messages.values(), *(getattr(each, "message", "") for each in field.validators)]
    yield from map(sized, messages)


def sized(message: Any) -> str:
    """With its numbers, where it holds any: a plural is no text before it has them."""
    try:
        return str(message % SIZES)
    except (KeyError, TypeError):
        return str(message)


@pytest.fixture(scope="module")
def stock() -> set[str]:
    """Django's own Chinese."""
    catalogue = Path(django.__file__).parent / "conf/locale/zh_Hans/LC_MESSAGES/django.po"
    return {
        sized(said)
        for entry in polib.pofile(str(catalogue))
        for said in [entry.msgstr, *entry.msgstr_plural.values()]
        if said
    }


def test_no_form_answers_in_the_words_of_its_framework(stock: set[str], db: None) -> None:
    with translation.override("zh-hans"):
        found = {
            f"{form.__module__}.{form.__name__}.{name}: {said}"
            for form in all_forms()
            for name, field in form.base_fields.items()
            for said in sentences(field)
            if said in stock
        }
    assert not found, "\n".join(sorted(found))
