"""What is put right or taken back of a hearing once it is public, always by two and with a public reason.

Three things: the announcement (corrected, the hearing postponed or called off), the list of participants and the
record (taken back, to be published anew).
"""

from datetime import date, time
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.decisions.corrections import OfAMatter
from consultations.decisions.hearings.following import begin_round, call_off_round
from consultations.decisions.hearings.models import Hearing
from consultations.decisions.hearings.policies import (
    can_announce,
    can_propose_correction,
    can_publish_list,
    can_publish_record,
)
from consultations.decisions.models import Decision
from participation import clock
from participation.corrections.models import Correction
from participation.corrections.registry import Texts, by_row, labels_of, register
from participation.deadlines.rulebook import rule
from participation.delivery.live import notify_live
from participation.delivery.outbox import emit
from participation.errors import Conflict, Invalid, Message
from participation.text.cleaning import one_line, plain
from participation.text.reasons import is_name, is_reason, name_wanted, reason_wanted
from participation.transitions import edit, transition

Status = Hearing.Status
CORRECTABLE = ("title", "about", "held_on", "held_at", "place", "how_to_apply", "apply_until", "phone")
DAYS = ("held_on", "apply_until")
ACCOUNTS = ("about", "how_to_apply")
NAMES = ("title", "place", "phone")
LIST, RECORD = "hearing_list", "hearing_record"


def _read(row: Hearing) -> Texts:
    return {name: _as_text(getattr(row, name)) for name in CORRECTABLE}


def _as_text(value: Any) -> Any:
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return value.isoformat() if isinstance(value, date) else value


def _clean(row: Hearing, texts: Texts) -> Texts:
    """What the announcement must say stays said; a day only moves to a later one, and is still to come."""
    cleaned: Texts = {}
    errors: dict[str, list[Message]] = {}
    for name, value in texts.items():
        text = _as_text(value)
        cleaned[name] = plain(text) if name in ACCOUNTS else one_line(str(text))
        if name in ACCOUNTS and not is_reason(cleaned[name]):
            errors[name] = [reason_wanted()]
        elif name in NAMES and not is_name(cleaned[name]):
            errors[name] = [name_wanted()]
    for name in DAYS:
        before, now = getattr(row, name), date.fromisoformat(cleaned.get(name, _as_text(getattr(row, name))))
        if now < before or (now > before and now <= clock.today()):
            errors[name] = [_("A day moves only to a later one that is still to come.")]
    if (
        "apply_until" in cleaned
        and row.list_published_at
        and cleaned["apply_until"] != _as_text(row.apply_until)
    ):
        errors["apply_until"] = [_("The list of participants is published.")]
    days = {name: date.fromisoformat(cleaned.get(name, _as_text(getattr(row, name)))) for name in DAYS}
    law = rule("A4")
    if not errors and days["held_on"] < law.earliest_end(days["apply_until"]):
        message = _("The materials reach the participants at least %(amount)s before: end applying earlier.")
        errors["apply_until"] = [message % {"amount": law.amount}]
    if errors:
        raise Invalid(_("Something in it cannot stand like this."), errors=errors)
    return cleaned


def _write(row: Hearing, correction: Correction, by: Any) -> None:
    for name, text in correction.after.items():
        value: Any = text
        if name in DAYS:
            value = date.fromisoformat(text)
            if value <= clock.today():
                raise Conflict(_("The day proposed has come. Drop this proposal and make a new one."))
        setattr(row, name, time.fromisoformat(text) if name == "held_at" else value)
    notify_live("desk")


def _call_off(row: Hearing, correction: Correction, by: Any) -> None:
    table = {Status.ANNOUNCED: [Status.CALLED_OFF]}
    with transition(
        row, Status.CALLED_OFF, by=by, table=table, event="hearing.withdrawn", leaf="hearing"
    ) as move:
        move.data.update(correction.noted())
        call_off_round(move.row, by=by)


def _take_list_back(row: Hearing, correction: Correction, by: Any) -> None:
    fields = ("list_published_at", "materials_sent_on")
    with edit(row, by=by, act="hearing_list.withdrawn", fields=fields, leaf="hearing") as change:
        change.row.list_published_at = change.row.materials_sent_on = None
        change.note.update(correction.noted())
    emit("hearing_list.withdrawn", row, by=by, data=correction.noted())


def _take_record_back(row: Hearing, correction: Correction, by: Any) -> None:
    table = {Status.CONCLUDED: [Status.ANNOUNCED]}
    with transition(
        row, Status.ANNOUNCED, by=by, table=table, event="hearing_record.withdrawn", leaf="hearing"
    ) as move:
        move.row.concluded_at = None
        move.row.stage = begin_round(move.row.decision, by=by)
        move.data.update(correction.noted())


def _list(row: Hearing) -> Texts:
    lines = [
        f"{one.ordinal}. {one.shown_name}，{one.side}，{one.represents}" for one in row.participants.all()
    ]
    return {"participants": "\n".join(lines)}


def _record(row: Hearing) -> Texts:
    parts = [f"{row.presider}\n{row.recorder}\n{row.summary}"]
    for one in row.participants.all():
        result = one.get_result_display() if one.result else ""
        parts.append("\n".join(filter(None, (one.shown_name, one.said, result, one.reason, one.remark))))
    return {"record": "\n\n".join(parts)}


def _whole(row: Hearing, texts: Texts) -> Texts:
    """Lists and records are not touched up."""
    raise Invalid(_("It is taken back and published anew."))


def _nothing(row: Hearing, correction: Correction, by: Any) -> None:
    raise Conflict(_("It is taken back and published anew."))


def _is_recorded(row: Hearing) -> Message:
    return _("The hearing was held: its record is what is owed now.") if row.presider else ""


def _is_over(row: Hearing) -> Message:
    return _("The day of the hearing has come: the list stands.") if clock.today() >= row.held_on else ""


def _stands(row: Hearing) -> Message:
    """Why the record stays: what was decided rests on it, or another hearing runs."""
    if row.decision.status == Decision.Status.DECIDED:
        return _("The matter was decided on this record: it stands.")
    return _another_runs(row)


def _another_runs(row: Hearing) -> Message:
    others = Hearing.objects.filter(decision=row.decision_id, status__in=(Status.DRAFT, Status.ANNOUNCED))
    return _("Another hearing of this matter is not over yet.") if others.exists() else ""


def _announced(row: Hearing) -> bool:
    return row.status == Status.ANNOUNCED


register(
    OfAMatter(
        kind="hearing",
        model=Hearing,
        called=lambda _row: gettext_lazy("Announcement of a hearing"),
        labels=labels_of(Hearing, CORRECTABLE),
        public_since=lambda row: row.announced_at if _announced(row) and not row.presider else None,
        may_propose=can_propose_correction,
        may_confirm=by_row(can_announce),
        read=_read,
        clean=_clean,
        write=_write,
        take_back=_call_off,
        held_by=_is_recorded,
        leaf="hearing",
        reasoned=tuple(Correction.Act),
        stays_readable=True,
    )
)
register(
    OfAMatter(
        kind=LIST,
        model=Hearing,
        called=lambda _row: gettext_lazy("List of participants"),
        labels={"participants": gettext_lazy("List of participants")},
        public_since=lambda row: row.list_published_at if _announced(row) else None,
        may_propose=can_propose_correction,
        may_confirm=by_row(can_publish_list),
        read=_list,
        clean=_whole,
        write=_nothing,
        take_back=_take_list_back,
        held_by=_is_over,
        columns=("list_published_at", "materials_sent_on"),
        reasoned=(Correction.Act.WITHDRAW,),
    )
)
register(
    OfAMatter(
        kind=RECORD,
        model=Hearing,
        called=lambda _row: gettext_lazy("Record of the hearing"),
        labels={"record": gettext_lazy("Record of the hearing")},
        public_since=lambda row: row.concluded_at,
        may_propose=can_propose_correction,
        may_confirm=by_row(can_publish_record),
        read=_record,
        clean=_whole,
        write=_nothing,
        take_back=_take_record_back,
        held_by=_stands,
        columns=("concluded_at",),
        reasoned=(Correction.Act.WITHDRAW,),
    )
)
