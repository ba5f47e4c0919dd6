"""What the machine refuses is told from faults of the code."""

import errno
import logging
import sqlite3
from pathlib import Path

import psycopg
import pytest
from django.db import OperationalError, ProgrammingError
from psycopg_pool import PoolTimeout
from pytest_django import Settings

from participation import trouble
from participation.config.prepare import give_up
from participation.trouble import Trouble, trouble_in


def of_sqlite(name: str) -> sqlite3.OperationalError:
    found = sqlite3.OperationalError("it says something")
    found.sqlite_errorname = name
    return found


def wrapped(cause: Exception) -> OperationalError:
    """As Django raises it."""
    found = OperationalError(*cause.args)
    found.__cause__ = cause
    return found


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("problem", "found"),
    [
        (wrapped(of_sqlite("SQLITE_FULL")), Trouble.FULL),
        (wrapped(of_sqlite("SQLITE_READONLY_DBMOVED")), Trouble.READ_ONLY),
        (wrapped(of_sqlite("SQLITE_CORRUPT_INDEX")), Trouble.DAMAGED),
        (wrapped(of_sqlite("SQLITE_NOTADB")), Trouble.DAMAGED),
        (wrapped(of_sqlite("SQLITE_IOERR_READ")), Trouble.DAMAGED),
        (wrapped(psycopg.errors.DiskFull("full")), Trouble.FULL),
        (wrapped(psycopg.errors.ReadOnlySqlTransaction("a stand-by")), Trouble.READ_ONLY),
        (wrapped(psycopg.errors.AdminShutdown("it is stopped")), Trouble.AWAY),
        (wrapped(psycopg.OperationalError("connection refused")), Trouble.AWAY),
        (wrapped(PoolTimeout("no connection")), Trouble.AWAY),
        (OSError(errno.ENOSPC, "No space left on device"), Trouble.FULL),
        (OSError(errno.EDQUOT, "Quota exceeded"), Trouble.FULL),
        (wrapped(psycopg.errors.DeadlockDetected("two at once")), None),
        (ProgrammingError("no such function"), None),
        (OSError(errno.ECONNREFUSED, "Connection refused"), None),
        (PermissionError(errno.EACCES, "Permission denied", "/etc/shadow"), None),
        (ValueError("a fault"), None),
        (None, None),
    ],
)
def test_each_by_what_the_database_or_the_system_calls_it(
    problem: Exception | None, found: Trouble | None
) -> None:
    assert trouble_in(problem) is found


@pytest.mark.django_db
def test_a_folder_that_was_never_set_up_is_not_said_to_be_damaged(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.DATA_DIR = tmp_path
    damaged = wrapped(of_sqlite("SQLITE_CORRUPT"))
    assert give_up(damaged) == 1
    said = capsys.readouterr().err
    assert f"No site has been set up in {tmp_path}" in said and "backup" not in said
    (tmp_path / "prepare.lock").touch()
    assert give_up(damaged) == 1 and "backup" in capsys.readouterr().err


def test_a_folder_of_ours_without_the_right_to_write_is_trouble(settings: Settings) -> None:
    inside = str(Path(settings.DATA_DIR) / "serve.lock")
    assert trouble_in(PermissionError(errno.EACCES, "Permission denied", inside)) is Trouble.READ_ONLY


def test_what_was_not_meant_to_be_seen_is_not_looked_behind() -> None:
    try:
        try:
            raise OSError(errno.ENOSPC, "full")
        except OSError:
            raise ValueError("something else") from None
    except ValueError as problem:
        assert trouble_in(problem) is None


def test_the_log_tells_it_once_in_a_sentence(caplog: pytest.LogCaptureFixture) -> None:
    trouble._last_said.clear()
    problem = OSError(errno.ENOSPC, "full")
    record = logging.LogRecord("x", logging.ERROR, "", 0, "a page failed", (), (OSError, problem, None))
    sieve = trouble.InOneSentence()
    assert not sieve.filter(record) and not sieve.filter(record)
    assert [each.message for each in caplog.records] == [trouble.advice(Trouble.FULL)]
    record.exc_info = (ValueError, ValueError(), None)
    assert sieve.filter(record)
    trouble._last_seen.clear()
