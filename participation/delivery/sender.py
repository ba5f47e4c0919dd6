"""Whose site this is, as pages, mails and text messages say: as the operator set it, else the county's own name."""

from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

Names = tuple[str, str]  # of the government, in Chinese and in English
KEY = "site-names"
KEPT = 60  # seconds in which another process may still say the former name
_find: list[Callable[[], Names]] = []


def name_by(find: Callable[[], Names]) -> None:
    """Register who knows the county's names; empty ones where there is no county yet."""
    _find[:] = [find]


def forget_names(*_args: object, **_more: object) -> None:
    """They have been changed."""
    cache.delete(KEY)


def site_name() -> str:
    """The site's name in the language now active."""
    if set_name := _set_name():
        return set_name
    government = government_name()
    return (
        _("%(government)s · Public Participation") % {"government": government}
        if government
        else _("Public Participation")
    )


def government_name() -> str:
    """The government behind the site; nothing where the operator gave the site a name of its own, or before set-up."""
    if settings.SITE_NAME or settings.SITE_NAME_EN:
        return ""
    local, english = _names()
    return english if english and _is_english() else local


def _set_name() -> str:
    english: str = settings.SITE_NAME_EN if _is_english() else ""
    return english or settings.SITE_NAME or ""


def _is_english() -> bool:
    return not (get_language() or "zh").startswith("zh")


def _names() -> Names:
    """Kept for a moment: no page asks the database for it. With the database away the site has no county's name."""
    try:
        found: Names | None = cache.get_or_set(KEY, _find[0], KEPT) if _find else None
    except DatabaseError:
        found = None
    return found or ("", "")
