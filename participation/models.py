"""Only imports the rooms' models, so that tables are named participation_user and so on."""

from participation.accounts.models import Department, Invitation, Membership, SpecialUnit, User
from participation.accounts.security_models import OpenSession, SecurityEvent
from participation.corrections.models import Correction
from participation.deadlines.models import (
    Calendar,
    CalendarDay,
    CalendarEdition,
    CalendarYear,
    Deadline,
    DeadlineEvent,
    LocalRule,
    TimeRequest,
)
from participation.delivery.models import Event, Job, ScheduleMark
from participation.files.models import StoredFile
from participation.ledger.models import AuditEntry, IdempotencyRecord, Leaf, Receipt

__all__ = [
    "AuditEntry",
    "Calendar",
    "CalendarDay",
    "CalendarEdition",
    "CalendarYear",
    "Correction",
    "Deadline",
    "DeadlineEvent",
    "Department",
    "Event",
    "IdempotencyRecord",
    "Invitation",
    "Job",
    "Leaf",
    "LocalRule",
    "Membership",
    "OpenSession",
    "Receipt",
    "ScheduleMark",
    "SecurityEvent",
    "SpecialUnit",
    "StoredFile",
    "TimeRequest",
    "User",
]
