"""Mail and text messages to officials: one at once, or all together in the morning. What was done is not mailed."""

from collections.abc import Iterator
from datetime import datetime, time
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation import clock
from participation.accounts.models import User
from participation.deadlines.counting import is_working_day
from participation.delivery.addresses import take_place
from participation.delivery.mail import Letter, letter, post_all, send_mail
from participation.delivery.registry import Payload, job
from participation.delivery.schedule import daily, slot_day
from participation.delivery.sms import by_day, is_offered, mobile_number, send_sms
from participation.delivery.turns import pieces_of
from participation.errors import Invalid
from participation.notifications import words
from participation.notifications.actions import described, still_waiting
from participation.notifications.choices import OF_KIND, Choices, choices_of
from participation.notifications.models import Kind, Notification, Sent, Way
from participation.notifications.queries import Waiting, mailed_today, news_of
from participation.notifications.registry import matter_of
from participation.notifications.unsubscribing import DIGEST, stop_link
from participation.text.days import day_words

MOST = 50  # lines of a digest
ORDER = [
    Kind.OVERDUE,
    Kind.ORDERED,
    Kind.RETURNED,
    Kind.DUE_SOON,
    Kind.SECOND_PERSON,
    Kind.PUBLICATION,
    Kind.NEW,
]
RANK = {kind: n for n, kind in enumerate([*ORDER, Kind.DECIDED])}


@job("notifications.mail", is_outside=True)
def mail_at_once(payload: Payload) -> None:
    """One mail about one matter, if it still waits; over the limit of the day it is left to the digest."""
    row = _unsent(payload)
    if row is None or not is_reached(row.person) or mailed_today(row.person) >= settings.MAILS_TO_AN_OFFICIAL:
        return
    with translation.override(choices_of(row.person).language):
        send_mail(_one(row)._asdict())
    Notification.objects.filter(pk=row.pk).update(mailed_at=clock.now(), sent_as=Sent.MAIL)


@job("notifications.text")
def text_at_once(payload: Payload) -> None:
    """One text message, by day only, if it still waits and the person has a mobile number; so many a day to one number,
    whoever has it."""
    row = _waiting(Notification.objects.filter(pk=payload["notification"], texted_at=None))
    if row is None or not is_offered():
        return
    try:
        number = mobile_number(row.person.phone)
    except Invalid:
        return  # none: the mail is there
    by_day()
    if not take_place(f"text at work {number}", settings.TEXTS_TO_AN_OFFICIAL):
        return
    with translation.override(choices_of(row.person).language):
        send_sms(number, words.text_message(row), key=f"notification:{row.pk}")
    Notification.objects.filter(pk=row.pk).update(texted_at=clock.now())


@daily("notifications.digest", at=time(8))
def send_digests(slot: datetime) -> Iterator[int]:
    """On the morning of each working day, one mail to everybody for whom something waits that was not mailed yet."""
    if not is_working_day(slot_day(slot)):
        return
    people = User.objects.filter(
        pk__in=Notification.objects.filter(done_at=None, mailed_at=None).values("person"), is_active=True
    ).exclude(email="")
    people = people.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    for piece in pieces_of(people.select_related("news_choice")):
        for person in piece:
            _send_digest(person, slot)
        yield person.pk


def is_reached(person: User) -> bool:
    """Whether work is mailed to them: not before they have opened the link that came to this address."""
    return bool(person.email) and person.has_usable_password()


def _unsent(payload: Payload) -> Notification | None:
    return _waiting(Notification.objects.filter(pk=payload["notification"], mailed_at=None))


def _waiting(rows: QuerySet[Notification]) -> Notification | None:
    """The one there is, with its words as they are now; None when it is done."""
    found = rows.filter(done_at=None, person__is_active=True).select_related("person__news_choice")
    waiting = still_waiting(found)
    return _afresh(waiting[0]) if waiting else None


def _afresh(waiting: Waiting) -> Notification:
    """What it says now: counts have moved on, a day may have been put off."""
    row, about = waiting
    matter = matter_of(row.matter)
    assert matter is not None
    vars(row).update(described(matter, about))
    return row


def _send_digest(person: User, slot: datetime) -> None:
    choices = choices_of(person)
    rows = news_of(person).filter(done_at=None, mailed_at=None).select_related("person")
    wanted = [row for row in rows if choices.way(row.kind) != Way.NONE]
    waiting = [_afresh(each) for each in still_waiting(wanted)]
    if not waiting:
        return
    with translation.override(choices.language):
        post_all([_digest(person, _by_thing(waiting), choices, slot)])
    ids = [row.pk for row in waiting]
    Notification.objects.filter(pk__in=ids).update(mailed_at=clock.now(), sent_as=Sent.DIGEST)


class Line(NamedTuple):
    """One thing in the digest: under what it stands, and what there is to do."""

    kind: Kind
    row: Notification


def _by_thing(rows: list[Notification]) -> list[Line]:
    """One line a thing: what is overdue on top, then by the day; in the words of the act where there is one to do."""
    in_order = sorted(rows, key=lambda row: (RANK[Kind(row.kind)], row.due_on or clock.today().max, row.pk))
    found: dict[str, Line] = {}
    for row in in_order:
        first = found.setdefault(row.about, Line(Kind(row.kind), row))
        if _reminds(first.row) and not _reminds(row):
            found[row.about] = Line(first.kind, row)
    return list(found.values())


def _reminds(row: Notification) -> bool:
    matter = matter_of(row.matter)
    return matter is not None and matter.reminds


def _is_news(row: Notification) -> bool:
    matter = matter_of(row.matter)
    return matter is not None and matter.is_news


def _one(row: Notification) -> Letter:
    group = OF_KIND[Kind(row.kind)]
    stop = stop_link(row.person, group)
    body = letter(
        words.what(row),
        *filter(None, [words.note(row), words.due(row)]),
        _("Go straight to it: %(link)s") % {"link": words.link(row)},
        _("You get this mail because %(why)s.") % {"why": words.why(row)},
        _how_to_change(stop),
    )
    return Letter(row.person.email, words.subject(row), body, f"notification:{row.pk}", stop=stop)


def _digest(person: User, rows: list[Line], choices: Choices, slot: datetime) -> Letter:
    waiting = sum(not _is_news(line.row) for line in rows)
    subject = (
        ngettext("%(n)d matter waits for you", "%(n)d matters wait for you", waiting) % {"n": waiting}
        if waiting
        else ngettext("%(n)d message for you", "%(n)d messages for you", len(rows)) % {"n": len(rows)}
    )
    late = sum(line.kind == Kind.OVERDUE for line in rows)
    if late:
        subject += ngettext(", %(n)d of them overdue", ", %(n)d of them overdue", late) % {"n": late}
    shown, more = rows[:MOST], len(rows) - MOST
    everything = f"{settings.SITE_URL}/desk/notifications/"
    stop = stop_link(person, DIGEST)
    body = letter(
        _("What waits for you on %(day)s:") % {"day": day_words(slot_day(slot))},
        *_sections(shown),
        *([_("And %(n)d more: %(link)s") % {"n": more, "link": everything}] if more > 0 else []),
        _("You get this mail because you work on these matters and chose, or did not choose otherwise, to hear of them "
          "in the morning."),
        _how_to_change(stop),
    )  # fmt: skip
    return Letter(person.email, subject, body, f"digest:{person.pk}:{slot_day(slot)}", stop=stop)


def _sections(rows: list[Line]) -> Iterator[str]:
    for kind in RANK:
        found = [line.row for line in rows if line.kind == kind]
        if found:
            yield "\n\n".join([f"【{kind.label}】", *map(_line, found)])


def _line(row: Notification) -> str:
    """What came back says why."""
    note = words.note(row) if row.kind == Kind.RETURNED else ""
    return "\n".join(filter(None, [words.what(row), note, words.due(row), words.link(row)]))


def _how_to_change(stop: str) -> str:
    page = f"{settings.SITE_URL}/desk/notifications/choices/"
    if not stop:
        return _("An order of supervision always comes by mail, for your department has to answer it by its day; these "
                 "mails cannot be ended. How you are told of the rest: %(page)s") % {"page": page}  # fmt: skip
    return _("Choose how you are told: %(page)s\nNo more mails like this one, with one click: %(stop)s") % {
        "page": page, "stop": stop,
    }  # fmt: skip
