"""The texts of a matter: the newest state of each document that belongs to it, by itself or with a consultation."""

from consultations.decisions.models import Decision
from consultations.documents.models import Document, Version
from consultations.documents.queries import digest_of


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


def texts_of(decision: Decision) -> dict[str, str]:
    """Each text as it reads now: `{version: digest}`."""
    return {str(version.pk): digest_of(version) for version in newest_texts(decision)}
