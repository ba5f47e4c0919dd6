"""Number and code: where one's own comment or question stands, and what its holder may still do with it.

The code never stands in an address. Once it was right, the session remembers the number for half an hour.
"""

import time
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from consultations.comments.actions import resubmit_comment, withdraw_comment
from consultations.models import Comment
from frontend import throttle
from frontend.forms.acting import act
from frontend.forms.acting import show as show_refusal
from frontend.forms.once import OnceForm
from frontend.public import tracked
from frontend.public.forms import AgainForm, RateForm, SureForm, TrackForm
from participation.accounts.models import User
from participation.accounts.queries import is_person
from participation.errors import Invalid, Refused
from participation.ledger import receipts
from participation.ledger.models import Receipt
from responses.models import Question
from responses.questions.actions import rate_question

HELD = "held_receipts"
KEPT_SECONDS = 1800


@dataclass(frozen=True)
class Holding:
    """A receipt in the hands of its holder: the row it is for, and who acts when they are signed in."""

    receipt: Receipt
    row: Comment | Question
    by: User | None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def look_up(request: HttpRequest) -> HttpResponse:
    """Ask for number and code; `leave` forgets what was shown here, for a screen that others use too.

    A wrong code and an unknown number get the same answer.
    """
    if request.method != "POST":
        form = TrackForm(initial={"number": request.GET.get("number", "")[:40]})
        return render(request, "public/track.html", {"form": form})
    if request.POST.get("leave"):
        request.session.pop(HELD, None)
        return redirect("public:track")
    form = TrackForm(request.POST)
    if form.is_valid():
        try:
            with throttle.guessing(request):
                number = _checked(**form.cleaned_data)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            hold(request, number)
            return redirect("public:tracked", number)
    return render(request, "public/track.html", {"form": form}, status=422)


def _checked(number: str, code: str) -> str:
    found = receipts.find(number, code)
    if found is None:
        raise Invalid(_("Number and code do not belong together. Please compare both with your receipt."))
    return found.number


def hold(request: HttpRequest, number: str) -> None:
    """Remember that this browser has shown the code of `number`."""
    now = time.time()
    kept = {n: at for n, at in request.session.get(HELD, {}).items() if now - at < KEPT_SECONDS}
    request.session[HELD] = {**kept, number: now}


def holds(request: HttpRequest, number: str) -> bool:
    """Whether this browser has shown the code of `number` within the half hour."""
    return bool(time.time() - request.session.get(HELD, {}).get(number, 0) < KEPT_SECONDS)


def holding(request: HttpRequest, number: str) -> Holding | None:
    """The receipt, when this browser or this account holds it."""
    receipt = Receipt.objects.select_related("leaf").filter(number=number.upper()[:24]).first()
    if receipt is None:
        return None
    row = tracked.row_of(receipt)
    user = request.user if is_person(request.user) else None
    is_own = row is not None and user is not None and row.author_id == user.pk
    if row is None or not (is_own or holds(request, receipt.number)):
        return None
    return Holding(receipt, row, user if is_own else None)


@never_cache
@require_http_methods(["GET", "HEAD"])
def show(request: HttpRequest, number: str) -> HttpResponse:
    """Where it stands; strangers are asked for number and code."""
    held = holding(request, number)
    return _page(request, held) if held else _ask(number)


@never_cache
@require_POST
def send_again(request: HttpRequest, number: str) -> HttpResponse:
    """The holder changes a returned comment and sends it again."""
    held = holding(request, number)
    if held is None or not isinstance(held.row, Comment):
        return _ask(number)
    comment, form = held.row, AgainForm(request.POST)
    if form.is_valid() and act(
        request, form, lambda: _done(resubmit_comment(comment, by=held.by, body=form.cleaned_data["body"]))
    ):
        return redirect("public:tracked", held.receipt.number)
    return _page(request, held, again=form)


@never_cache
@require_POST
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """The holder takes a comment back."""
    held = holding(request, number)
    if held is None or not isinstance(held.row, Comment):
        return _ask(number)
    comment, form = held.row, SureForm(request.POST)
    if form.is_valid() and act(request, form, lambda: _done(withdraw_comment(comment, by=held.by))):
        return redirect("public:tracked", held.receipt.number)
    return _page(request, held, sure=form)


@never_cache
@require_POST
def rate(request: HttpRequest, number: str) -> HttpResponse:
    """The holder says how good the answer was."""
    held = holding(request, number)
    if held is None or not isinstance(held.row, Question):
        return _ask(number)
    question, form = held.row, RateForm(request.POST)
    if form.is_valid() and act(request, form, lambda: _done(rate_question(question, **_rating(form)))):
        return redirect("public:tracked", held.receipt.number)
    return _page(request, held, rating=form)


def _rating(form: RateForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("rating", "note")}


def _done(_row: object) -> None:
    """An act without an answer of its own."""


def _ask(number: str) -> HttpResponse:
    return redirect(f"{tracked.TRACK}?number={number[:40]}")


def _page(request: HttpRequest, held: Holding, **forms: OnceForm) -> HttpResponse:
    context: dict[str, Any] = {
        "receipt": held.receipt,
        "by_code": holds(request, held.receipt.number),
        **tracked.context_of(held.row),
        **forms,
    }
    return render(request, context["template"], context, status=422 if forms else 200)
