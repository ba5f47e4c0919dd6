"""How each status is drawn: a shape and a word, so that nobody needs to see the colour."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consultations.models import Comment, Consultation, Opinion
from participation.deadlines.models import TimeRequest
from responses.models import Question

# Drawn in a 10 × 10 box.
SHAPES = {
    "dot": '<circle cx="5" cy="5" r="4.6"/>',
    "ring": '<circle cx="5" cy="5" r="4" fill="none" stroke-width="1.8"/>',
    "half": '<circle cx="5" cy="5" r="4" fill="none" stroke-width="1.6"/><path d="M5 1a4 4 0 0 0 0 8z"/>',
    "bar": '<path d="M0 3.8h10v2.6H0z"/>',
    "cross": '<path d="M1.2 1.2l7.6 7.6M8.8 1.2 1.2 8.8" fill="none" stroke-width="2"/>',
    "check": '<path d="M.8 5.4 3.8 8.4 9.2 1.8" fill="none" stroke-width="2"/>',
    "diamond": '<path d="M5 0l5 5-5 5-5-5z"/>',
    "square": '<path d="M1 1h8v8H1z"/>',
    "frame": '<path d="M1 1h8v8H1z" fill="none" stroke-width="1.8"/>',
    "pause": '<path d="M1.5 1h2.4v8H1.5zM6.1 1h2.4v8H6.1z"/>',
    "play": '<path d="M1.5.5 9.5 5l-8 4.5z"/>',
    "back": '<path d="M8.5.5.5 5l8 4.5z"/>',
    "join": '<path d="M1 1l4 4 4-4M5 5v4.5" fill="none" stroke-width="1.9"/>',
}


@dataclass(frozen=True, slots=True)
class StatusIcon:
    """`tone` is a class of .tag: yes, part, line, act, alarm, or plain."""

    shape: str
    tone: str
    label: str | Promise


PHASES = {
    "draft": StatusIcon("frame", "line", _("Draft")),
    "upcoming": StatusIcon("ring", "line", _("Opens soon")),
    "open": StatusIcon("play", "act", _("Open for comments")),
    "closed": StatusIcon("half", "part", _("Being weighed")),
    "concluded": StatusIcon("check", "yes", _("Outcome published")),
    "suspended": StatusIcon("pause", "line", _("Suspended")),
    "withdrawn": StatusIcon("cross", "line", _("Withdrawn")),
}
DISPOSITIONS = {
    Opinion.Disposition.OPEN: ("ring", "line"),
    Opinion.Disposition.ADOPTED: ("check", "yes"),
    Opinion.Disposition.PARTLY_ADOPTED: ("half", "part"),
    Opinion.Disposition.NOT_ADOPTED: ("bar", "line"),
    Opinion.Disposition.OUT_OF_SCOPE: ("frame", "plain"),
    Opinion.Disposition.NOT_CONSIDERED: ("cross", "plain"),
}
COMMENTS = {
    Comment.Status.PENDING: ("ring", "line"),
    Comment.Status.PUBLISHED: ("dot", "part"),
    Comment.Status.PRIVATE: ("square", "plain"),
    Comment.Status.RETURNED: ("back", "act"),
    Comment.Status.WITHHELD: ("bar", "line"),
    Comment.Status.WITHDRAWN: ("cross", "line"),
}
STANCES = {
    Comment.Stance.SUPPORT: ("dot", "line"),
    Comment.Stance.NEUTRAL: ("half", "line"),
    Comment.Stance.OPPOSE: ("bar", "line"),
}
QUESTIONS = {
    Question.Status.SUBMITTED: ("ring", "line"),
    Question.Status.ASSIGNED: ("half", "part"),
    Question.Status.PAUSED: ("pause", "line"),
    Question.Status.ANSWERED: ("check", "yes"),
    Question.Status.DECLINED: ("cross", "plain"),
    Question.Status.MERGED: ("join", "plain"),
}
REQUESTS = {
    TimeRequest.Status.WAITING: ("ring", "act"),
    TimeRequest.Status.GRANTED: ("check", "yes"),
    TimeRequest.Status.REFUSED: ("cross", "line"),
    TimeRequest.Status.WITHDRAWN: ("back", "line"),
    TimeRequest.Status.LAPSED: ("bar", "line"),
}
RECORDS = {"draft": ("frame", "line"), "published": ("dot", "part")}
CLOCKS = {
    "overdue": StatusIcon("diamond", "alarm", _("Overdue")),
    "today": StatusIcon("play", "act", _("Due today")),
    "soon": StatusIcon("half", "part", _("Due soon")),
    "later": StatusIcon("ring", "line", _("In time")),
    "paused": StatusIcon("pause", "line", _("Clock paused")),
}
CHANGES = {
    "same": StatusIcon("ring", "line", _("Unchanged")),
    "changed": StatusIcon("half", "part", _("Changed")),
    "moved": StatusIcon("join", "line", _("Moved")),
    "added": StatusIcon("dot", "act", _("Added")),
    "removed": StatusIcon("bar", "line", _("Removed")),
}


def status_icon(family: str, code: str) -> StatusIcon:
    """The mark of a status. An unknown code is drawn plainly with its own word, never an error."""
    plain = StatusIcon("ring", "line", code)
    match family:
        case "phase":
            return PHASES.get(code, plain)
        case "clock":
            return CLOCKS.get(code, plain)
        case "change":
            return CHANGES.get(code, plain)
    tables: dict[str, tuple[Mapping[Any, tuple[str, str]], type[TextChoices]]] = {
        "disposition": (DISPOSITIONS, Opinion.Disposition),
        "comment": (COMMENTS, Comment.Status),
        "stance": (STANCES, Comment.Stance),
        "question": (QUESTIONS, Question.Status),
        "request": (REQUESTS, TimeRequest.Status),
        "consultation": (RECORDS, Consultation.Status),
    }
    table, choices = tables[family]
    if code not in choices.values:
        return plain
    shape, tone = table.get(code, ("ring", "line"))
    return StatusIcon(shape, tone, choices(code).label)
