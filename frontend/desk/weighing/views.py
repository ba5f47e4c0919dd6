"""The weighing desk: the list of opinions, one of them with its clause, and how much of the sum is still open."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from consultations.models import Consultation, Opinion, Version
from consultations.notices.counters import counts_of
from consultations.notices.phases import Phase, phase_of
from consultations.notices.policies import can_weigh
from consultations.outcomes.queries import WITHOUT_CLAUSE
from consultations.weighing.actions import (
    confirm_not_considered,
    dispose_opinion,
    propose_not_considered,
    split_comment,
)
from frontend.desk.access import DeskRequest, at_desk, my_consultation, page
from frontend.desk.acts import WRONG, carry_out
from frontend.desk.desk_form import DeskForm
from frontend.desk.weighing.forms import (
    PROPOSED,
    UNNAMED,
    DisposeForm,
    OpinionFilterForm,
    ProposeForm,
    SplitForm,
)
from frontend.shared.paging import page_of
from frontend.shared.shown_files import all_files
from frontend.shared.text_view import clause_choices
from participation.accounts.models import User

OPEN = Opinion.Disposition.OPEN
FORMS: dict[str, type[DeskForm]] = {
    "dispose": DisposeForm, "propose": ProposeForm, "agree": DeskForm, "split": SplitForm,
}  # fmt: skip
DO: dict[str, Callable[[Opinion, User, Any], Any]] = {
    "dispose": lambda row, by, form: dispose_opinion(
        row,
        form.cleaned_data["disposition"],
        by=by,
        reason=form.cleaned_data["reason"],
        changed_clause=form.clause(),
    ),
    "propose": lambda row, by, form: propose_not_considered(
        row, by=by, reason_code=form.cleaned_data["reason_code"], reason=form.cleaned_data["reason"]
    ),
    "agree": lambda row, by, form: confirm_not_considered(row, by=by),
    "split": lambda row, by, form: split_comment(row.comment, form.points(), by=by),
}
DONE = {
    "dispose": gettext_lazy("Kept. Here is the next one."),
    "propose": gettext_lazy("Proposed. A second person must agree before it counts."),
    "agree": gettext_lazy("Agreed: this opinion is not considered."),
    "split": gettext_lazy("The letter is split. Each point is weighed by itself."),
}
LAST = ("dispose", "agree")
ALL_WEIGHED = gettext_lazy("Kept. Every opinion is weighed.")
KEYS = {"adopted": "a", "partly_adopted": "p", "not_adopted": "n", "out_of_scope": "o"}


@at_desk
def weighing(request: DeskRequest, slug: str, pk: int | None = None) -> HttpResponse:
    """The list and one opinion: the one asked for, else the first of the list."""
    return _show(request, my_consultation(request, slug), pk, {})


@at_desk
@require_POST
def weigh(request: DeskRequest, slug: str, pk: int, way: str) -> HttpResponse:
    """Dispose, propose not to consider, agree, or split; then the next open one."""
    consultation = my_consultation(request, slug)
    if way not in FORMS:
        raise Http404
    row = get_object_or_404(_opinions(consultation), pk=pk)
    more = {"clauses": clause_choices(_newest(consultation))} if way == "dispose" else {}
    form = FORMS[way](request.POST, row=row, user=request.user, prefix=way, **more)
    back = _address(request, consultation, row)
    if not carry_out(request, form, row, lambda: DO[way](row, request.user, form), back=back):
        return _show(request, consultation, pk, {way: form})
    is_last = way in LAST and not counts_of(consultation)["open"]
    messages.success(request, str(ALL_WEIGHED if is_last else DONE[way]))
    following = row if way == "split" else _next_open(request, consultation, row)
    return HttpResponseRedirect(_address(request, consultation, following))


def _show(
    request: DeskRequest, consultation: Consultation, pk: int | None, bound: dict[str, DeskForm]
) -> HttpResponse:
    newest = _newest(consultation)
    clauses = clause_choices(newest)
    drafted = (
        clauses if newest.pk == consultation.draft_version_id else clause_choices(consultation.draft_version)
    )
    filters = OpinionFilterForm(request.GET, clauses=drafted)
    rows = _filtered(_opinions(consultation), filters)
    listed = page_of(request, rows, "id", size=20)
    row = get_object_or_404(_opinions(consultation), pk=pk) if pk else next(iter(listed.rows), None)
    may = can_weigh(request.user, consultation) and phase_of(consultation) in (Phase.OPEN, Phase.CLOSED)
    counts = counts_of(consultation)
    context = {
        "consultation": consultation,
        "filters": filters,
        "listed": listed,
        "opinion": row,
        "counts": counts,
        "weighed": counts["opinions"] - counts["open"],
        "query": _query(request),
        "may": may,
        "keys": KEYS,
        "place": dict(drafted),
    }
    if row is not None:
        context |= _one(request, row, clauses, bound)
        ids = [each.pk for each in listed.rows]
        here = ids.index(row.pk) if row.pk in ids else -1
        context["previous"] = ids[here - 1] if here > 0 else None
        context["following"] = ids[here + 1] if 0 <= here < len(ids) - 1 else None
    wrong = any(form.errors for form in bound.values())
    return page(request, "desk/weighing/desk.html", context, status=WRONG if wrong else 200)


def _one(
    request: DeskRequest, row: Opinion, clauses: list[tuple[str, str]], bound: dict[str, DeskForm]
) -> dict[str, Any]:
    siblings = list(row.comment.opinions.all())
    version, clause = row.comment.version_id, row.comment.clause_id
    more = {"dispose": {"clauses": clauses}}
    return {
        "passage": row.consultation.draft_version.passages.filter(version=version, clause=clause).first()
        if clause
        else None,
        "files": all_files(row.comment),
        "siblings": siblings if len(siblings) > 1 else [],
        "may_split": len(siblings) == 1 and row.disposition == OPEN,
        "may_agree": row.disposition == OPEN and row.proposed_by_id not in (None, request.user.pk),
        "forms": {
            name: bound.get(name) or form(row=row, user=request.user, prefix=name, **more.get(name, {}))
            for name, form in FORMS.items()
        },
    }


def _opinions(consultation: Consultation) -> QuerySet[Opinion]:
    return Opinion.objects.filter(consultation=consultation).select_related(
        "comment__clause", "changed_clause", "disposed_by", "proposed_by",
        "consultation__department", "consultation__draft_version",
    )  # fmt: skip


def _filtered(rows: QuerySet[Opinion], filters: OpinionFilterForm) -> QuerySet[Opinion]:
    if not filters.is_valid():
        return rows
    asked = filters.cleaned_data
    if asked["disposition"] == PROPOSED:
        rows = rows.filter(disposition=OPEN, proposed_by__isnull=False)
    elif asked["disposition"] == UNNAMED:
        rows = rows.filter(WITHOUT_CLAUSE)
    elif asked["disposition"]:
        rows = rows.filter(disposition=asked["disposition"])
    if asked["clause"] == "whole":
        rows = rows.filter(comment__clause=None)
    elif asked["clause"]:
        rows = rows.filter(comment__clause__uid=asked["clause"])
    if asked["q"]:
        search = asked["q"]
        rows = rows.filter(
            Q(comment__body__icontains=search) | Q(text__icontains=search) | Q(comment__number__iexact=search)
        )
    return rows


def _next_open(request: DeskRequest, consultation: Consultation, row: Opinion) -> Opinion | None:
    filters = OpinionFilterForm(request.GET, clauses=clause_choices(consultation.draft_version))
    rows = _filtered(_opinions(consultation), filters).filter(disposition=OPEN).order_by("id")
    if not filters.is_valid() or filters.cleaned_data["disposition"] != PROPOSED:
        rows = rows.filter(proposed_by=None)
    return rows.filter(pk__gt=row.pk).first() or rows.first() or row


def _newest(consultation: Consultation) -> Version:
    return consultation.document.versions.order_by("-number")[0]


def _query(request: DeskRequest) -> str:
    return f"?{request.GET.urlencode()}" if request.GET else ""


def _address(request: DeskRequest, consultation: Consultation, row: Opinion | None) -> str:
    if row is None:
        return reverse("desk_weighing", args=[consultation.slug]) + _query(request)
    return reverse("desk_opinion", args=[consultation.slug, row.pk]) + _query(request)
