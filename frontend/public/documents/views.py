"""The text of a document, version by version, with what hangs on it."""

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from consultations.decisions.execution.queries import adjustments_of, not_carried_out
from consultations.documents.headers import validity_of
from consultations.documents.queries import passages
from consultations.models import Document, Version
from consultations.notices.policies import visible_to as consultations_visible_to
from consultations.notices.queries import called_off
from frontend.shared.consultation_rows import row_contexts
from frontend.shared.dossier_marks import mark_of
from frontend.shared.text_view import TextView
from responses.interpretations.policies import visible_to as interpretations_visible_to


@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest published version, or `?version=n`. Drafts are nobody's to read here."""
    published = Version.objects.filter(status=Version.Status.PUBLISHED).order_by("-number")
    rows = Document.objects.select_related("department", "issuer").prefetch_related(
        Prefetch("versions", queryset=published, to_attr="published")
    )
    document = get_object_or_404(rows, slug=slug)
    versions: list[Version] = document.published  # type: ignore[attr-defined]
    asked = request.GET.get("version", "")
    newest = next((row for row in versions if row.withdrawn_at is None), versions[0] if versions else None)
    version = next((row for row in versions if str(row.number) == asked), None) if asked else newest
    if version is None or newest is None:
        raise Http404
    taken_back = _taken_back(versions, newest)
    later = taken_back or newest
    notices = list(consultations_visible_to(None).filter(document=document).order_by("-closes_at")[:10])
    context = {
        "document": document,
        "version": version,
        "versions": versions,
        "newest": newest,
        "taken_back": taken_back,
        "holds": taken_back is None and called_off(newest, notices) is None,
        "called_off": called_off(version, notices),
        "later": later,
        "before": next((row for row in versions if row.number < later.number), version),
        "text": TextView(passages(version)),
        "validity": validity_of(document),
        "not_carried_out": [(row, mark_of(row)) for row in not_carried_out(document)]
        if version.is_final
        else [],
        "adjustments": adjustments_of(document) if version.is_final else [],
        "consultations": row_contexts(notices),
        "interpretations": interpretations_visible_to(None).filter(document=document).order_by("-id")[:10],
    }
    return render(request, "public/document.html", context)


def _taken_back(versions: list[Version], newest: Version) -> Version | None:
    """The final text that was taken back and that no other one followed; `versions` with the newest first."""
    return next((row for row in versions if row.number > newest.number and row.withdrawn_at), None)
