"""How far a deadline may be moved: the rules beside its rule, named after it or after its family.

`C3-extension` and `C3-pause-…` hold for C3-inquiry, C3-complaint and all that begin with C3. Each `…-pause-…` is one
ground on which the term may stand still, with the longest it may; `…-pause-most` is the longest of all pauses together.
"""

from django.db import models

from participation.deadlines.models import Deadline, DeadlineEvent
from participation.deadlines.rulebook import Rule, Rulebook, UnknownRule

MOST = "most"
MATERIALS = "-pause-materials"  # ends the ground on which whoever asked is waited for


def extension_rule(rule_id: str, book: Rulebook | None = None) -> Rule | None:
    """The longest extension of all together; None where the rules know none."""
    return _beside(rule_id, "extension", book or Rulebook())


def pausing_rule(rule_id: str, book: Rulebook | None = None) -> Rule | None:
    """The longest pausing of all together; None where the rules set no limit but each ground's own."""
    return _beside(rule_id, f"pause-{MOST}", book or Rulebook())


def pause_grounds(rule_id: str, book: Rulebook | None = None) -> list[Rule]:
    """The grounds on which a term of this rule may be paused, each with its longest length; often none."""
    book = book or Rulebook()
    for name in _names(rule_id):
        prefix = f"{name}-pause-"
        if found := [each for each in book.rules() if each.id.startswith(prefix)]:
            return [each for each in found if each.id != f"{prefix}{MOST}"]
    return []


def ground_words(ground: Rule) -> str:
    """The ground alone, without the name of the term that it pauses: what stands after the colon of its label."""
    label = str(ground.label)
    return (label.partition("：")[2] or label.partition(": ")[2] or label).strip()


def days_to_extend(deadline: Deadline, law: Rule) -> int:
    """How many days more may be given, in the deadline's own unit: all extensions together keep to `law`."""
    given = deadline.events.filter(kind=DeadlineEvent.Kind.EXTENDED).aggregate(sum=models.Sum("days"))["sum"]
    return max(law.number - (given or 0), 0)


def _beside(rule_id: str, suffix: str, book: Rulebook) -> Rule | None:
    for name in _names(rule_id):
        try:
            return book.rule(f"{name}-{suffix}")
        except UnknownRule:
            continue
    return None


def _names(rule_id: str) -> list[str]:
    return list(dict.fromkeys([rule_id, rule_id.split("-")[0]]))
