"""Several comments at once: read in the list, ticked, accepted; and the way back. Each is an act of its own."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from consultations.comments.actions import accept_comment, undo_acceptance
from consultations.comments.policies import to_moderate, visible_to
from consultations.models import Comment
from frontend.desk.access import DeskRequest, at_desk
from frontend.desk.comments.listed import WAITING, WaitingFilter
from frontend.desk.desk_form import seen_as
from frontend.desk.lists.views import show_list
from participation.errors import Refused

MOST = 100  # the rows of a page
ACCEPTED = "comments_accepted"  # in the session: what the next page offers to undo


class Done(NamedTuple):
    """What came of it."""

    rows: list[Comment]
    refused: list[str]


@at_desk
def waiting(request: DeskRequest) -> HttpResponse:
    """All that wait for this moderator, each whole; above them what was accepted just now, to be undone."""
    form = WaitingFilter(request.GET, user=request.user)
    more = {"accepted": request.session.pop(ACCEPTED, []), "back": request.GET.urlencode()}
    return show_list(
        request, WAITING, form.apply(to_moderate(request.user)), form, "desk/moderation/list.html", more=more
    )


@at_desk
@require_POST
def accept(request: DeskRequest) -> HttpResponse:
    """Accept what is ticked, as it was read; what came with files is looked at by itself."""
    rows = to_moderate(request.user).filter(files=None)
    done = _each(request, "ticked", rows, lambda row: accept_comment(row, by=request.user))
    if done.rows:
        request.session[ACCEPTED] = [seen_as(row) for row in done.rows]
    elif not done.refused:
        messages.warning(request, _("Tick what you have read."))
    return _back(request, done)


@at_desk
@require_POST
def undo(request: DeskRequest) -> HttpResponse:
    """Put what this person let through today back among those to be checked, unless somebody has handled it since."""
    rows = visible_to(request.user)
    done = _each(request, "seen", rows, lambda row: undo_acceptance(row, by=request.user))
    if n := len(done.rows):
        text = ngettext("%(n)d is again to be checked.", "%(n)d are again to be checked.", n)
        messages.success(request, text % {"n": n})
    return _back(request, done)


def _each(request: DeskRequest, name: str, rows: QuerySet[Comment], do: Callable[[Comment], Comment]) -> Done:
    """One after the other, each in a transaction of its own; one that is refused keeps no other from being done."""
    done, refused = [], []
    seen = dict(_pairs(request.POST.getlist(name)[:MOST]))
    found = {row.pk: row for row in rows.filter(pk__in=seen).order_by("pk")}
    for pk, revision in sorted(seen.items()):
        if (row := found.get(pk)) is None:
            refused.append(_("One has been handled meanwhile, or is to be looked at by itself."))
            continue
        row.revision = revision
        try:
            done.append(do(row))
        except Refused as why:
            refused.append(f"{row.number}: {why}")
    return Done(done, refused)


def _pairs(values: Iterable[str]) -> Iterable[tuple[int, int]]:
    """The rows and the revisions in which they were read; what is neither is left out."""
    for value in values:
        pk, _dash, revision = value.partition("-")
        if pk.isdecimal() and revision.isdecimal() and max(len(pk), len(revision)) < 10:
            yield int(pk), int(revision)


def _back(request: DeskRequest, done: Done) -> HttpResponse:
    for words in dict.fromkeys(done.refused):
        messages.warning(request, words)
    query = request.GET.urlencode()
    return HttpResponseRedirect(reverse("desk_moderation_list") + (f"?{query}" if query else ""))
