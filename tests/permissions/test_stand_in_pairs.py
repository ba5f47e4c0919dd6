"""Two persons are two persons: whoever does one half of an act that takes two does not do the other for somebody, nor
does whom they did it for, nor another who stands in for that one."""

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

from participation.accounts.models import Department, Membership, User
from participation.accounts.queries import on_behalf_of
from participation.errors import NotPermitted
from tests.cast import Role, official_with, side_of
from tests.permissions.later_pairs import PAIRS
from tests.permissions.pairs import RULES, House

ROOT = Path(__file__).resolve().parents[2]
COMPARING = {"same_hand", "has_done", "was_done_for", "proposed_by", "done_for"}
NO_RULE = {
    "participation.accounts.queries.same_hand",  # what the rules ask
    "participation.accounts.queries.was_done_for",
    "participation.accounts.queries.rows_done_for",
    "consultations.decisions.policies._had_a_hand",  # of a unit that reviews its own matter: tests of recorders
    "consultations.decisions.completion._asks",  # what is listed, not what is refused
    "consultations.decisions.completion.lists_to_publish",  # the same
}


@pytest.fixture
def house(department: Department, official: User, reviewer: User, moderator: User, editor: User) -> House:
    return House(department, official, reviewer, moderator, editor)


@pytest.fixture
def three(county: Department) -> list[User]:
    """Who acts, who was away, who stands in too: each with every role, also of the units that record for others."""
    units = [
        side_of(duty).recorder.memberships.get().department
        for duty in ("legality_review", "government_office")
    ]
    people = [official_with(name, name, county, *Role) for name in ("double", "away", "third")]
    for person in people:
        for unit in units:
            for role in (Role.DRAFTER, Role.REVIEWER, Role.EDITOR):
                Membership.objects.create(user=person, department=unit, role=role)
    User.objects.filter(username="away").update(was_stood_in_for=True)
    return [User.objects.get(pk=person.pk) for person in people]


Hands = Callable[[User, User, User], tuple[User, User]]
DIRECTIONS: dict[str, Hands] = {
    "both in one's own name": lambda x, y, z: (x, x),
    "for somebody, then that one": lambda x, y, z: (on_behalf_of(x, y), y),
    "for somebody, then oneself": lambda x, y, z: (on_behalf_of(x, y), x),
    "oneself, then for somebody": lambda x, y, z: (x, on_behalf_of(x, y)),
    "somebody, then another for them": lambda x, y, z: (y, on_behalf_of(x, y)),
    "for somebody, then another for them": lambda x, y, z: (on_behalf_of(x, y), on_behalf_of(z, y)),
}


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("name", PAIRS)
def test_no_two_hands_of_one_person_do_both_halves(
    name: str, direction: str, house: House, three: list[User]
) -> None:
    first, second = PAIRS[name](house)
    one, other = DIRECTIONS[direction](*three)
    row = first(one)
    with pytest.raises(NotPermitted):
        second(type(row).objects.get(pk=row.pk), other)
    second(type(row).objects.get(pk=row.pk), three[2])


def test_every_rule_that_compares_hands_is_tried_here() -> None:
    """A new one has its pair: the function, under the name of its module, in `pair(…)`."""
    assert set(RULES) == set(_rules()) - NO_RULE


def _rules() -> list[str]:
    found = []
    for room in ("participation", "consultations", "responses"):
        for path in (ROOT / room).rglob("*.py"):
            if not path.name.endswith("mails.py"):  # who is told, never who may
                module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
                found += [f"{module}.{name}" for name in _comparing(ast.parse(path.read_text()))]
    return found


def _comparing(tree: ast.Module) -> list[str]:
    return [
        each.name
        for each in tree.body
        if isinstance(each, ast.FunctionDef)
        and any(
            isinstance(call, ast.Call) and getattr(call.func, "id", "") in COMPARING
            for call in ast.walk(each)
        )
    ]
