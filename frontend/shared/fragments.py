"""Whether htmx asks for a piece of a page. A view that answers it must also vary on the header."""

from django.http import HttpRequest


def is_fragment(request: HttpRequest) -> bool:
    """Whether only the fragment is wanted; a page restored from history is wanted whole."""
    headers = request.headers
    return headers.get("HX-Request") == "true" and headers.get("HX-History-Restore-Request") != "true"
