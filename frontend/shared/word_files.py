"""Texts and comparisons as Word files, for reading, printing and working on."""

from collections.abc import Callable
from hashlib import sha256
from urllib.parse import quote

from django.core.cache import cache
from django.http import HttpResponse

HOUR = 3600
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def kept(*parts: object, make: Callable[[], bytes]) -> bytes:
    """What was made of published versions, which stand still; made once an hour at most for the same `parts`."""
    key = f"docx:{sha256(repr(parts).encode()).hexdigest()}"
    return bytes(cache.get_or_set(key, make, HOUR) or make())


def word_file(content: bytes, title: str) -> HttpResponse:
    """Always an attachment; the name in UTF-8 (RFC 6266) with a plain one beside it."""
    name = quote("".join(c for c in title if c.isalnum() or c in "（）《》-_ ")[:60] or "text")
    headers = {"Content-Disposition": f"attachment; filename=\"text.docx\"; filename*=UTF-8''{name}.docx"}
    return HttpResponse(content, content_type=WORD, headers=headers)
