"""The larger pieces of the look, each with its template in templates/components/."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django import template
from django.forms import BaseForm, BoundField, Widget
from django.utils.translation import gettext as _

from frontend.forms.once import fresh_key
from frontend.shared import dates
from participation.deadlines.explanations import explain
from participation.deadlines.workdays import DayMark, Due

register = template.Library()


@register.simple_tag(takes_context=True)
def optional(context: template.Context, *names: str) -> str:
    """At the head of a piece that pages include: what they may leave out. It is nothing then."""
    for name in names:
        if name not in context:
            context[name] = ""
    return ""


@register.inclusion_tag("components/rail.html")
def rail(phases: Sequence[Mapping[str, Any]], mini: bool = False, label: str = "") -> dict[str, Any]:
    """The way of a matter. Each phase: label, state (done, now, stop or empty), note?, url?."""
    passed = max((n for n, phase in enumerate(phases, 1) if phase.get("state")), default=len(phases))
    step = next((n for n, phase in enumerate(phases, 1) if phase.get("state") in ("now", "stop")), passed)
    drawn = [{"note": "", "url": "", **phase} for phase in phases]
    return {"phases": drawn, "mini": mini, "label": label or _("Progress"), "step": step}


@register.inclusion_tag("components/bigfig.html")
def big(figure: object, words: str = "", under: object = "", tone: str = "") -> dict[str, Any]:
    """A big figure with the words that belong to it, on two lines. A word in place of a figure is drawn smaller."""
    shown = f"{figure:,}" if isinstance(figure, int) else str(figure)
    return {"figure": shown, "words": words, "under": under, "tone": tone, "is_word": not shown[:1].isdigit()}


@register.inclusion_tag("components/countdown.html")
def countdown(value: date, until: str = "", slim: bool = False) -> dict[str, Any]:
    """Days left as a big figure, with the day itself: 8 天后截止 / 5月20日（周三）."""
    return {"left": dates.days_left(value), "day": value, "until": until, "slim": slim}


@register.inclusion_tag("components/sum.html")
def sum_of(whole: Sequence[Any], parts: Iterable[Sequence[Any]], note: str = "") -> dict[str, Any]:
    """A sum that closes: `whole` and each of `parts` are (label, figure[, "todo"]). Says so when it does not."""
    drawn = [{"label": part[0], "figure": part[1], "todo": len(part) > 2 and bool(part[1])} for part in parts]
    return {
        "whole": {"label": whole[0], "figure": whole[1]},
        "parts": drawn,
        "closes": whole[1] == sum(part["figure"] for part in drawn),
        "todo": sum(part["figure"] for part in drawn if part["todo"]),
        "note": note,
    }


@register.inclusion_tag("components/bars.html")
def bars(
    title: str, series: Sequence[str], rows: Sequence[Mapping[str, Any]], first: str = "", total: str = ""
) -> dict[str, Any]:
    """Stacked bars with their table. `series`: the parts' labels (at most 6); a row: label, values, url?."""
    longest = max((sum(row["values"]) for row in rows), default=0) or 1
    drawn = [
        {"url": "", **row, "total": sum(row["values"]), "segments": _segments(row["values"], longest)}
        for row in rows
    ]
    columns = [sum(column) for column in zip(*(row["values"] for row in rows), strict=True)]
    return {
        "title": title,
        "series": list(enumerate(series, 1)),
        "rows": drawn,
        "columns": columns,
        "total_all": sum(columns),
        "first": first or _("Clause"),
        "total": total or _("In all"),
    }


def _segments(values: Sequence[int], longest: int) -> list[dict[str, Any]]:
    """Where each part of a bar stands, in per cent of the longest; a part too narrow goes without its figure."""
    edges = [0]
    for value in values:
        edges.append(edges[-1] + value)
    found = []
    for part, (value, (start, end)) in enumerate(zip(values, pairwise(edges), strict=True), 1):
        if value:
            x, width = 100 * start / longest, max(100 * (end - start) / longest - 0.35, 0.3)
            found.append(
                {
                    "part": part,
                    "value": value,
                    "x": f"{x:.2f}%",
                    "width": f"{width:.2f}%",
                    "middle": f"{x + width / 2:.2f}%",
                    "is_wide": width >= 2.2 + 1.6 * len(str(value)),
                }
            )
    return found


@register.inclusion_tag("components/calendar.html")
def due_calendar(due: Due, basis: str = "") -> dict[str, Any]:
    """The little calendar that shows how a term was counted, and the same in words (its own, or `basis`)."""
    marked = {mark.day: mark for mark in due.days}
    first = due.start - timedelta(days=due.start.weekday())
    last = due.due + timedelta(days=6 - due.due.weekday())
    cells = [
        _cell(first + timedelta(days=n), marked, due.start, due.due, is_first=n == 0)
        for n in range((last - first).days + 1)
    ]
    weeks = [cells[n : n + 7] for n in range(0, len(cells), 7)]
    return {"weeks": weeks, "weekdays": dates.WEEKDAYS, "basis": basis or explain(due)}


def _cell(
    day: date, marked: Mapping[date, DayMark], start: date, due: date, *, is_first: bool
) -> dict[str, Any]:
    mark = marked.get(day)
    kind = str(mark.kind) if mark else ""
    ordinal = mark.ordinal if mark else None
    if day == due:
        state = "due"
    elif day == start:
        state = "start"
    elif mark is None:
        state = "out"
    else:
        state = "counted" if ordinal else "off"
    return {
        "day": day,
        "shown": f"{day.month}/{day.day}" if is_first or day.day == 1 else str(day.day),
        "state": state,
        "kind": kind,
        "ordinal": ordinal,
        "name": str(mark.name) if mark and mark.name else "",
    }


@register.inclusion_tag("components/pager.html")
def pager(previous: str | None, following: str | None, note: str = "") -> dict[str, Any]:
    """Previous and next of a keyset list: addresses, or nothing."""
    return {"previous": previous, "next": following, "note": note}


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """What is wrong with a form, each line leading to its field. Empty when nothing is."""
    named = _("%(label)s: %(error)s")
    lines = [
        (_target(field), named % {"label": field.label, "error": error})
        for field in form.visible_fields()
        for error in field.errors
    ]
    hidden = [("", str(error)) for field in form.hidden_fields() for error in field.errors]
    return {"errors": [("", error) for error in form.non_field_errors()] + hidden + lines}


@register.filter
def is_group(field: BoundField) -> bool:
    """Is the field a group of radios or check boxes, to be held by a fieldset?"""
    return bool(field.field.widget.use_fieldset)


@register.filter
def is_tick(field: BoundField) -> bool:
    """Is the field one check box, whose label stands beside it?"""
    return getattr(field.field.widget, "input_type", "") == "checkbox" and not is_group(field)


@register.filter
def when_needed(field: BoundField) -> str:
    """Beside a label: may it be left empty, or only until publication? Needed in some cases, its hint says so."""
    if field.field.required or getattr(field.field, "needed_in_cases", False):
        return ""
    late = getattr(field.field, "needed_before_publication", False)
    return _("needed before publication") if late else _("optional")


@register.filter
def counted(field: BoundField) -> int | None:
    """How many characters a text area takes, when they are counted under it."""
    widget: Widget = field.field.widget
    return getattr(field.field, "max_length", None) if "rows" in widget.attrs else None


@register.filter
def least(field: BoundField) -> int:
    """How many characters a reason has at least, where the field takes nothing else (`forms.fields.explaining`)."""
    return int(getattr(field.field, "least", 0))


@register.filter
def theirs(field: BoundField) -> str:
    """What somebody else's text says in this field, when two have written at once."""
    return str(getattr(field.field, "theirs", ""))


def _target(field: BoundField) -> str:
    """The id an error leads to: the field, or the first choice of a group."""
    return field.id_for_label or (f"{field.auto_id}_0" if field.auto_id else "")


@register.inclusion_tag("components/idempotency.html")
def idempotency(key: str = "") -> dict[str, str]:
    """The hidden key of a form written by hand; forms made from OnceForm carry it already."""
    return {"key": key or fresh_key()}
