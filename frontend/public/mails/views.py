"""Ending mails with one click, without signing in (RFC 8058): a page asks, a POST does it, also from a mail program."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from participation.delivery.addresses import is_ended, stop_mails, stop_named_by
from participation.notifications.choices import GROUPS
from participation.notifications.unsubscribing import DIGEST, named_by
from participation.notifications.unsubscribing import end_mails as end
from participation.notifications.unsubscribing import is_ended as were_ended


# A mail program posts without a cookie or a token: the signed link is what it shows.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop_steps(request: HttpRequest, token: str) -> HttpResponse:
    """A resident's: no more mails about one comment or question."""
    if (named := stop_named_by(token)) is None:
        raise Http404
    what = _("Mails about one of your comments or questions")
    return _asked(request, lambda: stop_mails(*named), what, was_ended=is_ended(*named))


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def end_mails(request: HttpRequest, token: str) -> HttpResponse:
    """An official's: no more mail of a group, or no digest."""
    if (named := named_by(token)) is None:
        raise Http404
    what = _("The morning's mail") if named.group == DIGEST else str(GROUPS[named.group].label)
    if named.is_stale:
        return render(request, "public/stop_mails_stale.html", {"what": what})
    return _asked(request, lambda: end(named), what, was_ended=were_ended(named), is_desk=True)


def _asked(
    request: HttpRequest, do: Callable[[], None], what: str, *, was_ended: bool, is_desk: bool = False
) -> HttpResponse:
    """GET changes nothing: programs that look at links for viruses follow them."""
    is_done = request.method == "POST"
    if is_done:
        do()
    context = {"what": what, "is_done": is_done, "was_ended": was_ended, "is_desk": is_desk}
    return render(request, "public/stop_mails.html", context)
