"""What happened to a person's account, in words: the audit's notes with the names of roles and departments."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from frontend.shared.audit_notes import unit_noted, units_of
from frontend.shared.dates import say_day
from participation import clock
from participation.accounts.models import Department, User
from participation.accounts.queries import Role
from participation.accounts.security_log import TAKEN
from participation.ledger.audit import trail
from participation.ledger.models import AuditEntry

MOST = 60


def history_of(person: User) -> list[tuple[AuditEntry, str]]:
    """The newest entries first, each with what was changed. Three queries."""
    return told(trail(person).exclude(act__in=TAKEN).order_by("-id")[:MOST])


def told(entries: Iterable[AuditEntry]) -> list[tuple[AuditEntry, str]]:
    """Entries about people, each with what was changed. Two queries."""
    entries = list(entries)
    slugs = {str(entry.note[key]) for entry in entries for key in ("department", "from") if key in entry.note}
    units = units_of(slugs)
    return [(entry, _words(entry, units)) for entry in entries]


def _words(entry: AuditEntry, units: dict[Any, Department]) -> str:
    note = entry.note
    labels = {
        "name": _("name"), "username": _("sign-in name"), "email": _("mail address"), "phone": _("telephone"),
    }  # fmt: skip
    roles = note.get("roles") or [note[key] for key in ("role",) if key in note]
    parts = [str(Role(role).label) for role in roles]
    if "from" in note:
        parts.append(f"{unit_noted(note, 'from', units)} → {unit_noted(note, 'department', units)}")
    elif "department" in note:
        parts.append(unit_noted(note, "department", units))
    if (first := note.get("starts_on")) and date.fromisoformat(first) > clock.day_of(entry.at):
        parts.append(_("first day %(day)s") % {"day": _day(first)})
    if note.get("ends_on"):
        parts.append(_("last day %(day)s") % {"day": _day(note["ends_on"])})
    changed = [*note.get("old", {}), *note.get("changed", [])]
    parts += [labels[name] for name in changed if name in labels]
    if note.get("reason"):
        parts.append(str(note["reason"]))
    return " · ".join(parts)


def _day(text: str) -> str:
    return str(say_day(date.fromisoformat(text), "auto"))
