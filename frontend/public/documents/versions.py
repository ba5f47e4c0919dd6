"""Any two published versions side by side, and any of them as a Word file."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consultations.documents.exporting import export_comparison
from consultations.documents.queries import comparison
from consultations.models import Consultation, Document, Version
from consultations.notices.policies import visible_to as consultations_visible_to
from frontend.shared.change_groups import grouped, is_heading
from frontend.shared.standing import standing_of_both
from frontend.shared.word_files import kept, word_file


def published(slug: str) -> tuple[Document, list[Version]]:
    """A document and its published versions, the newest first. Raises Http404 when it has none."""
    document = get_object_or_404(Document.objects.select_related("department"), slug=slug)
    versions = list(document.versions.filter(status=Version.Status.PUBLISHED).order_by("-number"))
    if not versions:
        raise Http404
    for version in versions:
        version.document = document
    return document, versions


def chosen(request: HttpRequest, versions: list[Version]) -> tuple[Version, Version]:
    """The two that `?old=&new=` name; by default the newest and the one before. Raises Http404."""
    by_number = {str(version.number): version for version in versions}
    new = by_number.get(request.GET.get("new") or str(versions[0].number))
    before = [version for version in versions if new and version.number < new.number] or versions[:1]
    old = by_number.get(request.GET.get("old") or str(before[0].number))
    if old is None or new is None:
        raise Http404
    return old, new


@require_safe
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """What changed between two published versions, clause by clause."""
    document, versions = published(slug)
    old, new = chosen(request, versions)
    rows: Sequence[Any] = comparison(old, new)
    notice = _consultation(document, old, new)
    context = {
        "document": document,
        "versions": versions,
        "old": old,
        "new": new,
        "groups": list(grouped(rows)),
        "kinds": Counter(row["kind"] for row in rows if not is_heading(row)),
        "consultation": notice,
        "query": urlencode({"old": old.number, "new": new.number}),
    }
    return render(request, "public/compare.html", context)


@require_safe
def compare_docx(request: HttpRequest, slug: str) -> HttpResponse:
    """The same as a Word file."""
    document, versions = published(slug)
    old, new = chosen(request, versions)
    title = _("%(title)s: what changed from version %(old)d to version %(new)d") % {
        "title": document.title,
        "old": old.number,
        "new": new.number,
    }
    standing = standing_of_both(old, new)
    content = kept(
        slug, old.number, new.number, standing, get_language(),
        make=lambda: export_comparison(title, comparison(old, new), standing),
    )  # fmt: skip
    return word_file(content, title)


def _consultation(document: Document, old: Version, new: Version) -> Consultation | None:
    """The consultation whose page shows this very change, with the comments behind it."""
    rows = consultations_visible_to(None).filter(document=document)
    return rows.filter(draft_version=old, final_version=new).first()
