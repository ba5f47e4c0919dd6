"""Where one is signed in, and ending it from afar."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from participation.accounts import sessions
from participation.accounts.models import User


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def open_sessions(request: HttpRequest) -> HttpResponse:
    """One's own, with this one marked."""
    assert isinstance(request.user, User)
    if request.method == "POST":
        ended = _end(request, request.user, request.POST.get("end", ""))
        said = ngettext("%(n)d session was ended.", "%(n)d sessions were ended.", ended) % {"n": ended}
        messages.success(request, said if ended else _("It had ended already."))
        return HttpResponseRedirect(reverse("open_sessions"))
    rows = list(sessions.open_sessions(request.user))
    this = request.session.session_key
    context = {"sessions": rows, "this": this, "others": any(row.session_key != this for row in rows)}
    return render(request, "account/sessions.html", context)


def _end(request: HttpRequest, user: User, which: str) -> int:
    this = str(request.session.session_key)
    if which == "others":
        return sessions.end_sessions(user, but=this)
    return sessions.end_sessions(user, only=int(which), but=this) if which.isdecimal() else 0
