"""What is done with an interpretation: written in its parts, published beside its document."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.models import Document, Version
from participation import clock
from participation.accounts.models import User
from participation.accounts.queries import Role, has_role
from participation.delivery.live import notify_live
from participation.errors import Conflict, Incomplete, Invalid, Message, NotPermitted
from participation.ledger.audit import has_done, record
from participation.text.cleaning import plain, rich
from participation.transitions import lock, transition
from responses.interpretations.models import Interpretation, Part
from responses.interpretations.policies import can_publish, can_write

Status = Interpretation.Status
MOVES = {Status.DRAFT: [Status.PUBLISHED]}


class PartText(NamedTuple):
    """A part as it is handed in: its kind, heading and HTML."""

    kind: str
    heading: str
    body: str


def prepare_interpretation(
    document: Document,
    *,
    by: User,
    slug: str,
    title: str,
    summary: str = "",
    source: str = "",
    chief_interpreter: str = "",
    parts: Sequence[PartText] = (),
) -> Interpretation:
    """Make a draft. Raises NotPermitted (谁起草谁解读), Invalid (an address that is taken, a part that is wrong)."""
    if not has_role(by, Role.DRAFTER, at=document.department):
        raise NotPermitted(_("The unit that drafted the document interprets it."))
    if Interpretation.objects.filter(slug=slug).exists():
        raise Invalid(_("This address is taken."), errors={"slug": [_("This address is taken.")]})
    with transaction.atomic():
        made = Interpretation(
            slug=slug,
            document=document,
            department=document.department,
            created_at=clock.now(),
            created_by=by,
        )
        _write(made, title, summary, source, chief_interpreter, parts)
        record("interpretation.prepared", made, by=by)
    return made


def edit_interpretation(
    interpretation: Interpretation,
    *,
    by: User,
    title: str,
    summary: str = "",
    source: str = "",
    chief_interpreter: str = "",
    parts: Sequence[PartText] = (),
) -> Interpretation:
    """Rewrite a draft. Raises NotPermitted, Conflict once it is published."""
    if not can_write(by, interpretation):
        raise NotPermitted(_("The unit that drafted the document interprets it."))
    with transaction.atomic():
        locked = lock(interpretation)
        if locked.status != Status.DRAFT:
            raise Conflict(_("This interpretation has been published meanwhile."))
        _write(locked, title, summary, source, chief_interpreter, parts)
        record("interpretation.edited", locked, by=by)
    return locked


def publish_interpretation(interpretation: Interpretation, *, by: User) -> Interpretation:
    """Publish it beside its document, linked both ways. Raises NotPermitted for its writer, Incomplete, Conflict."""
    if not can_publish(by, interpretation) or has_done(by, interpretation, "interpretation.edited"):
        raise NotPermitted(_("An editor publishes, and never the person who wrote it."))
    with transition(
        interpretation, Status.PUBLISHED, by=by, table=MOVES, event="interpretation.published"
    ) as move:
        missing: dict[str, list[Message]] = {}
        if not move.row.parts.exists():
            missing["parts"] = [_("It has no parts yet.")]
        if not move.row.document.versions.filter(status=Version.Status.PUBLISHED).exists():
            missing["document"] = [_("Its document has not been published.")]
        if missing:
            raise Incomplete(_("The interpretation cannot be published yet."), errors=missing)
        move.row.published_at = clock.now()
    notify_live("desk")
    return interpretation


def _write(
    row: Interpretation, title: str, summary: str, source: str, chief: str, parts: Sequence[PartText]
) -> None:
    errors: dict[str, list[Message]] = {}
    row.title, row.summary = plain(title)[:300], plain(summary)
    row.source, row.chief_interpreter = plain(source)[:160], plain(chief)[:120]
    if not row.title:
        errors["title"] = [_("Write a title.")]
    if any(part.kind not in Part.Kind.values for part in parts):
        errors["parts"] = [_("Choose one of the kinds offered.")]
    if errors:
        raise Invalid(_("The interpretation could not be kept."), errors=errors)
    row.save()
    row.parts.all().delete()
    kept = [(part, rich(part.body)) for part in parts]
    Part.objects.bulk_create(
        Part(interpretation=row, ordinal=n, kind=part.kind, heading=plain(part.heading)[:160], body=body)
        for n, (part, body) in enumerate([(part, body) for part, body in kept if body.strip()], 1)
    )
