"""Everything behind one change: both texts of the clause, and every opinion that changed it or was refused."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from consultations.models import Opinion
from consultations.outcomes.queries import BEHIND, change_at, clauses_of, dispositions_of, opinions_behind
from consultations.weighing.policies import are_public
from frontend.public.consultations import views as consultations
from frontend.shared.change_groups import name_of, whole
from frontend.shared.paging import page_of


class BehindFilter(forms.Form):
    """By what became of them, each result with how many there are."""

    disposition = forms.ChoiceField(label=_("What became of it"), required=False)

    def __init__(self, *args: Any, counts: Mapping[str, int], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["disposition"]
        assert isinstance(field, forms.ChoiceField)
        there = [(each.value, f"{each.label} ({counts[each]:,})") for each in BEHIND if counts.get(each)]
        field.choices = [("", _("All results")), *there]

    def apply(self, rows: QuerySet[Opinion]) -> QuerySet[Opinion]:
        """The rows that match what could be understood of the filter."""
        self.full_clean()
        disposition = getattr(self, "cleaned_data", {}).get("disposition")
        return rows.filter(disposition=disposition) if disposition else rows


@require_safe
def behind(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """The opinions behind the change of one clause, in the order they came. 404 for a clause of neither text."""
    consultation = consultations.find(request, slug)
    row = change_at(consultation, uid)
    if row is None:
        raise Http404
    opinions = opinions_behind(consultation, clauses_of(row))
    counts = dispositions_of(opinions)
    form = BehindFilter(request.GET, counts=counts)
    rows = form.apply(opinions).select_related("comment", "changed_clause")
    context = {
        "c": consultation,
        "row": whole(row),
        "uid": clauses_of(row)[0],
        "name": name_of(row),
        "total": sum(counts.values()),
        "counts": [(each, counts[each]) for each in BEHIND if counts.get(each)],
        "filter": form,
        "page": page_of(request, rows, "id", size=20),
        "is_public": are_public(consultation),
    }
    return render(request, "public/behind.html", context)
