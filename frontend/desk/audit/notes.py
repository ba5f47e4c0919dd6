"""What was noted with an act, line by line: what stood there before, reasons, numbers."""

from collections.abc import Iterator
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.desk.audit.subjects import model_of
from participation.ledger.models import AuditEntry

NAMES: dict[str, str | Promise] = {
    "reason": gettext_lazy("Reason"), "basis": gettext_lazy("Legal basis"), "ground": gettext_lazy("Ground"),
    "stage": gettext_lazy("Stage"), "round": gettext_lazy("Round"), "result": gettext_lazy("Result"),
    "department": gettext_lazy("Department"), "role": gettext_lazy("Role"), "starts_on": gettext_lazy("First day"),
    "ends_on": gettext_lazy("Last day"), "name": gettext_lazy("Name"), "username": gettext_lazy("Sign-in name"),
    "email": gettext_lazy("Mail address"), "phone": gettext_lazy("Telephone"), "title": gettext_lazy("Title"),
    "body": gettext_lazy("Text"), "text": gettext_lazy("Text"), "rule": gettext_lazy("Rule"),
    "due_on": gettext_lazy("Due"), "due_before": gettext_lazy("Due before"), "days": gettext_lazy("Days"),
    "version": gettext_lazy("Version"), "kind": gettext_lazy("Kind"), "filter": gettext_lazy("Filter"),
    "format": gettext_lazy("Format"), "changed": gettext_lazy("Changed"), "list": gettext_lazy("List"),
    "closes_on": gettext_lazy("Last day"),
}  # fmt: skip


def lines_of(entry: AuditEntry) -> list[tuple[str, str]]:
    """Labels with what was noted; what is kept for the machine goes by its own name."""
    found = []
    if entry.old != entry.new:
        words = _statuses(entry.kind)
        found.append(
            (_("Status"), " → ".join(words.get(each, each) or "—" for each in (entry.old, entry.new)))
        )
    note = dict(entry.note)
    for name, value in dict(note.pop("old", None) or {}).items():
        found.append((_("%(what)s, before") % {"what": _name(name)}, _said(value)))
    return found + [(_name(name), _said(value)) for name, value in note.items()]


def _statuses(kind: str) -> dict[str, str]:
    """What the states of such a thing are called."""
    model = model_of(kind)
    fields = {field.name: field for field in model._meta.get_fields()} if model else {}
    return {
        str(code): str(label)
        for code, label in getattr(fields.get("status", fields.get("state")), "flatchoices", ())
    }


def _name(name: str) -> str:
    return str(NAMES.get(name, name))


def _said(value: Any) -> str:
    if value is None or value == "" or value == [] or value == {}:
        return "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return ", ".join(_parts(value))


def _parts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (f"{_name(name)}: {_said(each)}" for name, each in value.items())
    elif isinstance(value, list):
        yield from map(_said, value)
    else:
        yield str(value)
