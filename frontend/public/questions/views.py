"""Questions and answers: the list, and the page of one question with its way, its due date and its reply."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from frontend.forms.rows import DepartmentField
from frontend.shared import receipt_holder
from frontend.shared.about import about_of
from frontend.shared.paging import page_of
from frontend.shared.private import keep_private, keep_private_unless
from frontend.shared.question_view import detail
from participation.accounts.models import Department
from responses.models import Question
from responses.questions.policies import places_for, visible_to


class QuestionFilter(forms.Form):
    q = forms.CharField(
        label=gettext_lazy("Words in the question"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    status = forms.ChoiceField(
        label=gettext_lazy("Status"),
        required=False,
        choices=[("", gettext_lazy("All")), *Question.Status.choices],
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        required=False,
        choices=[("", gettext_lazy("All kinds")), *Question.Kind.choices],
    )
    department = DepartmentField(
        places_for(None),
        label=gettext_lazy("Department"),
        required=False,
        to_field_name="slug",
        empty_label=gettext_lazy("All departments"),
    )

    def apply(self, rows: QuerySet[Question]) -> QuerySet[Question]:
        """The rows that match what could be understood of the filter."""
        self.full_clean()
        asked: dict[str, Any] = getattr(self, "cleaned_data", {})
        for name in ("status", "kind"):
            if asked.get(name):
                rows = rows.filter(**{name: asked[name]})
        department = asked.get("department")
        if isinstance(department, Department):
            rows = rows.filter(department__path__startswith=department.path)
        if q := asked.get("q"):
            rows = rows.filter(Q(public_title__icontains=q) | Q(public_body__icontains=q))
        return rows


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The questions that everybody may read, newest first; `?about=` keeps to one matter."""
    form = QuestionFilter(request.GET)
    about = about_of(request.GET.get("about", ""))
    rows = form.apply(visible_to(None).select_related("reply"))
    if about:
        rows = rows.filter(about.questions)
    context = {"filter": form, "about": about, "page": page_of(request, rows, "-id", size=20)}
    return render(request, "public/questions.html", context)


@require_safe
def show(request: HttpRequest, number: str) -> HttpResponse:
    """One question, for everybody once it is public, for its asker and its department before that."""
    rows = visible_to(request.user).select_related(
        "interpretation", "consultation", "document", "merged_into"
    )
    question = get_object_or_404(rows, number=number.upper()[:24])
    context = detail(question)
    context["is_holder"] = receipt_holder.holder_of(request, question.number) is not None
    if context["is_holder"]:
        keep_private(request)
    keep_private_unless(visible_to(None), request, question)
    return render(request, "public/question.html", context)
