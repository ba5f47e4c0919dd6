"""Whether the process runs (`/livez`) and whether it can serve (`/readyz`): for service managers and balancers."""

from collections.abc import Callable

from django.conf import settings
from django.core.management import get_commands
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from consultations.models import Consultation
from participation import trouble
from participation.delivery import redis

_seen: set[str] = set()  # what cannot become untrue again while this process runs


@never_cache
def livez(request: HttpRequest) -> JsonResponse:
    """200 while the process answers at all."""
    return JsonResponse({"ok": True})


@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers, its tables fit the code, the demo (where wanted) is loaded and the disk has room.

    Else 503: what cannot take anything must ring a bell, though its pages can still be read.

    `redis` is named where REDIS_URL is set, and no reason for a 503: every server of the site goes on without it, and
    a balancer that believed otherwise would take them all out at once.
    """
    found = {"database": _holds(_database), "disk": trouble.has_room()}
    for name, check in (("migrations", _migrations), ("demo", _demo)):
        found[name] = found["database"] and _holds(check)
    ready = all(found.values())
    if settings.REDIS_URL:
        found["redis"] = redis.answers(settings.REDIS_URL)
    return JsonResponse({"ok": ready, **found}, status=200 if ready else 503)


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except DatabaseError:
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def _migrations() -> bool:
    if "migrations" not in _seen:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        _seen.add("migrations")
    return True


def _demo() -> bool:
    if not settings.DEMO or "load_demo" not in get_commands():
        return True
    if "demo" not in _seen and Consultation.objects.exists():
        _seen.add("demo")
    return "demo" in _seen
