"""The list of people as a file, for the county's own use."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _

from frontend.desk.people.filters import STATES
from frontend.shared import spreadsheets
from frontend.shared.spreadsheets import Cell
from participation.accounts.models import User
from participation.accounts.staff import state_of, with_roles


def columns() -> list[tuple[str, int]]:
    """Labels with their widths."""
    return [
        (_("Name"), 16), (_("Sign-in name"), 18), (_("Mail address"), 30), (_("Telephone"), 18),
        (_("Department"), 30), (_("Role"), 14), (_("First day"), 12), (_("Last day"), 12), (_("Status"), 12),
    ]  # fmt: skip


def lines(people: QuerySet[User]) -> Iterator[list[Cell]]:
    """A line for each role; one for a person without any."""
    for person in with_roles(people):
        head: list[Cell] = [person.name, person.username, person.email, person.phone]
        state = str(STATES[state_of(person)])
        running = person.running  # type: ignore[attr-defined]
        for role in running:
            days: list[Cell] = [role.starts_on, role.ends_on]
            yield [*head, str(role.department), role.get_role_display(), *days, state]
        if not running:
            yield [*head, "", "", None, None, state]


def as_xlsx(people: QuerySet[User]) -> HttpResponse:
    """A spreadsheet in which nothing is a formula."""
    return spreadsheets.as_download(_sheet(people), _("People"))


def as_csv(people: QuerySet[User]) -> HttpResponse:
    """The same as CSV."""
    return spreadsheets.as_csv(_sheet(people), _("People"))


def _sheet(people: QuerySet[User]) -> spreadsheets.Sheet:
    return spreadsheets.Sheet(_("People"), columns(), lines(people))
