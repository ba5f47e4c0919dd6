"""What two people put right of a matter on record: its name, what it is; and that it ends without a decision."""

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from consultations.decisions.actions import MOVES, TOLD, check_alone, in_the_way_of_stopping
from consultations.decisions.lists import is_listed_as_major, tie_listed
from consultations.decisions.models import Decision
from consultations.decisions.names import AS_LISTED, is_alike
from consultations.decisions.nature import COLUMNS, check_own, notices_of, set_traits, traits_of
from consultations.decisions.policies import can_handle, can_list, can_stop
from consultations.notices.counters import are_owed_an_answer
from consultations.notices.models import Consultation
from participation.corrections.models import Correction
from participation.corrections.registry import Correctable, Texts, register
from participation.errors import Invalid, Message
from participation.text.cleaning import plain
from participation.text.reasons import is_name, is_reason, name_wanted, reason_wanted
from participation.transitions import transition

Status = Decision.Status
ASKED = (Consultation.Status.PUBLISHED, Consultation.Status.SUSPENDED)


def _read(row: Decision) -> Texts:
    return {"title": row.title, "classification_note": row.classification_note, "traits": traits_of(row)}


def _clean(row: Decision, texts: Texts) -> Texts:
    """A name, and a well-formed set of traits. Raises Invalid."""
    title = plain(texts.get("title", row.title))
    if not is_name(title):
        raise Invalid(name_wanted(), errors={"title": [name_wanted()]})
    if "title" in texts and not is_alike(title, row.title):
        message = _now("That is the name of another matter: open a dossier of its own for it.")
        raise Invalid(message, errors={"title": [message]})
    tried = Decision(pk=row.pk, title=title, is_units_own=row.is_units_own)
    if title != row.title:
        check_alone(tried)
        if row.kind != Decision.Kind.MAJOR_DECISION and is_listed_as_major(tried):
            raise Invalid(str(AS_LISTED), errors={"title": [str(AS_LISTED)]})
    set_traits(tried, texts.get("traits", traits_of(row)))
    check_own(tried)
    note = plain(texts.get("classification_note", row.classification_note))
    if tried.kind == Decision.Kind.OTHER and row.classification_note and not is_reason(note):
        raise Invalid(reason_wanted(), errors={"classification_note": [reason_wanted()]})
    said = {"title": title, "classification_note": note, "traits": traits_of(tried)}
    return {name: text for name, text in said.items() if name in texts}


def _write(row: Decision, correction: Correction, _by: Any) -> None:
    for name in TOLD:
        setattr(row, name, correction.after.get(name, getattr(row, name)))
    if "title" in correction.after:
        tie_listed(row)  # what the lists promise of the name it bears now, they promise of it
    if "traits" in correction.after:
        set_traits(row, correction.after["traits"])
        if row.kind == Decision.Kind.OTHER and not row.classification_note:
            row.classification_note = correction.reason


def _in_the_way(row: Decision) -> Message:
    """Why it does not end now: people are asked, or commented and were not told what became of it."""
    if message := in_the_way_of_stopping(row):
        return message
    waiting = [each for each in notices_of(row) if each.status in ASKED and are_owed_an_answer(each)]
    if waiting:
        message = _now(
            "People commented on “%(title)s”: publish the feedback first, which says that the matter ends."
        )
        return message % {"title": waiting[0].title}
    return ""


def _end(row: Decision, correction: Correction, by: Any) -> None:
    """It ends without a decision, for good: the reason stands on its page."""
    with transition(
        row, Status.TERMINATED, by=by, table=MOVES, event="decision.terminated", leaf="decision"
    ) as move:
        move.row.public_note = correction.reason
        move.note.update(correction.noted())


register(
    Correctable(
        kind="decision",
        model=Decision,
        called=lambda _row: _("Dossier"),
        labels={
            "title": _("title"),
            "classification_note": _("why it is neither"),
            "traits": _("What it is in the eyes of the law"),
        },
        department=lambda row: row.department,
        public_since=lambda row: (
            row.published_at if row.status in (Status.UNDER_WAY, Status.SUSPENDED) else None
        ),
        may_propose=lambda user, row: can_handle(user, row) or can_stop(user, row),
        may_confirm=lambda user, row, _texts: can_list(user, row),
        read=_read,
        clean=_clean,
        write=_write,
        take_back=_end,
        held_by=_in_the_way,
        columns=("title", "classification_note", *COLUMNS),
        reasoned=tuple(Correction.Act),
        leaf="decision",
        ends=True,
        stays_readable=True,
    )
)
