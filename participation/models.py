"""Only imports the rooms' models, so that tables are named participation_user and so on."""

from participation.accounts.models import Department, Membership, User
from participation.deadlines.models import (
    Calendar,
    CalendarDay,
    CalendarEdition,
    CalendarYear,
    Clock,
    ClockEvent,
    JobMark,
    LocalRule,
)
from participation.delivery.models import Errand, Event
from participation.files.models import StoredFile
from participation.ledger.models import AcceptedOnce, AuditEntry, Leaf, Receipt

__all__ = [
    "AcceptedOnce",
    "AuditEntry",
    "Calendar",
    "CalendarDay",
    "CalendarEdition",
    "CalendarYear",
    "Clock",
    "ClockEvent",
    "Department",
    "Errand",
    "Event",
    "JobMark",
    "Leaf",
    "LocalRule",
    "Membership",
    "Receipt",
    "StoredFile",
    "User",
]
