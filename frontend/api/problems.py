"""Every error of the API as RFC 9457 problem+json: `type, title, status, detail, errors`."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from frontend.shared.throttle import TooMany
from participation import trouble
from participation.errors import (
    Conflict,
    Incomplete,
    Invalid,
    InvalidMove,
    NotPermitted,
    Refused,
    WindowClosed,
)
from participation.ledger.idempotency import KeyReused

MEDIA_TYPE = "application/problem+json"
KINDS = "/api/v1/docs/#"  # a problem's type leads to the place in the docs that explains it
NOT_FOUND = gettext_lazy("There is nothing at this address.")
Fields = dict[str, list[str]]

# The first that fits: status, the type's name, its title.
REFUSALS: tuple[tuple[type[Refused], int, str, Any], ...] = (
    (TooMany, 429, "too-many", gettext_lazy("Too many requests")),
    (KeyReused, 409, "key-reused", gettext_lazy("The Idempotency-Key was used for another body")),
    (Conflict, 409, "conflict", gettext_lazy("Somebody else was faster")),
    (InvalidMove, 409, "invalid-move", gettext_lazy("Not possible in this state")),
    (WindowClosed, 409, "window-closed", gettext_lazy("Outside the period")),
    (NotPermitted, 403, "not-permitted", gettext_lazy("Not permitted")),
    (Incomplete, 422, "incomplete", gettext_lazy("Something is missing")),
    (Invalid, 400, "invalid", gettext_lazy("The input cannot be taken")),
    (Refused, 400, "refused", gettext_lazy("Refused")),
)


class TooLarge(exceptions.APIException):
    """The body is larger than anything this API takes."""

    status_code = 413
    default_detail = gettext_lazy("The body is too large.")


def document(
    status: int, detail: str, *, kind: str = "", title: str = "", errors: Fields | None = None
) -> dict[str, Any]:
    """A problem document. Without `kind` the status says it all (`about:blank`)."""
    return {
        "type": KINDS + kind if kind else "about:blank",
        "title": title or HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "errors": errors or {},
    }


def plain(request: HttpRequest, status: int, detail: str) -> JsonResponse:
    """A problem from outside the API's views: unknown paths and what Django refuses by itself."""
    return JsonResponse(
        document(status, detail),
        status=status,
        content_type=MEDIA_TYPE,
        json_dumps_params={"ensure_ascii": False},
    )


def handle(exc: Exception, context: Mapping[str, Any]) -> Response | None:
    """DRF's exception handler. What it does not know stays an exception: Django logs it and answers 500."""
    if isinstance(exc, Refused):
        answer = _refused(exc)
    elif isinstance(exc, Http404):
        answer = _answer(404, str(NOT_FOUND))
    elif isinstance(exc, PermissionDenied):
        answer = _answer(403, _("This is not permitted."))
    elif isinstance(exc, exceptions.APIException):
        answer = _http(exc)
    elif found := trouble.trouble_in(exc):
        trouble.note(found)
        answer = _answer(503, found.message)
        answer["Retry-After"] = "300"
    else:
        return None
    set_rollback()
    return answer


def _refused(exc: Refused) -> Response:
    status, kind, title = next((s, k, t) for cls, s, k, t in REFUSALS if isinstance(exc, cls))
    errors = {field: [str(message) for message in found] for field, found in exc.errors.items()}
    answer = _answer(status, str(exc), kind=kind, title=str(title), errors=errors)
    if isinstance(exc, TooMany):
        answer["Retry-After"] = str(exc.seconds)
    return answer


def _http(exc: exceptions.APIException) -> Response:
    if isinstance(exc, exceptions.ValidationError):
        errors = _by_field(exc.detail)
        return _answer(400, _("Some of the input cannot be taken."), kind="invalid", errors=errors)
    answer = _answer(exc.status_code, str(exc.detail))
    if header := getattr(exc, "auth_header", None):
        answer["WWW-Authenticate"] = header
    return answer


def _answer(status: int, detail: str, **more: Any) -> Response:
    return Response(document(status, detail, **more), status=status, content_type=MEDIA_TYPE)


def _by_field(detail: Any, path: str = "") -> Fields:
    """DRF's nested error details as one flat table: `about.kind` → its sentences."""
    if isinstance(detail, Mapping):
        found: Fields = {}
        for name, inner in detail.items():
            found |= _by_field(inner, f"{path}.{name}" if path else str(name))
        return found
    messages = detail if isinstance(detail, list) else [detail]
    return {path or "body": [str(each) for each in messages]}
