"""From a form of the desk to the room that does it; and the acts that have a page of their own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.contrib import messages
from django.db.models import Model
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from frontend.desk.access import Answered, DeskRequest, page
from frontend.desk.conflicts import AGAIN, conflict_page, last_act
from frontend.desk.desk_form import DeskForm
from frontend.forms.acts import act
from frontend.shared.dates import say_moment
from participation.accounts.models import User
from participation.errors import Conflict, InvalidMove, Overwritten
from participation.ledger.idempotency import Answer
from participation.transitions import Revised

M = TypeVar("M", bound=Model)
WRONG = 422  # the form comes back with what is to be put right


def carry_out(
    request: DeskRequest, form: DeskForm, row: Model, do: Callable[[], Any], *, back: str = ""
) -> Answer | None:
    """Do it once. None when the form was wrong or the room refused: the form then says why, and who was faster.

    When somebody else has written meanwhile, a page with both texts stands instead of the view's; `back` is the
    address of the form where it is not the one posted to.
    """
    if not form.is_valid():
        return None
    written = form.written_row()
    if request.POST.get(AGAIN) == "edit":
        form.lay_beside(form.drawn_anew(written or row))
        return None
    if written is not None and written.pk:
        written.revision = form.revision_seen(written)
    refusals: list[Conflict | InvalidMove] = []

    def attempt() -> None:
        try:
            do()
        except (Conflict, InvalidMove) as refused:
            refusals.append(refused)
            message = f"{refused} {faster_than(request.user, row, written)}".strip()
            raise Conflict(message, errors=refused.errors) from refused

    answer = act(request, form, attempt)
    for refused in refusals:
        if isinstance(refused, Overwritten):
            _show_both(request, form, row, refused.theirs, back)
        elif form.edits and written is not None and not refused.errors:
            _show_over(request, form, row, written, back, str(refused))
    return answer


def _show_over(
    request: DeskRequest, form: DeskForm, row: Model, written: Revised, back: str, message: str
) -> None:
    """It can no longer be written on: what was typed stands beside what stands there now, to be copied."""
    theirs = type(written)._default_manager.filter(pk=written.pk).first()
    if theirs is not None:
        raise Answered(conflict_page(request, form, row, theirs, back, over=message))


def _show_both(request: DeskRequest, form: DeskForm, row: Model, theirs: Model, back: str) -> None:
    if form.edits:
        raise Answered(conflict_page(request, form, row, theirs, back))
    fresh = form.drawn_anew(theirs)
    assert isinstance(form.data, QueryDict)  # a copy, made when the refusal was shown
    form.data[form.add_prefix("revision")] = fresh["revision"].value()  # seen now: sent again, it stands


def faster_than(user: User, *rows: Model | None) -> str:
    """Who did the last thing with one of these rows, when that was somebody else."""
    last = last_act(*rows)
    if last is None or last.by is None or last.by == user:
        return ""
    return _("Last handled by %(name)s, %(moment)s.") % {
        "name": last.by,
        "moment": say_moment(last.at, "auto"),
    }


@dataclass(frozen=True, slots=True)
class ActPage(Generic[M]):
    """An act on one row, with a page that says what it does before it is done."""

    label: str | Promise
    explanation: str | Promise  # what will happen
    may: Callable[[User, M], bool]
    do: Callable[[M, User, dict[str, Any]], Any]
    done: str | Promise
    form: type[DeskForm] = DeskForm
    tone: str = ""  # class of the button
    about: str = ""  # template that shows what it is done to


def run_act_page(
    request: DeskRequest,
    row: M,
    act_page: ActPage[M],
    *,
    title: str,
    back: str,
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """The act's page; on POST the act itself and the way back."""
    if request.method == "POST":
        form = act_page.form(request.POST, request.FILES, row=row, user=request.user)
        if carry_out(request, form, row, lambda: act_page.do(row, request.user, form.cleaned_data)):
            messages.success(request, str(act_page.done))
            return HttpResponseRedirect(back)
    elif act_page.may(request.user, row):
        form = act_page.form(row=row, user=request.user)
    else:
        messages.warning(request, _("This cannot be done now, or not by you."))
        return HttpResponseRedirect(back)
    drawn = {
        "act_page": act_page,
        "row": row,
        "form": form,
        "page_title": title,
        "back": back,
        "act_gates": [],  # what the law asks for first, where the page shows it nowhere else
        "hearing_due": [],
        **(context or {}),
    }
    return page(request, "desk/act_page.html", drawn, status=WRONG if form.errors else 200)


def offered(acts: dict[str, ActPage[M]], user: User, row: M) -> list[tuple[str, ActPage[M]]]:
    """The acts this person may do with the row now."""
    return [(name, act_page) for name, act_page in acts.items() if act_page.may(user, row)]
