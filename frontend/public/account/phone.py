"""Text messages to the own mobile number: proving with a code that it is one's own, and choosing them."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from frontend.forms.acts import show as show_refusal
from frontend.public.account.forms import CodeForm
from frontend.public.account.profile import own_person
from participation.accounts.models import User
from participation.accounts.phones import is_code_out, number_of, prove_number, proved_number, send_code
from participation.delivery.sms import is_offered
from participation.errors import Refused
from participation.notifications.choices import choose, wants_step_texts


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """How it stands; the code is typed in here, and a wrong one stays in its field."""
    person = _texted(request)
    form = CodeForm(request.POST) if request.method == "POST" else None
    if form and form.is_valid() and _is_proved(person, form):
        messages.success(request, _("The number is confirmed."))
        return redirect("public:phone")
    context = {
        "tab": "profile", "person": person, "number": number_of(person), "chosen": wants_step_texts(person),
        "is_proved": bool(proved_number(person)), "form": form or (CodeForm() if is_code_out(person) else None),
    }  # fmt: skip
    return render(request, "public/account/phone.html", context, status=422 if form else 200)


@never_cache
@login_required
@require_POST
def change(request: HttpRequest, what: str) -> HttpResponse:
    """`code` texts one, `on` chooses text messages, `off` ends them."""
    person = _texted(request)
    if what not in ACTS:
        raise Http404
    do, done = ACTS[what]
    try:
        do(person)
        messages.success(request, str(done))
    except Refused as refused:
        found = [str(each) for why in refused.errors.values() for each in why]
        messages.error(request, " ".join(found) or str(refused))
    return redirect("public:phone")


ACTS: dict[str, tuple[Callable[[User], object], Promise]] = {
    "code": (lambda person: send_code(person, by=person), gettext_lazy("A code was texted to your number.")),
    "on": (
        lambda person: choose(person, ways={}, step_texts=True),
        gettext_lazy("You are told by text message, too, from now on."),
    ),
    "off": (
        lambda person: choose(person, ways={}, step_texts=False),
        gettext_lazy("No more text messages come."),
    ),
}


def _is_proved(person: User, form: CodeForm) -> bool:
    """No key against a second tap: the first has proved it, and each wrong try is to count."""
    try:
        prove_number(person, form.cleaned_data["code"], by=person)
    except Refused as refused:
        show_refusal(form, refused)
        return False
    return True


def _texted(request: HttpRequest) -> User:
    """Where the site sends no text messages there is nothing here."""
    if not is_offered():
        raise Http404
    return own_person(request)
