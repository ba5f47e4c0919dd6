"""Each request has an id: in its answer, in every line of the log, and on the page that says that a fault occurred."""

import logging
import re
import time
import uuid
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-ID"
SANE = re.compile(r"[A-Za-z0-9._-]{8,64}")
log = logging.getLogger("participation.requests")


class RequestIdMiddleware:
    """Stands before all others. One line of the log a request: the pattern that was asked, not what stood in it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=_id_of(request)):
            response = self.get_response(request)
            response[HEADER] = current_id()
            match = request.resolver_match
            said = {
                "method": request.method, "route": match.route if match else "", "status": response.status_code,
                "ms": round((time.perf_counter() - began) * 1000),
            }  # fmt: skip
            log.info("request", extra=said)
        return response


def current_id() -> str:
    """That of the request under way; empty outside one."""
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))


def _id_of(request: HttpRequest) -> str:
    """A proxy's, where it has the look of one; else a new one."""
    given = request.headers.get(HEADER, "")
    return given if SANE.fullmatch(given) else uuid.uuid4().hex
