"""Questions and answers: the list, and the page of one question with its way, its due date and its reply."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from consultations.models import Clause, Passage, Version
from frontend.dates import on
from frontend.files.shown import shown_files
from frontend.paging import page_of
from frontend.public import track
from frontend.public.about import About, about_of
from frontend.public.drafts import label_of
from participation.accounts.models import Department
from participation.deadlines.counting import due_date, working_days_between
from participation.deadlines.workdays import Due, Unit
from responses.models import Question, Reply
from responses.questions.policies import places_for, visible_to


class Filter(forms.Form):
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
    department = forms.ModelChoiceField(
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
    form = Filter(request.GET)
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
    context["is_holder"] = track.holding(request, question.number) is not None
    return render(request, "public/question.html", context)


@dataclass(frozen=True)
class StepShown:
    at: datetime
    words: str
    department: Department | None
    note: str


def detail(question: Question) -> dict[str, Any]:
    """What everybody who may read the question reads; its own words are the template's choice."""
    reply = Reply.objects.filter(question=question, status=Reply.Status.PUBLISHED).first()
    done = question.closed_at and on(question.closed_at)
    return {
        "question": question,
        "steps": steps_of(question),
        "due": due_of(question),
        "is_waiting": question.closed_at is None,
        "took": working_days_between(on(question.submitted_at), done) if done else None,
        "reply": reply,
        "leans_on": named([clause.pk for clause in reply.leans_on.all()]) if reply else [],
        "about": about_of_question(question),
        "files": shown_files(question),
    }


def steps_of(question: Question) -> list[StepShown]:
    """The way of a question so far, in words."""
    said = {
        "submitted": _("Received"),
        "assigned": _("Sent to the department that answers"),
        "returned": _("Sent back to be routed again"),
        "paused": _("The clock stands still"),
        "resumed": _("The clock goes on"),
        "extended": _("More time was given"),
        "declined": _("Not accepted"),
        "merged": _("Joined to a question that asks the same"),
        "answered": _("Answered"),
    }
    return [
        StepShown(step.at, said.get(step.step, step.step), step.department, step.note)
        for step in question.steps.select_related("department")
    ]


def due_of(question: Question) -> Due | None:
    """How the due date was computed on receipt; nothing for imported history, which has no clock."""
    clock = question.clock
    if clock is None:
        return None
    unit: Unit = "working" if clock.unit == "working" else "calendar"
    return due_date(clock.started_on, clock.count, unit, rolls=clock.rolls, calendar=clock.place)


@dataclass(frozen=True)
class Named:
    """A clause as it is called in the newest published version of its document."""

    document: str
    slug: str
    uid: str
    label: str
    text: str


def named(clause_ids: list[int]) -> list[Named]:
    """The clauses by their newest published names, in one query."""
    rows = (
        Passage.objects.filter(clause__in=clause_ids, version__status=Version.Status.PUBLISHED)
        .select_related("clause", "version__document")
        .order_by("version__number", "position")
    )
    newest = {row.clause_id: row for row in rows}
    return [
        Named(row.version.document.title, row.version.document.slug, row.clause.uid, label_of(row), row.text)
        for row in newest.values()
    ]


def about_of_question(question: Question) -> About | None:
    """What it was asked about, with its address."""
    if question.interpretation:
        return about_of(f"interpretation:{question.interpretation.slug}")
    if question.consultation:
        return about_of(f"consultation:{question.consultation.slug}")
    if question.clause_id:
        clause = Clause.objects.get(pk=question.clause_id)
        return about_of(f"clause:{clause.uid}")
    return about_of(f"document:{question.document.slug}") if question.document else None
