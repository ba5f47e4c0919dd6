"""An official opens what a person gave so that they can be reached: for one of a few purposes, each time on record.

The person reads later that it was opened, by which unit and on which day; the official's name stands in the audit.
"""

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.accounts.models import Department, User
from participation.accounts.queries import roles_of
from participation.errors import Invalid
from participation.ledger.audit import record

ACT = "contact.read"  # of releases that asked for none, without a purpose


class Purpose(models.TextChoices):
    """What it is opened for."""

    VERIFY = "verify", gettext_lazy("To verify what was said")
    REACH = "reach", gettext_lazy("To speak or write to the person")
    PASS_ON = "pass_on", gettext_lazy("To pass the matter on")


def note_reading(
    row: models.Model, *, by: User, purpose: str, at: Department | None, found_by_it: bool = False
) -> None:
    """Put it on record, with the unit through which the official has the matter; `found_by_it`: who knew the contact
    looked for what was left under it. Raises Invalid under "purpose"."""
    check_purpose(purpose)
    roles = roles_of(by)
    mine = next((each for each in roles if at is None or each.department.covers(at)), None)
    note = {"purpose": purpose, "unit": mine.department_id if mine else None}
    record(ACT, row, by=by, note=note | ({"found_by_contact": True} if found_by_it else {}))


def check_purpose(purpose: str) -> None:
    """Raises Invalid under "purpose" for what is none of them."""
    if purpose not in Purpose.values:
        message = _("Choose what you open it for.")
        raise Invalid(message, errors={"purpose": [message]})
