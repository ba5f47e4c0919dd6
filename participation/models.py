"""Only imports the rooms' models, so that tables are named participation_user and so on."""

from participation.accounts.models import Department, Invitation, Membership, SpecialUnit, User
from participation.accounts.phone_models import PhoneProof
from participation.accounts.saved_view_models import SavedView
from participation.accounts.security_models import OpenSession, SecurityEvent
from participation.accounts.stand_in_models import StandIn
from participation.claims.models import Claim
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
from participation.delivery.models import Event, Job, MailCount, MailStop, ScheduleMark
from participation.files.models import StoredFile
from participation.ledger.models import (
    AuditEntry,
    Checkpoint,
    IdempotencyRecord,
    Leaf,
    Log,
    Receipt,
    Subtree,
)
from participation.notifications.models import NewsChoice, Notification

__all__ = [
    "AuditEntry",
    "Calendar",
    "CalendarDay",
    "CalendarEdition",
    "CalendarYear",
    "Checkpoint",
    "Claim",
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
    "Log",
    "MailCount",
    "MailStop",
    "Membership",
    "NewsChoice",
    "Notification",
    "OpenSession",
    "PhoneProof",
    "Receipt",
    "SavedView",
    "ScheduleMark",
    "SecurityEvent",
    "SpecialUnit",
    "StandIn",
    "StoredFile",
    "Subtree",
    "TimeRequest",
    "User",
]
