"""What an entry of the audit is about: its name and where it stands at the desk, read for a whole page at once."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from frontend.shared.audit_names import model_of
from frontend.shared.dates import say_day
from participation.corrections.models import Correction
from participation.deadlines.models import Deadline
from participation.ledger.models import AuditEntry, Receipt
from participation.ledger.reading import Thing

MOST = 50  # things that one word finds of each kind
Way = Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class Subject:
    """How a kind of thing is named and found; `related` is what that reads beside the row, `search` the fields
    in which a word is looked for, `part_of` the column that names the thing whose records it shares."""

    title: Way = str
    url: Way = lambda row: ""
    related: tuple[str, ...] = ()
    search: str = ""
    part_of: str = ""


def _at(name: str, *path: str) -> Way:
    def address(row: Any) -> str:
        values = []
        for step in path:
            value = row
            for part in step.split("."):
                value = getattr(value, part)
            values.append(value)
        return reverse(name, args=values)

    return address


def _term(row: Any) -> str:
    words = _("Term, due %(day)s") % {"day": say_day(row.due_on)}
    return f"{words} · {row.department}" if row.department else words


SUBJECTS: Mapping[str, Subject] = {
    "chaser": Subject(url=_at("desk_order", "pk")),
    "circular": Subject(url=_at("desk_circular", "pk")),
    "comment": Subject(
        lambda row: row.number, lambda row: f"{reverse('desk_consultation', args=[row.consultation.slug])}",
        ("consultation",), "number",
    ),
    "consultation": Subject(lambda row: row.title, _at("desk_consultation", "slug"), search="title"),
    "correction": Subject(url=_at("desk_correction", "pk")),
    "deadline": Subject(lambda row: _term(row), _at("desk_deadline", "pk"), ("department",)),
    "decision": Subject(lambda row: row.title, _at("desk_decision", "slug"), search="title"),
    "decisionstage": Subject(
        lambda row: f"{row.decision.title} · {row.get_stage_display()}", _at("desk_stage", "decision.slug", "stage"),
        ("decision",), "decision__title", "decision",
    ),
    "department": Subject(url=_at("desk_department", "slug"), search="name slug former_slugs__slug"),
    "document": Subject(lambda row: row.title, search="title"),
    "duty": Subject(url=_at("desk_duty", "pk")),
    "engagement": Subject(url=_at("desk_engagement", "pk"), related=("decision",), search="decision__title",
                          part_of="decision"),
    "executionchange": Subject(
        lambda row: f"{row.decision.title} · {row.get_kind_display()}", _at("desk_decision", "decision.slug"),
        ("decision",), "decision__title", "decision",
    ),
    "feedback": Subject(
        lambda row: row.consultation.title, _at("desk_feedback", "consultation.slug"), ("consultation",),
        "consultation__title", "consultation",
    ),
    "hearing": Subject(lambda row: row.title, _at("desk_hearing", "pk"), search="title", part_of="decision"),
    "interpretation": Subject(lambda row: row.title, _at("desk_interpretation", "slug"), search="title"),
    "localrule": Subject(lambda row: row.rule_id, _at("desk_rule", "rule_id"), search="rule_id"),
    "opinion": Subject(
        lambda row: row.comment.number, _at("desk_opinion", "comment.consultation.slug", "pk"),
        ("comment__consultation",), "comment__number", "comment",
    ),
    "participationlist": Subject(url=_at("desk_list", "pk"), related=("department",)),
    "question": Subject(lambda row: f"{row.title} ({row.number})", _at("desk_question", "number"), search="title"),
    "reply": Subject(
        lambda row: f"{row.question.title} ({row.question.number})", _at("desk_question", "question.number"),
        ("question",), "question__title", "question",
    ),
    "specialunit": Subject(url=_at("desk_unit", "duty"), related=("department",)),
    "timerequest": Subject(
        lambda row: f"{row.get_kind_display()} · {_term(row.deadline)}", _at("desk_deadline", "deadline.pk"),
        ("deadline__department",), part_of="deadline",
    ),
    "user": Subject(
        lambda row: f"{row} ({row.username})", _at("desk_person", "username"), search="name username"
    ),
    "version": Subject(related=("document",)),
}  # fmt: skip
GROUPS: Mapping[str, tuple[str | Promise, tuple[str, ...]]] = {
    "consultations": (_("Consultations and texts"),
                      ("consultation", "document", "version", "clause", "passage", "feedback")),
    "comments": (_("Comments and their weighing"), ("comment", "opinion")),
    "decisions": (_("Decisions"), ("decision", "decisionstage", "hearing", "engagement", "executionchange",
                                   "participationlist")),
    "questions": (_("Questions and answers"), ("question", "reply", "timerequest")),
    "interpretations": (_("Interpretations"), ("interpretation",)),
    "corrections": (_("Corrections"), ("correction",)),
    "supervision": (_("Supervision"), ("deadline", "duty", "chaser", "circular")),
    "people": (_("People and departments"), ("user", "membership", "department", "specialunit")),
    "rules": (_("Rules and calendars"), ("localrule", "calendar")),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Named:
    """A thing as the page names it; gone when its row is no longer there."""

    title: str
    url: str


def named(entries: Iterable[AuditEntry]) -> dict[Thing, Named]:
    """What each entry is about. A query for each kind on the page."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for entry in entries:
        wanted[entry.kind].add(entry.object_id)
    found: dict[Thing, Named] = {}
    for kind, numbers in wanted.items():
        subject, model = SUBJECTS.get(kind, Subject()), model_of(kind)
        if model is None:
            continue
        rows = model._default_manager.select_related(*subject.related).filter(pk__in=numbers)
        found |= {(kind, row.pk): Named(subject.title(row), subject.url(row)) for row in rows}
    return found


def find(text: str) -> list[Thing]:
    """What a word or a number names, with its parts: `kind:number` as a link says it, a receipt's number, part of a
    title."""
    return _with_parts(_named_by(text))


def _with_parts(things: Iterable[Thing]) -> list[Thing]:
    """The things, the deadlines and corrections of each, and whatever else is part of one: a reply of its question."""
    found: dict[str, set[int]] = defaultdict(set)
    for kind, number in things:
        found[kind].add(number)
    _add_parts(found)
    for kind, numbers in [*found.items()]:
        corrections = Correction.objects.filter(kind=kind, object_id__in=numbers)
        found["correction"].update(corrections.values_list("pk", flat=True))
        terms = Deadline.objects.filter(subject_kind=kind, subject_id__in=numbers)
        found["deadline"].update(terms.values_list("pk", flat=True))
    _add_parts(found)
    return [(kind, number) for kind, numbers in found.items() for number in sorted(numbers)]


def _add_parts(found: dict[str, set[int]]) -> None:
    for kind, subject in SUBJECTS.items():
        model = model_of(kind)
        if subject.part_of and model is not None:
            whole = model._meta.get_field(subject.part_of).related_model
            if numbers := found.get(whole._meta.model_name):  # type: ignore[union-attr, arg-type]
                rows = model._default_manager.filter(**{f"{subject.part_of}__in": numbers})
                found[kind].update(rows.values_list("pk", flat=True))


def _named_by(text: str) -> list[Thing]:
    kind, colon, number = text.partition(":")
    if colon and kind in SUBJECTS and number.isdecimal() and len(number) < 18:
        return [(kind, int(number))]
    receipts = Receipt.objects.filter(number__iexact=text).values_list("kind", "object_id")
    found: list[Thing] = list(receipts)
    for kind, subject in SUBJECTS.items():
        model = model_of(kind)
        if subject.search and model is not None:
            asked = reduce(or_, (Q(**{f"{name}__icontains": text}) for name in subject.search.split()))
            rows = model._default_manager.filter(asked).order_by("-pk").values_list("pk", flat=True)
            found += [(kind, pk) for pk in rows.distinct()[:MOST]]
    renamed = AuditEntry.objects.filter(kind="department", note__old__name__icontains=text)
    return found + list(renamed.values_list("kind", "object_id").distinct()[:MOST])
