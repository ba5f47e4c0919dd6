"""The legal numbers as data: which rule says what, since when, on what basis.

National rules ship in ``rules/cn.toml``, a province's in ``rules/cn-<province>.toml``. Nothing in the code
holds a 30: it asks ``rule("A1").value``.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any, Literal

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from . import clock
from .counting import Due, due_date
from .workdays import Unit, WorkCalendar

RuleUnit = Literal["working", "calendar", "hour", "month", "date", ""]
Limit = Literal["at_least", "at_most", ""]

COMMENT_PERIODS = {
    "major_decision": "A1",
    "normative_document": "A8",
    "business_related": "A7",
    "other": "A8-other",
}
ANSWER_PERIODS = {
    "inquiry": "C3-inquiry",
    "complaint": "C3-complaint",
    "suggestion": "C3-suggestion",
    "help": "C3-help",
}


class UnknownRule(LookupError):
    """No such rule, or none in force on that day."""


@dataclass(frozen=True, slots=True)
class Words:
    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh if (get_language() or "zh").startswith("zh") or not self.en else self.en


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the rulebook as it stands at one place since one day."""

    id: str
    label: Words
    basis: str
    valid_from: date
    value: int | None = None
    by_date: str = ""  # MM-DD, for a report due on a day of the year
    unit: RuleUnit = ""
    limit: Limit = ""
    rolls: bool = False
    binding: bool = False
    confirmed: bool = True
    note: Words = Words("", "")
    place: str = "cn"

    @property
    def is_gate(self) -> bool:
        """A rule without a number: something must be there or must be so."""
        return not self.unit

    @property
    def number(self) -> int:
        """The rule's number. Raises TypeError for a gate or a day of the year."""
        if self.value is None:
            raise TypeError(f"rule {self.id} has no number")
        return self.value

    @property
    def day_unit(self) -> Unit:
        """The unit of a rule that counts days. Raises TypeError for any other."""
        if self.unit == "working" or self.unit == "calendar":
            return self.unit
        raise TypeError(f"rule {self.id} does not count days")

    def due(self, start: date, *, calendar: str | WorkCalendar | None = None) -> Due:
        """The last day of this rule's term; `start` is not counted. Only for rules that count days."""
        return due_date(start, self.number, self.day_unit, rolls=self.rolls, calendar=calendar or self.place)

    def earliest_end(self, start: date, *, calendar: str | WorkCalendar | None = None) -> date:
        """The first day on which a period of at least this length may end."""
        return self.due(start, calendar=calendar).due

    @property
    def amount(self) -> str:
        """The number in words: “30 calendar days”."""
        if self.unit == "date":
            month, day = self.by_date.split("-")
            return _("by %(month)d-%(day)d every year") % {"month": int(month), "day": int(day)}
        if self.value is None:
            return ""
        say = {
            "working": ngettext("%(count)d working day", "%(count)d working days", self.value),
            "calendar": ngettext("%(count)d calendar day", "%(count)d calendar days", self.value),
            "hour": ngettext("%(count)d hour", "%(count)d hours", self.value),
            "month": ngettext("%(count)d month", "%(count)d months", self.value),
        }[self.unit]
        return say % {"count": self.value}


def rule(rule_id: str, on: date | None = None, *, place: str = "cn") -> Rule:
    """The rule in force at `place` on that day (today when left out). Raises UnknownRule."""
    on = on or clock.today()
    for layer in _layers(place):
        in_force = [each for each in layer if each.id == rule_id and each.valid_from <= on]
        if in_force:
            return max(in_force, key=lambda each: each.valid_from)
    raise UnknownRule(rule_id)


def rules(on: date | None = None, *, place: str = "cn") -> list[Rule]:
    """Every rule in force at `place` on that day, in the order of the rulebook."""
    ids = dict.fromkeys(each.id for layer in reversed(list(_layers(place))) for each in layer)
    found = []
    for rule_id in ids:
        try:
            found.append(rule(rule_id, on, place=place))
        except UnknownRule:
            continue
    return found


def minimum_period(kind: str, on: date | None = None, *, place: str = "cn") -> Rule:
    """The least comment period of a consultation of `kind` (major_decision, normative_document, …)."""
    return rule(COMMENT_PERIODS[kind], on, place=place)


def answer_period(kind: str, on: date | None = None, *, place: str = "cn") -> Rule:
    """The time to answer a question of `kind` (inquiry, complaint, suggestion, help)."""
    return rule(ANSWER_PERIODS[kind], on, place=place)


def _layers(place: str) -> list[tuple[Rule, ...]]:
    """The layers that hold at `place`, nearest first."""
    parts = place.split("/")
    return [_shipped("-".join(parts[:depth])) for depth in range(min(len(parts), 2), 0, -1)]


@cache
def _shipped(layer: str) -> tuple[Rule, ...]:
    source = resources.files(__package__) / "rules" / f"{layer}.toml"
    if not source.is_file():
        return ()
    table = tomllib.loads(source.read_text("utf-8"))
    place = layer.replace("-", "/", 1)
    return tuple(read_rule(rule_id, row, place) for rule_id, rows in table.items() for row in _versions(rows))


def _versions(rows: Any) -> list[dict[str, Any]]:
    """A rule is one table, or an array of tables when it changed over the years."""
    return rows if isinstance(rows, list) else [rows]


def read_rule(rule_id: str, row: dict[str, Any], place: str) -> Rule:
    """One row of a rule file. Raises KeyError or TypeError when it is not whole."""
    row = dict(row)
    value = row.pop("value", None)
    label, note = row.pop("label"), row.pop("note", {"zh": "", "en": ""})
    if row.get("unit") == "date":
        row["by_date"], value = value, None
    return Rule(id=rule_id, label=Words(**label), note=Words(**note), value=value, place=place, **row)
