"""A stretch of time that figures are about."""

from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation import clock

A_DAY = {"type": "date"}


class PeriodForm(forms.Form):
    """From one day to another, both counted; this year so far when left out."""

    first = forms.DateField(
        label=gettext_lazy("From"), required=False, widget=forms.DateInput(attrs=A_DAY, format="%Y-%m-%d")
    )
    last = forms.DateField(
        label=gettext_lazy("Up to"), required=False, widget=forms.DateInput(attrs=A_DAY, format="%Y-%m-%d")
    )

    def period(self) -> "Period":
        """What was asked for, as far as it makes sense."""
        self.full_clean()
        form_data = getattr(self, "cleaned_data", {})
        today = clock.today()
        last = min(form_data.get("last") or today, today)
        first = form_data.get("first") or date(last.year, 1, 1)
        return Period(min(first, last), last)


@dataclass(frozen=True, slots=True)
class Period:
    """Both days counted."""

    first: date
    last: date

    @property
    def query(self) -> str:
        return f"first={self.first.isoformat()}&last={self.last.isoformat()}"


def presets() -> list[tuple[str, Period]]:
    """The stretches that people ask for."""
    today = clock.today()
    month = today.replace(day=1)
    before = month - timedelta(days=1)
    quarter = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    return [
        (_("This month"), Period(month, today)),
        (_("Last month"), Period(before.replace(day=1), before)),
        (_("This quarter"), Period(quarter, today)),
        (_("This year"), Period(date(today.year, 1, 1), today)),
    ]
