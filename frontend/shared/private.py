"""What only some may read at an address that others share: no cache keeps it, and no “back” on a borrowed screen."""

from collections.abc import Callable

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse

OWN = ("/accounts/", "/desk/", "/admin/", "/track/")  # under these everything is somebody's own


class NoStoreMiddleware:
    """`private, no-store` for every answer under such an address or marked by its view; the rest stays as it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        private = request.path_info.startswith(OWN) or hasattr(request, "is_private")
        if private and "no-store" not in response.get("Cache-Control", ""):
            response["Cache-Control"] = "private, no-store"
        return response


def keep_private(request: HttpRequest) -> None:
    """The answer to this request is for this person only."""
    request.is_private = True  # type: ignore[attr-defined]


def keep_private_unless(public: QuerySet[Model], request: HttpRequest, row: Model) -> None:
    """The same, when `row` is not among what everybody may read. Costs a query, and strangers none."""
    if request.user.is_authenticated and not public.filter(pk=row.pk).exists():
        keep_private(request)
