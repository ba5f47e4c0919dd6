"""The yearly lists at the desk: drawn up by a drafter, published by an editor."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from consultations.decisions.completion import newest_published
from consultations.decisions.lists import draft_list, publish_list
from consultations.decisions.models import ParticipationList
from consultations.decisions.policies import can_draft_list, can_publish_list, lists_worked_on_by, visible_to
from consultations.decisions.queries import items_of
from consultations.notices.policies import INSIDERS
from frontend.desk.access import DeskRequest, at_desk, page
from frontend.desk.acts import WRONG, ActPage, carry_out, run_act_page
from frontend.desk.decisions.completion import may_publish_completion, rows_with_completion
from frontend.desk.decisions.forms import A_DAY, DirectoryRowForm, ListRowForm
from frontend.desk.desk_form import DeskForm, say_theirs
from participation import clock
from participation.accounts.models import Department, User
from participation.accounts.queries import Role, county, departments_where
from participation.deadlines.rulebook import rule

MOST_ROWS = 100
BLANK_ROWS = 3
Rows = partial(forms.formset_factory, extra=BLANK_ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


class ListForm(DeskForm):
    """The rows of one list, which the view lays into it."""

    edits = True
    row_set: Any = Rows(ListRowForm)
    rows: Any = None

    def lines(self) -> dict[str, str]:
        """What is said of the whole, and each row that is not empty."""
        columns = self.row_set.form.columns
        if self.rows is not None:
            filled_in = [[_said(each.cleaned_data.get(name, "")) for name in columns] for each in self.rows]
        else:
            filled_in = [[_said(each[name]) for name in columns] for each in self.first_rows()]
        filled = [row for row in filled_in if any(row)]
        return super().lines() | {
            _("Row %(n)d") % {"n": n}: "\n".join(row) for n, row in enumerate(filled, 1)
        }

    def first_rows(self) -> list[dict[str, Any]]:
        """The rows that stand there, as the form takes them."""
        return self.rows_of(self.row)

    def rows_of(self, row: ParticipationList | None) -> list[dict[str, Any]]:
        """The rows of one edition."""
        columns = self.row_set.form.columns
        return [
            {**{name: getattr(item, name) for name in columns}, "decision": item.decision_id}
            for item in (row.items.all() if row else [])
        ]

    def lay_beside(self, theirs: DeskForm) -> None:
        """Each row is laid beside the one in the same place; what they have more of stands behind mine."""
        super().lay_beside(theirs)
        others = self.rows_of(theirs.row)
        mine = sum(not each.is_blank for each in self.rows)
        self._take_over(others, mine)
        for row, other in zip(self.rows.forms[:mine], others, strict=False):
            say_theirs(row, self.row_set.form(initial=other, **self.rows.form_kwargs))

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
        self.rows = self.row_set(data, form_kwargs=self.rows.form_kwargs, prefix="rows")
        self.rows.is_valid()


class DirectoryForm(ListForm):
    """The directory, with the consent of the party committee to this very edition."""

    row_set = Rows(DirectoryRowForm)
    consent_on = forms.DateField(
        label=_l("Party committee agreed on"), required=False,
        widget=forms.DateInput(attrs=A_DAY, format="%Y-%m-%d"),
        help_text=_l("Asked for before it is published; every edition has its own."),
    )  # fmt: skip
    consent_document = forms.CharField(
        label=_l("Document of its consent"), max_length=200, required=False,
        help_text=_l("Such as the minutes of its meeting, with their number. It stays inside."),
    )  # fmt: skip

    def prepare(self) -> None:
        """What the draft says so far; a published edition keeps its own."""
        if self.row is not None and self.row.status == ParticipationList.Status.DRAFT:
            self.initial.setdefault("consent_on", self.row.consent_on)
            self.initial.setdefault("consent_document", self.row.consent_document)


def _said(value: Any) -> str:
    return str(_l("A hearing will be held")) if value is True else str(value or "")


def _may_publish(user: User, row: ParticipationList) -> bool:
    return row.status == ParticipationList.Status.DRAFT and can_publish_list(user, row)


PUBLISH: ActPage[ParticipationList] = ActPage(
    label=_l("Publish the list"),
    explanation=_l("Everybody can read it, print it and download it. A change makes a new edition."),
    may=_may_publish,
    do=lambda row, by, form_data: publish_list(row, by=by),
    done=_l("The list is published."),
    about="desk/decisions/list_rows.html",
)


def my_lists(request: DeskRequest) -> QuerySet[ParticipationList]:
    """The lists of the departments this person works for or oversees."""
    return lists_worked_on_by(request.user)


@at_desk
def lists(request: DeskRequest) -> HttpResponse:
    """All editions, and for drafters the way to draw up this year's and next year's."""
    year = clock.today().year
    drafted_for = departments_where(request.user, Role.DRAFTER).filter(
        level=Department.Level.DEPARTMENT, is_active=True
    )
    top = county()
    context = {
        "lists": list(my_lists(request)[:200]),
        "years": (year, year + 1),
        "units": list(drafted_for[:60]),
        "top": top if top and can_draft_list(request.user, top) else None,
        "rules": [rule("A18-date"), rule("A19"), rule("A18-completion")],
    }
    return page(request, "desk/decisions/lists.html", context)


@at_desk
def show(request: DeskRequest, pk: int) -> HttpResponse:
    """One edition as it stands."""
    row = get_object_or_404(my_lists(request), pk=pk)
    writes = can_draft_list(request.user, row.department)
    context = {
        "list": row,
        **rows_with_completion(row),
        "may_publish": _may_publish(request.user, row),
        "may_write": writes and row.completion_published_at is None,
        "may_complete": writes and newest_published(row) == row,
        "may_publish_completion": may_publish_completion(request.user, row),
    }
    return page(request, "desk/decisions/one_list.html", context)


@at_desk
def publish(request: DeskRequest, pk: int) -> HttpResponse:
    """Publish it, on a page that says what it does."""
    row = get_object_or_404(my_lists(request), pk=pk)
    context = {"list": row, "items": list(items_of(row))}
    back = reverse("desk_list", args=[pk])
    return run_act_page(request, row, PUBLISH, title=str(row), back=back, context=context)


@at_desk
def write(request: DeskRequest, department: str, year: int) -> HttpResponse:
    """Draw up the list of a department and year, or the next edition of a published one."""
    unit = get_object_or_404(Department, slug=department)
    if not can_draft_list(request.user, unit):
        if departments_where(request.user, *INSIDERS).filter(pk=unit.pk).exists():
            raise PermissionDenied
        raise Http404
    if not 2000 < year < 2200:
        raise Http404
    last = (
        ParticipationList.objects.filter(department=unit, year=year, status__in=("draft", "published"))
        .order_by("-edition")
        .first()
    )
    form = (ListForm if unit.parent_id else DirectoryForm)(request.POST or None, row=last, user=request.user)
    initial = (
        None if form.is_bound else form.first_rows()
    )  # what is sent as it was drawn would count as empty
    rows = form.rows = form.row_set(
        request.POST or None, initial=initial, form_kwargs=_row_options(unit, request.user), prefix="rows"
    )
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        items = [each.row() for each in rows if not each.is_blank]
        kept: list[ParticipationList] = []

        def do() -> None:
            kept.append(draft_list(unit, year, items, by=request.user, seen=last, **form.values()))

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


def _row_options(unit: Department, user: User) -> dict[str, Any]:
    rows = visible_to(user).filter(department__path__startswith=unit.path).order_by("-id")
    return {"dossiers": rows, "choices": [("", _("none yet")), *rows.values_list("pk", "title")[:200]]}
