"""The law's numbers as this site keeps them: the rules in force here, and which days are off."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from frontend.shared.rule_labels import layer_name, source_name, stretches, year_of
from frontend.shared.rule_lines import chapters
from participation import clock
from participation.deadlines.calendars import calendar_at
from participation.deadlines.places import home
from participation.deadlines.queries import days_of_year, published_years, years_to_show
from participation.deadlines.rulebook import Rulebook
from participation.deadlines.workdays import DayName

LEGEND = (
    ("working", _("worked")),
    ("weekend", _("weekend")),
    ("holiday", _("holiday, off")),
    ("makeup", _("worked in exchange")),
)


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Every rule in force here today, with its number, its basis and whose it is."""
    book = Rulebook()
    found, province = book.rules(), book.province_to_enter()
    context = {
        "chapters": chapters(found),
        "open": sum(not rule.confirmed for rule in found),
        "total": len(found),
        "province": layer_name(province) if province else "",
    }
    return render(request, "public/rules/list.html", context)


@require_safe
def calendar(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """Which days of a year are off here, and which Saturdays and Sundays are worked."""
    years = years_to_show()
    year = clock.today().year if year is None else year
    if year not in years:
        raise Http404
    days = list(days_of_year(year))
    context = {
        "year": year,
        "is_known": year in published_years(),
        "months": year_of(calendar_at(home()), year, clock.today()),
        "holidays": stretches(
            (row.day, _name(row), layer_name(row.calendar.place)) for row in days if row.kind == "holiday"
        ),
        "makeups": [row for row in days if row.kind == "makeup"],
        "sources": list(
            dict.fromkeys((layer_name(row.calendar.place), source_name(row.since.source)) for row in days)
        ),
        "legend": LEGEND,
        "before": year - 1 if year - 1 in years else None,
        "after": year + 1 if year + 1 in years else None,
    }
    return render(request, "public/rules/calendar.html", context)


def _name(row: Any) -> str:
    return str(DayName(row.name, row.name_en))
