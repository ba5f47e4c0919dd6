"""What was noted with an act, in the reader's words: what stood there before and stands there since, reasons, numbers.

Never what only the machine knows a thing by, and never by what somebody is reached.
"""

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime
from functools import partial, reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import EmailField, Field, Q
from django.utils.translation import gettext as _

from frontend.shared.audit_names import CODES, choices_of, code_words, field_of, is_said, model_of, name_of
from frontend.shared.dates import say_day, say_moment
from participation.accounts.models import Department, User
from participation.ledger.models import AuditEntry
from participation.secrets.fields import EncryptedTextField

UNITS = {"department", "from", "to", "parent", "unit"}  # departments, by their number or their slug
NAME_OF = {"department": "name", "from": "from_name"}  # beside a department, how it was called then
TRACED = ("department", "user")  # written by edits alone: what an edit wrote is what the next one found
OF_A_PART = ("role.", "standin.")  # noted of a person, but the old values are those of a role
BRIEF = 60
DAY = re.compile(r"\d{4}-\d\d-\d\d")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d.*")
Lines = list[tuple[str, str]]


class Known(NamedTuple):
    """What the notes of a page speak of: departments by number and slug, people by their sign-in names, and what
    followed an old value."""

    units: dict[Any, Department]
    people: dict[str, str]
    after: dict[tuple[int, str], Any]


def notes_of(entries: Sequence[AuditEntry]) -> list[Lines]:
    """For each entry, labels with what was noted. At most six queries, however many they are."""
    after = _followed([each for each in entries if each.note.get("old") and _is_traced(each)])
    said = [value for entry in entries for name, value in _all(entry.note) if name in UNITS]
    said += [value for (_pk, name), value in after.items() if name in UNITS]
    known = Known(
        units_of(said),
        _people([str(each.note["deputy"]) for each in entries if "deputy" in each.note]),
        after,
    )
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


def _people(usernames: Sequence[str]) -> dict[str, str]:
    rows = User.objects.filter(username__in=usernames) if usernames else ()
    return {row.username: str(row) for row in rows}


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
    for name, value in old.items():
        if is_said(entry.kind, name):
            found.append((name_of(entry.kind, name), _changed(entry, name, value, note, known)))
    return found + [
        (name_of(entry.kind, name), _value(entry.kind, name, value, known))
        for name, value in note.items()
        if is_said(entry.kind, name) and name not in old
    ]


def _changed(entry: AuditEntry, name: str, before: Any, note: dict[str, Any], known: Known) -> str:
    if _is_contact(field_of(entry.kind, name)):
        return _("value changed")
    was = _value(entry.kind, name, before, known)
    key = (entry.pk, name)
    if name in note:
        return f"{was} → {_value(entry.kind, name, note[name], known)}"
    if key in known.after:
        return f"{was} → {_value(entry.kind, name, known.after[key], known)}"
    return (
        _("before: %(value)s") % {"value": was} if before not in (None, "", [], {}) else _("nothing before")
    )


def _is_contact(field: "Field[Any, Any] | None") -> bool:
    return isinstance(field, EncryptedTextField | EmailField)


def _statuses(kind: str) -> dict[str, str]:
    """What the states of such a thing are called."""
    fields = (field_of(kind, name) for name in ("status", "state", "disposition"))
    return choices_of(next(filter(None, fields), None))


def _value(kind: str, name: str, value: Any, known: Known) -> str:
    if value is None or value == "" or value == [] or value == {}:
        return "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return _(", ").join(_value(kind, name, each, known) for each in value)
    if isinstance(value, dict):
        key_words = CODES["texted"] if name == "ways" else partial(name_of, kind)
        pairs = [(key_words(key), _value(kind, name, each, known)) for key, each in value.items()]
        return _(", ").join(_("%(what)s: %(note)s") % {"what": what, "note": said} for what, said in pairs)
    if name == "changed":
        return name_of(kind, str(value))
    if name == "deputy":
        return known.people.get(str(value), str(value))
    field = field_of(kind, name)
    if _is_contact(field):
        return _("value changed")
    if name in UNITS and (value in known.units or isinstance(value, int)):
        return str(known.units.get(value, _("no longer there")))
    if field is not None and field.is_relation:
        return _("something else")
    return code_words(kind, name, str(value)) or _words(value)


def _words(value: Any) -> str:
    with suppress(ValueError):  # somebody may have written what only looks like a day
        if isinstance(value, datetime) or MOMENT.fullmatch(str(value)):
            return say_moment(datetime.fromisoformat(str(value)))
        if isinstance(value, date) or DAY.fullmatch(str(value)):
            return say_day(date.fromisoformat(str(value)))
    return str(value)
