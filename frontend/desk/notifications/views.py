"""What a person was told of: the list, reading it, and choosing how to be told."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from frontend.desk.access import DeskRequest, at_desk, page
from frontend.desk.acts import WRONG, carry_out
from frontend.desk.notifications.forms import ChoicesForm, NewsFilter
from frontend.shared.paging import page_of
from participation.notifications import words
from participation.notifications.actions import mark_all_read, mark_read, still_waiting
from participation.notifications.choices import choose
from participation.notifications.models import Notification
from participation.notifications.queries import news_of


@dataclass(frozen=True, slots=True)
class Shown:
    """A notification as the page says it."""

    row: Notification
    what: str
    note: str
    due_on: date | None


@at_desk
def news(request: DeskRequest) -> HttpResponse:
    """Newest first. What was done since by somebody else stands there no longer as waiting."""
    filters = NewsFilter(request.GET)
    listed = page_of(request, filters.apply(news_of(request.user).select_related("person")), "-id", size=30)
    waiting = {row.pk for row, _about in still_waiting(row for row in listed.rows if row.done_at is None)}
    context = {
        "filters": filters,
        "listed": listed,
        "rows": [_shown(row) for row in listed.rows if row.pk in waiting or row.done_at is not None],
        "back": request.GET.urlencode(),
    }
    return page(request, "desk/notifications/list.html", context)


@at_desk
@require_POST
def read(request: DeskRequest, pk: int) -> HttpResponse:
    """One's own, one."""
    mark_read(get_object_or_404(news_of(request.user), pk=pk), by=request.user)
    return _back(request)


@at_desk
@require_POST
def read_all(request: DeskRequest) -> HttpResponse:
    """One's own, all."""
    mark_all_read(request.user)
    return _back(request)


@at_desk
def choices(request: DeskRequest) -> HttpResponse:
    """At once, in the morning, or not by mail; in which language; by text message too."""
    form = ChoicesForm(request.POST or None, row=request.user, user=request.user)
    if form.is_bound and carry_out(
        request, form, request.user, lambda: choose(request.user, **form.chosen())
    ):
        messages.success(request, _("It is done as you chose from now on."))
        return HttpResponseRedirect(reverse("desk_news_choices"))
    context = {"form": form, "back": reverse("desk_news")}
    return page(request, "desk/notifications/choices.html", context, status=WRONG if form.errors else 200)


def _shown(row: Notification) -> Shown:
    return Shown(row, words.what(row), words.note(row), row.due_on if row.done_at is None else None)


def _back(request: DeskRequest) -> HttpResponse:
    query = request.GET.urlencode()
    return HttpResponseRedirect(reverse("desk_news") + (f"?{query}" if query else ""))
