"""What was said at a hearing and what came of it: written by a drafter, published by a second person."""

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.translation import gettext as _

from consultations.decisions.gates import require
from consultations.decisions.hearings import gates
from consultations.decisions.hearings.following import complete_round
from consultations.decisions.hearings.models import Hearing, HearingParticipant
from consultations.decisions.hearings.policies import can_publish_record, can_write
from consultations.decisions.stages import check_under_way
from participation import clock
from participation.accounts.models import User
from participation.delivery.live import notify_live
from participation.errors import Invalid, InvalidMove, NotPermitted, WindowClosed
from participation.text.cleaning import one_line, plain
from participation.transitions import edit, transition

Status = Hearing.Status
HEAD = ("presider", "recorder", "summary")


class Statement(NamedTuple):
    """What one participant said at the hearing, and what came of it."""

    attended: bool = False
    has_signed: bool = False
    said: str = ""
    result: str = ""
    reason: str = ""
    remark: str = ""


def write_record(
    hearing: Hearing, *, by: User, presider: str, recorder: str, summary: str,
    statements: Mapping[int, Statement],
) -> Hearing:  # fmt: skip
    """Write the record, or go on with it, from the day of the hearing on. `statements` by the participant's ordinal.

    Raises NotPermitted, WindowClosed before that day, Incomplete when list or materials were late (decree 713, article
    16), Invalid for a participant who is not on the list or a result that is none, InvalidMove, Overwritten.
    """
    if not can_write(by, hearing):
        raise NotPermitted(_("Only a drafter of the lead unit keeps the dossier."))
    with edit(
        hearing,
        by=by,
        act="hearing.record_written",
        fields=HEAD,
        under=hearing.decision,
        event="hearing.record_written",
    ) as change:
        row = change.row
        if row.status != Status.ANNOUNCED:
            raise InvalidMove(_("There is no hearing to record."))
        if clock.today() < row.held_on:
            raise WindowClosed(_("It is recorded once it was held."))
        require(gates.holding(row), _("The hearing could not be held on that day: postpone it."))
        row.presider, row.recorder = one_line(presider)[:120], one_line(recorder)[:120]
        row.summary = plain(summary)
        change.is_changed = _write_statements(row, statements)
    return hearing


def publish_record(hearing: Hearing, *, by: User) -> Hearing:
    """Publish the record: the hearing is over, and with it the stage of the matter (decree 713, articles 16 to 18).

    Raises NotPermitted for who wrote it, Incomplete naming what is missing, InvalidMove, Conflict, Overwritten.
    """
    if not can_publish_record(by, hearing):
        raise NotPermitted(
            _("A second person publishes the record: an editor or reviewer who did not write it.")
        )
    table = {Status.ANNOUNCED: [Status.CONCLUDED]}
    with transition(
        hearing,
        Status.CONCLUDED,
        by=by,
        table=table,
        event="hearing.concluded",
        under=hearing.decision,
        leaf="hearing",
    ) as move:
        check_under_way(move.parent)
        if clock.today() < move.row.held_on:
            raise WindowClosed(_("It is recorded once it was held."))
        require(gates.record(move.row), _("The record cannot be published yet."))
        move.row.concluded_at = clock.now()
        complete_round(move.row, by=by)
    notify_live("desk")
    return hearing


def _write_statements(hearing: Hearing, statements: Mapping[int, Statement]) -> bool:
    rows = {row.ordinal: row for row in hearing.participants.all()}
    if set(statements) - set(rows):
        message = _("This person is not on the list of participants.")
        raise Invalid(message, errors={"statements": [message]})
    is_changed = False
    for ordinal, wanted in statements.items():
        if wanted.result and wanted.result not in HearingParticipant.Result.values:
            message = _("Choose one of the results offered.")
            raise Invalid(message, errors={"statements": [message]})
        cleaned = wanted._replace(
            attended=bool(wanted.attended), has_signed=bool(wanted.has_signed), said=plain(wanted.said),
            reason=plain(wanted.reason), remark=one_line(wanted.remark)[:300],
        )  # fmt: skip
        row = rows[ordinal]
        if Statement(*(getattr(row, name) for name in Statement._fields)) != cleaned:
            vars(row).update(cleaned._asdict())
            row.save(update_fields=Statement._fields)
            is_changed = True
    return is_changed
