"""What all views of the API share: JSON in and out, problems for errors, cursors for lists, keys for posts."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import IO, Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import NotFound, ParseError, ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.parsers import JSONParser
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from frontend.api.filters import Backend
from frontend.api.problems import TooLarge
from frontend.api.schema import ProblemSchema
from frontend.shared import throttle
from participation.ledger.idempotency import Answer, run_once

KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="Up to 255 characters, drawn anew for each act. The same key with the same body gives the first "
    "answer again for 24 hours; with another body it is refused (409).",
)
MOST_BYTES = 256 * 1024
MOST_KEY = 255


class SmallJSONParser(JSONParser):
    """JSON of a size that a person can have written; nothing a client sends makes it raise anything but 4xx."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        body = stream.read(MOST_BYTES + 1)
        if len(body) > MOST_BYTES:
            raise TooLarge
        try:
            found: Any = super().parse(BytesIO(body), media_type, parser_context)
        except RecursionError:
            raise ParseError(_("This JSON is nested too deeply.")) from None
        except ParseError as error:
            raise ParseError(_("This is not JSON: %(fault)s") % {"fault": error.detail}) from None
        if not isinstance(found, dict):
            raise ParseError(_("Send one JSON object."))
        return found


class AlwaysJSON(BaseContentNegotiation):
    """There is one representation; whatever Accept says, this is it."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        wanted = (request.content_type or "").partition(";")[0].strip().lower()
        return next((each for each in parsers if each.media_type == wanted), None)

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        return renderers[0], renderers[0].media_type


class ByCursor(CursorPagination):
    """Keyset pages, newest first: never slower further back, and nothing seen twice while rows come in."""

    ordering = "-id"
    page_size = 20
    page_size_query_param = "page_size"
    max_page_size = 100

    def decode_cursor(self, request: Request) -> Cursor | None:
        try:
            cursor = super().decode_cursor(request)
            if cursor is not None and cursor.position is not None and not 0 <= int(cursor.position) < 2**63:
                raise ValueError
        except (NotFound, ValueError):
            raise ValidationError({"cursor": [_("This is not a cursor of this list.")]}) from None
        return cursor

    def get_page_size(self, request: Request) -> int:
        given = request.query_params.get(self.page_size_query_param or "")
        if given is None:
            return self.page_size
        if not given.isascii() or not given.isdigit() or not 1 <= int(given[:9]) <= self.max_page_size:
            message = _("A whole number from 1 to %(most)d.") % {"most": self.max_page_size}
            raise ValidationError({"page_size": [message]})
        return int(given)


class View(GenericAPIView[Any]):
    """A view of the API. Everybody is shown the same: what is public."""

    parser_classes = (SmallJSONParser,)
    renderer_classes = (JSONRenderer,)
    filter_backends = (Backend,)
    content_negotiation_class = AlwaysJSON
    pagination_class = ByCursor
    http_method_names = ("get", "head", "post")
    schema = ProblemSchema()

    def listed(self, rows: QuerySet[Any]) -> Response:
        """One page of `rows` as this view's serializer writes them."""
        page = self.paginate_queryset(self.filter_queryset(rows))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


def post_once(request: Request, act: Callable[[], Answer]) -> Response:
    """Do a resident's act once for the request's Idempotency-Key, within what an address may send: 201.

    A replay costs nothing and is answered even when the address has sent its share.
    """

    def accepted() -> Answer:
        with throttle.posting(request._request):
            return act()

    scope = f"{request.path} {request.user.pk or ''}"
    answer, _replayed = run_once(_key(request), scope, request.data, accepted)
    response = Response(answer, status=201)
    response["Cache-Control"] = "no-store"  # it holds the look-up code
    return response


def _key(request: Request) -> str:
    key: str | None = request.headers.get("Idempotency-Key")
    if key is None:
        return ""
    if not key.strip() or len(key) > MOST_KEY:
        message = _("A key has 1 to %(most)d characters.") % {"most": MOST_KEY}
        raise ValidationError({"Idempotency-Key": [message]})
    return key
