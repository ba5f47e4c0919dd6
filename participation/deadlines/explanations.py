"""A due date's computation in words, for people who want to check it."""

from collections.abc import Iterable
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from participation.deadlines.workdays import DayKind, DayMark, Due
from participation.text.days import day_words


def _comma() -> str:
    return pgettext("between parts of a sentence", ", ")


def _and() -> str:
    return pgettext("between days", " and ")


def explain(due: Due) -> str:
    """How `due` was found, in the language now active."""
    parts = [_term(due)]
    if due.unit == "working":
        parts += _left_out(due) + _put_back(due)
    return _("%(how)s; ends at 24:00 on %(due)s.") % {
        "how": _comma().join(parts),
        "due": day_words(due.due, due.start),
    } + "".join(_warnings(due))


def _term(due: Due) -> str:
    start = day_words(due.start)
    if due.count == 0:
        return _("the same day as %(start)s") % {"start": start}
    if due.unit == "working":
        text = ngettext(
            "%(count)d working day counted from the day after %(start)s",
            "%(count)d working days counted from the day after %(start)s",
            due.count,
        )
    else:
        text = ngettext(
            "%(count)d calendar day counted from the day after %(start)s",
            "%(count)d calendar days counted from the day after %(start)s",
            due.count,
        )
    text = text % {"count": due.count, "start": start}
    if due.rolled_from is None:
        return text
    rolled = _("the last day, %(day)s, is a day off and gives way to the next working day")
    return _comma().join([text, rolled % {"day": day_words(due.rolled_from, due.start)}])


def _left_out(due: Due) -> list[str]:
    parts = [_runs_words(m for m in due.days if m.kind is DayKind.HOLIDAY)]
    if any(m.kind is DayKind.WEEKEND for m in due.days):
        parts.insert(0, _("weekends"))
    parts = [part for part in parts if part]
    return [_("leaving out %(days)s") % {"days": _and().join(parts)}] if parts else []


def _put_back(due: Due) -> list[str]:
    worked = [day_words(m.day, due.start) for m in due.days if m.kind is DayKind.MAKEUP]
    if not worked:
        return []
    text = ngettext(
        "counting the make-up working day %(days)s", "counting the make-up working days %(days)s", len(worked)
    )
    return [text % {"days": _and().join(worked)}]


def _runs_words(holidays: Iterable[DayMark]) -> str:
    """Each holiday once, with its first and last day off inside the term."""
    parts = []
    unbroken = groupby(
        enumerate(holidays), key=lambda each: (str(each[1].name), each[1].day.toordinal() - each[0])
    )
    for (name, _gap), run in unbroken:
        days = [mark.day for _index, mark in run]
        first, last = day_words(days[0], days[-1]), day_words(days[-1], days[0])
        span = (
            first
            if len(days) == 1
            else pgettext("days", "%(first)s to %(last)s") % {"first": first, "last": last}
        )
        parts.append(_("%(holiday)s (%(days)s)") % {"holiday": name, "days": span})
    return _and().join(parts)


def _warnings(due: Due) -> list[str]:
    parts = []
    if due.provisional:
        years = sorted({m.day.year for m in due.days} | {due.due.year})
        parts.append(
            _(
                " Provisional: the holidays of %(year)s are not all published, so only weekends and the days that the "
                "law itself names were left out."
            )
            % {"year": years[-1]}
        )
    elif due.may_shift:
        parts.append(_(" Next year's holiday notice can still move the last days of December."))
    return parts
