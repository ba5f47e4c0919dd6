"""Corrections as people read them: what stood there from when to when, why no longer, and where that was."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from difflib import SequenceMatcher
from itertools import zip_longest
from operator import attrgetter
from typing import Any

from django.db.models import Model, prefetch_related_objects
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from consultations.decisions.hearings.corrections import LIST, RECORD
from consultations.models import Document, Version
from consultations.notices.traits import labels_of
from consultations.outcomes.corrections import FINAL_TEXT
from frontend.shared.dates import say_day
from participation import clock
from participation.corrections.models import Correction
from participation.corrections.queries import confirmed, last_of, things_of
from participation.corrections.registry import kind_of
from responses.models import Part

NEWS = timedelta(days=30)
A_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
PartTexts = list[str]  # a part's kind, heading and cleaned HTML


@dataclass(frozen=True, slots=True)
class Was:
    """One field that read otherwise. `html` is cleaned already; `url` leads to a text that has a page of its own."""

    label: str
    text: str = ""
    html: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class CorrectionShown:
    """One correction, as everybody reads it."""

    correction: Correction
    was: list[Was]

    @property
    def stood(self) -> tuple[datetime, datetime | None]:
        return self.correction.stood_since, self.correction.decided_at


@dataclass(frozen=True, slots=True)
class Subject:
    """What a correction is about: its name, and its place at the desk."""

    title: str
    label: str
    url: str


def corrections_of(kind: str, object_id: int) -> list[CorrectionShown]:
    """Those of one published thing, newest first. One query, and one more where a text was replaced."""
    return [CorrectionShown(row, was_of(row)) for row in confirmed(kind, object_id)]


def waiting_on(kind: str, row: Model) -> Correction | None:
    """The proposal that waits there."""
    last = _last_on(kind, row)
    return last if last and last.status == Correction.Status.PROPOSED else None


def dropped_on(kind: str, row: Model) -> Correction | None:
    """The last proposal there, if a second person dropped it within thirty days."""
    last = _last_on(kind, row)
    if last is None or last.status != Correction.Status.DROPPED or last.decided_by == last.proposed_by:
        return None
    return last if last.decided_at and last.decided_at > clock.now() - NEWS else None


def _last_on(kind: str, row: Model) -> Correction | None:
    """Looked up once for each row."""
    known: dict[str, Correction | None] = row.__dict__.setdefault("_last_corrections", {})
    if kind not in known:
        known[kind] = last_of(kind, row.pk)
    return known[kind]


def was_of(correction: Correction) -> list[Was]:
    """What stood there before, field by field; of a text in parts only the parts that changed."""
    labels = kind_of(correction.kind).labels
    found: list[Was] = []
    for name in [each for each in labels if each in correction.before]:
        value, label = correction.before[name], str(labels[name])
        if name == "parts":
            found += [Was(_heading(was), html=was[2]) for was, _now in changed_parts(correction) if was]
        elif name == "final_version":
            found += _version(label, value)
        elif name in SPOKEN:
            found.append(Was(label, text=SPOKEN[name](value) or _("(nothing)")))
        else:
            found.append(Was(label, text=_said(value) or _("(nothing)")))
    return found


def compared(correction: Correction) -> list[tuple[str, str, str]]:
    """What changes: its label, the words that stand there, the words that should."""
    labels, before, after = kind_of(correction.kind).labels, correction.before, correction.after
    found: list[tuple[str, str, str]] = []
    for name in [each for each in labels if each in after]:
        if name == "parts":
            found += [
                (_heading(now or was), _words(was), _words(now)) for was, now in changed_parts(correction)
            ]
        elif name == "final_version":
            found.append((str(labels[name]), _version_name(before[name]), _version_name(after[name])))
        elif name in SPOKEN:
            found.append((str(labels[name]), SPOKEN[name](before[name]), SPOKEN[name](after[name])))
        else:
            found.append((str(labels[name]), _said(before[name]), _said(after[name])))
    return found


def texts_of(correction: Correction) -> tuple[Version, Version] | None:
    """Of a final text: the one that stands, or stood, and the one in its place; None for everything else."""
    pair = [side.get("final_version") for side in (correction.before, correction.after)]
    found = Version.objects.select_related("document").in_bulk([pk for pk in pair if pk])
    old, new = (found.get(pk or 0) for pk in pair)
    return (old, new) if old and new else None


def changed_parts(correction: Correction) -> list[tuple[PartTexts, PartTexts]]:
    """Pairs of a part before and after, where they differ; an empty one where there is none."""
    before, after = (
        [[kind, heading, html.strip()] for kind, heading, html in side.get("parts", [])]
        for side in (correction.before, correction.after)
    )
    steps = SequenceMatcher(None, [*map(tuple, before)], [*map(tuple, after)], autojunk=False).get_opcodes()
    return [
        (was or [], now or [])
        for tag, i, i_end, j, j_end in steps
        if tag != "equal"
        for was, now in zip_longest(before[i:i_end], after[j:j_end])
    ]


def _said(value: object) -> str:
    """A day in words; everything else as it stands."""
    text = str(value)
    return str(say_day(date.fromisoformat(text))) if A_DAY.fullmatch(text) else text


def _heading(part: PartTexts) -> str:
    return part[1] or str(dict(Part.Kind.choices).get(part[0], "")) if part else ""


def _words(part: PartTexts) -> str:
    return f"{part[1]}\n{_plain(part[2])}".strip() if part else ""


def _traits(traits: list[str]) -> str:
    return _(", ").join(labels_of(traits))


def _day(iso: str) -> str:
    return str(say_day(date.fromisoformat(iso))) if iso else ""


def _disclosure(code: str) -> str:
    return str(dict(Document.Disclosure.choices).get(code, ""))


# Values that are no text by themselves, as a person reads them.
SPOKEN: dict[str, Callable[[Any], str]] = {
    "traits": _traits, "disclosure": _disclosure, "made_on": _day, "effective_on": _day, "expires_on": _day,
}  # fmt: skip


def _version_name(pk: int | None) -> str:
    return str(Version.objects.filter(pk=pk or 0).first() or "")


BY_AGE = attrgetter("pk")
# At the desk, by its kind.
PLACES: dict[str, Callable[[Any], str]] = {
    "consultation": lambda row: reverse("desk_consultation", args=[row.slug]),
    FINAL_TEXT: lambda row: reverse("desk_consultation", args=[row.slug]),
    "document": lambda row: reverse(
        "desk_consultation", args=[sorted(row.consultations.all(), key=BY_AGE)[-1].slug]
    ),
    "feedback": lambda row: reverse("desk_feedback", args=[row.consultation.slug]),
    "interpretation": lambda row: reverse("desk_interpretation", args=[row.slug]),
    "reply": lambda row: reverse("desk_question", args=[row.question.number]),
    "decision": lambda row: reverse("desk_decision", args=[row.slug]),
    "hearing": lambda row: reverse("desk_hearing", args=[row.pk]),
    LIST: lambda row: reverse("desk_hearing", args=[row.pk]),
    RECORD: lambda row: reverse("desk_hearing", args=[row.pk]),
    "engagement": lambda row: reverse("desk_engagement", args=[row.pk]),
}


def subjects_of(corrections: Iterable[Correction]) -> dict[int, Subject]:
    """By the correction's id. A query a kind, and one for the notices of documents."""
    rows = list(corrections)
    found: dict[tuple[str, int], Subject] = {}
    for kind in {row.kind for row in rows}:
        how, things = kind_of(kind), things_of(kind, rows)
        if kind == "document":
            prefetch_related_objects(list(things.values()), "consultations")
        for pk, thing in things.items():
            found[kind, pk] = Subject(how.title(thing), str(how.called(thing)), PLACES[kind](thing))
    return {row.pk: found[row.kind, row.object_id] for row in rows}


def _version(label: str, pk: int | None) -> list[Was]:
    version = Version.objects.select_related("document").filter(pk=pk or 0).first()
    if version is None:
        return []
    return [Was(label, text=version.title, url=address_of(version))]


def address_of(version: Version) -> str:
    """Where everybody reads this version."""
    return f"{reverse('public:document', args=[version.document.slug])}?version={version.number}"


def _plain(html: str) -> str:
    """One line a paragraph, item or row of a table."""
    broken = re.sub(
        r"(</p>|<br>|</li>|</tr>|</h\d>)", r"\1\n", html.replace("</td>", " ").replace("</th>", " ")
    )
    return "\n".join(line.strip() for line in strip_tags(broken).split("\n") if line.strip())
