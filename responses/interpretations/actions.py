"""What is done with an interpretation: written in its parts, published beside its document."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import transaction
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from consultations.models import Document, Version
from participation import clock
from participation.accounts.models import User
from participation.delivery.live import notify_live
from participation.delivery.outbox import emit
from participation.errors import Conflict, Incomplete, Invalid, Message, NotPermitted
from participation.ledger.audit import has_done, record
from participation.text.cleaning import plain, rich
from participation.text.reasons import is_name
from participation.transitions import edit, transition
from responses.interpretations.models import Interpretation, Part
from responses.interpretations.policies import can_prepare, can_publish, can_write
from responses.interpretations.texts import newest_text

Status = Interpretation.Status
MOVES = {Status.DRAFT: [Status.PUBLISHED]}
HEAD = ("title", "summary", "source", "chief_interpreter")


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
    version: Version | None = None,
    summary: str = "",
    source: str = "",
    chief_interpreter: str = "",
    parts: Sequence[PartText] = (),
) -> Interpretation:
    """Make a draft about one text of the document, the newest public one unless another is named.

    Raises NotPermitted (谁起草谁解读), Invalid (an address that is taken, a text of another document, a wrong part).
    """
    if not can_prepare(by, document.department):
        raise NotPermitted(_("The unit that drafted the document interprets it."))
    if Interpretation.objects.filter(slug=slug).exists():
        raise Invalid(_("This address is taken."), errors={"slug": [_("This address is taken.")]})
    made = Interpretation(
        slug=slug,
        document=document,
        version=checked_text(document, version or newest_text(document)),
        department=document.department,
        created_at=clock.now(),
        created_by=by,
    )
    texts = checked_parts(title, parts)
    fill(made, title, summary, source, chief_interpreter)
    with transaction.atomic():
        made.save()
        write_parts(made, texts)
        record("interpretation.prepared", made, by=by)
        emit("interpretation.prepared", made, by=by)
    return made


def edit_interpretation(
    interpretation: Interpretation,
    *,
    by: User,
    title: str,
    version: Version | None = None,
    summary: str = "",
    source: str = "",
    chief_interpreter: str = "",
    parts: Sequence[PartText] = (),
) -> Interpretation:
    """Rewrite a draft, or bind it to another text of its document.

    Raises NotPermitted, Invalid, Conflict once it is published, Overwritten.
    """
    if not can_write(by, interpretation):
        raise NotPermitted(_("The unit that drafted the document interprets it."))
    texts = checked_parts(title, parts)
    with edit(
        interpretation,
        by=by,
        act="interpretation.edited",
        fields=(*HEAD, "version"),
        event="interpretation.edited",
    ) as change:
        if change.row.status != Status.DRAFT:
            raise Conflict(_("This interpretation has been published meanwhile."))
        fill(change.row, title, summary, source, chief_interpreter)
        if version is not None:
            change.row.version = checked_text(change.row.document, version)
        before = parts_of(change.row)
        if before != texts:
            change.is_changed, change.note["parts"] = True, before
            write_parts(change.row, texts)
    return interpretation


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
        elif not all(is_name(strip_tags(part.body)) for part in move.row.parts.all()):
            missing["parts"] = [_("A part of it says nothing yet.")]
        if not move.row.document.versions.filter(status=Version.Status.PUBLISHED).exists():
            missing["document"] = [_("Its document has not been published.")]
        elif move.row.version.status != Version.Status.PUBLISHED:
            missing["version"] = [_("The text that it explains has not been published yet.")]
        elif move.row.version.withdrawn_at is not None:
            missing["version"] = [
                _("The text that it explains no longer holds: bind it to the one that does.")
            ]
        if missing:
            raise Incomplete(_("The interpretation cannot be published yet."), errors=missing)
        move.row.published_at = clock.now()
    notify_live("desk")
    return interpretation


def checked_text(document: Document, version: Version | None) -> Version:
    """Raises Invalid for a text of another document, and where there is none."""
    if version is None or version.document_id != document.pk:
        message = _("Choose the text of this document that is explained.")
        raise Invalid(message, errors={"version": [message]})
    return version


def fill(row: Interpretation, title: str, summary: str, source: str, chief_interpreter: str) -> None:
    """Set what stands above the parts, as it is kept."""
    row.title, row.summary = plain(title)[:300], plain(summary)
    row.source, row.chief_interpreter = plain(source)[:160], plain(chief_interpreter)[:120]


def checked_parts(title: str, parts: Sequence[PartText]) -> list[PartText]:
    """The parts as they are kept: cleaned, those without words left out. Raises Invalid, for a missing title too."""
    errors: dict[str, list[Message]] = {}
    if not plain(title):
        errors["title"] = [_("Write a title.")]
    if any(part.kind not in Part.Kind.values for part in parts):
        errors["parts"] = [_("Choose one of the kinds offered.")]
    if errors:
        raise Invalid(_("The interpretation could not be kept."), errors=errors)
    return [part for part in map(_kept, parts) if part.body]


def parts_of(row: Interpretation) -> list[PartText]:
    """The parts as they stand, cleaned as they would be kept today: so only what somebody changed is a change."""
    return [_kept(PartText(part.kind, part.heading, part.body)) for part in row.parts.all()]


def write_parts(row: Interpretation, parts: Sequence[PartText]) -> None:
    """Put these parts in the place of those there are. Call while the row is locked."""
    row.parts.all().delete()
    Part.objects.bulk_create(
        Part(interpretation=row, ordinal=n, kind=part.kind, heading=part.heading, body=part.body)
        for n, part in enumerate(parts, 1)
    )


def _kept(part: PartText) -> PartText:
    return PartText(part.kind, plain(part.heading)[:160], rich(part.body).strip())
