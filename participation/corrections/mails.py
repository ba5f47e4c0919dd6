"""Who may confirm a correction is told that one waits; who proposed it, that somebody else left it as it is."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, pgettext_lazy

from participation.accounts.models import User
from participation.accounts.queries import is_self
from participation.corrections.models import Correction
from participation.corrections.policies import can_confirm
from participation.corrections.queries import things_of
from participation.corrections.registry import kind_of
from participation.delivery.registry import Payload, on
from participation.notifications.actions import follow
from participation.notifications.models import Kind
from participation.notifications.registry import Matter, Says, register

Act, Status = Correction.Act, Correction.Status
ACTS = {
    Act.CORRECT: gettext_lazy("Correction"),
    Act.WITHDRAW: pgettext_lazy("of a correction", "Taking back"),
}
RELATED = ("proposed_by", "decided_by", "department")


def _about(row: Correction) -> Says:
    """What it would correct or take back."""
    how, thing = kind_of(row.kind), things_of(row.kind, [row])[row.object_id]
    return {"what": how.called(thing), "title": how.title(thing)}


def _says(row: Correction) -> Says:
    return {**_about(row), "act": ACTS[Act(row.act)], "unit": row.department, "note": row.reason}


def _dropped(row: Correction) -> Says:
    by = _("%(name)s: %(reason)s") % {"name": row.decided_by, "reason": row.drop_note}
    proposed = _("You had proposed it for this reason: %(reason)s") % {"reason": row.reason}
    return {**_about(row), "note": f"{by}\n{proposed}"}


def _url(row: Correction) -> str:
    return f"/desk/corrections/{row.pk}/"


def _was_dropped_by_another(user: User, row: Correction) -> bool:
    return is_self(user, row.proposed_by_id) and not is_self(user, row.decided_by_id)


CONFIRM = register(Matter(
    name="correction.confirm", kind=Kind.SECOND_PERSON, model=Correction,
    words=gettext_noop("%(act)s proposed, to be confirmed or dropped: %(what)s, %(title)s (%(unit)s)"),
    why=gettext_noop("you may confirm it as the second person"), says=_says, url=_url, may=can_confirm,
    waits=lambda row: row.status == Status.PROPOSED, related=RELATED,
))  # fmt: skip
DROPPED = {
    act: register(Matter(
        name=f"correction.dropped_{act}", kind=Kind.RETURNED, model=Correction, words=words,
        why=gettext_noop("you had proposed it"), says=_dropped, url=_url, may=_was_dropped_by_another,
        waits=lambda row: row.status == Status.DROPPED, related=RELATED,
        is_news=True,
    ))
    for act, words in {
        Act.CORRECT: gettext_noop("Your proposal of a correction was not taken up: %(what)s, %(title)s"),
        Act.WITHDRAW: gettext_noop("Your proposal to take something back was not taken up: %(what)s, %(title)s"),
    }.items()
}  # fmt: skip


@on("correction.proposed", "correction.confirmed", "correction.dropped", name="corrections.tell_proposer")
def tell_of_correction(event: Payload) -> None:
    """It waits: who may confirm it. It was dropped by somebody else: who proposed it."""
    row = Correction.objects.select_related(*RELATED).get(pk=event["object_id"])
    follow(CONFIRM, row, event)
    if event["name"] == "correction.dropped":
        follow(DROPPED[Act(row.act)], row, event)
