"""What a notification says: on the desk, in a mail, in a text message. In the language now active."""

from django.conf import settings
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from participation import clock
from participation.deadlines.counting import calendar_for
from participation.delivery.sms import signed
from participation.notifications.models import Notification
from participation.notifications.registry import matter_of
from participation.text.days import counted, day_words
from participation.text.titles import nested

# What earlier releases said: it still stands in the lists of those who were told then.
EARLIER = (
    gettext_noop("A request for time waits for your decision: %(title)s"),
    gettext_noop("Your request for time was agreed to: %(title)s"),
    gettext_noop("Your request for time was not agreed to: %(title)s"),
    gettext_noop("Your request for time was not decided before the last day: %(title)s"),
    gettext_noop("Half of the pause has passed: %(title)s"),
    gettext_noop("The pause ends soon: %(title)s"),
    gettext_noop("The clock runs again: %(title)s"),
    gettext_noop("Confirm, or leave, a proposal to correct or take back what is published: %(unit)s"),
    gettext_noop("Your proposal of a correction was not taken up"),
    gettext_noop("Your proposal to take something back was not taken up"),
    gettext_noop("Sent to your unit: %(stage)s of “%(title)s”"),
    gettext_noop("Not confirmed, to be recorded anew: %(stage)s of “%(title)s”"),
    gettext_noop("Confirm what was recorded: %(stage)s of “%(title)s”"),
    gettext_noop("Agree or not that a stage is not needed: %(stage)s of “%(title)s”"),
    gettext_noop("The text was changed since, to be reviewed anew: %(stage)s of “%(title)s”"),
    gettext_noop("Confirm a change of the execution: %(change)s, “%(title)s”"),
    gettext_noop("Not confirmed: %(change)s, “%(title)s”"),
)


def said_in(row: Notification) -> dict[str, object]:
    """What fills its words in, in the language now active; in the site's own where that one is not there."""
    code = get_language() or settings.LANGUAGE_CODE
    found: dict[str, object] = row.data.get(code) or row.data.get(settings.LANGUAGE_CODE) or {}
    return found


def what(row: Notification) -> str:
    """What is to be done."""
    return nested(_(row.words) % said_in(row))


def note(row: Notification) -> str:
    """What was said with it, such as why it came back; mostly nothing."""
    return str(said_in(row).get("note", ""))


def why(row: Notification) -> str:
    """Why this person is told."""
    matter = matter_of(row.matter)
    return _(matter.why) if matter else ""


def subject(row: Notification) -> str:
    """What is to be done, and by when."""
    if row.due_on is None:
        return what(row)
    said = {"what": what(row), "day": day_words(row.due_on, clock.today())}
    return (
        _("%(what)s (was due on %(day)s)") if row.due_on < clock.today() else _("%(what)s (by %(day)s)")
    ) % said


def due(row: Notification) -> str:
    """The day, and how many days are left in the days of its term; nothing where none is set."""
    if row.due_on is None:
        return ""
    return _("Due on %(day)s: %(left)s.") % {"day": day_words(row.due_on), "left": left(row)}


def left(row: Notification) -> str:
    """How many days are left, or how many it is late."""
    assert row.due_on is not None
    today = clock.today()
    if row.due_on == today:
        return _("today is the last day")
    days, unit = 0, row.unit
    if unit == "working":
        days = calendar_for().working_days_between(today, row.due_on)
    if not days:  # none between a Friday and the Sunday after
        days, unit = (row.due_on - today).days, "calendar"
    amount = counted(abs(days), unit)
    return (_("%(days)s left") if row.due_on > today else _("late by %(days)s")) % {"days": amount}


def link(row: Notification) -> str:
    """Straight to where it is done."""
    return f"{settings.SITE_URL}{row.url}"


def text_message(row: Notification) -> str:
    """In one text message: no more than that something waits, and by when. Never a title or anybody's words."""
    matter, kind = matter_of(row.matter), row.get_kind_display()
    if row.due_on:
        said = _("%(kind)s, by %(day)s.") % {"kind": kind, "day": day_words(row.due_on, clock.today())}
    elif matter is not None and matter.is_news:
        said = _("%(kind)s: read it at the desk.") % {"kind": kind}
    else:
        said = _("%(kind)s: see the desk.") % {"kind": kind}
    return signed(said)
