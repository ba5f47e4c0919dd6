"""A published record of hearing people is put right or taken back by two, with a public reason."""

from typing import Any

from django.utils.translation import gettext as _

from consultations.decisions.corrections import OfAMatter
from consultations.decisions.engagements import gates
from consultations.decisions.engagements.models import Engagement
from consultations.decisions.engagements.policies import can_propose_correction, can_publish
from consultations.decisions.models import Decision
from participation.corrections.models import Correction
from participation.corrections.registry import Texts, by_row, columns_of, labels_of, register
from participation.errors import Invalid, Message
from participation.text.cleaning import one_line, plain
from participation.transitions import transition

Status = Engagement.Status
CORRECTABLE = ("place", "said", "outcome")
_read = columns_of(*CORRECTABLE)


def _clean(row: Engagement, texts: Texts) -> Texts:
    """What it had to say stays said."""
    cleaned = {name: one_line(text)[:240] if name == "place" else plain(text) for name, text in texts.items()}
    reads = Engagement(
        decision=row.decision,
        kind=row.kind,
        pk=row.pk,
        held_on=row.held_on,
        until=row.until,
        **(_read(row) | cleaned),
    )
    errors: dict[str, list[Message]] = {}
    for gate in gates.publication(reads):
        if gate.field in CORRECTABLE and not gate.met:
            errors.setdefault(gate.field, []).append(gate.words)
    if errors:
        raise Invalid(_("Something in it cannot stand like this."), errors=errors)
    return cleaned


def _take_back(row: Engagement, correction: Correction, by: Any) -> None:
    table = {Status.PUBLISHED: [Status.WITHDRAWN]}
    with transition(
        row, Status.WITHDRAWN, by=by, table=table, event="engagement.withdrawn", leaf="engagement"
    ) as move:
        move.data.update(correction.noted())


def _stands(row: Engagement) -> Message:
    """What was decided rests on it."""
    decided = row.decision.status == Decision.Status.DECIDED
    return _("The matter was decided on this record: it stands.") if decided else ""


register(
    OfAMatter(
        kind="engagement",
        model=Engagement,
        called=lambda row: row.get_kind_display(),
        title=lambda row: row.decision.title,
        labels=labels_of(Engagement, CORRECTABLE),
        public_since=lambda row: row.published_at if row.status == Status.PUBLISHED else None,
        may_propose=can_propose_correction,
        may_confirm=by_row(can_publish),
        read=_read,
        clean=_clean,
        take_back=_take_back,
        held_by=_stands,
        leaf="engagement",
        reasoned=(Correction.Act.WITHDRAW,),
        stays_readable=True,
    )
)
