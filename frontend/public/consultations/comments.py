"""The comments of a consultation: the list with its filters, and the sending of a new one."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from consultations.comments.intake import submit_comment
from consultations.comments.policies import visible_to
from consultations.comments.queries import withheld_by_reason
from consultations.documents.queries import passages
from consultations.models import Clause, Comment, Consultation, Opinion
from consultations.notices.counters import clause_counts, counts_of
from consultations.weighing.policies import are_public, public_counts
from frontend.forms.acts import act
from frontend.forms.stances import StanceFilterField, sought_stance
from frontend.public.consultations import views as consultations
from frontend.public.consultations.forms import CommentForm
from frontend.public.receipts.page import receipt_page
from frontend.shared import throttle
from frontend.shared.consultation_rows import with_opinions
from frontend.shared.paging import page_of
from frontend.shared.text_view import TextView
from participation import clock
from participation.accounts.queries import is_person
from participation.ledger.idempotency import Answer


class CommentFilter(forms.Form):
    clause = forms.ChoiceField(label=_("Clause"), required=False)
    disposition = forms.ChoiceField(label=_("What became of it"), required=False)
    stance = StanceFilterField(_("All stances"))

    def __init__(self, *args: Any, text: TextView, is_weighed: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.text = text
        units = [unit for chapter in text for unit in chapter.units if unit.takes_comments]
        self._choose("clause", [("", _("All clauses")), (consultations.WHOLE, _("The whole text"))])
        self._choose("clause", [(unit.uid, unit.label) for unit in units])
        if is_weighed:
            self._choose("disposition", [("", _("All results")), *Opinion.Disposition.choices[1:]])
        else:
            del self.fields["disposition"]

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*field.choices, *choices]  # type: ignore[misc]

    def apply(self, rows: QuerySet[Comment]) -> QuerySet[Comment]:
        """The rows that match what could be understood of the filter."""
        self.full_clean()
        asked: dict[str, Any] = getattr(self, "cleaned_data", {})
        if uid := asked.get("clause"):
            unit = self.text.unit_of(uid)
            rows = rows.filter(clause__in=unit.clause_ids) if unit else rows.filter(clause=None)
        rows = rows.filter(**sought_stance(asked))
        if disposition := asked.get("disposition"):
            rows = rows.filter(pk__in=Opinion.objects.filter(disposition=disposition).values("comment"))
        return rows


@require_http_methods(["GET", "HEAD", "POST"])
def comments(request: HttpRequest, slug: str) -> HttpResponse:
    """Read them, or send one."""
    consultation = consultations.find(request, slug)
    return submit(request, consultation) if request.method == "POST" else listing(request, consultation)


def listing(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    """What has been published, newest first."""
    text = TextView(passages(consultation.draft_version), clause_counts(consultation))
    is_weighed = are_public(consultation)
    form = CommentFilter(request.GET, text=text, is_weighed=is_weighed)
    rows = form.apply(visible_to(None).filter(consultation=consultation))
    page = page_of(request, with_opinions(rows), "-id", size=20)
    counts = public_counts(consultation, counts_of(consultation))
    context = {
        "c": consultation,
        "filter": form,
        "withheld": withheld_by_reason(consultation) if counts["withheld"] else [],
        "page": page,
        "labels": text.labels,
        "counts": counts,
        "is_weighed": is_weighed,
    }
    return render(request, "public/comments.html", context)


def submit(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    """Take a comment and answer with its receipt; what is refused comes back with everything still in the form."""
    text = TextView(passages(consultation.draft_version), clause_counts(consultation))
    unit = text.unit_of(request.POST.get("clause", ""))
    place = unit.uid if unit else consultations.WHOLE
    form = CommentForm(request.POST, request.FILES, clauses=consultations.choices_at(unit), user=request.user)
    if form.is_valid() and (answer := act(request, form, lambda: _take(request, consultation, form, place))):
        return receipt_page(request, answer, consultation)
    if unit is None:  # a clause that is not part of the draft: the text stays, the clause does not
        form.data = {**form.data.dict(), "clause": ""} if isinstance(form.data, QueryDict) else form.data
    spot = consultations.spot_at(consultation, text, place, form)
    return consultations.page(request, consultation, text, spot, status=422)


def _take(request: HttpRequest, consultation: Consultation, form: CommentForm, place: str) -> Answer:
    sent = form.cleaned_data
    with throttle.posting(request):
        issued = submit_comment(
            consultation,
            by=request.user if is_person(request.user) else None,
            body=sent["body"],
            clause=Clause.objects.filter(uid=sent["clause"]).first() if sent["clause"] else None,
            stance=sent["stance"],
            name=sent["name"],
            contact=sent["contact"],
            wants_publication=sent["publish"],
            language=get_language() or "zh-hans",
            files=sent["files"],
        )
    return {
        "number": issued.number,
        "lookup_code": issued.lookup_code,
        "at": clock.now().isoformat(),
        "place": place,
        "receipt": issued.receipt,
    }
