"""What a signed-in person has sent: comments and questions, each with where it stands."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from consultations.comments.queries import OVER
from consultations.models import Comment
from frontend.forms.acts import act
from frontend.public.account.forms import ClaimForm
from frontend.shared import throttle
from frontend.shared.paging import page_of
from participation.accounts.models import User
from participation.accounts.own import claim_item
from participation.ledger.idempotency import Answer
from responses.models import Question
from responses.questions.queries import WAITING


@never_cache
@login_required
@require_safe
def items(request: HttpRequest) -> HttpResponse:
    """Own comments and questions, newest first, each list with its pager; `?show=open|over` leaves some out."""
    comments = Comment.objects.filter(author=request.user.pk).select_related("consultation")
    questions = Question.objects.filter(author=request.user.pk).select_related("department")
    if (shown := request.GET.get("show", "")) == "open":
        comments, questions = comments.exclude(OVER), questions.filter(status__in=WAITING)
    elif shown == "over":
        comments, questions = comments.filter(OVER), questions.exclude(status__in=WAITING)
    context = {
        "tab": "items",
        "comments": page_of(request, comments, "-id", size=10, name="comments"),
        "questions": page_of(request, questions, "-id", size=10, name="questions"),
        "shown": shown if shown in ("open", "over") else "",
    }
    return render(request, "public/account/items.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest) -> HttpResponse:
    """Put among one's own what was sent without signing in, by number and code."""
    form = ClaimForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and act(request, form, lambda: _claimed(request, form)):
        messages.success(request, _("It is among your items now."))
        return redirect("public:own")
    return render(
        request,
        "public/account/claim.html",
        {"tab": "items", "form": form},
        status=422 if form.errors else 200,
    )


def _claimed(request: HttpRequest, form: ClaimForm) -> Answer:
    assert isinstance(request.user, User)
    sent = form.cleaned_data
    with throttle.guessing(request):
        return {"number": claim_item(sent["number"], sent["code"], by=request.user)}
