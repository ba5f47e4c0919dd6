"""Decisions: the list, and the dossier of one with everything about it that is public."""

from typing import Any

from django import forms
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from consultations.decisions.execution.queries import confirmed_changes
from consultations.decisions.models import Decision, DecisionStage, ParticipationList
from consultations.decisions.nature import traits_of
from consultations.decisions.policies import can_read_inside, visible_to
from consultations.decisions.queries import (
    newest_editions,
    newly_missing,
    outstanding,
    published_lists,
    unrecorded,
)
from consultations.notices.traits import labels_of
from frontend.forms.rows import DepartmentField
from frontend.public.decisions import dossiers
from frontend.shared import dossier_marks
from frontend.shared.paging import page_of
from frontend.shared.private import keep_private
from frontend.shared.shown_files import SHOWN as SHOWN_FILES
from participation.accounts.models import Department

SHOWN = [each for each in Decision.Status.choices if each[0] != Decision.Status.DRAFT]


class DecisionFilter(forms.Form):
    status = forms.ChoiceField(label=_("Status"), required=False, choices=[("", _("All")), *SHOWN])
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All kinds")), *Decision.Kind.choices]
    )
    department = DepartmentField(
        Department.objects.filter(is_active=True, decisions__isnull=False).distinct(),
        label=_("Department"),
        required=False,
        to_field_name="slug",
        empty_label=_("All departments"),
    )

    def apply(self, rows: QuerySet[Decision]) -> QuerySet[Decision]:
        """The rows that match what could be understood of the filter."""
        self.full_clean()
        asked: dict[str, Any] = getattr(self, "cleaned_data", {})
        if status := asked.get("status"):
            rows = rows.filter(status=status)
        if kind := asked.get("kind"):
            rows = rows.filter(kind=kind)
        if department := asked.get("department"):
            rows = rows.filter(department__path__startswith=department.path)
        return rows


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """All decisions on record, newest first, and the yearly lists of this year and before."""
    form = DecisionFilter(request.GET)
    rows = form.apply(visible_to(None)).prefetch_related("stages", "listed_in__list")
    page = page_of(request, rows, "-id", size=20)
    context = {
        "filter": form,
        "page": page,
        "rows": [(row, dossier_marks.mark_of(row), dossier_marks.rail_of(row)) for row in page.rows],
        "lists": newest_editions(published_lists().filter(kind=ParticipationList.Kind.PARTICIPATION))[:6],
        "directory": published_lists().filter(kind=ParticipationList.Kind.DIRECTORY).first(),
    }
    return render(request, "public/decisions/list.html", context)


@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """The dossier. For those who work on it also what the law still misses."""
    stages = Prefetch("stages", DecisionStage.objects.prefetch_related(SHOWN_FILES).order_by("round"))
    rows = visible_to(request.user).prefetch_related(stages, "documents", "consultations", "listed_in__list")
    decision = get_object_or_404(rows, slug=slug)
    inside = can_read_inside(request.user, decision)
    if inside:  # also where it is public: they are shown what is still missing
        keep_private(request)
    context = {
        "decision": decision,
        "mark": dossier_marks.mark_of(decision),
        "rail": dossier_marks.rail_of(decision),
        "traits": labels_of(traits_of(decision)),
        "stages": dossiers.stages_of(decision),
        "changes": list(confirmed_changes(decision)),
        "inside": inside,
        "missing": [
            (dossier_marks.label_of(stage, decision.kind), found)
            for stage, found in newly_missing(decision).items()
        ]
        if inside
        else [],
        "unrecorded": [dossier_marks.label_of(stage, decision.kind) for stage in unrecorded(decision)],
        "outstanding": [dossier_marks.label_of(stage, decision.kind) for stage in outstanding(decision)],
        **dossiers.around(decision),
    }
    return render(request, "public/decisions/dossier.html", context)
