"""Recording a meeting, a visit, a survey: written by a drafter, published by a second person."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.decisions.engagements import gates
from consultations.decisions.engagements.models import Engagement, EngagementParty
from consultations.decisions.engagements.policies import can_publish, can_write
from consultations.decisions.gates import require
from consultations.decisions.models import Decision
from consultations.decisions.particulars import YEARS_BACK
from consultations.decisions.policies import can_handle
from consultations.decisions.stages import check_under_way
from participation import clock
from participation.accounts.models import User
from participation.delivery.live import notify_live
from participation.delivery.outbox import emit
from participation.errors import Invalid, InvalidMove, Message, NotPermitted
from participation.ledger.audit import record
from participation.locks import lock
from participation.text.cleaning import one_line, plain
from participation.text.reasons import is_name
from participation.transitions import edit, transition

Status = Engagement.Status
WRITTEN = ("kind", "held_on", "until", "place", "said", "outcome")
MOST_PEOPLE = 1_000_000


class Party(NamedTuple):
    """A group of people who were heard, as handed in."""

    group: str
    who: str
    number: int


def draft_engagement(
    decision: Decision, *, by: User, kind: str, held_on: date, parties: Sequence[Party], until: date | None = None,
    place: str = "", said: str = "", outcome: str = "",
) -> Engagement:  # fmt: skip
    """Write down how people were heard on a public matter.

    Raises NotPermitted, Invalid by field (also under "parties"), InvalidMove while the matter is not under way.
    """
    if not can_handle(by, decision):
        raise NotPermitted(_("Only a drafter of the lead unit keeps the dossier."))
    given = {
        "kind": kind, "held_on": held_on, "until": until, "place": place, "said": said, "outcome": outcome,
    }  # fmt: skip
    with transaction.atomic():
        locked = lock(decision)
        check_under_way(locked)
        row = Engagement(decision=locked, created_at=clock.now(), created_by=by, **_cleaned(given, parties))
        row.save()
        EngagementParty.objects.bulk_create(_parties(row, parties))
        record("engagement.prepared", row, by=by)
        emit("engagement.prepared", row, by=by)
    return row


def edit_engagement(
    engagement: Engagement, *, by: User, parties: Sequence[Party], **fields: Any
) -> Engagement:
    """Change it before it is published. Raises as `draft_engagement`, and Overwritten."""
    if not can_write(by, engagement):
        raise NotPermitted(_("Only a drafter of the lead unit keeps the dossier."))
    with edit(
        engagement,
        by=by,
        act="engagement.edited",
        fields=WRITTEN,
        under=engagement.decision,
        event="engagement.edited",
    ) as change:
        if change.row.status != Status.DRAFT:
            raise InvalidMove(_("It is published: what it says is corrected in public now."))
        said_before = {name: getattr(change.row, name) for name in WRITTEN}
        vars(change.row).update(_cleaned(said_before | fields, parties))
        wanted = _parties(change.row, parties)
        if [_party(row) for row in change.row.parties.all()] != [_party(row) for row in wanted]:
            change.row.parties.all().delete()
            EngagementParty.objects.bulk_create(wanted)
            change.is_changed, change.note["parties"] = True, len(wanted)
    return engagement


def publish_engagement(engagement: Engagement, *, by: User) -> Engagement:
    """Publish it: everybody reads it in the dossier and beside the feedback of its consultations.

    Raises NotPermitted for who wrote it, Incomplete naming what is missing, InvalidMove, Conflict, Overwritten.
    """
    if not can_publish(by, engagement):
        raise NotPermitted(_("A second person publishes it: an editor or reviewer who did not write it."))
    table = {Status.DRAFT: [Status.PUBLISHED]}
    with transition(
        engagement,
        Status.PUBLISHED,
        by=by,
        table=table,
        event="engagement.published",
        leaf="engagement",
        under=engagement.decision,
    ) as move:
        check_under_way(move.parent)
        require(gates.publication(move.row), _("It cannot be published yet."))
        move.row.published_at = clock.now()
    notify_live("desk")
    return engagement


def _cleaned(fields: dict[str, Any], parties: Sequence[Party]) -> dict[str, Any]:
    errors: dict[str, list[Message]] = {}
    if fields["kind"] not in Engagement.Kind.values:
        errors["kind"] = [_("Choose one of the kinds offered.")]
    if not isinstance(fields["held_on"], date):
        errors["held_on"] = [_("Say on which day it was held.")]
    elif fields["held_on"] > clock.today():
        errors["held_on"] = [_("It is recorded once it was held.")]
    elif fields["held_on"].year < clock.today().year - YEARS_BACK:
        errors["held_on"] = [_("This day is too long ago. Look at the year again.")]
    elif fields["until"] is not None and not fields["held_on"] <= fields["until"] <= clock.today():
        errors["until"] = [_("The last day lies between the first one and today.")]
    if problems := [message for n, row in enumerate(parties, 1) for message in _problems(n, row)]:
        errors["parties"] = problems
    if errors:
        raise Invalid(_("Something in it cannot stand like this."), errors=errors)
    texts = {name: plain(fields[name]) for name in ("said", "outcome")}
    return {**fields, **texts, "place": one_line(fields["place"])[:240]}


def _problems(n: int, row: Party) -> list[Message]:
    if row.group not in EngagementParty.Group.values or not is_name(row.who):
        return [_("Row %(row)d is not complete.") % {"row": n}]
    if not isinstance(row.number, int) or isinstance(row.number, bool) or not 0 < row.number <= MOST_PEOPLE:
        return [_("Row %(row)d: say how many people they were.") % {"row": n}]
    return []


def _parties(engagement: Engagement, parties: Sequence[Party]) -> list[EngagementParty]:
    return [
        EngagementParty(
            engagement=engagement, ordinal=n, group=row.group, who=one_line(row.who)[:200], number=row.number
        )
        for n, row in enumerate(parties, 1)
    ]


def _party(row: EngagementParty) -> Party:
    return Party(row.group, row.who, row.number)
