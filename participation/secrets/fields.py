"""A column that holds sealed words. They are opened when somebody reads the attribute, not when the row is fetched."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.query_utils import DeferredAttribute

from participation.secrets.keys import PREFIX, KeyMissing, is_sealed_anew, seal, unseal
from participation.secrets.matching import BETWEEN, marked


class Unreadable(str):
    """In place of words whose key is missing: empty, so that a list is drawn all the same."""


class Sealed:
    """Words as they came from the database. Saved again unread, they stay as they are, key or no key."""

    __slots__ = ("_words", "token")

    def __init__(self, token: str) -> None:
        self.token = token
        self._words: str | None = None

    def open(self) -> str:
        """The words; Unreadable when their key is missing, which is logged."""
        if self._words is None:
            try:
                self._words = unseal(self.token.partition(BETWEEN)[0])
            except KeyMissing:
                return Unreadable()
        return self._words

    def without_mark(self) -> "Sealed":
        """The same seal, by which nothing is found."""
        return Sealed(self.token.partition(BETWEEN)[0])

    def __str__(self) -> str:
        return self.open()


class SealedAttribute(DeferredAttribute):
    """Opens on reading."""

    def __get__(self, instance: models.Model | None, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        return value.open() if isinstance(value, Sealed) else value

    def __set__(self, instance: models.Model, value: object) -> None:
        """Also what makes this come before the instance's own dictionary."""
        instance.__dict__[self.field.attname] = value


class EncryptedTextField(models.TextField):
    """Text of at most `max_length` letters (as forms ask for it), sealed at rest.

    Compared in a query with nothing but emptiness: two seals of the same words differ. Nothing is kept as nothing.
    With `matched_by`, which says what of the words counts, rows are found by exactly these words (matching.having).
    """

    descriptor_class = SealedAttribute

    def __init__(self, *args: Any, matched_by: Callable[[str], str] | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.matched_by = matched_by

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        """How a migration makes it again."""
        name, path, args, options = super().deconstruct()
        return name, path, args, options | ({"matched_by": self.matched_by} if self.matched_by else {})

    def sealed(self, words: str) -> str:
        """As it is stored."""
        token = seal(words)
        return marked(token, self.matched_by(words)) if self.matched_by else token

    def is_behind(self, value: Any) -> bool:
        """Whether what came from the database is to be sealed anew: bare, under an older key, or without its mark."""
        if not isinstance(value, Sealed):
            return bool(value)
        token, between, _mark = value.token.partition(BETWEEN)
        return bool(between) != bool(self.matched_by) or not is_sealed_anew(token)

    def from_db_value(self, value: str | None, *_how: object) -> "Sealed | str | None":
        """What is not sealed came in another way than through this field, and is read as it is."""
        return Sealed(value) if value and value.startswith(PREFIX) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """What was not read is not opened."""
        return model_instance.__dict__.get(self.attname, "")

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        if hasattr(value, "as_sql"):
            return value
        return value.token if isinstance(value, Sealed) else self.sealed(str(value))

    def get_prep_value(self, value: Any) -> Any:
        if value:
            raise TypeError(f"{self.name} is sealed: a query cannot look for it")
        return value

    def formfield(self, **options: Any) -> Any:
        return super().formfield(**{"widget": forms.TextInput, **options})
