"""What every page needs to draw its frame: the site's name, the reader's preferences, the ways around."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from frontend.preferences.choices import Preferences, preferences_of
from participation.accounts.policies import is_official
from participation.accounts.second_factor import is_owed_by

DEMO_COUNTY = Path(__file__).parent / "demo" / "content" / "county.toml"


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


@cache
def _demo_names() -> dict[str, str]:
    county: dict[str, str] = tomllib.loads(DEMO_COUNTY.read_text("utf-8"))["county"] if settings.DEMO else {}
    return county


def site_name() -> str:
    """The platform's name in the language now active: from the settings, else the demo county's."""
    english = not (get_language() or "zh").startswith("zh")
    names = _demo_names() if not (settings.SITE_NAME or settings.SITE_NAME_EN) else {}
    local = settings.SITE_NAME or names.get("site", "")
    return (
        (english and (settings.SITE_NAME_EN or names.get("site_en", "")))
        or local
        or gettext("Public Participation")
    )


def government_name() -> str:
    """The government behind the platform, or nothing when only the platform's name is set."""
    if settings.SITE_NAME or settings.SITE_NAME_EN:
        return ""
    english = not (get_language() or "zh").startswith("zh")
    return _demo_names().get("name_en" if english else "name", "")


def site(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `portal`, `preferences`, and `form`, which a page with a form replaces by its own."""
    here = request.path
    prefs: Preferences = preferences_of(request)
    return {
        "portal": {
            "name": site_name(),
            "government": government_name(),
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
