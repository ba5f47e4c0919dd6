"""The log for everyone, as c2sp.org/tlog-tiles lays it out: hashes and signatures, nothing about anybody."""

import re

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from participation.ledger import tree
from participation.ledger.checking import verifiers
from participation.ledger.models import Checkpoint

PLACE = re.compile(r"((?:x\d{3}/){0,6}\d{3})(?:\.p/([1-9]\d{0,2}))?", re.ASCII)
FOREVER = "public, max-age=31536000, immutable"
SECONDS = "public, max-age=3"


@require_safe
def checkpoint(request: object) -> HttpResponse:
    """The newest signed head of the tree."""
    return _text(_head().note)


@require_safe
def vkey(request: object) -> HttpResponse:
    """The keys that the log has said sign for it, the newest first; whoever checks keeps a copy from elsewhere."""
    _head()
    return _text("".join(f"{each}\n" for each in reversed(verifiers())))


@require_safe
def tile(request: object, level: str, place: str) -> HttpResponse:
    """Hashes of the tree."""
    return _forever(tree.tile(int(level), *_place(place, int(level))))


@require_safe
def entries(request: object, place: str) -> HttpResponse:
    """The entries under a tile of level 0."""
    return _forever(tree.bundle(*_place(place, 0)))


def _head() -> Checkpoint:
    head = tree.newest()
    if head is None:
        raise Http404("the log has no entry yet")
    return head


def _place(place: str, level: int) -> tuple[int, int]:
    """The number and width of a tile that the checkpointed tree has. Raises Http404."""
    found = PLACE.fullmatch(place)
    number = int(re.sub(r"[x/]", "", found[1])) if found else 0
    if found is None or found[1] != tree.path_of(number) or level > 63:
        raise Http404
    width = int(found[2] or tree.WIDTH)
    if width > tree.WIDTH - bool(found[2]) or width > tree.width_of(level, number, _head().size):
        raise Http404
    return number, width


def _text(text: str) -> HttpResponse:
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers={"Cache-Control": SECONDS})


def _forever(content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type="application/octet-stream", headers={"Cache-Control": FOREVER})
