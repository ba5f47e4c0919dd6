"""A rule as its pages show it: how strong it is, who sees that it is kept, on whose word and since when."""

from dataclasses import dataclass
from itertools import groupby

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from frontend.shared.rule_labels import layer_of
from participation.deadlines.rulebook import Rule

CHAPTERS = {
    "A": gettext_lazy("Consultation and decision"),
    "B": gettext_lazy("Interpretation and response"),
    "C": gettext_lazy("Questions, petitions and requests for information"),
    "D": gettext_lazy("Reports"),
    "E": gettext_lazy("Disclosure of government information"),
    "W": gettext_lazy("Reminders of this site"),
}
CHECKED = {
    "both": gettext_lazy("the platform checks that it was done; people check how"),
    "people": gettext_lazy("the platform does not check this; people do"),
    "elsewhere": gettext_lazy("does not apply to this county"),
}


@dataclass(frozen=True, slots=True)
class Source:
    """One word on a rule: whose, how long, by what, since when."""

    layer: str
    amount: str
    basis: str
    begins: str


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One row of a page about rules."""

    rule: Rule

    @property
    def layer(self) -> str:
        return layer_of(self.rule)

    @property
    def limit(self) -> str:
        """What stands before the amount; nothing before a day of the year or before the same day."""
        if self.rule.unit == "date" or self.rule.value == 0:
            return ""
        return {
            "at_least": pgettext("before a term", "at least"),
            "at_most": pgettext("before a term", "within"),
            "": "",
        }[self.rule.limit]

    @property
    def force(self) -> str:
        """How strong a rule without a number is: 可以 is no must, and a custom nobody has confirmed is none either."""
        if self.rule.checked_by == "elsewhere":
            return str(CHECKED["elsewhere"])
        if self.rule.optional:
            return pgettext("force of a rule", "may be done")
        return _("a must") if self.rule.confirmed else _("local practice, to be confirmed")

    @property
    def checked(self) -> str:
        """Who sees that it is kept, where it is not the platform alone."""
        return str(CHECKED.get(self.rule.checked_by, ""))

    @property
    def sources(self) -> list[Source]:
        """What comes with the product, and over it the county's own word with its document."""
        rules = [self.rule.shipped, self.rule] if self.rule.shipped else [self.rule]
        return [
            Source(
                _whose(each), each.amount, each.own_basis if each.is_own else each.basis_said, _begins(each)
            )
            for each in rules
        ]


def _whose(rule: Rule) -> str:
    if rule.shipped is None and not rule.confirmed:
        return _("Default of this platform")
    if rule.shipped and (rule.amount, rule.rolls) == (rule.shipped.amount, rule.shipped.rolls):
        return _("%(layer)s, confirmed") % {"layer": layer_of(rule)}
    if rule.place == "cn" and not rule.is_own:
        return _("National rule")
    return _("Rule: %(layer)s") % {"layer": layer_of(rule)}


def _begins(rule: Rule) -> str:
    values = {"day": date_format(rule.valid_from, "DATE_FORMAT")}
    if rule.is_own:
        return _("applied since %(day)s") % values
    words = {"in_force": _("since %(day)s"), "issued": _("issued on %(day)s"), "": ""}
    return words[rule.begins] % values


def chapters(found: list[Rule]) -> list[tuple[str, object, list[RuleLine]]]:
    """The rules by the chapters of the rulebook."""
    ordered = sorted(found, key=lambda rule: rule.id[:1])
    return [
        (letter, CHAPTERS.get(letter, letter), [RuleLine(rule) for rule in own])
        for letter, own in groupby(ordered, key=lambda rule: rule.id[:1])
    ]
