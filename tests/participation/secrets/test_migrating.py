"""A database in which contacts stood as plain text, and the way back."""

from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from participation.ledger.leaves import verify
from responses.models import Question
from responses.questions.intake import submit_question

MIGRATION: Any = import_module("responses.migrations.0013_encrypted_contacts")


def stored() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT contact FROM responses_question ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.django_db
def test_what_stood_there_is_sealed_and_comes_back_as_it_was() -> None:
    contacts = [f"a{n}@example.org" for n in range(3)] + [""]
    for contact in contacts:
        submit_question(
            by=None, kind="inquiry", title="何时？", body="何时？", name="周晓梅", contact=contact
        )
    editor = SimpleNamespace(connection=connection)
    MIGRATION.bare(apps, editor)
    assert stored() == contacts
    assert Question.objects.order_by("pk")[0].contact == "a0@example.org"  # read as it is meanwhile
    MIGRATION.seal(apps, editor)
    assert all(text.startswith("sealed:") for text in stored()[:3]) and stored()[3] == ""
    assert [row.contact for row in Question.objects.order_by("pk")] == contacts
    assert next(verify(), None) is None
