"""Departments and people from a spreadsheet: tried, shown, and only then kept. The same file again changes nothing.

Trying is doing it and undoing it, through the same acts as at the desk, so what is shown is what will happen. A cell
left empty changes nothing, nobody and nothing is taken away, and a role that was ended stays ended unless the file
gives it days that lie ahead.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from participation import clock
from participation.accounts.actions import edit_department, found_department, tree_locked
from participation.accounts.administrators import administered_by
from participation.accounts.import_rows import Line, column, level_code, role_codes
from participation.accounts.inviting import invite
from participation.accounts.models import Department, Membership, User
from participation.accounts.people import add_person, edit_person, works_here
from participation.accounts.queries import county
from participation.accounts.roles import change_role_days, give_role
from participation.delivery.mail import is_mail_sent
from participation.delivery.sms import mobile_number
from participation.errors import Invalid, Refused
from participation.locks import separate_acts
from participation.text.sheets import day_in

Wrong = list[tuple[str, str]]  # the column, and why


class Refusal(Exception):
    """A row that cannot be taken: the columns at fault."""

    def __init__(self, wrong: dict[str, str]) -> None:
        super().__init__()
        self.wrong = wrong


@dataclass(slots=True)
class Outcome:
    """What becomes of a row: `new`, `changed`, `unchanged` or `wrong`."""

    line: Line
    kind: str
    changes: list[str] = field(default_factory=list)
    wrong: Wrong = field(default_factory=list)

    @property
    def about(self) -> list[str]:
        """What the row says beside the name: all of it for what is new, else what tells it from others."""
        said, is_new = self.line.said, self.kind == "new"
        names = ["username", "slug", "department", "parent", "role"]
        names += ["level", "email", "phone", "address"] if is_new else []
        days = [said.get("starts_on", ""), said.get("ends_on", "")]
        found = [value for name in names if (value := said.get(name, ""))]
        return found + ([" – ".join(days)] if is_new and any(days) else [])


@dataclass(slots=True)
class Report:
    """All rows, in the order of the file."""

    outcomes: list[Outcome] = field(default_factory=list)
    is_kept: bool = False
    invited: int = 0
    uninvited: list[str] = field(default_factory=list)  # new, and without a mail: their links go by hand

    def count(self, kind: str) -> int:
        """How many rows came to that."""
        return Counter(each.kind for each in self.outcomes)[kind]

    @property
    def wrong(self) -> list[Outcome]:
        """The rows that cannot be taken."""
        return [each for each in self.outcomes if each.kind == "wrong"]


def try_import(lines: list[Line], *, by: User | None) -> Report:
    """What the import would do; nothing is kept. Raises NotPermitted."""
    return _run(lines, by, keeps=lambda report: False, invites=False)


def import_lines(
    lines: list[Line], *, by: User | None, right_rows: bool = False, invites: bool = False
) -> Report:
    """Do it, in one transaction. `by=None` is the operator; `invites` sends the new people their links.

    Raises NotPermitted, Invalid when a row is wrong and `right_rows` does not ask for the others: nothing is kept.
    """
    report = _run(lines, by, keeps=lambda report: right_rows or not report.wrong, invites=invites)
    if not report.is_kept:
        raise Invalid(_("Nothing was imported: %(n)d rows are wrong.") % {"n": len(report.wrong)})
    return report


def _run(lines: list[Line], by: User | None, *, keeps: Callable[[Report], bool], invites: bool) -> Report:
    administered_by(by)
    report = Report()
    new: list[User] = []
    with transaction.atomic():
        with (
            tree_locked(),
            separate_acts(),
        ):  # the county's row is locked: all who change people or the tree wait
            done = [*_departments([each for each in lines if each.sheet == "departments"], by)]
            done += _people([each for each in lines if each.sheet == "people"], by, new)
            report.outcomes = done
            report.is_kept = keeps(report)
            if report.is_kept and invites:
                _invite(new, by, report)
        transaction.set_rollback(not report.is_kept)
    return report


def _invite(people: list[User], by: User | None, report: Report) -> None:
    for person in people:
        if person.email and is_mail_sent():
            invite(person, by=by)
            report.invited += 1
        else:
            report.uninvited.append(person.username)


def _departments(lines: list[Line], by: User | None) -> list[Outcome]:
    """Each row once what it stands under is there; those for which it never comes are wrong."""
    found: dict[int, Outcome] = {}
    seen: dict[str, int] = {}
    waiting = lines
    while waiting:
        later = []
        for line in waiting:
            if _waits(line, waiting):
                later.append(line)
            else:
                found[line.number] = _tried(line, partial(_department, line, by, seen))
        if len(later) == len(waiting):
            for line in later:
                found[line.number] = _tried(line, partial(_department, line, by, seen))
            break
        waiting = later
    return [found[line.number] for line in lines]


def _waits(line: Line, waiting: list[Line]) -> bool:
    """Whether its place is named by a row that is still to come."""
    above = line.said["parent"]
    return bool(above) and any(
        other is not line and above in (other.said["name"], other.said["slug"]) for other in waiting
    )


def _department(line: Line, by: User | None, seen: dict[str, int]) -> tuple[str, list[str]]:
    said = {name: value for name, value in line.said.items() if value}
    values: dict[str, Any] = {
        name: said[name] for name in ("name", "name_en", "slug", "phone", "address") if name in said
    }
    if "name" not in said:
        raise Refusal({"name": _("Write its name.")})
    if "level" in said:
        if (level := level_code(said["level"])) is None:
            raise Refusal({"level": _("County, department, township or village.")})
        values["level"] = level
    if "slug" in said and said["slug"] != slugify(said["slug"]):
        raise Refusal({"slug": _("Small Latin letters, figures and dashes only.")})
    above = _place("parent", said["parent"]) if "parent" in said else None
    row = _standing(said, above)
    _once(seen, row.slug if row else said.get("slug", said["name"]), line.number, "name")
    if row is None:
        level = values.setdefault("level", Department.Level.DEPARTMENT)
        values["slug"] = said.get("slug") or slugify(said.get("name_en", ""))[:60]
        if not values["slug"]:
            raise Refusal({"slug": _("A new department needs an address in Latin letters.")})
        values["parent"] = above or (None if level == Department.Level.COUNTY else county())
        found_department(by=by, **values)
        return "new", []
    if above is not None:
        values["parent"] = above
    changes = [
        _change("departments", name, _shown(getattr(row, name)), _shown(value))
        for name, value in values.items() if getattr(row, name) != value
    ]  # fmt: skip
    if changes:
        edit_department(row, by=by, **values)
    return ("changed" if changes else "unchanged"), changes


def _standing(said: dict[str, str], above: Department | None) -> Department | None:
    """The department that the row is about, if there is one: by its address, else by its name and place."""
    if "slug" in said:
        return Department.objects.filter(slug=said["slug"]).first()
    rows = Department.objects.filter(name=said["name"])
    if above is not None:
        return rows.filter(parent=above).first()
    return _only("name", said["name"], list(rows[:2])) if rows.exists() else None


def _people(lines: list[Line], by: User | None, new: list[User]) -> list[Outcome]:
    seen: dict[str, Line] = {}
    twice = _addresses_twice(lines)
    return [_tried(line, partial(_person, line, by, new, seen, twice.get(line.number))) for line in lines]


def _addresses_twice(lines: list[Line]) -> dict[int, int]:
    """The rows whose mail address another person's row has too, each with that row: which one is wrong is not known."""
    by_address: dict[str, list[Line]] = {}
    for line in lines:
        by_address.setdefault(line.said["email"].casefold(), []).append(line)
    found = {}
    for address, rows in by_address.items():
        for line in rows if address else ():
            name = line.said["username"].casefold()
            other = next((each for each in rows if each.said["username"].casefold() != name), None)
            if other is not None:
                found[line.number] = other.number
    return found


def _person(
    line: Line, by: User | None, new: list[User], seen: dict[str, Line], same_address: int | None
) -> tuple[str, list[str]]:
    said = line.said
    details = {name: said[name] for name in ("name", "username", "email", "phone") if said[name]}
    person = User.objects.filter(username__iexact=said["username"]).first() if said["username"] else None
    _check_line(line, seen.setdefault(said["username"].casefold(), line), person, same_address)
    days = _days(said)
    wanted = None if _leaves_roles(said, person) else _wanted(said)
    if person is None:
        assert wanted is not None
        made = add_person(by=by, **details)
        for role in wanted[1]:
            give_role(made, wanted[0], role, by=by, **days)
        new.append(made)
        return "new", []
    administered_by(by, person)
    # first: a department is locked before its people
    changes = [] if wanted is None else _roles(person, *wanted, days, by)
    details["username"] = person.username
    written = [name for name, value in details.items() if getattr(person, name) != value]
    if written:
        changes += [_change("people", name, getattr(person, name), details[name]) for name in written]
        was_invited = "email" in written and getattr(person, "invitation", None) is not None
        edit_person(person, by=by, **details)
        if was_invited:
            new.append(person)  # the link of before went elsewhere
    return ("changed" if changes else "unchanged"), changes


def _check_line(line: Line, earlier: Line, person: User | None, same_address: int | None) -> None:
    """Raises Refusal with everything that is wrong with the row by itself and beside the others."""
    said = line.said
    wrong: dict[str, str] = {}
    for name in ("name", "email", "phone"):
        if said[name] and earlier.said[name] and said[name] != earlier.said[name]:
            wrong[name] = _("Row %(n)d says otherwise of this person.") % {"n": earlier.number}
    if same_address is not None:
        wrong["email"] = _("Row %(n)d has the same mail address.") % {"n": same_address}
    if person is not None and not works_here(person):
        wrong["username"] = _("A resident has this sign-in name. Give another one.")
    if said["phone"]:
        try:
            mobile_number(said["phone"])
        except Invalid as refused:
            wrong["phone"] = str(refused.message)
    for check in (_days,) if _leaves_roles(said, person) else (_wanted, _days):
        try:
            check(said)
        except Refusal as refused:
            wrong |= refused.wrong
    if (
        not wrong
        and (days := _days(said))["ends_on"]
        and days["starts_on"]
        and days["ends_on"] < days["starts_on"]
    ):
        wrong["ends_on"] = _("The last day is before the first.")
    if wrong:
        raise Refusal(wrong)


def _roles(
    person: User, department: Department, roles: list[str], days: dict[str, date | None], by: User | None
) -> list[str]:
    there = {row.role: row for row in Membership.objects.filter(user=person, department=department)}
    changes = []
    for role in sorted(roles, key=lambda role: there[role].pk if role in there else 1 << 60):
        row = there.get(role)
        label = _("%(role)s (%(department)s)") % {
            "role": Membership.Role(role).label,
            "department": department,
        }
        if row is None:
            give_role(person, department, role, by=by, **days)
            changes.append(_("added: %(role)s") % {"role": label})
        elif row.standing == "ended":
            ahead = days["ends_on"] is None or days["ends_on"] >= clock.today()
            if days["starts_on"] and row.ends_on and days["starts_on"] > row.ends_on and ahead:
                give_role(person, department, role, by=by, **days)
                changes.append(_("added: %(role)s") % {"role": label})
        else:
            fresh = {name: day or getattr(row, name) for name, day in days.items()}
            if any(getattr(row, name) != day for name, day in fresh.items()):
                change_role_days(row, by=by, **fresh)
                held = f"{fresh['starts_on'] or ''} – {fresh['ends_on'] or ''}"
                changes.append(_("%(what)s: %(note)s") % {"what": label, "note": held})
    return changes


def _leaves_roles(said: dict[str, str], person: User | None) -> bool:
    """Whether the row says nothing of the roles of somebody who is here already: they stay as they are."""
    return person is not None and not any(
        said[name] for name in ("department", "role", "starts_on", "ends_on")
    )


def _wanted(said: dict[str, str]) -> tuple[Department, list[str]]:
    roles, strange = role_codes(said["role"])
    if strange:
        raise Refusal({"role": _("No role is called “%(word)s”.") % {"word": strange[0]}})
    if not roles:
        raise Refusal({"role": _("Give at least one role.")})
    return _place("department", said["department"]), list(dict.fromkeys(roles))


def _days(said: dict[str, str]) -> dict[str, date | None]:
    days = {}
    for name in ("starts_on", "ends_on"):
        try:
            days[name] = day_in(said[name])
        except ValueError:
            raise Refusal({name: _("Write the day as 2026-03-01.")}) from None
    return days


def _place(name: str, words: str) -> Department:
    """The department that a cell names, by its address or its name."""
    if not words:
        raise Refusal({name: _("Name the department.")})
    if by_slug := Department.objects.filter(slug=words.lower()).first():
        return by_slug
    rows = list(Department.objects.filter(name=words)[:2])
    if not rows:
        raise Refusal({name: _("No department is called “%(name)s”.") % {"name": words}})
    return _only(name, words, rows)


def _only(name: str, words: str, rows: list[Department]) -> Department:
    if len(rows) > 1:
        message = _("Several departments are called “%(name)s”: write its address on the site.") % {
            "name": words
        }
        raise Refusal({name: message})
    return rows[0]


def _once(seen: dict[str, int], key: str, number: int, name: str) -> None:
    if (other := seen.setdefault(key, number)) != number:
        raise Refusal({name: _("Row %(n)d is about the same department.") % {"n": other}})


def _tried(line: Line, do: Callable[[], tuple[str, list[str]]]) -> Outcome:
    """Do one row; what it did is undone when anything of it is refused."""
    if line.wrong:
        return _wrong(line, line.wrong.items())
    try:
        with transaction.atomic():
            kind, changes = do()
    except Refusal as refused:
        return _wrong(line, refused.wrong.items())
    except Refused as refused:
        fields = refused.errors or {"name": [refused.message]}
        return _wrong(line, ((name, str(each)) for name, messages in fields.items() for each in messages))
    return Outcome(line, kind, changes)


def _wrong(line: Line, wrong: Iterable[tuple[str, str]]) -> Outcome:
    names = {"is_active": "name"}
    return Outcome(
        line, "wrong", wrong=[(column(line.sheet, names.get(name, name)), str(why)) for name, why in wrong]
    )


def _change(sheet: str, name: str, before: Any, since: Any) -> str:
    note = f"{before or '—'} → {since}"
    return _("%(what)s: %(note)s") % {"what": column(sheet, name), "note": note}


def _shown(value: Any) -> str:
    return str(Department.Level(value).label) if value in Department.Level.values else str(value or "")
