"""Saying to colleagues who is on what."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from frontend.desk.access import DeskRequest, at_desk
from frontend.desk.claims.kinds import SHARED
from participation.claims.actions import let_go, take


@at_desk
@require_POST
def claim(request: DeskRequest, kind: str, pk: int, way: str) -> HttpResponse:
    """Take it, or let go of it. What one does not work on, and what is done, is not here."""
    if kind not in SHARED or way not in ("take", "leave"):
        raise Http404
    if way == "leave":
        let_go(kind, pk, by=request.user)
        messages.success(request, _("You are not on it any more."))
        return _back(request)
    row = get_object_or_404(SHARED[kind].rows(request.user), pk=pk)
    before = take(kind, row.pk, by=request.user)
    said = (
        _("You are on it now. Before you it was %(name)s; tell them.") if before else _("You are on it now.")
    )
    messages.success(request, said % {"name": before} if before else said)
    return _back(request)


def _back(request: DeskRequest) -> HttpResponse:
    wanted = request.POST.get("next", "")
    is_safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(wanted if is_safe else "/desk/")
