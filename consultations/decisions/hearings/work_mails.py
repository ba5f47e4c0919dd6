"""The second person is told of an announcement, a list and a record of a hearing that wait to be published."""

from collections.abc import Iterator
from datetime import datetime, time

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from consultations.decisions.hearings import gates
from consultations.decisions.hearings.models import Hearing
from consultations.decisions.hearings.policies import can_announce, can_publish_list, can_publish_record
from consultations.decisions.models import Decision
from consultations.decisions.policies import CONFIRMING
from participation import clock
from participation.accounts.queries import Role
from participation.delivery.registry import Payload, on
from participation.delivery.schedule import daily, slot_day
from participation.delivery.turns import pieces_of
from participation.notifications.actions import follow
from participation.notifications.models import Kind
from participation.notifications.registry import Due, Matter, Says, register
from participation.text.days import day_words

Status = Hearing.Status
RELATED = ("decision__department",)
WHY = gettext_noop("you may publish it as the second person")


def _says(row: Hearing) -> Says:
    return {"title": row.title}


def _announcement_says(row: Hearing) -> Says:
    """No law names a day, but who is to apply has to read it in time."""
    told = _("One may apply until %(day)s: it is announced well before.") % {
        "day": day_words(row.apply_until)
    }
    return {"title": row.title, "note": told}


def _url(row: Hearing) -> str:
    return f"/desk/decisions/hearings/{row.pk}/"


def _goes_on(row: Hearing, status: str) -> bool:
    return row.status == status and row.decision.status == Decision.Status.UNDER_WAY


def _announcement_waits(row: Hearing) -> bool:
    return _goes_on(row, Status.DRAFT) and all(gate.met for gate in gates.announcement(row))


def _list_waits(row: Hearing) -> bool:
    """Drawn up, not out."""
    if (
        not _goes_on(row, Status.ANNOUNCED)
        or row.list_published_at is not None
        or not row.participants.exists()
    ):
        return False
    return all(gate.met for gate in gates.participants(row))


def _record_waits(row: Hearing) -> bool:
    if not _goes_on(row, Status.ANNOUNCED) or not row.presider or clock.today() < row.held_on:
        return False
    return all(gate.met for gate in gates.record(row))


ANNOUNCE = register(Matter(
    name="hearing.announce", kind=Kind.PUBLICATION, model=Hearing,
    words=gettext_noop("Announce the hearing: %(title)s"), why=WHY, says=_announcement_says, url=_url,
    may=can_announce, waits=_announcement_waits, roles=(Role.EDITOR,), related=RELATED,
))  # fmt: skip
LIST = register(Matter(
    name="hearing.list", kind=Kind.PUBLICATION, model=Hearing,
    words=gettext_noop("Publish the list of participants: %(title)s"), why=WHY, says=_says, url=_url,
    may=can_publish_list, waits=_list_waits, due=lambda row: Due(gates.materials_by(row), "calendar"),
    roles=(Role.EDITOR,), related=RELATED,
))  # fmt: skip
RECORD = register(Matter(
    name="hearing.record", kind=Kind.PUBLICATION, model=Hearing,
    words=gettext_noop("Publish the record of the hearing: %(title)s"), why=WHY, says=_says, url=_url,
    may=can_publish_record, waits=_record_waits, roles=CONFIRMING, related=RELATED,
))  # fmt: skip


@on(
    "hearing.prepared", "hearing.edited", "hearing.files_changed", "hearing.announced", "hearing.dropped",
    "hearing.list_written", "hearing.list_published", "hearing.record_written", "hearing.concluded",
    "hearing.withdrawn", "hearing_list.withdrawn", "hearing_record.withdrawn", name="hearings.tell_second_person",
)  # fmt: skip
def tell_second_person(event: Payload) -> None:
    """What is complete and not out."""
    row = Hearing.objects.select_related(*RELATED).get(pk=event["object_id"])
    for matter in (ANNOUNCE, LIST, RECORD):
        follow(matter, row, event)


@daily("hearings.tell_when_it_is_time", at=time(7))
def tell_when_it_is_time(slot: datetime) -> Iterator[int]:
    """A list drawn up while one could still apply, a record written ahead: they wait from a day on, not from an act."""
    day: Payload = {"event": f"day {slot_day(slot)}"}
    rows = Hearing.objects.filter(status=Status.ANNOUNCED, apply_until__lt=slot_day(slot))
    for piece in pieces_of(rows.select_related(*RELATED)):
        for row in piece:
            for matter in (LIST, RECORD):
                follow(matter, row, day)
        yield row.pk
