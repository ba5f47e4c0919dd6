"""The list of consultations, and the page of one: where it stands, the draft clause by clause, what people say."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from consultations.comments.policies import visible_to as comments_visible_to
from consultations.documents.queries import passages
from consultations.models import Comment, Consultation
from consultations.notices.counters import clause_counts, counts_of
from consultations.notices.floors import Ground, is_shortened
from consultations.notices.phases import Phase, in_phase, phase_of
from consultations.notices.policies import visible_to
from consultations.notices.queries import withdrawal_of
from consultations.weighing.policies import are_public, public_counts
from frontend.forms.rows import DepartmentField
from frontend.public.consultations.forms import CommentForm
from frontend.shared.consultation_rows import row_contexts, with_heard, with_opinions
from frontend.shared.fragments import is_fragment
from frontend.shared.paging import page_of
from frontend.shared.private import keep_private_unless
from frontend.shared.progress import dates_of, period_words, rail_of
from frontend.shared.shown_files import all_files
from frontend.shared.text_view import TextUnit, TextView
from participation import clock
from participation.accounts.models import Department
from participation.accounts.queries import Anyone
from responses.interpretations.policies import visible_to as interpretations_visible_to
from responses.models import Interpretation

WHOLE = "whole"
FEW = 3
SHOWN_PHASES = [phase for phase in Phase if phase is not Phase.DRAFT]


def find(request: HttpRequest, slug: str) -> Consultation:
    """The consultation that this person may see, or 404."""
    rows = visible_to(request.user).select_related("document", "draft_version", "final_version", "feedback")
    found = get_object_or_404(rows, slug=slug)
    keep_private_unless(visible_to(None), request, found)
    return found


class ConsultationFilter(forms.Form):
    phase = forms.ChoiceField(
        label=gettext_lazy("Phase"),
        required=False,
        choices=[("", gettext_lazy("All phases")), *((phase.value, phase.label) for phase in SHOWN_PHASES)],
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        required=False,
        choices=[("", gettext_lazy("All kinds")), *Consultation.Kind.choices],
    )
    department = DepartmentField(
        Department.objects.filter(is_active=True, consultations__isnull=False).distinct(),
        label=gettext_lazy("Department"),
        required=False,
        to_field_name="slug",
        empty_label=gettext_lazy("All departments"),
    )
    q = forms.CharField(
        label=gettext_lazy("Words in the title"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search"}),
    )

    def apply(self, rows: QuerySet[Consultation]) -> QuerySet[Consultation]:
        """The rows that match what could be understood of the filter."""
        self.full_clean()
        asked: dict[str, Any] = getattr(self, "cleaned_data", {})
        if phase := asked.get("phase"):
            rows = rows.filter(in_phase(phase))
        if kind := asked.get("kind"):
            rows = rows.filter(kind=kind)
        if department := asked.get("department"):
            rows = rows.filter(department__path__startswith=department.path)
        if q := asked.get("q"):
            rows = rows.filter(Q(title__icontains=q) | Q(summary__icontains=q))
        return rows


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """All consultations, newest closing day first."""
    form = ConsultationFilter(request.GET)
    page = page_of(request, form.apply(visible_to(None)), "-closes_at", "-id", size=20)
    context = {"filter": form, "rows": row_contexts(page.rows), "page": page}
    return render(request, "public/consultations.html", context)


@dataclass
class Spot:
    """The place of the page that is open: a clause or the whole text, what is said there, and the form."""

    uid: str
    unit: TextUnit | None
    label: str
    total: int
    talks: list[Comment]
    form: CommentForm | None = None


def spot_at(
    consultation: Consultation,
    text: TextView,
    uid: str,
    form: CommentForm | None = None,
    *,
    talk: bool = False,
    user: Anyone = None,
) -> Spot:
    """Open the place with this lasting id. Raises Http404 when it is not part of the draft."""
    unit = None if uid == WHOLE else text.unit_of(uid)
    if unit is None and uid != WHOLE:
        raise Http404
    comments = comments_visible_to(None).filter(consultation=consultation)
    comments = comments.filter(clause__in=unit.clause_ids) if unit else comments.filter(clause=None)
    if form is None and not talk and phase_of(consultation) is Phase.OPEN:
        form = CommentForm(clauses=choices_at(unit), initial={"clause": uid if unit else ""}, user=user)
    return Spot(
        unit.uid if unit else WHOLE,
        unit,
        unit.label if unit else _("The whole text"),
        unit.total if unit else text.whole,
        with_opinions(comments).order_by("-id")[: 2 * FEW if talk else FEW],  # type: ignore[arg-type]
        form,
    )


def choices_at(unit: TextUnit | None) -> list[tuple[str, str]]:
    return unit.choices() if unit else [("", _("The whole text"))]


@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """One consultation; `?clause=` opens a clause with its form, `&talk=1` what was said there."""
    consultation = find(request, slug)
    text = TextView(passages(consultation.draft_version), clause_counts(consultation))
    uid, talk = request.GET.get("clause", ""), "talk" in request.GET
    spot = spot_at(consultation, text, uid, talk=talk, user=request.user) if uid else None
    if spot and is_fragment(request):
        answer = render(request, "public/_panel.html", panel_context(consultation, text, spot))
    else:
        answer = page(request, consultation, text, spot)
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def page(
    request: HttpRequest, consultation: Consultation, text: TextView, spot: Spot | None, status: int = 200
) -> HttpResponse:
    """The whole page, with one place open or none."""
    context = {
        **panel_context(consultation, text, spot),
        **standing(consultation),
        "text": text,
        "rail": rail_of(consultation),
        "dates": dates_of(consultation),
        "period": period_words(consultation),
        "shortened": shortened(consultation),
        "summary": [_point(line) for line in consultation.summary.split("\n") if line.strip()],
        "interpretations": interpretations_of(consultation),
        "files": all_files(consultation),
    }
    return render(request, "public/consultation.html", context, status=status)


def panel_context(consultation: Consultation, text: TextView, spot: Spot | None) -> dict[str, Any]:
    return {
        "c": consultation,
        "spot": spot,
        "labels": text.labels,
        "is_open": phase_of(consultation) is Phase.OPEN,
        "is_weighed": are_public(consultation),
    }


def standing(consultation: Consultation) -> dict[str, Any]:
    """What the status line says: phase, both sums, and how far the period has gone."""
    opens, closes, today = consultation.opens_on, consultation.closes_on, clock.today()
    days = (closes - opens).days
    return {
        "c": consultation,
        "phase": phase_of(consultation),
        "withdrawal": withdrawal_of(consultation),
        "counts": with_heard(public_counts(consultation, counts_of(consultation))),
        "days": days,
        "day": min(max((today - opens).days, 0), days),
    }


@require_safe
def count(request: HttpRequest, slug: str) -> HttpResponse:
    """The figures of the status line, fetched again when there is news of this consultation."""
    return render(request, "public/_count.html", standing(find(request, slug)))


def interpretations_of(consultation: Consultation) -> list[Interpretation]:
    """The published interpretations of its document."""
    rows = interpretations_visible_to(None).filter(document_id=consultation.document_id)
    return list(rows.order_by("-id")[:5])


def shortened(consultation: Consultation) -> dict[str, Any] | None:
    """By how much the period was shortened and on which ground; None when it is as long as the law asks in general."""
    if not is_shortened(consultation):
        return None
    ground = dict(Ground.choices).get(consultation.shortening_ground, "")
    return {"days": (consultation.closes_on - consultation.opens_on).days, "ground": ground}


def _point(line: str) -> tuple[str, str]:
    """A line of the summary: its first words, if it has a colon near its beginning, and the rest."""
    head, colon, rest = line.partition("：")
    return (head, rest) if colon and len(head) <= 20 and rest else ("", line)
