"""What a notification says: on the desk, in a mail, in a text message. In the language now active."""

from django.conf import settings
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from participation import clock
from participation.deadlines.counting import calendar_for
from participation.deadlines.explanations import day_words
from participation.delivery.sms import signed
from participation.notifications.models import Notification
from participation.notifications.registry import matter_of


def said_in(row: Notification) -> dict[str, object]:
    """What fills its words in, in the language now active; in the site's own where that one is not there."""
    code = get_language() or settings.LANGUAGE_CODE
    found: dict[str, object] = row.data.get(code) or row.data.get(settings.LANGUAGE_CODE) or {}
    return found


def what(row: Notification) -> str:
    """What is to be done."""
    return _(row.words) % said_in(row)


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
    days = calendar_for().working_days_between(today, row.due_on) if row.unit == "working" else 0
    if days:  # none between a Friday and the Sunday after
        text = ngettext("%(count)d working day", "%(count)d working days", abs(days))
    else:
        days = (row.due_on - today).days
        text = ngettext("%(count)d calendar day", "%(count)d calendar days", abs(days))
    amount = text % {"count": abs(days)}
    return (_("%(days)s left") if row.due_on > today else _("late by %(days)s")) % {"days": amount}


def link(row: Notification) -> str:
    """Straight to where it is done."""
    return f"{settings.SITE_URL}{row.url}"


def text_message(row: Notification) -> str:
    """In one text message: no more than that something waits, and by when. Never a title or anybody's words."""
    when = day_words(row.due_on, clock.today()) if row.due_on else ""
    kind = row.get_kind_display()
    said = (
        _("%(kind)s: something waits for you at the desk, by %(day)s.") % {"kind": kind, "day": when}
        if when
        else _("%(kind)s: something waits for you at the desk.") % {"kind": kind}
    )
    return signed(said)
