"""What is kept of a person: to be fetched as one file, and to be deleted."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import formats
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frontend.forms.acts import act
from frontend.public.account.export import everything_of
from frontend.public.account.forms import LeaveForm
from frontend.public.account.readings import readings_of
from frontend.shared import throttle
from participation import clock
from participation.accounts.leaving import DAYS_TO_THINK, ask_to_leave, renew_codes, undecided, waiting
from participation.accounts.models import User
from participation.accounts.policies import can_leave
from participation.ledger.audit import record
from participation.ledger.idempotency import Answer


@never_cache
@login_required
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """What one can do with what is kept."""
    person = _person(request)
    context = {"tab": "data", "may_leave": can_leave(person), "readings": readings_of(person)}
    return render(request, "public/account/data.html", context)


@never_cache
@login_required
@require_POST
def download(request: HttpRequest) -> FileResponse:
    """Everything as one .zip; that it was fetched is put on record."""
    person = _person(request)
    record("person.exported", person, by=person)
    name = f"my-data-{clock.today().isoformat()}.zip"
    return FileResponse(
        everything_of(person), as_attachment=True, filename=name, content_type="application/zip"
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Have the account deleted: says what goes and what stays, asks for the password."""
    person = _person(request)
    left, numbers = undecided(person), waiting(person)
    sent = request.POST if request.method == "POST" else None
    form = LeaveForm(sent, undecided=left, waiting=numbers)
    if form.is_valid() and (answer := act(request, form, lambda: _asked(request, person, form))):
        person.refresh_from_db()
        day = formats.date_format(clock.day_of(person.leaves_at or clock.now()), "DATE_FORMAT")
        logout(request)
        if answer["codes"]:  # told in this answer and never again
            return render(request, "public/account/left.html", {"day": day, "codes": answer["codes"]})
        messages.success(
            request,
            _("Your account will be deleted on %(day)s. Sign in before that to keep it.") % {"day": day},
        )
        return redirect("public:home")
    context = {
        "tab": "data",
        "form": form,
        "may_leave": can_leave(person),
        "days": DAYS_TO_THINK,
        "undecided": left,
        "waiting": numbers,
    }
    return render(request, "public/account/leave.html", context, status=422 if form.errors else 200)


def _asked(request: HttpRequest, person: User, form: LeaveForm) -> Answer:
    sent = form.cleaned_data
    with throttle.guessing(request):
        ask_to_leave(
            person, by=person, password=sent["password"], take_back=sent.get("unweighed") == "take_back"
        )
    return {"codes": renew_codes(person, by=person) if sent.get("codes") else []}


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return User.objects.get(pk=request.user.pk)
