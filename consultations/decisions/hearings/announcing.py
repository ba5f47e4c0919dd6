"""A hearing is prepared, announced by a second person; its participants are chosen and given the materials."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.decisions.gates import require
from consultations.decisions.hearings import gates
from consultations.decisions.hearings.following import begin_round
from consultations.decisions.hearings.models import Hearing, HearingParticipant
from consultations.decisions.hearings.policies import can_announce, can_publish_list, can_write
from consultations.decisions.models import Decision
from consultations.decisions.policies import can_handle
from consultations.decisions.stages import check_under_way
from consultations.notices.models import Consultation
from participation import clock
from participation.accounts.models import User
from participation.deadlines.rulebook import rule
from participation.delivery.live import notify_live
from participation.delivery.outbox import emit
from participation.errors import Conflict, Incomplete, Invalid, InvalidMove, Message, NotPermitted
from participation.ledger.audit import record
from participation.locks import lock
from participation.text.cleaning import one_line, plain
from participation.text.reasons import is_name, name_wanted
from participation.transitions import edit, transition

Status = Hearing.Status
LINES = {"title": 200, "organiser": 160, "price_authority": 160, "place": 240, "phone": 120}
TEXTS = ("about", "sides", "selection", "how_to_apply")
WRITTEN = (*LINES, *TEXTS, "held_on", "held_at", "apply_until", "seats", "consultation")
MOST_SEATS = 500
MOST_SIDE = 120  # characters


class Listed(NamedTuple):
    """Somebody who takes part, as handed in."""

    name: str
    kind: str
    side: str
    represents: str
    is_masked: bool = False


def draft_hearing(
    decision: Decision,
    *,
    by: User,
    title: str,
    held_on: date,
    held_at: time,
    apply_until: date,
    **fields: Any,
) -> Hearing:
    """Prepare the announcement of a hearing on a public matter. Further fields: `WRITTEN`; the lead unit organises it
    where nobody else is named.

    Raises NotPermitted, Invalid by field, InvalidMove, Conflict while another hearing of the matter is not over.
    """
    if not can_handle(by, decision):
        raise NotPermitted(_only_drafters())
    with transaction.atomic():
        locked = lock(decision)
        check_under_way(locked)
        if locked.hearings.filter(status__in=(Status.DRAFT, Status.ANNOUNCED)).exists():
            raise Conflict(_("Another hearing of this matter is not over yet."))
        row = Hearing(
            decision=locked, organiser=locked.department.name, created_at=clock.now(), created_by=by
        )
        fields |= {"title": title, "held_on": held_on, "held_at": held_at, "apply_until": apply_until}
        vars(row).update(_cleaned(locked, fields))
        row.save()
        record("hearing.prepared", row, by=by)
        emit("hearing.prepared", row, by=by)
    return row


def edit_hearing(hearing: Hearing, *, by: User, **fields: Any) -> Hearing:
    """Change the announcement before it is out. Raises NotPermitted, Invalid, InvalidMove, Overwritten."""
    if not can_write(by, hearing):
        raise NotPermitted(_only_drafters())
    with edit(
        hearing,
        by=by,
        act="hearing.edited",
        fields=_columns(),
        under=hearing.decision,
        event="hearing.edited",
    ) as change:
        if change.row.status != Status.DRAFT:
            raise InvalidMove(_("It is announced: what it says is corrected in public now."))
        vars(change.row).update(_cleaned(change.parent, fields))
    return hearing


def announce_hearing(hearing: Hearing, *, by: User) -> Hearing:
    """Publish the announcement; the stage of the matter is under way from then on.

    Raises NotPermitted for who wrote it, Incomplete naming what is missing (decree 713, article 16), Conflict.
    """
    if not can_announce(by, hearing):
        raise NotPermitted(_second_person())
    table = {Status.DRAFT: [Status.ANNOUNCED]}
    with transition(
        hearing,
        Status.ANNOUNCED,
        by=by,
        table=table,
        event="hearing.announced",
        under=hearing.decision,
        leaf="hearing",
    ) as move:
        check_under_way(move.parent)
        require(gates.announcement(move.row), _("The hearing cannot be announced yet."))
        move.row.announced_at = clock.now()
        move.row.stage = begin_round(move.parent, by=by)
    notify_live("desk")
    return hearing


def drop_hearing(hearing: Hearing, *, by: User) -> Hearing:
    """Give up an announcement that nobody has seen. Raises NotPermitted, InvalidMove once it is out, Conflict."""
    if not can_write(by, hearing):
        raise NotPermitted(_only_drafters())
    table = {Status.DRAFT: [Status.CALLED_OFF]}
    with transition(
        hearing, Status.CALLED_OFF, by=by, table=table, event="hearing.dropped", under=hearing.decision
    ):
        pass
    return hearing


def write_list(hearing: Hearing, rows: Sequence[Listed], *, by: User) -> Hearing:
    """Draw up the list of participants, or draw it up anew, until it is published.

    Raises NotPermitted, Invalid under "participants", InvalidMove, Overwritten.
    """
    if not can_write(by, hearing):
        raise NotPermitted(_only_drafters())
    with edit(
        hearing,
        by=by,
        act="hearing.list_written",
        fields=[],
        under=hearing.decision,
        event="hearing.list_written",
    ) as change:
        _may_be_chosen(change.row)
        wanted = [_participant(change.row, n, row) for n, row in enumerate(rows, 1)]
        before = list(change.row.participants.all())
        if [_listed(row) for row in before] != [_listed(row) for row in wanted]:
            change.row.participants.all().delete()
            HearingParticipant.objects.bulk_create(wanted)
            change.is_changed, change.note["participants"] = True, len(wanted)
    return hearing


def publish_list(hearing: Hearing, *, by: User) -> Hearing:
    """Publish who takes part, before the hearing and after the time to apply (decree 713, article 16).

    Raises NotPermitted for who drew it up, Incomplete, InvalidMove, Overwritten.
    """
    if not can_publish_list(by, hearing):
        raise NotPermitted(_second_person())
    fields = ["list_published_at"]
    with edit(
        hearing,
        by=by,
        act="hearing.list_published",
        fields=fields,
        under=hearing.decision,
        leaf="hearing",
        event="hearing.list_published",
    ) as change:
        check_under_way(change.parent)
        _may_be_chosen(change.row)
        require(gates.participants(change.row), _("The list cannot be published yet."))
        change.row.list_published_at = clock.now()
    notify_live("desk")
    return hearing


def note_materials(hearing: Hearing, *, by: User) -> Hearing:
    """Record that all participants have the materials, today: the day is that of the entry itself (rule A4).

    Raises NotPermitted, InvalidMove before the list is published, Incomplete when the hearing is too near and has to be
    postponed first, Overwritten.
    """
    if not can_write(by, hearing):
        raise NotPermitted(_only_drafters())
    fields = ["materials_sent_on"]
    with edit(
        hearing, by=by, act="hearing.materials_sent", fields=fields, under=hearing.decision, leaf="hearing"
    ) as change:
        row = change.row
        if row.status != Status.ANNOUNCED or row.list_published_at is None:
            raise InvalidMove(_("The materials go to those on the published list."))
        if row.materials_sent_on is not None:
            raise InvalidMove(_("It is recorded already that they have the materials."))
        law = rule("A4")
        if row.held_on < law.earliest_end(clock.today()):
            message = _("Less than %(amount)s are left: postpone the hearing first.") % {"amount": law.amount}
            raise Incomplete(message, errors={"held_on": [f"{message} ({law.basis})"]})
        row.materials_sent_on = clock.today()
    return hearing


def _may_be_chosen(row: Hearing) -> None:
    if row.status != Status.ANNOUNCED:
        raise InvalidMove(_("Participants are chosen for a hearing that is announced."))
    if row.list_published_at is not None:
        raise InvalidMove(_("The list is published: it is taken back before it is drawn up anew."))


def _participant(hearing: Hearing, n: int, row: Listed) -> HearingParticipant:
    name, represents, side = one_line(row.name)[:60], one_line(row.represents)[:200], one_line(row.side)
    problems: list[Message] = []
    if not (is_name(name) and is_name(represents)):
        problems.append(_("Row %(row)d is not complete.") % {"row": n})
    if row.kind not in HearingParticipant.Kind.values:
        problems.append(_("Row %(row)d: choose one of the kinds offered.") % {"row": n})
    if side not in hearing.side_names:
        problems.append(_("Row %(row)d: choose one of the sides that the announcement names.") % {"row": n})
    if problems:
        raise Invalid(problems[0], errors={"participants": problems})
    return HearingParticipant(
        hearing=hearing, ordinal=n, name=name, kind=row.kind, side=side, represents=represents,
        is_masked=bool(row.is_masked),
    )  # fmt: skip


def _listed(row: HearingParticipant) -> Listed:
    return Listed(row.name, row.kind, row.side, row.represents, row.is_masked)


def _columns() -> list[str]:
    return [f"{name}_id" if name == "consultation" else name for name in WRITTEN]


def _cleaned(decision: Decision, fields: dict[str, Any]) -> dict[str, Any]:
    """As the columns take it. Raises Invalid by field, TypeError for a field that is none."""
    if unknown := set(fields) - set(WRITTEN):
        raise TypeError(unknown)
    new: dict[str, Any] = {
        name: one_line(fields[name])[:most] for name, most in LINES.items() if name in fields
    }
    new |= {name: plain(fields[name]) for name in TEXTS if name in fields}
    new |= {name: fields[name] for name in ("held_on", "held_at", "apply_until", "seats") if name in fields}
    if "consultation" in fields:
        new["consultation_id"] = fields["consultation"].pk if fields["consultation"] else None
    if errors := _errors(decision, new, fields.get("consultation")):
        raise Invalid(_("Something in it cannot stand like this."), errors=errors)
    return new


def _errors(
    decision: Decision, new: dict[str, Any], consultation: Consultation | None
) -> dict[str, list[Message]]:
    errors: dict[str, list[Message]] = {}
    if "title" in new and not is_name(new["title"]):
        errors["title"] = [_("Write a title.")]
    if "organiser" in new and not is_name(new["organiser"]):
        errors["organiser"] = [_("Say who organises it.")]
    if new.get("price_authority") and not is_name(new["price_authority"]):
        errors["price_authority"] = [name_wanted()]
    for name, kind in (("held_on", date), ("apply_until", date), ("held_at", time)):
        if name in new and not isinstance(new[name], kind):
            errors[name] = [_("Give the day and the hour.")]
    seats = new.get("seats", 0)
    if not isinstance(seats, int) or isinstance(seats, bool) or not 0 <= seats <= MOST_SEATS:
        errors["seats"] = [_("Give a number of at most %(most)d.") % {"most": MOST_SEATS}]
    if any(len(line) > MOST_SIDE for line in new.get("sides", "").splitlines()):
        errors["sides"] = [_("Name each side in at most %(most)d characters.") % {"most": MOST_SIDE}]
    elif any(line.strip() and not is_name(line) for line in new.get("sides", "").splitlines()):
        errors["sides"] = [name_wanted()]
    if consultation is not None and not decision.consultations.filter(pk=consultation.pk).exists():
        errors["consultation"] = [_("This consultation does not belong to the matter.")]
    return errors


def _only_drafters() -> str:
    return _("Only a drafter of the lead unit keeps the dossier.")


def _second_person() -> str:
    return _("An editor publishes, and never the person who drafted it.")
