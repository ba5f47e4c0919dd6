"""A matter on record, as most tests of its stages begin, and a hearing of it."""

from pathlib import Path

import pytest
from pytest_django import Settings

from consultations.decisions.actions import attach, list_decision, prepare_decision
from consultations.decisions.models import Decision
from consultations.models import Hearing, Version
from participation.accounts.models import Department, User
from tests.hearings import announced, listed, sent


@pytest.fixture
def decision(
    official: User, editor: User, department: Department, draft: Version, settings: Settings, tmp_path: Path
) -> Decision:
    """Under way, with a text; its files lie in a folder of the test."""
    settings.MEDIA_ROOT = tmp_path
    made = prepare_decision(by=official, slug="water", title="农村饮水管理办法", department=department)
    attach(made, draft.document, by=official)
    return list_decision(made, by=editor)


@pytest.fixture
def hearing(decision: Decision, official: User, editor: User) -> Hearing:
    """Announced today, to be held in thirty days."""
    return announced(decision, by=official, editor=editor)


@pytest.fixture
def ready(hearing: Hearing, official: User, editor: User) -> Hearing:
    """With its list published and the materials out."""
    return sent(listed(hearing, by=official, editor=editor), by=official)
