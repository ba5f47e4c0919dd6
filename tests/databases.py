"""The tests' databases, made once: the migrations run for a template, and every test process starts from a copy.

A template is kept between runs under a name that says which migrations made it. After a test that really commits, what
it left is swept out and what the migrations had put in stands there again.
"""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command
from django.db import connection, connections

from tests.services import ROOT

KEPT = ROOT / ".pytest_cache" / "databases"
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")


def fingerprint() -> str:
    """Changes with every migration and with whatever else shapes an empty database."""
    found = hashlib.sha256(django.__version__.encode())
    for path in [*sorted(ROOT.glob("*/migrations/*.py")), ROOT / "requirements.lock"]:
        found.update(path.read_bytes())
    return found.hexdigest()[:12]


@contextmanager
def test_database() -> Iterator[None]:
    """Point Django's connection at a fresh copy of the template for as long as the run lasts."""
    database = _Postgres() if connection.vendor == "postgresql" else _SQLite()
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        database.make_template()
    database.copy()
    try:
        yield
    finally:
        connections.close_all()
        database.drop()


def sweep_out() -> None:
    """Bring the database back to what the migrations left, after a test whose acts were committed."""
    (_Postgres if connection.vendor == "postgresql" else _SQLite).restore()


def _use(name: str) -> None:
    connections.close_all()
    connection.settings_dict["NAME"] = name


class _SQLite:
    template = KEPT / f"{fingerprint()}.sqlite3"

    def make_template(self) -> None:
        if self.template.exists():
            return
        new = self.template.with_suffix(".new")
        new.unlink(missing_ok=True)
        _use(str(new))
        call_command("migrate", interactive=False, verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        for old in KEPT.glob("*.sqlite3"):
            old.unlink()
        new.rename(self.template)

    def copy(self) -> None:
        _use(str(Path(connection.settings_dict["TEST"]["NAME"])))
        self.restore()

    @classmethod
    def restore(cls) -> None:
        connections.close_all()
        name = connection.settings_dict["NAME"]
        for beside in ("-wal", "-shm"):
            Path(f"{name}{beside}").unlink(missing_ok=True)
        shutil.copyfile(cls.template, name)

    def drop(self) -> None:
        """The folder goes with the process."""


class _Postgres:
    """The rows that migrations put in are kept in a schema of their own, `seed`, for `restore`."""

    def __init__(self) -> None:
        name = connection.settings_dict["NAME"]
        self.family = f"{name}_template_"
        self.template, self.name = f"{self.family}{fingerprint()}", f"test_{name}_{WORKER}"

    def make_template(self) -> None:
        with self._server() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [self.family])
            there = {name for (name,) in cursor.fetchall()}
            if self.template in there:
                return
            new = f"{self.template}_new"
            for old in there | {new}:
                cursor.execute(f"DROP DATABASE IF EXISTS {old} WITH (FORCE)")
            cursor.execute(f"CREATE DATABASE {new}")
        _use(new)
        call_command("migrate", interactive=False, verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute("CREATE SCHEMA seed")
            for table in _filled(cursor):
                cursor.execute(f'CREATE TABLE seed."{table}" AS TABLE public."{table}"')
        connection.close()
        with self._server() as cursor:
            cursor.execute(f"ALTER DATABASE {new} RENAME TO {self.template}")

    def copy(self) -> None:
        with self._server() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")
            cursor.execute(f"CREATE DATABASE {self.name} TEMPLATE {self.template}")
        _use(self.name)

    @classmethod
    def restore(cls) -> None:
        connections.close_all()
        with connection.cursor() as cursor:
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'seed'")
            seeded = [table for (table,) in cursor.fetchall()]
            cursor.execute("BEGIN")  # foreign keys are asked at its end, so the order does not matter
            for table in _filled(cursor):
                cursor.execute(f'DELETE FROM public."{table}"')
            for table in seeded:
                cursor.execute(f'INSERT INTO public."{table}" SELECT * FROM seed."{table}"')
            cursor.execute("COMMIT")

    def drop(self) -> None:
        with self._server() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")

    @contextmanager
    def _server(self) -> Iterator[Any]:
        with closing(_maintenance()) as server, server.cursor() as cursor:
            yield cursor


def _maintenance() -> Any:
    """A connection to the server itself, in no transaction."""
    parameters = connection.get_connection_params() | {"dbname": "postgres", "autocommit": True}
    server = connection.get_new_connection(parameters)
    server.autocommit = True
    return server


def _filled(cursor: Any) -> list[str]:
    """The tables of the site that hold rows."""
    tables = connection.introspection.table_names(cursor)
    cursor.execute(" UNION ALL ".join(f"(SELECT '{table}' FROM \"{table}\" LIMIT 1)" for table in tables))
    return [table for (table,) in cursor.fetchall()]
