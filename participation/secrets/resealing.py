"""Sealing anew what stands in the database: with a new key, or for the first time."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import models, router, transaction

from participation.secrets.fields import EncryptedTextField, Sealed, Unreadable

PIECE = 200  # rows in one transaction


def sealed_columns() -> Iterator[tuple[type[models.Model], list[str]]]:
    """Every model that keeps something sealed, with the names of these fields."""
    for model in apps.get_models():
        names = [field.name for field in model._meta.concrete_fields if isinstance(field, EncryptedTextField)]
        if names:
            yield model, names


def unreadable_columns() -> list[str]:
    """Those whose newest sealed words cannot be opened, as model.field: their key is lost."""
    return [
        f"{model._meta.model_name}.{name}"
        for model, names in sealed_columns()
        for name in names
        if isinstance(_newest(model, name), Unreadable)
    ]


def reseal(model: Any, names: list[str]) -> Iterator[tuple[int, int]]:
    """Seal with the first key what it has not sealed yet, a piece at a time; yields (sealed, unreadable) of each."""
    for rows in _pieces(model, names):
        sealed = lost = 0
        for pk, values in rows:
            behind = [name for name in names if model._meta.get_field(name).is_behind(values[name])]
            opened = {name: _words(values[name]) for name in behind}
            known = {name: words for name, words in opened.items() if not isinstance(words, Unreadable)}
            lost += len(opened) - len(known)
            sealed += len(known)
            if known:
                model._default_manager.filter(pk=pk).update(**known)
        yield sealed, lost


def lose_marks(model: Any, names: list[str]) -> None:
    """The way back of a migration: the seals alone, as they were before words were found by their marks."""
    for rows in _pieces(model, names):
        for pk, values in rows:
            bare = {name: value.without_mark() for name, value in values.items() if isinstance(value, Sealed)}
            model._default_manager.filter(pk=pk).update(**bare)


def lay_bare(model: Any, names: list[str]) -> None:
    """The way back of a migration: the words as plain text. Raises ValueError when a key is missing."""
    quote = _connection(model).ops.quote_name
    columns = {name: quote(model._meta.get_field(name).column) for name in names}
    for rows in _pieces(model, names):
        with _connection(model).cursor() as cursor:
            for pk, values in rows:
                for name, value in values.items():
                    if isinstance(value, Sealed):
                        words = value.open()
                        if isinstance(words, Unreadable):
                            raise ValueError(f"{model._meta.model_name} {pk}: the key of {name} is missing")
                        table = quote(model._meta.db_table)
                        cursor.execute(
                            f"UPDATE {table} SET {columns[name]} = %s WHERE id = %s",  # noqa: S608
                            [words, pk],
                        )


def _pieces(model: Any, names: list[str]) -> Iterator[Iterable[tuple[int, dict[str, Any]]]]:
    """Rows by their number, a piece in each transaction, held still until it ends."""
    last = 0
    while True:
        with transaction.atomic(using=router.db_for_write(model)):
            rows = model._default_manager.filter(pk__gt=last).order_by("pk")
            if _connection(model).features.has_select_for_update:
                rows = rows.select_for_update()
            found = list(rows.values_list("pk", *names)[:PIECE])
            if not found:
                return
            last = found[-1][0]
            yield [(pk, dict(zip(names, values, strict=True))) for pk, *values in found]


def _connection(model: type[models.Model]) -> Any:
    return transaction.get_connection(router.db_for_write(model))


def _words(value: Any) -> str:
    return value.open() if isinstance(value, Sealed) else value


def _newest(model: type[models.Model], name: str) -> str:
    found = model._default_manager.exclude(**{name: ""}).order_by("-pk").values_list(name, flat=True).first()
    return _words(found or "")
