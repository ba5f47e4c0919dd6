"""Those who publish are told of interpretations that wait for it."""

from django.utils.translation import gettext_noop

from consultations.models import Document
from participation.accounts.models import User
from participation.accounts.queries import Role
from participation.deadlines import actions as deadlines
from participation.deadlines.rulebook import rule
from participation.delivery.registry import Payload, on
from participation.ledger.audit import has_done
from participation.notifications.actions import follow
from participation.notifications.models import Kind
from participation.notifications.registry import Due, Matter, register
from responses.interpretations.deadlines import RULE
from responses.interpretations.models import Interpretation
from responses.interpretations.policies import can_prepare, can_publish
from responses.interpretations.texts import is_explained, standing_final

DRAFT = Interpretation.Status.DRAFT


def may_publish(user: User, row: Interpretation) -> bool:
    """An editor who has not written on it."""
    return can_publish(user, row) and not has_done(user, row, "interpretation.edited")


def _is_unexplained(row: Document) -> bool:
    final, begun = standing_final(row), Interpretation.objects.filter(document=row, status=DRAFT)
    return final is not None and not is_explained(final) and not begun.exists()


def _due(row: Document) -> Due:
    running = deadlines.live_deadline(row, RULE)
    return Due(running.due_on, rule(RULE).unit) if running else Due()


PUBLISH = register(Matter(
    name="interpretation.publish", kind=Kind.PUBLICATION, model=Interpretation,
    words=gettext_noop("Publish an interpretation: %(title)s"), why=gettext_noop("you publish for this department"),
    says=lambda row: {"title": row.title}, url=lambda row: f"/desk/interpretations/{row.slug}/", may=may_publish,
    waits=lambda row: row.status == DRAFT and row.parts.exists(), roles=(Role.EDITOR,), related=("department",),
))  # fmt: skip


WRITE = register(Matter(
    name="interpretation.write", kind=Kind.NEW, model=Document,
    words=gettext_noop("The final text is out, write its interpretation: %(title)s"),
    why=gettext_noop("you draft for the lead unit"), says=lambda row: {"title": row.title},
    url=lambda row: f"/desk/interpretations/new/?document={row.slug}",
    may=lambda user, row: can_prepare(user, row.department), waits=_is_unexplained, due=_due,
    about=lambda row: f"interpret:{row.pk}", roles=(Role.DRAFTER,), related=("department",),
))  # fmt: skip


@on("document.published", "interpretation.prepared", "interpretation.published", "interpretation.corrected",
    "interpretation.withdrawn", "final_text.withdrawn", name="interpretations.tell_drafters")  # fmt: skip
def tell_drafters(event: Payload) -> None:
    """A final text holds and nobody has begun to explain it."""
    rows = Document.objects.select_related("department")
    match event["name"].split(".")[0]:
        case "document":
            row = rows.get(pk=event["data"]["document"])
        case "interpretation":
            row = rows.get(interpretations=event["object_id"])
        case _:
            row = rows.get(consultations=event["object_id"])
    follow(WRITE, row, event)


@on(
    "interpretation.prepared",
    "interpretation.edited",
    "interpretation.published",
    name="interpretations.tell_editors",
)
def tell_editors(event: Payload) -> None:
    """It has parts and is not out."""
    follow(PUBLISH, Interpretation.objects.select_related("department").get(pk=event["object_id"]), event)
