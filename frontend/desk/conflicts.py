"""Two people wrote on one thing: a page that holds both texts, from which nothing is lost."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.http import HttpResponse

from consultations.documents.comparing.words import MarkedWords, mark_words
from frontend.desk.access import DeskRequest, as_whole_page, page
from frontend.desk.desk_form import CARRIED, DeskForm
from participation.ledger.audit import trail
from participation.ledger.models import AuditEntry

CONFLICT = 409
AGAIN = "conflict"  # what the person chose on the page: "mine" sends the text again, "edit" opens the form over both


@dataclass(frozen=True, slots=True)
class Line:
    """One field in both texts; what stands in only one of them is marked."""

    label: str
    mine: MarkedWords
    theirs: MarkedWords


def conflict_page(
    request: DeskRequest, form: DeskForm, row: Model, theirs: Model, back: str, *, over: str = ""
) -> HttpResponse:
    """Both texts where they differ, and three ways on: keep mine, take theirs, go on writing over both.

    `over` says why nothing can be written on it any more: then only the texts stand there. From a fragment the whole
    page takes the place of the one that is open.
    """
    fresh = form.drawn_anew(theirs)
    last = last_act(row, theirs)
    context = {
        "row": row,
        "lines": laid_side_by_side(form.lines(), fresh.lines()),
        "last": last,
        "is_own": last is not None and last.by_id == request.user.pk,
        "sent": _sent_again(request, form, fresh),
        "here": request.get_full_path(),
        "back": back or request.get_full_path(),
        "over": over,
    }
    return as_whole_page(page(request, "desk/conflict.html", context, status=CONFLICT))


def last_act(*rows: Model | None) -> AuditEntry | None:
    """The newest thing that was done with one of these rows."""
    done = (trail(row).last() for row in rows if row is not None and row.pk)
    return max((entry for entry in done if entry), key=lambda entry: entry.pk, default=None)


def laid_side_by_side(mine: dict[str, str], theirs: dict[str, str]) -> list[Line]:
    """The fields in which the two differ."""
    return [
        Line(
            label,
            mark_words(theirs.get(label, ""), mine.get(label, "")),
            mark_words(mine.get(label, ""), theirs.get(label, "")),
        )
        for label in dict.fromkeys([*mine, *theirs])
        if mine.get(label, "") != theirs.get(label, "")
    ]


def _sent_again(request: DeskRequest, form: DeskForm, fresh: DeskForm) -> list[tuple[str, Any]]:
    """All that was sent, over what stands there now, to be done once more."""
    own = {form.add_prefix(name): fresh[name].value() for name in CARRIED}
    left_out = {*own, "csrfmiddlewaretoken", AGAIN}
    sent = [
        (name, value) for name, values in request.POST.lists() for value in values if name not in left_out
    ]
    return [*sent, *own.items()]
