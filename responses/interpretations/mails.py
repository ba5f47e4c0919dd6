"""Those who publish are told of interpretations that wait for it."""

from django.utils.translation import gettext_noop

from participation.accounts.models import User
from participation.accounts.queries import Role
from participation.delivery.registry import Payload, on
from participation.ledger.audit import has_done
from participation.notifications.actions import follow
from participation.notifications.models import Kind
from participation.notifications.registry import Matter, register
from responses.interpretations.models import Interpretation
from responses.interpretations.policies import can_publish

DRAFT = Interpretation.Status.DRAFT


def may_publish(user: User, row: Interpretation) -> bool:
    """An editor who has not written on it."""
    return can_publish(user, row) and not has_done(user, row, "interpretation.edited")


PUBLISH = register(Matter(
    name="interpretation.publish", kind=Kind.PUBLICATION, model=Interpretation,
    words=gettext_noop("Publish an interpretation: %(title)s"), why=gettext_noop("you publish for this department"),
    says=lambda row: {"title": row.title}, url=lambda row: f"/desk/interpretations/{row.slug}/", may=may_publish,
    waits=lambda row: row.status == DRAFT and row.parts.exists(), roles=(Role.EDITOR,), related=("department",),
))  # fmt: skip


@on(
    "interpretation.prepared",
    "interpretation.edited",
    "interpretation.published",
    name="interpretations.tell_editors",
)
def tell_editors(event: Payload) -> None:
    """It has parts and is not out."""
    follow(PUBLISH, Interpretation.objects.select_related("department").get(pk=event["object_id"]), event)
