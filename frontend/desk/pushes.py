"""Reminders, calls and orders: for overseers with what came of them, for the department to answer."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.desk.acts import WRONG, DeskForm, carry_out
from frontend.desk.doors import DeskRequest, at_desk, page
from frontend.desk.subjects import KINDS, Subject, subjects_of
from frontend.desk.supervision import overseers_only
from frontend.paging import page_of
from frontend.public.forms import LongText
from participation.accounts.models import User
from participation.accounts.queries import READERS, Role, departments_where, has_role
from participation.deadlines import clock as time
from responses.models import Push
from responses.questions.policies import HANDLERS
from responses.supervision.actions import answer_push
from responses.supervision.policies import can_answer_order

PUSHED = (Role.ANSWERER, Role.REVIEWER, Role.DRAFTER)


class PushFilter(forms.Form):
    """Which pushes are listed."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), required=False, choices=[("", gettext_lazy("All")), *Push.Kind.choices]
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("What came of it"), required=False,
        choices=[
            ("", gettext_lazy("All")), ("open", gettext_lazy("Not answered")), ("answered", gettext_lazy("Answered")),
        ],
    )  # fmt: skip

    def apply(self, rows: QuerySet[Push]) -> QuerySet[Push]:
        """The rows that match what could be understood."""
        self.full_clean()
        said: dict[str, Any] = getattr(self, "cleaned_data", {})
        if kind := said.get("kind"):
            rows = rows.filter(kind=kind)
        if outcome := said.get("outcome"):
            rows = rows.filter(answered_at__isnull=outcome == "open")
        return rows


class AnswerForm(DeskForm):
    """What was done."""

    outcome = LongText(
        label=gettext_lazy("What was done"), rows=5, most=2000,
        error_messages={"required": gettext_lazy("Say what was done.")},
    )  # fmt: skip


@at_desk
def all_pushes(request: DeskRequest) -> HttpResponse:
    """Everything that was pushed in the departments this person oversees, newest first."""
    overseers_only(request)
    context = _listed(request, *READERS)
    return page(request, "desk/supervision/pushes.html", context)


@at_desk
def own(request: DeskRequest) -> HttpResponse:
    """What the person's own departments were reminded of, called for and ordered to do."""
    if not has_role(request.user, *PUSHED):
        raise PermissionDenied
    context = _listed(request, *PUSHED)
    return page(request, "desk/supervision/orders.html", context)


@at_desk
def answer(request: DeskRequest, pk: int) -> HttpResponse:
    """One push on the department, to be answered."""
    rows = Push.objects.filter(_shown_to(request.user, *PUSHED))
    push = get_object_or_404(rows.select_related("clock", "department", "by", "answered_by"), pk=pk)
    form = AnswerForm(request.POST or None, row=push, user=request.user)
    may = can_answer_order(request.user, push) and push.answered_at is None
    if request.method == "POST":

        def do() -> None:
            answer_push(push, by=request.user, outcome=form.cleaned_data["outcome"])

        if carry_out(request, form, push, do):
            messages.success(request, _("The supervisor sees what was done."))
            return HttpResponseRedirect(reverse("desk_orders"))
    context = {
        "push": push,
        "subject": subjects_of([push.clock])[push.clock_id],
        "kind": KINDS.get(push.clock.subject_kind, push.clock.subject_kind),
        "form": form if may or form.errors else None,
    }
    return page(request, "desk/supervision/answer.html", context, status=WRONG if form.errors else 200)


def orders_waiting(user: User) -> list[tuple[Push, Subject]]:
    """The orders that wait for an answer of this person's departments, the most urgent first."""
    if not has_role(user, *PUSHED):
        return []
    rows = Push.objects.filter(_shown_to(user, *PUSHED), kind=Push.Kind.ORDER, answered_at=None)
    found = list(rows.select_related("clock").order_by("answer_by", "id")[:5])
    subjects = subjects_of(row.clock for row in found)
    return [(row, subjects[row.clock_id]) for row in found]


def _shown_to(user: User, *roles: str) -> Q:
    """Those on this person's departments; on a question, whose title is the asker's, only for those who may read it."""
    mine = Q(department__in=departments_where(user, *roles))
    handled = Q(department__in=departments_where(user, *HANDLERS))
    return mine & (handled | ~Q(clock__subject_kind="question"))


def _listed(request: DeskRequest, *roles: str) -> dict[str, Any]:
    filters = PushFilter(request.GET)
    rows = Push.objects.filter(_shown_to(request.user, *roles))
    rows = filters.apply(rows).select_related("clock", "department", "by", "answered_by")
    listed = page_of(request, rows, "-id", size=30)
    subjects = subjects_of(row.clock for row in listed.rows)
    return {
        "filters": filters,
        "listed": listed,
        "rows": [(row, subjects[row.clock_id]) for row in listed.rows],
        "today": time.today(),
    }
