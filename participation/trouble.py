"""What the machine under the site can refuse: room on its disk, writing, a sound database, an answer.

These are no faults of the code. Whoever reads or sends is told so in a sentence; whoever runs the site is told what to
do, in one line and not in a traceback.
"""

import errno
import logging
import shutil
import time
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext_lazy as _

log = logging.getLogger(__name__)
SAID_AGAIN = 60.0  # seconds until the same line is written once more
FRESH = 10.0  # seconds for which a refusal counts as the state of things
LEAST_FILE = 64 * 1024  # bytes: less than the tables take without a row in them
LEAST_ROOM = 4 * 1024 * 1024  # bytes: what SQLite's log takes at most before it is worked in


class Trouble(Enum):
    """Its kinds."""

    FULL = "full"
    READ_ONLY = "read-only"
    DAMAGED = "damaged"
    AWAY = "away"

    @property
    def message(self) -> str:
        """What the public is told, in the reader's language."""
        return str(MESSAGES[self])


MESSAGES = {
    Trouble.FULL: _("There is no room left on the server, so nothing can be taken at the moment."),
    Trouble.READ_ONLY: _("Nothing can be written on the server at the moment, so nothing can be taken."),
    Trouble.DAMAGED: _(
        "The database of this site is damaged. The people who run it have to put it in order."
    ),
    Trouble.AWAY: _("The database of this site does not answer at the moment."),
}
ADVICE = {
    Trouble.FULL: "The disk is full ({data}). Make room there; nothing that was acknowledged is lost.",
    Trouble.READ_ONLY: "The database or its folder cannot be written ({database}). Give this user the right to write "
    "there, or mount the disk for writing; see docs/deployment.md.",
    Trouble.DAMAGED: "The database or its disk is damaged ({database}). Stop the server, set the file and those beside "
    "it aside, and put your last backup in its place; see docs/deployment.md.",
    Trouble.AWAY: "The database does not answer ({database}). See that it runs and that DATABASE_URL is right.",
}
OF_THE_SYSTEM = {
    errno.ENOSPC: Trouble.FULL,
    errno.EDQUOT: Trouble.FULL,
    errno.EROFS: Trouble.READ_ONLY,
}
OF_SQLITE = {
    "SQLITE_FULL": Trouble.FULL,
    "SQLITE_READONLY": Trouble.READ_ONLY,
    "SQLITE_CORRUPT": Trouble.DAMAGED,
    "SQLITE_NOTADB": Trouble.DAMAGED,
}
OF_POSTGRESQL = {
    "53100": Trouble.FULL,  # disk_full
    "25006": Trouble.READ_ONLY,  # read_only_sql_transaction: a stand-by
    "XX001": Trouble.DAMAGED,  # data_corrupted
    "XX002": Trouble.DAMAGED,  # index_corrupted
}


def trouble_in(problem: BaseException | None) -> Trouble | None:
    """The trouble behind an exception; None for a fault of the code."""
    return next((found for each in _chain(problem) if (found := _kind_of(each))), None)


def advice(trouble: Trouble) -> str:
    """What to do about it, for whoever runs the site."""
    return ADVICE[trouble].format(data=settings.DATA_DIR, database=connection.settings_dict["NAME"])


def note(trouble: Trouble) -> None:
    """Write the advice into the log, once a minute; and let `is_fresh` know."""
    now = time.monotonic()
    _last_seen[trouble] = now
    if now - _last_said.get(trouble, -SAID_AGAIN) >= SAID_AGAIN:
        _last_said[trouble] = now
        log.error("%s", advice(trouble))


def is_fresh(trouble: Trouble) -> bool:
    """Whether this process met it in the last seconds."""
    return time.monotonic() - _last_seen.get(trouble, -FRESH) < FRESH


def has_room() -> bool:
    """Whether something can still be taken: room in DATA_DIR, and no disk that lately refused."""
    return shutil.disk_usage(settings.DATA_DIR).free >= LEAST_ROOM and not is_fresh(Trouble.FULL)


class InOneSentence(logging.Filter):
    """For the log: where a traceback would tell of such trouble, the advice stands instead."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Drops the record when the advice has been written already."""
        if record.exc_info and (trouble := trouble_in(record.exc_info[1])):
            note(trouble)
            return False
        return True


_last_seen: dict[Trouble, float] = {}
_last_said: dict[Trouble, float] = {}


def _chain(problem: BaseException | None) -> Iterator[BaseException]:
    while problem is not None:
        yield problem
        problem = problem.__cause__ or (None if problem.__suppress_context__ else problem.__context__)


def _kind_of(problem: Any) -> Trouble | None:
    if isinstance(problem, PermissionError):
        return Trouble.READ_ONLY if str(problem.filename).startswith(str(settings.DATA_DIR)) else None
    if isinstance(problem, OSError):
        return OF_THE_SYSTEM.get(problem.errno or 0)
    if name := getattr(problem, "sqlite_errorname", ""):
        return _of_sqlite(name)
    if state := getattr(problem, "sqlstate", ""):
        away = state[:2] == "08" or state[:3] == "57P"  # connections; the server is being stopped or started
        return Trouble.AWAY if away else OF_POSTGRESQL.get(state)
    return (
        Trouble.AWAY if type(problem).__module__.startswith("psycopg") and _is_operational(problem) else None
    )


def _of_sqlite(name: str) -> Trouble | None:
    base = "_".join(name.split("_")[:2])
    if base in ("SQLITE_ERROR", "SQLITE_BUSY") and _is_emptied():
        return Trouble.DAMAGED
    if base in ("SQLITE_IOERR", "SQLITE_CANTOPEN"):  # of many causes: a log that could not be made, or grow
        full = shutil.disk_usage(settings.DATA_DIR).free < LEAST_ROOM
        return Trouble.FULL if full else Trouble.READ_ONLY if base == "SQLITE_CANTOPEN" else Trouble.DAMAGED
    return OF_SQLITE.get(base)


def _is_emptied() -> bool:
    """Whether the file is gone, or smaller than its tables: somebody took it away under the running site."""
    path = Path(connection.settings_dict["NAME"])
    return not path.exists() or path.stat().st_size < LEAST_FILE


def _is_operational(problem: BaseException) -> bool:
    return any(kind.__name__ == "OperationalError" for kind in type(problem).__mro__)
