"""One's own data: name, telephone, language of mails, and the mail addresses."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from frontend.forms.acts import act
from frontend.public.account.forms import AddressForm, ProfileForm
from frontend.shared import throttle
from participation.accounts.models import User
from participation.accounts.own import (
    add_address,
    addresses_of,
    confirm_address,
    edit_own,
    make_primary,
    remove_address,
)
from participation.accounts.policies import can_change_own_identity
from participation.accounts.second_factor import has_one
from participation.delivery.mail import is_mail_sent
from participation.delivery.sms import is_offered
from participation.errors import Refused
from participation.notifications.choices import STEPS, choose, step_number, wants_steps
from participation.notifications.models import Way


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """Read and change them."""
    person = own_person(request)
    if request.method != "POST":
        return _page(request, person)
    form = ProfileForm(request.POST, may_name=can_change_own_identity(person))
    if form.is_valid() and act(request, form, lambda: _kept(person, form)):
        messages.success(request, _("Your data are kept."))
        return redirect("public:profile")
    return _page(request, person, form=form)


@never_cache
@login_required
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """One more address: the link that confirms it goes there."""
    person, form = own_person(request), AddressForm(request.POST)
    if form.is_valid() and act(request, form, lambda: _added(request, person, form)):
        messages.success(request, _("A link was mailed to the address. Open it to confirm that it is yours."))
        return redirect("public:profile")
    return _page(request, person, address=form)


@never_cache
@login_required
@require_POST
def change(request: HttpRequest, number: int, what: str) -> HttpResponse:
    """One address: `confirm` mails the link again, `primary` has mails go there, `remove` takes it off."""
    person = own_person(request)
    if what not in DEEDS:
        raise Http404
    do, done = DEEDS[what]
    try:
        do(person, number, by=person)
        messages.success(request, str(done))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("public:profile")


DEEDS: dict[str, tuple[Any, Promise]] = {
    "confirm": (
        confirm_address,
        gettext_lazy("A link was mailed to the address. Open it to confirm that it is yours."),
    ),
    "primary": (make_primary, gettext_lazy("Mails go to this address from now on.")),
    "remove": (remove_address, gettext_lazy("The address was taken off.")),
}


def _kept(person: User, form: ProfileForm) -> None:
    sent = {name: value for name, value in form.cleaned_data.items() if name in form.fields}
    sent.pop("idempotency_key")
    if (seen := sent.pop("revision")) is not None:
        person.revision = seen
    steps = sent.pop("steps")
    with transaction.atomic():
        edit_own(person, by=person, **sent)
        if steps != wants_steps(person):
            choose(person, ways={STEPS: Way.AT_ONCE if steps else Way.NONE})


def _added(request: HttpRequest, person: User, form: AddressForm) -> None:
    with throttle.posting(request):
        add_address(person, form.cleaned_data["email"], by=person)


def own_person(request: HttpRequest) -> User:
    """Who is signed in, as they stand now."""
    assert isinstance(request.user, User)
    return User.objects.select_related("news_choice", "phone_proof").get(pk=request.user.pk)


def _page(request: HttpRequest, person: User, **forms: Any) -> HttpResponse:
    may = can_change_own_identity(person)
    context = {
        "tab": "profile",
        "person": person,
        "may": may,
        "has_factor": has_one(person),
        "addresses": addresses_of(person),
        "sends_mail": is_mail_sent(),
        "form": forms.get("form") or ProfileForm.of(person, may_name=may),
        "address_form": forms.get("address") or AddressForm(),
        "is_texted": is_offered(),
        "texts_come": bool(step_number(person)),
    }
    return render(request, "public/account/profile.html", context, status=422 if forms else 200)
