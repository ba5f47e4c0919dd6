"""What came of a consultation: the text before and after with the comments behind each change, and the feedback."""

from collections import Counter
from typing import Any

from django import forms
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from consultations.documents.exporting import export_comparison
from consultations.documents.queries import comparison, passages
from consultations.models import Comment, Consultation, Decision, Opinion
from consultations.notices.counters import SHOWN, WEIGHED
from consultations.outcomes.models import Feedback
from consultations.outcomes.queries import changes as rows_of
from consultations.weighing.policies import are_public
from frontend.public.consultations import views as consultations
from frontend.shared.change_groups import grouped, is_heading
from frontend.shared.hearing_rows import public_engagements, public_hearings
from frontend.shared.paging import page_of
from frontend.shared.progress import rail_of
from frontend.shared.text_view import TextView
from frontend.shared.word_files import word_file
from participation.corrections.queries import was_taken_back

Disposition = Opinion.Disposition
SERIES = [each for each in Disposition if each is not Disposition.OPEN]


@require_safe
def changes(request: HttpRequest, slug: str) -> HttpResponse:
    """Draft → final, clause by clause. 404 until the final text is published."""
    consultation = consultations.find(request, slug)
    if consultation.final_version is None:
        raise Http404
    rows = rows_of(consultation)
    context = {
        "c": consultation,
        "phase": consultations.phase_of(consultation),
        "rail": rail_of(consultation),
        "groups": list(grouped(rows)),
        "kinds": Counter(row["kind"] for row in rows if not is_heading(row)),
        "behind": sum(row["behind"].total_heard for row in rows),
        "is_public": are_public(consultation),
    }
    return render(request, "public/changes.html", context)


class OpinionFilter(forms.Form):
    clause = forms.ChoiceField(label=_("Clause"), required=False)
    disposition = forms.ChoiceField(
        label=_("What became of it"),
        required=False,
        choices=[("", _("All results")), *((each.value, each.label) for each in SERIES)],
    )
    q = forms.CharField(
        label=_("Number or words"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search"}),
    )

    def __init__(self, *args: Any, text: TextView, **options: Any) -> None:
        super().__init__(*args, **options)
        self.text = text
        units = [(unit.uid, unit.label) for chapter in text for unit in chapter.units if unit.takes_comments]
        field = self.fields["clause"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("All clauses")), (consultations.WHOLE, _("The whole text")), *units]

    def apply(self, rows: QuerySet[Opinion]) -> QuerySet[Opinion]:
        """The rows that match what could be understood of the filter."""
        self.full_clean()
        asked: dict[str, Any] = getattr(self, "cleaned_data", {})
        if uid := asked.get("clause"):
            unit = self.text.unit_of(uid)
            rows = (
                rows.filter(comment__clause__in=unit.clause_ids)
                if unit
                else rows.filter(comment__clause=None)
            )
        if asked.get("disposition"):
            rows = rows.filter(disposition=asked["disposition"])
        if q := asked.get("q"):
            shown = Q(comment__status=Comment.Status.PUBLISHED, comment__public_body__icontains=q)
            rows = rows.filter(shown | Q(comment__number=q.upper()) | Q(reason__icontains=q))
        return rows


@require_safe
def feedback(request: HttpRequest, slug: str) -> HttpResponse:
    """We asked, you said, we did; both sums; every opinion with what became of it. 404 until it is published."""
    consultation = consultations.find(request, slug)
    found = Feedback.objects.filter(consultation=consultation, status=Feedback.Status.PUBLISHED).first()
    if found is None:
        draft = Feedback.objects.filter(consultation=consultation).first()
        if draft and was_taken_back("feedback", draft.pk):
            return HttpResponseRedirect(
                reverse("public:consultation", args=[slug])
            )  # it says why, and what it said
        raise Http404
    text = TextView(passages(consultation.draft_version))
    form = OpinionFilter(request.GET, text=text)
    rows = form.apply(consultation.opinions.select_related("comment__clause", "changed_clause"))
    context = {
        "c": consultation,
        "feedback": found,
        "rail": rail_of(consultation),
        **sums_of(found),
        "channels": channels_of(found),
        **chart_of(consultation, text),
        "filter": form,
        "page": page_of(request, rows, "id", size=20),
        "labels": text.labels,
        **_also_heard(consultation),
    }
    return render(request, "public/feedback.html", context)


def _also_heard(consultation: Consultation) -> dict[str, Any]:
    """The hearings of its matters, and the other ways by which people were heard."""
    matters = list(consultation.decisions.exclude(status=Decision.Status.DRAFT).order_by("id"))
    return {
        "hearings": public_hearings(matters),
        "engagements": public_engagements(matters, standing=True),
    }


def sums_of(found: Feedback) -> dict[str, Any]:
    """Both sums as they stood when the feedback was published."""
    counts: dict[str, int] = found.counts
    shown = dict(Comment.Status.choices)
    return {
        "received": (_("Comments received"), counts.get("received", 0)),
        "received_parts": [(shown[name], counts.get(name, 0)) for name in SHOWN],
        "weighed": (_("Points weighed"), counts.get("opinions", 0)),
        "weighed_parts": [
            (label, counts.get(name, 0))
            for name, label in Disposition.choices
            if name in WEIGHED and name != "open"
        ],
    }


def channels_of(found: Feedback) -> list[tuple[str, int]]:
    """How the comments came, as counted when the feedback was published; nothing in those from before it was."""
    counts: dict[str, int] = found.counts.get("channels", {})
    return [(str(label), counts[code]) for code, label in Comment.Channel.choices if counts.get(code)]


def chart_of(consultation: Consultation, text: TextView) -> dict[str, Any]:
    """How many opinions each clause received and what became of them. One grouped query."""
    found = (
        Opinion.objects.filter(consultation=consultation)
        .values_list("comment__clause_id", "disposition")
        .annotate(n=Count("pk"))
        .order_by()
    )
    sums: dict[int, dict[str, int]] = {}
    for clause, disposition, n in found:
        sums.setdefault(clause or 0, {})[disposition] = n
    rows = []
    for chapter in text:
        for unit in chapter.units:
            values = [sum(sums.get(pk, {}).get(each, 0) for pk in unit.clause_ids) for each in SERIES]
            if any(values):
                rows.append({"label": unit.label, "values": values})
    whole = [sums.get(0, {}).get(each, 0) for each in SERIES]
    if any(whole):
        rows.append({"label": str(_("The whole text")), "values": whole})
    return {"series": [each.label for each in SERIES], "chart": rows}


@require_safe
def changes_file(request: HttpRequest, slug: str) -> HttpResponse:
    """Draft → final, side by side. 404 until the final text is published."""
    consultation = consultations.find(request, slug)
    if consultation.final_version is None:
        raise Http404
    title = gettext("What changed: %(title)s") % {"title": consultation.final_version.title}
    rows = comparison(consultation.draft_version, consultation.final_version)
    return word_file(export_comparison(title, rows), title)
