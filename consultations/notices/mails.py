"""Those who publish are told of notices that wait for it."""

from django.utils.translation import gettext_noop

from consultations.documents.policies import has_written
from consultations.notices.gates import gates
from consultations.notices.models import Consultation
from consultations.notices.policies import can_publish
from participation.accounts.models import User
from participation.accounts.queries import Role
from participation.delivery.registry import Payload, on
from participation.ledger.audit import has_done
from participation.notifications.actions import follow
from participation.notifications.models import Kind
from participation.notifications.registry import Due, Matter, register

Status = Consultation.Status


def may_publish(user: User, row: Consultation) -> bool:
    """An editor who drafted neither the notice nor its text."""
    if not can_publish(user, row) or has_written(user, row.draft_version):
        return False
    return not has_done(user, row, "consultation.edited")


PUBLISH = register(Matter(
    name="consultation.publish", kind=Kind.PUBLICATION, model=Consultation,
    words=gettext_noop("Publish a notice: %(title)s"), why=gettext_noop("you publish for this department"),
    says=lambda row: {"title": row.title}, url=lambda row: f"/desk/consultations/{row.slug}/", may=may_publish,
    waits=lambda row: row.status == Status.DRAFT and all(gate.met for gate in gates(row)),
    due=lambda row: Due(row.opens_on, "calendar"), roles=(Role.EDITOR,),
    related=("department", "draft_version__document"),
))  # fmt: skip


@on(
    "consultation.prepared",
    "consultation.edited",
    "consultation.published",
    name="consultations.tell_editors",
)
def tell_editors(event: Payload) -> None:
    """It has everything that the law asks for and is not out."""
    rows = Consultation.objects.select_related(*PUBLISH.related)
    follow(PUBLISH, rows.get(pk=event["object_id"]), event)
