"""SQLite as a site's database: looked at before the site starts, and held open while it runs."""

from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

LOOKED_THROUGH = 64 * 1024 * 1024  # bytes; a larger file would hold up the start

_held: list[BaseDatabaseWrapper] = []


class Damaged(DatabaseError):
    """SQLite reads the file and finds that it is not whole."""

    sqlite_errorname = "SQLITE_CORRUPT"


def check() -> None:
    """Raises DatabaseError when it is damaged or cannot be written."""
    if not settings.SQLITE:
        return
    path = Path(connection.settings_dict["NAME"])
    size = path.stat().st_size if path.exists() else None
    if size == 0 and settings.STATIC_ROOT.exists():
        raise Damaged("it is empty, and this DATA_DIR has been in use")
    with connection.cursor() as cursor:
        if (size or 0) <= LOOKED_THROUGH and (found := _ask(cursor, "PRAGMA quick_check(1)")) != "ok":
            raise Damaged(found)
        cursor.execute(
            f"PRAGMA user_version = {int(_ask(cursor, 'PRAGMA user_version'))}"
        )  # written as it is


def _ask(cursor: CursorWrapper, question: str) -> str:
    cursor.execute(question)
    return str(cursor.fetchone()[0])


def hold() -> None:
    """Keep one connection open. The last to close takes SQLite's log away, and on a full disk it cannot be made anew:
    then nobody could read either."""
    if settings.SQLITE:
        kept_open = connections.create_connection("default")
        kept_open.inc_thread_sharing()
        with kept_open.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM sqlite_master")
        _held.append(kept_open)


def let_go() -> None:
    """Close it."""
    while _held:
        _held.pop().close()
