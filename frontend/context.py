"""What every page needs to draw its frame: the site's name, the reader's preferences, the ways around."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from frontend.preferences.choices import Preferences, preferences_of
from participation.accounts.policies import is_official
from participation.accounts.second_factor import is_owed_by
from participation.delivery.sender import government_name, site_name


@dataclass(frozen=True, slots=True)
class Way:
    """One entry of a navigation."""

    path: str
    label: str | Promise
    is_here: bool = False


MAIN: tuple[tuple[str, Promise], ...] = (
    ("/", _("Home")),
    ("/consultations/", _("Consultations")),
    ("/interpretations/", _("Interpretations")),
    ("/questions/", _("Questions and answers")),
    ("/track/", _("Track an item")),
)
MORE: tuple[tuple[str, Promise], ...] = (
    ("/questions/ask/", _("Ask a question")),
    ("/decisions/", _("Decisions")),
    ("/rules/", _("Periods and rules")),
    ("/interviews/", _("Live interviews")),
    ("/disclosure/", _("Disclosure catalogue")),
    ("/statistics/", _("Statistics")),
    ("/verify/", _("Verify the record")),
    ("/privacy/", _("Privacy notice")),
    ("/search/", _("Search")),
    ("/api/v1/docs/", _("Open data and API")),
)


@cache
def _exists(path: str) -> bool:
    """Is there a page at `path`? A page that has not been built yet is left out of the navigation."""
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def ways(table: Iterable[tuple[str, str | Promise]], here: str) -> list[Way]:
    """The entries of `table` whose pages exist; the longest that leads `here` is marked."""
    found = [(path, label) for path, label in table if _exists(path)]
    leading = [path for path, _label in found if here == path or (path != "/" and here.startswith(path))]
    current = max(leading, key=len, default=None)
    return [Way(path, label, is_here=path == current) for path, label in found]


def site(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `portal`, `preferences`, and `form`, which a page with a form replaces by its own."""
    here = request.path
    prefs: Preferences = preferences_of(request)
    return {
        "portal": {
            "name": site_name,
            "government": government_name,
            "nav": ways(MAIN, here),
            "more": ways(MORE, here),
            "is_demo": settings.DEMO,
            "may_desk": lambda: is_official(request.user),
            "owes_second_factor": lambda: is_owed_by(request.user),
            # What answers a form (a receipt, whose code comes once; words to correct) stands at no address to return
            # to: there, the switches of the header would lose it and are left out.
            "here": "" if request.method == "POST" else request.get_full_path(),
        },
        "preferences": prefs,
        "form": None,
    }
