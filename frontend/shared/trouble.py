"""For forms that come back because the machine refused; frontend.trouble gives their pages the status 503."""

from django.http import HttpRequest

from participation import trouble
from participation.trouble import Trouble, trouble_in


def met(request: HttpRequest, problem: Exception) -> Trouble | None:
    """The trouble for which a form comes back; None when there would be nothing to draw it with, or it is a fault."""
    found = trouble_in(problem)
    if found not in (Trouble.FULL, Trouble.READ_ONLY):
        return None
    trouble.note(found)
    request.met_trouble = found  # type: ignore[attr-defined]
    return found
