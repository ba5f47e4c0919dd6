"""The list of people, and its file: a line for each role."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from frontend.desk.lists.declared import DeskList, Order
from frontend.desk.people.filters import STATES
from frontend.shared.spreadsheets import Cell
from participation.accounts.models import Membership, User
from participation.accounts.staff import ends_soon, state_of


class PersonLine(NamedTuple):
    """A person with the roles that run or will."""

    person: User
    state: str
    roles: Sequence[Membership]

    @property
    def state_words(self) -> Promise:
        return STATES[self.state]

    @property
    def departments(self) -> list[str]:
        """Each once."""
        return list(dict.fromkeys(str(each.department) for each in self.roles))

    @property
    def ends(self) -> list[Membership]:
        """The roles that end soon."""
        return [each for each in self.roles if ends_soon(each)]


def _lines(rows: Sequence[User]) -> list[PersonLine]:
    return [PersonLine(row, state_of(row), row.running) for row in rows]  # type: ignore[attr-defined]


def _by_role(line: PersonLine) -> list[tuple[PersonLine, Membership | None]]:
    """One too for a person without any."""
    return [(line, role) for role in line.roles] or [(line, None)]


def _cells(pair: tuple[PersonLine, Membership | None]) -> list[Cell]:
    line, role = pair
    held: list[Any] = [None] * 4
    if role is not None:
        held = [str(role.department), role.get_role_display(), role.starts_on, role.ends_on]
    return [line.person.name, line.person.username, *held, str(line.state_words)]


PEOPLE: DeskList[User] = DeskList(
    title=_("People"),
    empty=_("Nobody fits"),
    row_template="desk/people/line.html",
    orders={
        "name": Order(_("By name"), ("said", "pk")),
        "new": Order(_("Newest first"), ("-pk",)),
    },
    dress=_lines,
    columns=(
        (_("Name"), 16), (_("Sign-in name"), 18), (_("Department"), 30), (_("Role"), 14), (_("First day"), 12),
        (_("Last day"), 12), (_("Status"), 12),
    ),
    cells=_cells,
    lines=_by_role,
    empty_hint=_("A resident with an account and no role is found by the whole sign-in name or mail address."),
)  # fmt: skip
