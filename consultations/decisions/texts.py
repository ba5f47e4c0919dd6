"""The texts of a matter: the newest state of each document that belongs to it, by itself or with a consultation."""

from datetime import date, datetime

from django.db.models import QuerySet

from consultations.decisions.models import Decision, DecisionStage
from consultations.documents.models import Document, Version
from consultations.documents.queries import digest_of
from consultations.notices.models import Consultation
from participation import clock
from participation.ledger.audit import trail

REWRITTEN = ("clause.added", "clause.moved", "clause.removed", "clause.reworded", "document.renumbered")


def newest_texts(decision: Decision) -> list[Version]:
    """One version a document: drafts too, since what is reviewed and discussed is not published yet."""
    documents = Document.objects.filter(decisions=decision) | Document.objects.filter(
        consultations__decisions=decision
    )
    rows = (
        Version.objects.filter(document__in=documents.values("pk"), withdrawn_at=None)
        .select_related("document")
        .order_by("-number")
    )
    newest: dict[int, Version] = {}
    for row in rows:
        newest.setdefault(row.document_id, row)
    return list(newest.values())


def with_text(document: Document) -> QuerySet[Decision]:
    """The matters under way to which the document belongs, by itself or with a consultation."""
    rows = Decision.objects.filter(documents=document) | Decision.objects.filter(
        consultations__document=document
    )
    return rows.filter(status=Decision.Status.UNDER_WAY).select_related("department").distinct()


def texts_of(decision: Decision) -> dict[str, str]:
    """Each text as it reads now: `{version: digest}`."""
    return {str(version.pk): digest_of(version) for version in newest_texts(decision)}


def last_changed_on(decision: Decision, row: DecisionStage) -> date | None:
    """The last day, up to the record of this round, on which a text that lay before it was brought in, rewritten or
    tied to the matter. None for a round that keeps no texts."""
    recorded = trail(row).filter(act="decision.stage_recorded").last()
    versions = Version.objects.filter(pk__in=row.texts or []).select_related("document")
    moments = [at for each in versions for at in _changes(decision, each)]
    days = [clock.day_of(at) for at in moments if recorded is None or at <= recorded.at]
    return max(days, default=None)


def _changes(decision: Decision, version: Version) -> list[datetime]:
    """When this text was made, rewritten, and first tied to the matter."""
    rewritten = trail(version.document).filter(act__in=REWRITTEN, note__version=version.number)
    tied = [
        entry.at
        for entry in trail(decision).filter(act="decision.attached")
        if version.document_id in (entry.note.get("document"), _document_of(entry.note.get("consultation")))
    ]
    return [version.created_at, *rewritten.values_list("at", flat=True), *tied[:1]]


def _document_of(consultation: int | None) -> int | None:
    rows = Consultation.objects.filter(pk__in=[consultation] if consultation else [])
    return rows.values_list("document_id", flat=True).first()


def are_covered(texts: dict[str, str], row: DecisionStage) -> bool:
    """Whether these very texts lay before that round; rounds older than the record of texts are believed."""
    covered: dict[str, str] | None = row.texts
    return covered is None or all(covered.get(pk) == digest for pk, digest in texts.items())
