"""A department that was renamed has another slug in its addresses; what is printed and linked still leads to it."""

from collections.abc import Callable
from typing import Any

from django.core.validators import slug_re
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse

from participation.accounts.queries import slug_today

MOST = 60
ASKED = ("department", "unit")  # the filters that name a department in the address


class FormerAddressMiddleware:
    """Who comes with a department's former slug, in the path or in what is asked, is sent to the one of today."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """301, as far as reading goes; a form that is sent finds nothing there, and says so."""
        asked = next((name for name in ASKED if name in request.GET), "")
        named = kwargs.get("department") or request.GET.get(asked, "")
        if request.method not in ("GET", "HEAD") or not _may_be_slug(named) or not (now := slug_today(named)):
            return None
        query, path = request.GET.copy(), request.path
        if "department" in kwargs:
            match = request.resolver_match
            assert match is not None
            path = reverse(match.view_name, kwargs={**kwargs, "department": now})
        else:
            query[asked] = now
        sent = HttpResponsePermanentRedirect(f"{path}?{query.urlencode()}" if query else path)
        sent["Cache-Control"] = "no-cache"  # a department may take its old slug back
        return sent


def _may_be_slug(text: str) -> bool:
    return len(text) <= MOST and slug_re.match(text) is not None
