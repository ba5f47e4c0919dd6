"""The legal numbers as data: which rule says what, since when, on what basis.

National rules ship in ``rules/cn.toml``, a province's in ``rules/cn-<province>.toml``; the county's own numbers
are rows, edited by `local_rules`. Nothing in the code holds a 30: it asks ``rule("A1").value``. Each call reads the
county's rows once; a page that shows many rules takes a `Rulebook` and asks that.
"""

import tomllib
from calendar import month_name, monthrange
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib import resources
from typing import Any, Literal, TypeVar, cast

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from participation import clock
from participation.deadlines.counting import due_date
from participation.deadlines.models import LocalRule
from participation.deadlines.places import home, lineage
from participation.deadlines.workdays import Due, Unit, WorkCalendar

RuleUnit = Literal["working", "calendar", "hour", "month", "date", ""]
Limit = Literal["at_least", "at_most", ""]
Shortening = Literal["none", "with_reason", ""]  # of a least period: never, or when the notice says why
CheckedBy = Literal["platform", "both", "people", "elsewhere"]

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
class BilingualText:
    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh if (get_language() or "zh").startswith("zh") or not self.en else self.en


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the rulebook as it stands at one place since one day."""

    id: str
    label: BilingualText
    basis: str  # the law's own name, in Chinese
    valid_from: date
    value: int | None = None
    by_date: str = ""  # MM-DD, for a report due on a day of the year
    unit: RuleUnit = ""
    limit: Limit = ""
    rolls: bool = False
    binding: bool = False
    confirmed: bool = True
    note: BilingualText = BilingualText("", "")
    shortening: Shortening = ""
    same_day: bool = False  # a county may set 0 days: the day itself on which the term begins
    least: int = 0  # under which no county sets it, though the law leaves the number to the place
    optional: bool = False  # the law says 可以
    checked_by: CheckedBy = "platform"
    place: str = "cn"
    is_own: bool = False  # set or confirmed by a row of `place`, not shipped
    basis_en: str = ""  # where no law is named, but said that none says it
    own_basis: str = ""  # the document of that row; `basis` names the law and then this
    shipped: "Rule | None" = None  # what the row stands over

    @property
    def basis_said(self) -> str:
        """The basis for a reader: a law by its name, and in their language that no law says it."""
        return str(BilingualText(self.basis, self.basis_en))

    @property
    def is_gate(self) -> bool:
        """A rule without a number: something must be there or must be so."""
        return not self.unit

    @property
    def begins(self) -> Literal["in_force", "issued", ""]:
        """What happened on `valid_from`: a law came into force, a circular was issued; nothing for local custom."""
        if self.is_own or "《" in self.basis:
            return "in_force"
        return "issued" if "号" in self.basis else ""

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
        return due_date(start, self.number, self.day_unit, rolls=self.rolls, calendar=calendar)

    def earliest_end(self, start: date, *, calendar: str | WorkCalendar | None = None) -> date:
        """The first day on which a period of at least this length may end."""
        return self.due(start, calendar=calendar).due

    def on_year(self, year: int) -> date:
        """The day of a rule that names a day of the year. Raises TypeError for any other."""
        if not self.by_date:
            raise TypeError(f"rule {self.id} names no day of the year")
        return date.fromisoformat(f"{year}-{self.by_date}")

    def months_after(self, start: date) -> date:
        """The day that many months later, the last of its month where that has no such day (民法典第二百零二条)."""
        if self.unit != "month":
            raise TypeError(f"rule {self.id} does not count months")
        year, month = divmod(start.year * 12 + start.month - 1 + self.number, 12)
        return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))

    @property
    def amount(self) -> str:
        """The number in words: “30 calendar days”."""
        if self.unit == "date":
            month, day = map(int, self.by_date.split("-"))
            is_english = (get_language() or "").startswith("en")
            said = f"{day} {month_name[month]}" if is_english else f"{month}月{day}日"
            return _("by %(day)s every year") % {"day": said}
        if self.value is None:
            return ""
        if self.value == 0:
            return pgettext("a term", "the same day")
        say = {
            "working": ngettext("%(count)d working day", "%(count)d working days", self.value),
            "calendar": ngettext("%(count)d calendar day", "%(count)d calendar days", self.value),
            "hour": ngettext("%(count)d hour", "%(count)d hours", self.value),
            "month": ngettext("%(count)d month", "%(count)d months", self.value),
        }[self.unit]
        return say % {"count": self.value}


class Rulebook:
    """The rules of one place: the county's rows over the province's file over the national file."""

    def __init__(self, place: str | None = None) -> None:
        self.place = place or home()
        self._places = lineage(self.place)[::-1]
        self._own: dict[str, list[LocalRule]] = {}
        for row in LocalRule.objects.filter(place__in=self._places, withdrawn_at=None):
            self._own.setdefault(row.place, []).append(row)

    def rule(self, rule_id: str, on: date | None = None) -> Rule:
        """The rule in force on that day (today when left out). Raises UnknownRule."""
        on = on or clock.today()
        found: list[LocalRule] = []
        for place in self._places:
            found += _newest([row for row in self._own.get(place, []) if row.rule_id == rule_id], on)
        shipped = self.shipped_rule(rule_id, on)
        return _over(shipped, found[0]) if found else shipped

    def shipped_rule(self, rule_id: str, on: date) -> Rule:
        """What comes with the product for this place, without the county's own word. Raises UnknownRule."""
        for place in self._places:
            if shipped := _newest([each for each in _shipped(place) if each.id == rule_id], on):
                return shipped[0]
        raise UnknownRule(rule_id)

    def rules(self, on: date | None = None) -> list[Rule]:
        """Every rule in force on that day, in the order of the rulebook."""
        return [each for rule_id in self._ids() if (each := self._rule_or_none(rule_id, on))]

    def province_to_enter(self) -> str:
        """The province above this place whose own rules nobody has entered; "" where there is none or they are."""
        for place in self._places:
            if place.count("/") == 1 and not _shipped(place) and place not in self._own:
                return place
        return ""

    def _ids(self) -> list[str]:
        return list(dict.fromkeys(each.id for place in reversed(self._places) for each in _shipped(place)))

    def _rule_or_none(self, rule_id: str, on: date | None) -> Rule | None:
        try:
            return self.rule(rule_id, on)
        except UnknownRule:
            return None


R = TypeVar("R", Rule, LocalRule)


def _newest(rows: list[R], on: date) -> list[R]:
    """The row that came into force last, as a list of one or none."""
    return sorted((row for row in rows if row.valid_from <= on), key=lambda row: row.valid_from)[-1:]


def _over(shipped: Rule, own: LocalRule) -> Rule:
    """The county's number under the shipped rule's name; the law's basis stands beside the county's document."""
    bases = [shipped.basis] if shipped.begins else []  # words like "set locally" give way to what was set
    if own.basis not in bases:
        bases.append(own.basis)
    return replace(
        shipped,
        value=own.value,
        by_date=own.by_date,
        unit=cast(RuleUnit, own.unit),
        rolls=own.rolls,
        basis="；".join(bases),
        basis_en=shipped.basis_en if bases == [shipped.basis] else "",
        own_basis=own.basis if own.basis != shipped.basis else "",
        valid_from=own.valid_from,
        place=own.place,
        confirmed=True,
        is_own=True,
        shipped=shipped,
    )


def rule(rule_id: str, on: date | None = None, *, place: str | None = None) -> Rule:
    """The rule in force at `place` (this site's when left out) on that day (today). Raises UnknownRule."""
    return Rulebook(place).rule(rule_id, on)


def rules(on: date | None = None, *, place: str | None = None) -> list[Rule]:
    """Every rule in force at `place` on that day, in the order of the rulebook."""
    return Rulebook(place).rules(on)


def minimum_period(kind: str, on: date | None = None, *, place: str | None = None) -> Rule:
    """The least comment period of a consultation of `kind` (major_decision, normative_document, …)."""
    return rule(COMMENT_PERIODS[kind], on, place=place)


def answer_period(kind: str, on: date | None = None, *, place: str | None = None) -> Rule:
    """The time to answer a question of `kind` (inquiry, complaint, suggestion, help)."""
    return rule(ANSWER_PERIODS[kind], on, place=place)


@cache
def _shipped(place: str) -> tuple[Rule, ...]:
    """The rules that come with the product for a place, from its file."""
    source = resources.files(__package__) / "rules" / f"{place.replace('/', '-')}.toml"
    if not source.is_file():
        return ()
    table = tomllib.loads(source.read_text("utf-8"))
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
    return Rule(
        id=rule_id, label=BilingualText(**label), note=BilingualText(**note), value=value, place=place, **row
    )
