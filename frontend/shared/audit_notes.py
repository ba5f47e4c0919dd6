"""What was noted with an act, in the reader's words: what stood there before and stands there since, reasons, numbers.

Never what only the machine knows a thing by, and never by what somebody is reached.
"""

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import EmailField, Field, Model, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.shared.dates import say_day, say_moment
from participation.accounts.models import Department, User
from participation.ledger.models import AuditEntry
from participation.secrets.fields import EncryptedTextField

FLOORS = ("consultations", "responses", "participation")
NAMES: dict[str, str | Promise] = {
    "reason": gettext_lazy("Reason"), "basis": gettext_lazy("Legal basis"), "ground": gettext_lazy("Ground"),
    "stage": gettext_lazy("Stage"), "round": gettext_lazy("Round"), "result": gettext_lazy("Result"),
    "department": gettext_lazy("Department"), "role": gettext_lazy("Role"), "roles": gettext_lazy("Role"),
    "starts_on": gettext_lazy("First day"), "ends_on": gettext_lazy("Last day"), "name": gettext_lazy("Name"),
    "username": gettext_lazy("Sign-in name"), "email": gettext_lazy("Mail address"),
    "phone": gettext_lazy("Telephone"), "title": gettext_lazy("Title"), "body": gettext_lazy("Text"),
    "text": gettext_lazy("Text"), "rule": gettext_lazy("Rule"), "due_on": gettext_lazy("Due"),
    "due_before": gettext_lazy("Due before"), "days": gettext_lazy("Days"), "version": gettext_lazy("Version"),
    "kind": gettext_lazy("Kind"), "filter": gettext_lazy("Filter"), "format": gettext_lazy("Format"),
    "changed": gettext_lazy("Changed"), "list": gettext_lazy("List"), "closes_on": gettext_lazy("Last day"),
    "slug": gettext_lazy("Name in the web address"), "from": gettext_lazy("Department before"),
    "to": gettext_lazy("Department since"), "hidden": gettext_lazy("Places hidden"),
    "rating": gettext_lazy("Stars given"), "rating_note": gettext_lazy("Words with the rating"),
    "opinions": gettext_lazy("Points made of it"), "clauses": gettext_lazy("Articles and paragraphs"),
    "items": gettext_lazy("Items"), "participants": gettext_lazy("Participants"), "added": gettext_lazy("Added"),
    "removed": gettext_lazy("Taken off"), "files": gettext_lazy("Files"), "file": gettext_lazy("File"),
    "again": gettext_lazy("Once more"), "mailed": gettext_lazy("Sent by mail"), "purpose": gettext_lazy("Purpose"),
    "deputy": gettext_lazy("Stand-in"), "unit": gettext_lazy("Department"), "until": gettext_lazy("Until"),
    "count": gettext_lazy("How many"), "leans_on": gettext_lazy("Grounds of the answer"),
    "duty": gettext_lazy("Special unit"),
    "change": gettext_lazy("Change of the execution"), "closes_at": gettext_lazy("End of the period"),
    "feedback_due_on": gettext_lazy("Feedback due"), "summary": gettext_lazy("Summary"),
}  # fmt: skip
# what only the machine reads: numbers of rows, places in the tree
UNSAID = {
    "path",
    "decision",
    "consultation",
    "document",
    "correction",
    "deadline",
    "clause",
    "act",
    "localrule.place",
}
UNITS = {"department", "from", "to", "parent", "unit"}  # departments, by their number or their slug
NAME_OF = {"department": "name", "from": "from_name"}  # beside a department, how it was called then
TRACED = ("department", "user")  # written by edits alone: what an edit wrote is what the next one found
OF_A_PART = ("role.", "standin.")  # noted of a person, but the old values are those of a role
BRIEF = 60
DAY = re.compile(r"\d{4}-\d\d-\d\d")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d.*")
Lines = list[tuple[str, str]]


class Known(NamedTuple):
    """What the notes of a page speak of: departments by number and slug, and what followed an old value."""

    units: dict[Any, Department]
    after: dict[tuple[int, str], Any]


def model_of(kind: str) -> type[Model] | None:
    """The model of that name; None for one of an older release."""
    for floor in FLOORS:
        if kind in apps.all_models[floor]:
            return apps.get_model(floor, kind)
    return None


def notes_of(entries: Sequence[AuditEntry]) -> list[Lines]:
    """For each entry, labels with what was noted. At most five queries, however many they are."""
    after = _followed([each for each in entries if each.note.get("old") and _is_traced(each)])
    said = [value for entry in entries for name, value in _all(entry.note) if name in UNITS]
    said += [value for (_pk, name), value in after.items() if name in UNITS]
    known = Known(units_of(said), after)
    return [_lines(entry, known) for entry in entries]


def brief(lines: Lines) -> str:
    """The same in one line, long texts cut."""
    return _("; ").join(
        _("%(what)s: %(note)s") % {"what": label, "note": text if len(text) <= BRIEF else f"{text[:BRIEF]}…"}
        for label, text in lines
    )


def units_of(said: Iterable[Any]) -> dict[Any, Department]:
    """Departments by number, by slug and by the slugs they had before. Two queries, or none."""
    said = {value for value in said if isinstance(value, int | str) and value != ""}
    if not said:
        return {}
    slugs = [value for value in said if isinstance(value, str)]
    numbers = [value for value in said if isinstance(value, int)]
    rows = Department.objects.filter(
        Q(pk__in=numbers) | Q(slug__in=slugs) | Q(former_slugs__slug__in=slugs)
    ).prefetch_related("former_slugs")
    found: dict[Any, Department] = {}
    for row in rows:
        keys = [row.pk, row.slug, *(each.slug for each in row.former_slugs.all())]
        found |= dict.fromkeys(keys, row)
    return found


def unit_noted(note: dict[str, Any], key: str, units: dict[Any, Department]) -> str:
    """A department by the name it had when it was noted; one that was not noted, by the name it has."""
    value, name = note[key], note.get(NAME_OF[key], "")
    row = units.get(value)
    return str(name if name and (row is None or row.name != name) else row or value)


def _is_traced(entry: AuditEntry) -> bool:
    return entry.kind in TRACED and not entry.act.startswith(OF_A_PART)


def _all(note: dict[str, Any]) -> list[tuple[str, Any]]:
    return [*note.items(), *dict(note.get("old") or {}).items()]


def _followed(entries: Sequence[AuditEntry]) -> dict[tuple[int, str], Any]:
    """What each edit wrote: the old value of the next edit of that field, else what stands there now.

    A query, and one for each kind of thing.
    """
    if not entries:
        return {}
    things = {(each.kind, each.object_id) for each in entries}
    same = reduce(or_, (Q(kind=kind, object_id=number) for kind, number in things))
    later = AuditEntry.objects.filter(same, pk__gte=min(each.pk for each in entries), note__has_key="old")
    now: dict[tuple[str, int, str], Any] = {}
    for kind in {kind for kind, _number in things}:
        model = model_of(kind)
        assert model is not None
        fields = [field.attname for field in model._meta.concrete_fields]
        for row in model._default_manager.filter(pk__in=[n for k, n in things if k == kind]).values(*fields):
            now |= {
                (kind, row["id"], field.name): row[field.attname] for field in model._meta.concrete_fields
            }
    found: dict[tuple[int, str], Any] = {}
    for entry in sorted(later, key=lambda each: -each.pk):
        if _is_traced(entry):
            for name, value in entry.note["old"].items():
                key = (entry.kind, entry.object_id, name)
                if key in now:
                    found[entry.pk, name] = now[key]
                now[key] = value
            for name in entry.note.get("changed", []):  # what stood there between is not said
                now.pop((entry.kind, entry.object_id, name), None)
    return found


def _lines(entry: AuditEntry, known: Known) -> Lines:
    found: Lines = []
    if entry.old != entry.new:
        words = _statuses(entry.kind)
        found.append(
            (_("Status"), " → ".join(words.get(each, each) or "—" for each in (entry.old, entry.new)))
        )
    note = dict(entry.note)
    old = dict(sorted((note.pop("old", None) or {}).items()))  # databases keep JSON in orders of their own
    for key, name in NAME_OF.items():
        if key in note and name in note:
            note[key] = unit_noted(note, key, known.units)
            del note[name]
    unsaid = {name for name in (*note, *old) if name in UNSAID or f"{entry.kind}.{name}" in UNSAID}
    for name, value in old.items():
        if name not in unsaid:
            found.append((_name(name), _changed(entry, name, value, note, known)))
    return found + [
        (_name(name), _value(entry.kind, name, value, known))
        for name, value in note.items()
        if name not in unsaid and name not in old
    ]


def _changed(entry: AuditEntry, name: str, before: Any, note: dict[str, Any], known: Known) -> str:
    if _is_contact(_field(entry.kind, name)):
        return _("value changed")
    was = _value(entry.kind, name, before, known)
    key = (entry.pk, name)
    if name in note:
        return f"{was} → {_value(entry.kind, name, note[name], known)}"
    if key in known.after:
        return f"{was} → {_value(entry.kind, name, known.after[key], known)}"
    return _("before: %(value)s") % {"value": was}


def _field(kind: str, name: str) -> "Field[Any, Any] | None":
    model = model_of(kind)
    fields = {field.name: field for field in model._meta.concrete_fields} if model else {}
    return fields.get(name)


def _is_contact(field: "Field[Any, Any] | None") -> bool:
    return isinstance(field, EncryptedTextField | EmailField)


def _statuses(kind: str) -> dict[str, str]:
    """What the states of such a thing are called."""
    return _choices(_field(kind, "status") or _field(kind, "state"))


def _choices(field: "Field[Any, Any] | None") -> dict[str, str]:
    return {str(code): str(label) for code, label in getattr(field, "flatchoices", ())}


def _name(name: str) -> str:
    if name == "parent":
        return str(Department._meta.get_field("parent").verbose_name)
    return str(NAMES.get(name) or _verbose(name))


def _verbose(name: str) -> str:
    """The name that the form of a department or a person gives a field; else its own."""
    for model in (Department, User):
        fields = {field.name: field.verbose_name for field in model._meta.concrete_fields}
        if isinstance(fields.get(name), Promise):
            return str(fields[name])
    return name


def _value(kind: str, name: str, value: Any, known: Known) -> str:
    if value is None or value == "" or value == [] or value == {}:
        return "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_value(kind, name, each, known) for each in value)
    if isinstance(value, dict):
        return ", ".join(f"{_name(key)}: {_value(kind, key, each, known)}" for key, each in value.items())
    field = _field(kind, name)
    if _is_contact(field):
        return _("value changed")
    if name in UNITS and (value in known.units or isinstance(value, int)):
        return str(known.units.get(value, _("no longer there")))
    if field is not None and field.is_relation:
        return _("something else")
    return _words(field, name, value)


def _words(field: "Field[Any, Any] | None", name: str, value: Any) -> str:
    if name in ("role", "roles"):
        return _choices(_field("membership", "role")).get(str(value), str(value))
    with suppress(ValueError):  # somebody may have written what only looks like a day
        if isinstance(value, datetime) or MOMENT.fullmatch(str(value)):
            return say_moment(datetime.fromisoformat(str(value)))
        if isinstance(value, date) or DAY.fullmatch(str(value)):
            return say_day(date.fromisoformat(str(value)))
    choices = _choices(field)
    if not choices and name in ("stage", "result"):
        choices = _choices(_field("decisionstage", name))
    return choices.get(str(value), str(value))
