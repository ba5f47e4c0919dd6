"""Number and code: where one's own comment or question stands, and what its holder may still do with it.

The code never stands in an address. Once it was right, the session remembers the number for half an hour.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from consultations.comments.actions import resubmit_comment, withdraw_comment
from consultations.models import Comment
from frontend.forms.acts import act
from frontend.forms.acts import show as show_refusal
from frontend.forms.once import OnceForm
from frontend.public.receipts import receipt_detail
from frontend.public.receipts.forms import AgainForm, RateForm, SureForm, TrackForm
from frontend.shared import throttle
from frontend.shared.receipt_holder import HELD, ReceiptHolder, has_shown_code, holder_of, remember
from participation.errors import Invalid, Refused
from participation.ledger import receipts, tree
from participation.ledger.proofs import integrate_by, proof_of
from responses.models import Question
from responses.questions.actions import rate_question


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
    form, status = TrackForm(request.POST), 422
    if form.is_valid():
        try:
            with throttle.guessing(request):
                number = _checked(**form.cleaned_data)
        except Refused as refused:
            show_refusal(form, refused)
            status = 429 if isinstance(refused, throttle.TooMany) else status
        else:
            remember(request, number)
            return redirect("public:tracked", number)
    return render(request, "public/track.html", {"form": form}, status=status)


def _checked(number: str, code: str) -> str:
    found = receipts.find(number, code)
    if found is None:
        raise Invalid(_("Number and code do not belong together. Please compare both with your receipt."))
    return found.number


@never_cache
@require_http_methods(["GET", "HEAD"])
def show(request: HttpRequest, number: str) -> HttpResponse:
    """Where it stands; strangers are asked for number and code."""
    holder = holder_of(request, number)
    return _page(request, holder) if holder else _ask(number)


@never_cache
@require_POST
def send_again(request: HttpRequest, number: str) -> HttpResponse:
    """The holder changes a returned comment and sends it again."""
    holder = holder_of(request, number)
    if holder is None or not isinstance(holder.row, Comment):
        return _ask(number)
    comment, form = holder.row, AgainForm(request.POST)
    if form.is_valid() and act(
        request, form, lambda: _done(resubmit_comment(comment, by=holder.by, body=form.cleaned_data["body"]))
    ):
        return redirect("public:tracked", holder.receipt.number)
    return _page(request, holder, again=form)


@never_cache
@require_POST
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """The holder takes a comment back."""
    holder = holder_of(request, number)
    if holder is None or not isinstance(holder.row, Comment):
        return _ask(number)
    comment, form = holder.row, SureForm(request.POST)
    if form.is_valid() and act(request, form, lambda: _done(withdraw_comment(comment, by=holder.by))):
        return redirect("public:tracked", holder.receipt.number)
    return _page(request, holder, sure=form)


@never_cache
@require_POST
def rate(request: HttpRequest, number: str) -> HttpResponse:
    """The holder says how good the answer was."""
    holder = holder_of(request, number)
    if holder is None or not isinstance(holder.row, Question):
        return _ask(number)
    question, form = holder.row, RateForm(request.POST)
    if form.is_valid() and act(request, form, lambda: _done(rate_question(question, **_rating(form)))):
        return redirect("public:tracked", holder.receipt.number)
    return _page(request, holder, rating=form)


@never_cache
@require_http_methods(["GET", "HEAD"])
def proof(request: HttpRequest, number: str) -> HttpResponse:
    """The proof that it stands in the ledger, as a file; 404 while it does not yet."""
    holder = holder_of(request, number)
    if holder is None:
        return _ask(number)
    if (text := proof_of(holder.receipt)) is None:
        raise Http404
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{holder.receipt.number}.tlog-proof"'
    return response


def _rating(form: RateForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("rating", "note")}


def _done(_row: object) -> None:
    """An act without an answer of its own."""


def _ask(number: str) -> HttpResponse:
    return redirect(f"{receipt_detail.TRACK}?number={number[:40]}")


def _page(request: HttpRequest, holder: ReceiptHolder, **forms: OnceForm) -> HttpResponse:
    context: dict[str, Any] = {
        "receipt": holder.receipt,
        "is_proven": tree.is_signed(holder.receipt.leaf),
        "integrate_by": integrate_by(holder.receipt.leaf),
        "by_code": has_shown_code(request, holder.receipt.number),
        **receipt_detail.context_of(holder.row),
        **forms,
    }
    return render(request, context["template"], context, status=422 if forms else 200)
