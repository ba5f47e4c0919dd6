"""The second person is told of a change of the execution that was recorded; who recorded it, that it was not agreed."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from consultations.decisions.execution.models import ExecutionChange
from consultations.decisions.execution.policies import can_confirm_change
from consultations.decisions.execution.queries import why_refused
from consultations.decisions.policies import CONFIRMING
from participation.accounts.models import User
from participation.accounts.queries import is_self
from participation.delivery.registry import Payload, on
from participation.notifications.actions import follow
from participation.notifications.models import Kind
from participation.notifications.registry import Matter, Says, register
from participation.text.days import day_words

Status = ExecutionChange.Status
RELATED = ("decision__department", "recorded_by")


def _says(row: ExecutionChange) -> Says:
    return {"change": row.get_kind_display(), "title": row.decision.title, "note": _note(row)}


def _note(row: ExecutionChange) -> str:
    """To who recorded it, why not; to the second person, what was decided, by whom, in which document."""
    if row.status == Status.REFUSED:
        return why_refused(row)
    decided = _("%(who)s, %(day)s: %(document)s") % {
        "who": row.get_decided_by_display(), "day": day_words(row.decided_on), "document": row.document_name,
    }  # fmt: skip
    return f"{decided}\n{row.public_note}"


def _url(row: ExecutionChange) -> str:
    return f"/desk/decisions/{row.decision.slug}/do/confirm_execution/"


def _is_own(user: User, row: ExecutionChange) -> bool:
    return is_self(user, row.recorded_by_id)


CONFIRM = register(Matter(
    name="execution.confirm", kind=Kind.SECOND_PERSON, model=ExecutionChange,
    words=gettext_noop("Confirm a change of the execution: %(change)s (“%(title)s”)"),
    why=gettext_noop("you may confirm it as the second person"), says=_says, url=_url, may=can_confirm_change,
    waits=lambda row: row.status == Status.PROPOSED, roles=CONFIRMING, related=RELATED,
))  # fmt: skip
REFUSED = register(Matter(
    name="execution.refused", kind=Kind.RETURNED, model=ExecutionChange,
    words=gettext_noop("Not confirmed, to be recorded anew: %(change)s (“%(title)s”)"),
    why=gettext_noop("you recorded it"), says=_says, url=lambda row: f"/desk/decisions/{row.decision.slug}/",
    may=_is_own, waits=lambda row: row.status == Status.REFUSED, related=RELATED, is_news=True,
))  # fmt: skip


@on("execution.recorded", "execution.confirmed", "execution.refused", name="execution.tell_officials")
def tell_officials(event: Payload) -> None:
    """It waits, it came back, or neither."""
    row = ExecutionChange.objects.select_related(*RELATED).get(pk=event["object_id"])
    follow(CONFIRM, row, event)
    if row.status == Status.REFUSED and event["by"] != row.recorded_by_id:
        follow(REFUSED, row, event)
