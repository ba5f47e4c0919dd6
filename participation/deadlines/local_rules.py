"""The county's own numbers: set, confirmed, taken back; each time with who and on what basis."""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from participation import clock
from participation.accounts.models import User
from participation.deadlines.models import LocalRule
from participation.deadlines.places import home
from participation.deadlines.policies import can_change_rules
from participation.deadlines.rulebook import Rule, Rulebook, RuleUnit, UnknownRule
from participation.delivery.outbox import emit
from participation.errors import Conflict, Incomplete, Invalid, NotPermitted
from participation.ledger.audit import record
from participation.text.reasons import is_name

DAYS = ("working", "calendar")
LEAST_BASIS = 5  # as short as a document number is: 云府〔2026〕9号 is longer
MOST_BASIS = 150  # it stands beside the law's own basis wherever that is cited


def set_local_rule(
    rule_id: str,
    *,
    by: User | None,
    basis: str,
    value: int | None = None,
    by_date: str = "",
    unit: RuleUnit | None = None,
    rolls: bool | None = None,
    valid_from: date | None = None,
    place: str | None = None,
) -> LocalRule:
    """Give a rule the county's own number from `valid_from` (today) on; running deadlines keep what they were told.

    0 days is the same day, for a rule that allows it. A binding rule can only become stricter, in the same unit.
    Raises NotPermitted, Incomplete without a basis, Invalid for what the law above does not allow, Conflict when
    somebody set it for the same day.
    """
    place, valid_from = place or home(), valid_from or clock.today()
    _check_actor(by)
    shipped = _shipped(rule_id, place, valid_from)
    new = LocalRule(
        place=place,
        rule_id=rule_id,
        value=value,
        by_date=by_date,
        unit=shipped.unit if unit is None else unit,
        rolls=shipped.rolls if rolls is None else rolls,
        basis=basis.strip(),
        valid_from=valid_from,
        made_at=clock.now(),
        made_by=by,
    )
    _check_basis(new.basis)
    if valid_from < clock.today() and by is not None:
        raise Invalid(
            _("A rule cannot be changed for days that are over."), errors={"valid_from": [_("In the past.")]}
        )
    _check_number(shipped, new)
    return _write(new, by=by, event="rule.set")


def confirm_rule(rule_id: str, *, by: User | None, basis: str, place: str | None = None) -> LocalRule:
    """Say that the shipped default holds here, and by which document.

    Raises NotPermitted, Incomplete without a document, Invalid, Conflict.
    """
    place = place or home()
    _check_actor(by)
    now = Rulebook(place).rule(rule_id) if _known(rule_id, place) else None
    if now is None:
        raise Invalid(_("There is no such rule."))
    _check_basis(basis.strip())
    row = LocalRule(
        place=place,
        rule_id=rule_id,
        value=now.value,
        by_date=now.by_date,
        unit=now.unit,
        rolls=now.rolls,
        basis=basis.strip(),
        valid_from=clock.today(),
        made_at=clock.now(),
        made_by=by,
    )
    return _write(row, by=by, event="rule.confirmed")


def confirm_rules(rules: Iterable[str], *, by: User | None, basis: str) -> None:
    """Say of several defaults that they hold here by one document: all of them or none. Raises as `confirm_rule`."""
    with transaction.atomic():
        for rule_id in rules:
            confirm_rule(rule_id, by=by, basis=basis)


def withdraw_local_rule(row: LocalRule, *, by: User | None) -> None:
    """Take back a number that was set by mistake; the row stays for the record. Raises NotPermitted, Conflict."""
    _check_actor(by)
    with transaction.atomic():
        if not LocalRule.objects.filter(pk=row.pk, withdrawn_at=None).update(withdrawn_at=clock.now()):
            raise Conflict(_("Somebody else took this back already."))
        row.refresh_from_db()
        record("rule.withdrawn", row, by=by, note={"rule": row.rule_id, "place": row.place})
        emit("rule.withdrawn", row, by=by, data={"rule": row.rule_id, "place": row.place})


def _write(row: LocalRule, *, by: User | None, event: str) -> LocalRule:
    note = {"rule": row.rule_id, "place": row.place, "value": row.value, "unit": row.unit, "basis": row.basis}
    try:
        with transaction.atomic():
            row.save()
            record(event, row, by=by, note=note)
            emit(event, row, by=by, data={"rule": row.rule_id, "place": row.place})
    except IntegrityError:
        raise Conflict(_("This rule was already set for that day; take that back first.")) from None
    return row


def _check_actor(by: User | None) -> None:
    """`by=None` is the house itself: a command, the demo."""
    if by is not None and not can_change_rules(by):
        raise NotPermitted(_("Only an administrator changes the rules."))


def _check_basis(basis: str) -> None:
    if len(basis) < LEAST_BASIS or not is_name(basis):
        raise Incomplete(
            _("Name the document that sets this number."), errors={"basis": [_("Name the document.")]}
        )
    if len(basis) > MOST_BASIS:
        message = _("Name the document in at most %(n)d characters.") % {"n": MOST_BASIS}
        raise Invalid(message, errors={"basis": [message]})


def _known(rule_id: str, place: str) -> bool:
    try:
        Rulebook(place).rule(rule_id)
    except (UnknownRule, ValueError):
        return False
    return True


def _shipped(rule_id: str, place: str, on: date) -> Rule:
    """What holds here without the county's own word."""
    try:
        return Rulebook(place).shipped_rule(rule_id, on)
    except (UnknownRule, ValueError):
        raise Invalid(_("There is no such rule.")) from None


def _check_number(shipped: Rule, new: LocalRule) -> None:
    if shipped.is_gate:
        raise Invalid(_("This rule has no number that could be changed."))
    if new.value == 0 and not (shipped.same_day and new.unit in DAYS):
        message = _("0 days is the same day, which this rule does not allow: give 1 or more.")
        raise Invalid(message, errors={"value": [message]})
    whole = bool(new.by_date) if new.unit == "date" else new.value is not None and not new.by_date
    if not whole or not new.unit:
        raise Invalid(_("Give a number and its unit."), errors={"value": [_("Give a number.")]})
    if new.unit == "date" and not _is_day_of_year(new.by_date):
        raise Invalid(
            _("Give a day of the year."), errors={"value": [_("Give a day of the year, such as 01-31.")]}
        )
    if shipped.binding and not _is_stricter(shipped, new):
        template = _("The law says %(amount)s (%(basis)s); a county can only be stricter.")
        message = template % {"amount": shipped.amount, "basis": shipped.basis_said}
        raise Invalid(message, errors={"value": [message]})

    if shipped.least and new.value is not None and new.value < shipped.least:
        message = _("Under %(n)d days it is no term in which anybody could act.") % {"n": shipped.least}
        raise Invalid(message, errors={"value": [message]})


def _is_stricter(shipped: Rule, new: LocalRule) -> bool:
    if new.unit != shipped.unit or (new.rolls and not shipped.rolls and shipped.limit == "at_most"):
        return False
    if shipped.unit == "date":
        return new.by_date <= shipped.by_date
    mine, law = new.value or 0, shipped.number
    return mine >= law if shipped.limit == "at_least" else mine <= law


def _is_day_of_year(text: str) -> bool:
    try:
        date.fromisoformat(f"2023-{text}")  # a year without 29 February: the day must exist every year
    except ValueError:
        return False
    return True
