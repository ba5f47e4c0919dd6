"""Duties: what the departments owe by a day, how it stands, who recorded and who confirmed it."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from frontend.desk.access import DeskRequest, at_desk, page
from frontend.desk.acts import ActPage, offered, run_act_page
from frontend.desk.desk_form import DeskForm
from frontend.desk.supervision.duty_lines import DutyLine, lines_of
from frontend.forms.fields import LongText
from frontend.shared.paging import page_of
from participation import clock
from participation.accounts.models import User
from responses.models import Duty
from responses.supervision.duties import confirm_duty, record_duty, return_duty
from responses.supervision.policies import (
    can_confirm_duty,
    can_record_duty,
    can_see_figures,
    duties_of,
    duties_under,
)

Status = Duty.Status
A_DAY = {"type": "date"}
MOST = 30
SHOWN = {
    "": _("All that is to be done"),
    "late": _("Overdue"),
    "reported": Status.REPORTED.label,
    "done": Status.DONE.label,
}


class DutyFilter(forms.Form):
    """Which duties are listed."""

    stands = forms.ChoiceField(label=_("How it stands"), required=False, choices=SHOWN.items())

    def apply(self, rows: QuerySet[Duty]) -> QuerySet[Duty]:
        """The rows that match what could be understood."""
        self.full_clean()
        match getattr(self, "cleaned_data", {}).get("stands"):
            case "late":
                return rows.exclude(status=Status.DONE).filter(due_on__lt=clock.today())
            case "reported" | "done" as status:
                return rows.filter(status=status)
        return rows.exclude(status=Status.DONE)


class RecordForm(DeskForm):
    """When it was done, and where that can be seen."""

    done_on = forms.DateField(label=_("Done on"), widget=forms.DateInput(attrs=A_DAY, format="%Y-%m-%d"))
    evidence = forms.CharField(
        label=_("Where it can be seen"), max_length=500, help_text=_("The address of the page, with https://."),
        error_messages={"required": _("Give the address of the page on which it can be seen, with https://.")},
    )  # fmt: skip
    note = LongText(label=_("Note"), required=False, rows=3, most=1000)


class ReturnForm(DeskForm):
    """Why the evidence does not do."""

    reason = LongText(label=_("Reason"), rows=3, most=1000, error_messages={"required": _("Say why.")})


def _values(form_data: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: form_data[name] for name in names}


ACTS: dict[str, ActPage[Duty]] = {
    "record": ActPage(
        label=_("Record that it is done"),
        explanation=_("A supervisor looks at the evidence and confirms it."),
        may=lambda user, row: row.status == Status.OPEN and can_record_duty(user, row),
        do=lambda row, by, form_data: record_duty(row, by=by, **_values(form_data, "done_on", "evidence", "note")),
        done=_("It is recorded and waits for a supervisor."),
        form=RecordForm,
        about="desk/supervision/duty_facts.html",
    ),
    "confirm": ActPage(
        label=_("Confirm"),
        explanation=_("You have looked at the evidence, and it shows that the duty was done."),
        may=lambda user, row: row.status == Status.REPORTED and can_confirm_duty(user, row),
        do=lambda row, by, form_data: confirm_duty(row, by=by),
        done=_("The duty is done."),
        about="desk/supervision/duty_facts.html",
    ),
    "return": ActPage(
        label=_("Give it back"),
        explanation=_("The evidence does not show it; the duty stays to be done, and the unit is told why."),
        may=lambda user, row: row.status == Status.REPORTED and can_confirm_duty(user, row),
        do=lambda row, by, form_data: return_duty(row, by=by, reason=form_data["reason"]),
        done=_("It was given back."),
        form=ReturnForm,
        tone="btn--line",
        about="desk/supervision/duty_facts.html",
    ),
}  # fmt: skip


def _readable(user: User) -> QuerySet[Duty]:
    return (duties_under(user) | duties_of(user)).distinct()


@at_desk
def duties(request: DeskRequest) -> HttpResponse:
    """Everything this person's departments owe, or the departments that this person oversees; the next first."""
    rows = _readable(request.user)
    if not can_see_figures(request.user) and not rows.exists():
        raise PermissionDenied
    filters = DutyFilter(request.GET)
    listed = page_of(request, filters.apply(rows), "due_on", "id", size=40)
    context = {
        "filters": filters,
        "listed": listed,
        "lines": lines_of(listed.rows),
        "oversees": can_see_figures(request.user),
    }
    return page(request, "desk/supervision/duties.html", context)


@at_desk
def one(request: DeskRequest, pk: int) -> HttpResponse:
    """One duty with its basis, its evidence and what can be done with it."""
    row = get_object_or_404(_readable(request.user), pk=pk)
    context = {"line": lines_of([row])[0], "acts": offered(ACTS, request.user, row)}
    return page(request, "desk/supervision/duty.html", context)


@at_desk
def do(request: DeskRequest, pk: int, name: str) -> HttpResponse:
    """An act's page; on POST the act itself."""
    if name not in ACTS:
        raise Http404
    row = get_object_or_404(_readable(request.user), pk=pk)
    line = lines_of([row])[0]
    back = reverse("desk_duty", args=[pk])
    return run_act_page(request, row, ACTS[name], title=str(line.label), back=back, context={"line": line})


def duties_waiting(user: User) -> list[DutyLine]:
    """What this person can do or confirm now, the most urgent first."""
    mine, under = (
        duties_of(user).filter(status=Status.OPEN),
        duties_under(user).filter(status=Status.REPORTED),
    )
    found = [
        row for row in (mine | under)[:MOST] if can_record_duty(user, row) or can_confirm_duty(user, row)
    ]
    return lines_of(found)
