"""What became of a yearly list by the end of its year: recorded on a form, published by a second person."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.decisions.completion import (
    is_settled,
    newest_published,
    publish_completion,
    record_completion,
    suggested,
)
from consultations.decisions.models import ParticipationItem, ParticipationList
from consultations.decisions.policies import can_draft_list, can_publish_completion, lists_worked_on_by
from consultations.decisions.queries import items_of
from frontend.desk.access import DeskRequest, at_desk, page
from frontend.desk.acts import WRONG, ActPage, carry_out, run_act_page
from frontend.desk.desk_form import DeskForm
from participation.accounts.models import User

Outcome = ParticipationItem.Outcome


class CompletionForm(DeskForm):
    """An outcome and a note for each row; a row whose dossier is decided is completed without being asked."""

    edits = True

    def prepare(self) -> None:
        """What waits, else what was published or what the dossier suggests."""
        waits: dict[str, list[str]] = self.row.completion or {}
        for item in items_of(self.row):
            outcome, note = waits.get(str(item.ordinal), suggested(item))
            if not is_settled(item):
                self.fields[f"outcome_{item.ordinal}"] = forms.ChoiceField(
                    label=_("Row %(n)d: what became of it") % {"n": item.ordinal}, required=False, initial=outcome,
                    choices=[("", _("not chosen yet")), *Outcome.choices],
                )  # fmt: skip
            self.fields[f"note_{item.ordinal}"] = forms.CharField(
                label=_("Row %(n)d: public note") % {"n": item.ordinal},
                required=False,
                max_length=300,
                initial=note,
            )

    def outcomes(self) -> dict[int, tuple[str, str]]:
        """As the room takes it."""
        form_data = self.cleaned_data
        return {
            item.ordinal: (
                form_data.get(f"outcome_{item.ordinal}", ""),
                form_data.get(f"note_{item.ordinal}", ""),
            )
            for item in items_of(self.row)
        }

    def rows(self) -> list[dict[str, Any]]:
        """Each row with its fields."""
        return [
            {
                "item": item,
                "outcome": self[name] if (name := f"outcome_{item.ordinal}") in self.fields else None,
                "note": self[f"note_{item.ordinal}"],
            }
            for item in items_of(self.row)
        ]


def may_publish_completion(user: User, row: ParticipationList) -> bool:
    """Whether something waits for this person."""
    return row.completion is not None and can_publish_completion(user, row)


def rows_with_completion(row: ParticipationList) -> dict[str, Any]:
    """The rows as they stand or, where a completion waits, as they will read."""
    items = list(items_of(row))
    for item in items:
        if row.completion:
            item.outcome, item.outcome_note = row.completion.get(str(item.ordinal), ("", ""))
    shows = bool(row.completion or row.completion_published_at)
    return {"items": items, "shows_completion": shows, "completion_waits": row.completion is not None}


PUBLISH_COMPLETION: ActPage[ParticipationList] = ActPage(
    label=gettext_lazy("Publish the completion"),
    explanation=gettext_lazy(
        "Everybody can read what became of each row. The list then gets no further edition."
    ),
    may=may_publish_completion,
    do=lambda row, by, form_data: publish_completion(row, by=by),
    done=gettext_lazy("The completion is published."),
    about="desk/decisions/list_rows.html",
)


@at_desk
def record(request: DeskRequest, pk: int) -> HttpResponse:
    """What became of each row; an editor publishes it."""
    row = get_object_or_404(lists_worked_on_by(request.user), pk=pk)
    if not can_draft_list(request.user, row.department):
        raise PermissionDenied
    back = reverse("desk_list", args=[pk])
    if request.method != "POST" and newest_published(row) != row:
        messages.warning(request, _("The completion is that of the newest published edition."))
        return HttpResponseRedirect(back)
    form = CompletionForm(request.POST or None, row=row, user=request.user)
    if form.is_bound and carry_out(
        request, form, row, lambda: record_completion(row, form.outcomes(), by=request.user)
    ):
        messages.success(request, _("The completion is recorded. An editor publishes it."))
        return HttpResponseRedirect(back)
    context = {"form": form, "list": row, "back": back}
    return page(request, "desk/decisions/completion.html", context, status=WRONG if form.errors else 200)


@at_desk
def publish(request: DeskRequest, pk: int) -> HttpResponse:
    """Publish it, on a page that shows every row."""
    row = get_object_or_404(lists_worked_on_by(request.user), pk=pk)
    context = {"list": row, **rows_with_completion(row)}
    back = reverse("desk_list", args=[pk])
    return run_act_page(request, row, PUBLISH_COMPLETION, title=str(row), back=back, context=context)
