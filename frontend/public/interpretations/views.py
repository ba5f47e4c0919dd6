"""Interpretations: the list, and the page of one with the questions that it answers and does not answer yet."""

from contextlib import suppress
from datetime import datetime

from django import forms
from django.db import DatabaseError
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from consultations.models import Consultation, Version
from consultations.notices.policies import visible_to as consultations_visible_to
from frontend.forms.rows import DepartmentField
from frontend.shared.paging import page_of
from frontend.shared.private import keep_private_unless
from participation.accounts.models import Department
from participation.corrections.queries import taken_back_at
from responses.interpretations.policies import readable_by, visible_to
from responses.models import Interpretation, Question
from responses.questions.queries import WAITING, of_interpretation

FEW = 20
PUBLIC = Q(questions__is_public=True)


class InterpretationFilter(forms.Form):
    q = forms.CharField(
        label=_("Words in the title"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    department = DepartmentField(
        Department.objects.filter(is_active=True, interpretations__isnull=False).distinct(),
        label=_("Department"),
        required=False,
        to_field_name="slug",
        empty_label=_("All departments"),
    )

    def apply(self, rows: QuerySet[Interpretation]) -> QuerySet[Interpretation]:
        """The rows that match what could be understood of the filter."""
        self.full_clean()
        asked = getattr(self, "cleaned_data", {})
        if department := asked.get("department"):
            rows = rows.filter(department__path__startswith=department.path)
        if q := asked.get("q"):
            rows = rows.filter(Q(title__icontains=q) | Q(summary__icontains=q))
        return rows


def with_sums(rows: QuerySet[Interpretation]) -> QuerySet[Interpretation]:
    """Interpretations with how many public questions they answer and how many still wait."""
    return rows.annotate(
        answers=Count("questions", filter=PUBLIC & Q(questions__status=Question.Status.ANSWERED)),
        waiting=Count("questions", filter=PUBLIC & Q(questions__status__in=WAITING)),
    )


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """All published interpretations, newest first."""
    form = InterpretationFilter(request.GET)
    page = page_of(request, form.apply(with_sums(visible_to(None))), "-published_at", "-id", size=20)
    return render(request, "public/interpretations.html", {"filter": form, "page": page})


@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """One interpretation. Each reading by a person counts once, without a lock on the row."""
    rows = (
        readable_by(request.user).select_related("document__department", "version").prefetch_related("parts")
    )
    interpretation = get_object_or_404(rows, slug=slug)
    keep_private_unless(readable_by(None), request, interpretation)
    if _is_reading(request) and interpretation.status == Interpretation.Status.PUBLISHED:
        _count_reading(interpretation)
    asked = of_interpretation(interpretation)
    context = {
        "interpretation": interpretation,
        "answered": asked.filter(status=Question.Status.ANSWERED)
        .select_related("reply")
        .order_by("-id")[:FEW],
        "waiting": asked.filter(status__in=WAITING).order_by("due_on", "id")[:FEW],
        "consultation": _consultation(interpretation),
        "withdrawn_at": _withdrawn_at(interpretation),
        **_newer(interpretation),
        **_neighbours(interpretation),
    }
    return render(request, "public/interpretation.html", context)


def _count_reading(interpretation: Interpretation) -> None:
    """Where nothing can be written, on a full disk, it can be read all the same."""
    with suppress(DatabaseError):
        Interpretation.objects.filter(pk=interpretation.pk).update(views=F("views") + 1)
        interpretation.views += 1


def _is_reading(request: HttpRequest) -> bool:
    return request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", "")


def _consultation(interpretation: Interpretation) -> Consultation | None:
    rows = consultations_visible_to(None).filter(document=interpretation.document_id)
    return rows.order_by("-closes_at").first()


def _withdrawn_at(interpretation: Interpretation) -> datetime | None:
    is_withdrawn = interpretation.status == Interpretation.Status.WITHDRAWN
    return taken_back_at("interpretation", interpretation.pk) if is_withdrawn else None


def _newer(interpretation: Interpretation) -> dict[str, Version | Interpretation | None]:
    """The text that stands today, where it is another one than was explained, and what explains that one."""
    public = interpretation.document.versions.filter(status=Version.Status.PUBLISHED, withdrawn_at=None)
    standing = public.order_by("number").last()
    if standing is None or standing.number <= interpretation.version.number:
        return {"newer": None, "of_newer": None}
    return {"newer": standing, "of_newer": visible_to(None).filter(version=standing).order_by("-id").first()}


def _neighbours(interpretation: Interpretation) -> dict[str, Interpretation | None]:
    rows, at = visible_to(None), interpretation.published_at
    if at is None:
        return {"previous": None, "following": None}
    earlier = Q(published_at__lt=at) | Q(published_at=at, pk__lt=interpretation.pk)
    later = Q(published_at__gt=at) | Q(published_at=at, pk__gt=interpretation.pk)
    return {
        "previous": rows.filter(earlier).order_by("-published_at", "-pk").first(),
        "following": rows.filter(later).order_by("published_at", "pk").first(),
    }
