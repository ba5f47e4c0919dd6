"""The first page: what is open, what is being weighed, what changed because of comments, the newest answers."""

from typing import Any

from django.core.cache import cache
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consultations.documents.queries import comparison
from consultations.models import Comment, Consultation, Opinion
from consultations.notices.phases import Phase, in_phase
from consultations.notices.policies import visible_to
from consultations.outcomes.queries import HEARD, clauses_of
from frontend.public.interpretations.views import with_sums
from frontend.shared.consultation_rows import row_contexts
from responses.interpretations.policies import visible_to as interpretations_visible_to
from responses.questions.queries import answered

A_DAY = 24 * 3600
ADOPTED_WHOLE = Q(disposition=Opinion.Disposition.ADOPTED)


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The home page; a fixed number of rows of each sort, so that it costs the same whatever the county does."""
    consultations = visible_to(None)
    open_now = consultations.filter(in_phase(Phase.OPEN)).order_by("closes_at", "id")[:6]
    coming = consultations.filter(in_phase(Phase.UPCOMING)).order_by("opens_at", "id")[:3]
    weighing = consultations.filter(in_phase(Phase.CLOSED)).order_by("-closes_at", "-id")[:3]
    concluded = consultations.filter(in_phase(Phase.CONCLUDED)).order_by("-concluded_at", "-id")[:3]
    rows = row_contexts([*open_now, *coming, *weighing, *concluded])
    context = {
        "open": [row for row in rows if row["phase"] is Phase.OPEN],
        "coming": [row for row in rows if row["phase"] is Phase.UPCOMING],
        "under_way": [row for row in rows if row["phase"] in (Phase.CLOSED, Phase.CONCLUDED)],
        "changed": changed_lately(),
        "answers": answered()[:3],
        "interpretations": with_sums(interpretations_visible_to(None)).order_by("-published_at", "-id")[:3],
    }
    return render(request, "public/home.html", context)


def changed_lately() -> list[dict[str, Any]]:
    """The two clauses of the newest final text that most opinions changed. Kept: its dispositions stand still."""
    row = (
        visible_to(None)
        .filter(in_phase(Phase.CONCLUDED), final_version__isnull=False)
        .select_related("draft_version", "final_version")
        .order_by("-concluded_at", "-id")
        .first()
    )
    if row is None:
        return []
    key = f"changed-how:{row.pk}:{row.final_version_id}:{get_language()}"
    kept: list[dict[str, Any]] | None = cache.get(key)
    if kept is None:
        kept = _changed(row)
        cache.set(key, kept, A_DAY)
    return kept


def _how_adopted(n: int, whole: int) -> str:
    """What is said beside the number of points: nobody reads that a point was adopted of which only a part was."""
    if whole == n:
        return _("points adopted")
    return _("points adopted in whole or in part") if whole else _("points adopted in part")


def _changed(consultation: Consultation) -> list[dict[str, Any]]:
    """Each: how many points were adopted, one comment behind it, the row of the comparison."""
    assert consultation.final_version
    heard = Opinion.objects.filter(
        consultation=consultation,
        disposition__in=HEARD,
        changed_clause__isnull=False,
        comment__status=Comment.Status.PUBLISHED,
    )
    by_clause = heard.values("changed_clause", "changed_clause__uid")
    counted = by_clause.annotate(n=Count("pk"), whole=Count("pk", filter=ADOPTED_WHOLE))
    most = counted.order_by("-n")[:4]
    rows = comparison(consultation.draft_version, consultation.final_version)
    found: list[dict[str, Any]] = []
    for each in most:
        uid = each["changed_clause__uid"]
        row = next((row for row in rows if uid in clauses_of(row) and row["words"]), None)
        if row is None or any(row is other["row"] for other in found):
            continue
        voice = heard.filter(changed_clause=each["changed_clause"]).select_related("comment").first()
        assert voice
        found.append(
            {
                "n": each["n"],
                "how": _how_adopted(each["n"], each["whole"]),
                "row": row,
                "name": next(side["label"] for side in (row["new"], row["old"]) if side),
                "uid": uid,
                "who": voice.comment.public_author,
                "said": voice.public_text or voice.comment.public_body,
                "title": consultation.final_version.title or consultation.title,
                "slug": consultation.slug,
                "at": consultation.final_version.published_at,
            }
        )
    return found[:2]
