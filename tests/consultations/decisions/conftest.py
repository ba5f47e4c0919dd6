"""A matter on record, as most tests of its stages begin."""

import pytest

from consultations.decisions.actions import attach, list_decision, prepare_decision
from consultations.decisions.models import Decision
from consultations.models import Version
from participation.accounts.models import Department, User


@pytest.fixture
def decision(official: User, editor: User, department: Department, draft: Version) -> Decision:
    made = prepare_decision(by=official, slug="water", title="农村饮水管理办法", department=department)
    attach(made, draft.document, by=official)
    return list_decision(made, by=editor)
