"""Days and numbers of days, as they are said in a sentence."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import npgettext, pgettext


def day_words(day: date, beside: date | None = None) -> str:
    """A date as it is said in a sentence; the year is left out when `beside` already gave it."""
    if beside is not None and beside.year == day.year:
        return date_format(day, pgettext("date in a sentence", "j F"))
    return date_format(day, pgettext("date in a sentence", "j F Y"))


def counted(days: int, unit: str) -> str:
    """So many days of a unit, as it is said in a sentence."""
    say = (
        npgettext("in a sentence", "%(count)d working day", "%(count)d working days", days)
        if unit == "working"
        else npgettext("in a sentence", "%(count)d calendar day", "%(count)d calendar days", days)
    )
    return say % {"count": days}
