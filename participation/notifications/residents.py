"""Text messages to residents: what they must know or do about what they sent, in one short message, by day.

None says what anybody wrote: only the number of the item and where to look it up. It goes to a number that its owner
has proved, if they chose so, each step once; over the limit of a day it is dropped, for the item's page says it too.
"""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from participation import clock
from participation.accounts.models import User
from participation.delivery.addresses import take_place
from participation.delivery.outbox import send_many
from participation.delivery.registry import Payload, job, on
from participation.delivery.sms import LONGEST, by_day, send_sms, signature, signed
from participation.delivery.turns import pieces_of
from participation.notifications.choices import step_number
from participation.text.days import day_words


def text_steps(rows: QuerySet[Any], event: Payload, words: str) -> Iterator[int]:
    """Tell those who sent these comments or questions, in the language of each. `words` is marked for translation and
    filled in with the item's number only."""
    people = rows.filter(author__phone_proof__proved_at__isnull=False)
    told = people.select_related("author__news_choice", "author__phone_proof")
    for piece in pieces_of(told, after=event["position"]):
        found = []
        for row in piece:
            if step_number(row.author):
                with translation.override(row.mail_language):
                    text = _with_address(_(words) % {"number": row.number})
                    found.append(_job(row.author, text, f"text:{event['event']}:{row.pk}"))
        send_many("residents.text", found)
        yield row.pk


@on("person.leaving", name="residents.text_leaver")
def text_leaver(event: Payload) -> None:
    """Whoever asked for the deletion in another's name is found out."""
    person = User.objects.filter(pk=event["object_id"]).exclude(leaves_at=None).first()
    if person is None or not step_number(person):
        return
    with translation.override(person.language or settings.LANGUAGE_CODE):
        assert person.leaves_at
        day = day_words(clock.day_of(person.leaves_at), clock.today())
        words = _("Account ends %(day)s. Sign in to keep it.") % {"day": day}
        send_many("residents.text", [_job(person, words, f"text:{event['event']}")])


@job("residents.text", slow=True)
def text_resident(payload: Payload) -> None:
    """One text message, if it is still wanted and the number still theirs."""
    people = User.objects.select_related("news_choice", "phone_proof")
    number = step_number(people.filter(pk=payload["person"]).first())
    if not number:
        return
    by_day()
    if take_place(f"text {number}", settings.TEXTS_TO_A_RESIDENT):
        send_sms(number, payload["text"], key=payload["key"], can_wait=True)


def _with_address(words: str) -> str:
    """And where to look it up, if there is room for it."""
    link = f"{settings.SITE_URL.partition('://')[2]}/track/"
    whole = _("%(what)s %(link)s") % {"what": words, "link": link}
    return whole if len(signature()) + len(whole) <= LONGEST else words


def _job(person: User, words: str, key: str) -> tuple[str, Payload]:
    """For the outbox."""
    return key, {"person": person.pk, "text": signed(words), "key": key}
