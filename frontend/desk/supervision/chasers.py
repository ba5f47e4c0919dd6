"""Notices, chasers and orders: for overseers with what came of them, for the department to answer."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.desk.access import DeskRequest, at_desk, page
from frontend.desk.acts import WRONG, carry_out
from frontend.desk.desk_form import DeskForm
from frontend.desk.lists.declared import DeskList
from frontend.desk.lists.filters import ListFilter
from frontend.desk.lists.views import show_list
from frontend.desk.supervision.deadline_subjects import KINDS, Subject, subjects_of
from frontend.desk.supervision.listed import CHASERS, ORDERS
from frontend.desk.supervision.views import overseers_only
from frontend.forms.fields import LongText
from participation.accounts.models import User
from responses.models import Chaser
from responses.supervision.actions import answer_chaser
from responses.supervision.policies import can_answer_order, can_be_chased, chasers_to, chasers_under

MOST = 30


class ChaserFilter(ListFilter):
    """Which reminders and orders are listed."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), required=False, choices=[("", gettext_lazy("All")), *Chaser.Kind.choices]
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("What came of it"), required=False,
        choices=[
            ("", gettext_lazy("All")), ("open", gettext_lazy("Not answered")), ("answered", gettext_lazy("Answered")),
        ],
    )  # fmt: skip

    def apply(self, rows: QuerySet[Chaser]) -> QuerySet[Chaser]:
        """The rows that match what could be understood."""
        chosen = self.chosen()
        if kind := chosen.get("kind"):
            rows = rows.filter(kind=kind)
        if outcome := chosen.get("outcome"):
            rows = rows.filter(answered_at__isnull=outcome == "open")
        return rows


class AnswerForm(DeskForm):
    """What was done."""

    outcome = LongText(
        label=gettext_lazy("What was done"), rows=5, most=2000,
        error_messages={"required": gettext_lazy("Say what was done.")},
    )  # fmt: skip


@at_desk
def all_chasers(request: DeskRequest) -> HttpResponse:
    """Everything that was pushed in the departments this person oversees, newest first."""
    overseers_only(request)
    return _listed(request, chasers_under(request.user), CHASERS, "desk/supervision/chasers.html")


@at_desk
def own(request: DeskRequest) -> HttpResponse:
    """What the person's own departments were reminded of, called for and ordered to do."""
    if not can_be_chased(request.user):
        raise PermissionDenied
    return _listed(request, chasers_to(request.user), ORDERS, "desk/supervision/orders.html")


@at_desk
def answer(request: DeskRequest, pk: int) -> HttpResponse:
    """One push on the department, to be answered."""
    rows = chasers_to(request.user).select_related("deadline__department", "department", "by", "answered_by")
    chaser = get_object_or_404(rows, pk=pk)
    form = AnswerForm(request.POST or None, row=chaser, user=request.user)
    may = can_answer_order(request.user, chaser) and chaser.answered_at is None
    if request.method == "POST":

        def do() -> None:
            answer_chaser(chaser, by=request.user, outcome=form.cleaned_data["outcome"])

        if carry_out(request, form, chaser, do):
            messages.success(request, _("The supervisor sees what was done."))
            return HttpResponseRedirect(reverse("desk_orders"))
    context = {
        "chaser": chaser,
        "subject": subjects_of([chaser.deadline])[chaser.deadline_id],
        "kind": KINDS.get(chaser.deadline.subject_kind, chaser.deadline.subject_kind),
        "form": form if may or form.errors else None,
    }
    return page(request, "desk/supervision/answer.html", context, status=WRONG if form.errors else 200)


def orders_waiting(user: User) -> list[tuple[Chaser, Subject]]:
    """The orders that wait for an answer of this person's departments, the most urgent first."""
    if not can_be_chased(user):
        return []
    rows = chasers_to(user).filter(kind=Chaser.Kind.ORDER, answered_at=None)
    found = list(rows.select_related("deadline").order_by("answer_by", "id")[:MOST])
    subjects = subjects_of(row.deadline for row in found)
    return [(row, subjects[row.deadline_id]) for row in found]


def _listed(
    request: DeskRequest, rows: QuerySet[Chaser], declared: DeskList[Chaser], template: str
) -> HttpResponse:
    filters = ChaserFilter(request.GET)
    rows = filters.apply(rows).select_related("deadline", "department", "by", "answered_by")
    return show_list(request, declared, rows, filters, template)
