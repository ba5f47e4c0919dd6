"""Calendars at the desk: the layers, each change as an edition with its source, previewed before it is made."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.desk.access import DeskRequest, at_desk, page
from frontend.desk.acts import WRONG, carry_out
from frontend.desk.desk_form import DeskForm
from frontend.forms.fields import explaining
from frontend.shared.rule_labels import layer_name, year_of
from participation import clock
from participation.deadlines.amending import Entry, amend_calendar, open_calendar, unexplained
from participation.deadlines.calendars import calendar_at, newest_edition
from participation.deadlines.models import Calendar, CalendarDay
from participation.deadlines.places import home, lineage
from participation.deadlines.policies import can_amend_calendar, can_read_law
from participation.deadlines.queries import (
    days_of_year,
    deadlines_touched,
    editions_of,
    provisional_days,
    published_years,
    years_to_show,
)
from participation.deadlines.workdays import DayKind

A_DAY = {"type": "date"}
MOST_DAYS = 40
TAKE_BACK, WHOLE_YEAR = "take_back", "whole_year"


class ChangeForm(DeskForm):
    """Days off, make-up days, or days to be taken back, in one layer."""

    place = forms.ChoiceField(label=gettext_lazy("Layer"))
    what = forms.ChoiceField(
        label=gettext_lazy("What these days are"), widget=forms.RadioSelect,
        choices=[
            *CalendarDay.Kind.choices, (TAKE_BACK, gettext_lazy("Take back what was entered for them")),
            (WHOLE_YEAR, gettext_lazy("The national notice of that year is entered whole")),
        ],
        error_messages={"required": gettext_lazy("Choose what these days are.")},
    )  # fmt: skip
    first = forms.DateField(
        label=gettext_lazy("First day"), widget=forms.DateInput(attrs=A_DAY, format="%Y-%m-%d")
    )
    last = forms.DateField(
        label=gettext_lazy("Last day"), required=False,
        widget=forms.DateInput(attrs=A_DAY, format="%Y-%m-%d"), help_text=gettext_lazy("Empty for one day."),
    )  # fmt: skip
    name = forms.CharField(
        label=gettext_lazy("Name"), required=False, max_length=80,
        help_text=gettext_lazy("What people call it, such as 苗年."),
    )  # fmt: skip
    name_en = forms.CharField(label=gettext_lazy("English name"), required=False, max_length=80)
    source = forms.CharField(
        label=gettext_lazy("Notice it comes from"), max_length=300,
        error_messages={"required": gettext_lazy("Name the notice this comes from.")},
    )  # fmt: skip
    reason = explaining(forms.CharField(
        label=gettext_lazy("Reason"), required=False, max_length=500,
        help_text=gettext_lazy("Needed for single days; it stands beside the change."),
    ))  # fmt: skip

    def prepare(self) -> None:
        """The layers of this place; the nearest first."""
        layers = lineage(home())[::-1]
        place = self.fields["place"]
        assert isinstance(place, forms.ChoiceField)
        place.choices = [(each, layer_name(each)) for each in layers]
        self.initial.setdefault("place", layers[0])
        self.initial.setdefault("what", CalendarDay.Kind.HOLIDAY)

    def clean(self) -> None:
        """One stretch of at most forty days; a stretch of make-up days is its Saturdays and Sundays."""
        form_data = self.cleaned_data
        first, last = form_data.get("first"), form_data.get("last") or form_data.get("first")
        if first and last and not timedelta() <= last - first < timedelta(days=MOST_DAYS):
            self.add_error("last", _("The last day lies before the first, or more than forty days after it."))
        if form_data.get("what") not in (TAKE_BACK, WHOLE_YEAR) and not form_data.get("name", "").strip():
            self.add_error("name", _("Give the days a name."))
        said = form_data.get("source", ""), form_data.get("reason", "")
        for field, wrong in unexplained(*said, whole_year=form_data.get("what") == WHOLE_YEAR).items():
            if field in form_data:
                self.add_error(field, [str(each) for each in wrong])

    def days(self) -> list[date]:
        """Every day of the stretch; for a whole year those that stand by the law alone and that its notice lacks."""
        first: date = self.cleaned_data["first"]
        if self.cleaned_data["what"] == WHOLE_YEAR:
            return provisional_days([first.year])
        last: date = self.cleaned_data["last"] or first
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]

    def entries(self) -> list[Entry]:
        """The days as the room takes them; none when they are taken back."""
        form_data = self.cleaned_data
        if form_data["what"] in (TAKE_BACK, WHOLE_YEAR):
            return []
        kind = DayKind(form_data["what"])
        return [
            Entry(day, kind, form_data["name"].strip(), form_data["name_en"].strip()) for day in self.days()
        ]


@at_desk
def calendars(request: DeskRequest) -> HttpResponse:
    """The year as it counts here, the layers it is made of, and the changes that made it so."""
    if not can_read_law(request.user):
        raise PermissionDenied
    asked = request.GET.get("year", "")
    known = published_years()
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else clock.today().year
    years = years_to_show() or range(year, year + 1)
    year = max(years[0], min(year, years[-1]))
    days = list(days_of_year(year))
    context = {
        "year": year,
        "is_known": year in known,
        "months": year_of(calendar_at(home()), year, clock.today()),
        "days": [(row, layer_name(row.calendar.place)) for row in days if row.calendar.place != "cn"],
        "national": sum(row.calendar.place == "cn" for row in days),
        "layers": [
            (layer_name(place), place, sum(row.calendar.place == place for row in days))
            for place in lineage(home())
        ],
        "editions": [(row, layer_name(row.calendar.place)) for row in editions_of()[:20]],
        "may_change": can_amend_calendar(request.user),
        "years": years,
    }
    return page(request, "desk/calendars/year.html", context)


@at_desk
def change(request: DeskRequest) -> HttpResponse:
    """Make an edition: first what it would do is shown, then it is made."""
    if not can_amend_calendar(request.user):
        raise PermissionDenied
    form = ChangeForm(request.POST or None, user=request.user)
    shown: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        if "confirm" in request.POST and carry_out(request, form, _here(), lambda: _amend(form, request)):
            messages.success(
                request, _("The calendar is changed; the running deadlines are being computed anew.")
            )
            return HttpResponseRedirect(f"{reverse('desk_calendars')}?year={form.cleaned_data['first'].year}")
        if not form.errors:
            shown = _preview(form)
    context = {"form": form, "preview": shown, "back": reverse("desk_calendars")}
    return page(request, "desk/calendars/change.html", context, status=WRONG if form.errors else 200)


def _preview(form: ChangeForm) -> dict[str, Any]:
    """What each day is now and would be, and how many running deadlines count over them."""
    calendar, entries = calendar_at(home()), {entry.day: entry for entry in form.entries()}
    place = form.cleaned_data["place"]
    return {
        "days": [(day, calendar.kind(day), calendar.name(day), entries.get(day)) for day in form.days()],
        "touched": deadlines_touched(place, form.days()).count(),
        "layer": layer_name(place),
    }


def _amend(form: ChangeForm, request: DeskRequest) -> None:
    form_data = form.cleaned_data
    place, entries = form_data["place"], form.entries()
    open_calendar(place, name=layer_name(place), by=request.user)
    amend_calendar(
        place, source=form_data["source"], reason=form_data["reason"], by=request.user, days=entries,
        take_back=form.days() if form_data["what"] == TAKE_BACK else [],
        years=[form_data["first"].year] if form_data["what"] == WHOLE_YEAR else [],
    )  # fmt: skip


def _here() -> Any:
    """The row whose trail tells who was faster."""
    return newest_edition() or Calendar.objects.first()
