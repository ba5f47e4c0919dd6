"""The yearly lists at the desk: drawn up by a drafter, published by an editor."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.decisions.lists import draft_list, publish_list
from consultations.decisions.models import Decision, ParticipationList
from consultations.decisions.policies import can_draft_list, can_publish_list
from consultations.decisions.queries import items_of
from consultations.notices.policies import INSIDERS
from frontend.desk.access import DeskRequest, at_desk, page
from frontend.desk.acts import WRONG, ActPage, carry_out, run_act_page
from frontend.desk.decisions.forms import COLUMNS, ListRowForm
from frontend.desk.desk_form import DeskForm, say_theirs
from participation import clock
from participation.accounts.models import Department, User
from participation.accounts.queries import Role, departments_where
from participation.deadlines.rulebook import rule

MOST_ROWS = 100
BLANK_ROWS = 3
RowSet = forms.formset_factory(ListRowForm, extra=BLANK_ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


class ListForm(DeskForm):
    """The rows of one list, which the view lays into it."""

    edits = True
    rows: Any = None

    def lines(self) -> dict[str, str]:
        """Each row that is not empty."""
        if self.rows is not None:
            filled_in = [[_said(each.cleaned_data.get(name, "")) for name in COLUMNS] for each in self.rows]
        else:
            filled_in = [[_said(each[name]) for name in COLUMNS] for each in _initial(self.row)]
        filled = [row for row in filled_in if any(row)]
        return {_("Row %(n)d") % {"n": n}: "\n".join(row) for n, row in enumerate(filled, 1)}

    def lay_beside(self, theirs: DeskForm) -> None:
        """Each row is laid beside the one in the same place; what they have more of stands behind mine."""
        others = _initial(theirs.row)
        mine = sum(not each.is_blank for each in self.rows)
        self._take_over(others, mine)
        for row, other in zip(self.rows.forms[:mine], others, strict=False):
            say_theirs(row, ListRowForm(initial=other, **self.rows.form_kwargs))

    def _take_over(self, others: list[dict[str, Any]], start: int) -> None:
        data = self.rows.data.copy()
        data["rows-TOTAL_FORMS"] = str(min(max(len(self.rows.forms), len(others)), MOST_ROWS))
        for n, other in enumerate(others[start:], start):
            data.update(
                {
                    f"rows-{n}-{name}": "" if value in (None, False) else str(value)
                    for name, value in other.items()
                }
            )
        self.rows = RowSet(data, form_kwargs=self.rows.form_kwargs, prefix="rows")
        self.rows.is_valid()


def _said(value: Any) -> str:
    return str(gettext_lazy("A hearing will be held")) if value is True else str(value or "")


def _may_publish(user: User, row: ParticipationList) -> bool:
    return row.status == ParticipationList.Status.DRAFT and can_publish_list(user, row)


PUBLISH: ActPage[ParticipationList] = ActPage(
    label=gettext_lazy("Publish the list"),
    explanation=gettext_lazy(
        "Everybody can read it, print it and download it. A change makes a new edition."
    ),
    may=_may_publish,
    do=lambda row, by, form_data: publish_list(row, by=by),
    done=gettext_lazy("The list is published."),
    about="desk/decisions/list_rows.html",
)


def my_lists(request: DeskRequest) -> Any:
    """The lists of the departments this person works for or oversees."""
    own = departments_where(request.user, *INSIDERS)
    return ParticipationList.objects.filter(department__in=own).select_related("department", "created_by")


@at_desk
def lists(request: DeskRequest) -> HttpResponse:
    """All editions, and for drafters the way to draw up this year's and next year's."""
    year = clock.today().year
    drafted_for = departments_where(request.user, Role.DRAFTER)
    context = {
        "lists": list(my_lists(request)[:200]),
        "years": (year, year + 1),
        "units": list(drafted_for.filter(level=Department.Level.DEPARTMENT)[:60]),
        "rule": rule("A19"),
    }
    return page(request, "desk/decisions/lists.html", context)


@at_desk
def show(request: DeskRequest, pk: int) -> HttpResponse:
    """One edition as it stands."""
    row = get_object_or_404(my_lists(request), pk=pk)
    context = {
        "list": row,
        "items": list(items_of(row)),
        "may_publish": _may_publish(request.user, row),
        "may_write": can_draft_list(request.user, row.department),
    }
    return page(request, "desk/decisions/one_list.html", context)


@at_desk
def publish(request: DeskRequest, pk: int) -> HttpResponse:
    """Publish it, on a page that says what it does."""
    row = get_object_or_404(my_lists(request), pk=pk)
    context = {"list": row, "items": list(items_of(row))}
    back = reverse("desk_list", args=[pk])
    return run_act_page(
        request, row, PUBLISH, title=f"{row.department} {row.year}", back=back, context=context
    )


@at_desk
def write(request: DeskRequest, department: str, year: int) -> HttpResponse:
    """Draw up the list of a department and year, or the next edition of a published one."""
    unit = get_object_or_404(departments_where(request.user, *INSIDERS), slug=department)
    if not can_draft_list(request.user, unit):
        raise PermissionDenied
    if not 2000 < year < 2200:
        raise Http404
    last = (
        ParticipationList.objects.filter(department=unit, year=year, status__in=("draft", "published"))
        .order_by("-edition")
        .first()
    )
    form = ListForm(request.POST or None, row=last, user=request.user)
    initial = None if form.is_bound else _initial(last)  # what is sent as it was drawn would count as empty
    rows = form.rows = RowSet(
        request.POST or None, initial=initial, form_kwargs=_row_options(unit), prefix="rows"
    )
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        items = [each.row() for each in rows if not each.is_blank]
        kept: list[ParticipationList] = []

        def do() -> None:
            kept.append(draft_list(unit, year, items, by=request.user, seen=last))

        if carry_out(request, form, last or unit, do):
            row = kept[0] if kept else my_lists(request).filter(department=unit, year=year).latest("pk")
            messages.success(
                request, _("The list is kept as the draft of edition %(n)d.") % {"n": row.edition}
            )
            return HttpResponseRedirect(reverse("desk_list", args=[row.pk]))
        rows = form.rows
    context = {"form": form, "rows": rows, "unit": unit, "year": year, "last": last}
    wrong = bool(form.errors) or (rows.is_bound and rows.total_error_count() > 0)
    return page(request, "desk/decisions/write_list.html", context, status=WRONG if wrong else 200)


def _initial(last: ParticipationList | None) -> list[dict[str, Any]]:
    if last is None:
        return []
    return [
        {**{name: getattr(item, name) for name in COLUMNS}, "decision": item.decision_id}
        for item in last.items.all()
    ]


def _row_options(unit: Department) -> dict[str, Any]:
    rows = Decision.objects.filter(department__path__startswith=unit.path).order_by("-id")
    return {"dossiers": rows, "choices": [("", _("none yet")), *rows.values_list("pk", "title")[:200]]}
