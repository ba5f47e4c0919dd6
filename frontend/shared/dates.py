"""Days and moments as people read them: 2026年3月6日（周五）, 6 March 2026 (Fri)."""

from datetime import date, datetime

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from participation import clock

WEEKDAYS = (
    pgettext_lazy("short weekday", "Mon"),
    pgettext_lazy("short weekday", "Tue"),
    pgettext_lazy("short weekday", "Wed"),
    pgettext_lazy("short weekday", "Thu"),
    pgettext_lazy("short weekday", "Fri"),
    pgettext_lazy("short weekday", "Sat"),
    pgettext_lazy("short weekday", "Sun"),
)
FULL = pgettext_lazy("date", "%(day)d %(month)s %(year)d (%(weekday)s)")
SHORT = pgettext_lazy("date without year", "%(day)d %(month)s (%(weekday)s)")
BARE = pgettext_lazy("date without year and weekday", "%(day)d %(month)s")
MOMENT = gettext_lazy("%(day)s, %(time)s")


def on(value: date | datetime) -> date:
    """The day a date or an aware moment falls on, in China."""
    return clock.day_of(value) if isinstance(value, datetime) else value


def say_day(value: date | datetime, form: str = "full") -> str:
    """`form`: full, short (no year), bare (no year, no weekday), or auto (no year when it is this year)."""
    day = on(value)
    if form == "auto":
        form = "short" if day.year == clock.today().year else "full"
    pattern = {"full": FULL, "short": SHORT, "bare": BARE}[form]
    return str(pattern) % {
        "year": day.year,
        "month": day.month if _is_numeric() else MONTHS[day.month],
        "day": day.day,
        "weekday": WEEKDAYS[day.weekday()],
    }


def _is_numeric() -> bool:
    return pgettext("months are 'words' or 'numbers'", "words") == "numbers"


def say_moment(value: datetime, form: str = "full") -> str:
    """The day and the time of day, in China."""
    local = value.astimezone(clock.SHANGHAI)
    return str(MOMENT) % {"day": say_day(value, form), "time": f"{local:%H:%M}"}


def days_left(value: date | datetime) -> int:
    """Calendar days from today to that day; 0 today, negative when it has passed."""
    return (on(value) - clock.today()).days


def say_left(value: date | datetime) -> str:
    """What remains, in words."""
    left = days_left(value)
    if left == 0:
        return _("last day today, until 24:00")
    if left == 1:
        return _("until tomorrow 24:00")
    if left > 0:
        return ngettext("%(n)d day left", "%(n)d days left", left) % {"n": left}
    return ngettext("%(n)d day ago", "%(n)d days ago", -left) % {"n": -left}
