from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from django.views.i18n import set_language as django_set_language

from frontend.preferences.choices import COOKIES, chosen

A_YEAR = 365 * 24 * 3600

# These forms stand on every page. They change nothing but the reader's own view, so they carry no token:
# a public page stays the same for everybody, and nobody who only reads is given a cookie.
set_language = csrf_exempt(django_set_language)


@csrf_exempt
@require_POST
def set_preferences(request: HttpRequest) -> HttpResponse:
    """Keep what was chosen for a year and go back to the page."""
    wanted = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(wanted if safe else "/")
    for name in COOKIES:
        if name in request.POST:
            response.set_cookie(
                name,
                chosen(name, request.POST[name]),
                max_age=A_YEAR,
                samesite="Lax",
                httponly=True,
                secure=settings.SESSION_COOKIE_SECURE,
            )
    return response
