"""Runs a benchmark on SQLite and, with TEST_DATABASE_URL, on PostgreSQL too, each in a database made for it."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def on_each_database(measure: Callable[[], bool]) -> int:
    """Call `measure` in a process of its own on each; the exit code: 0 when it was content with all.

    Django is set up and the database empty when it is called, so what it needs of the site it imports itself.
    """
    if "BENCH_HERE" in os.environ:
        return 0 if _here(measure) else 1
    return max(_elsewhere(url) for url in filter(None, ["sqlite", os.environ.get("TEST_DATABASE_URL")]))


def _elsewhere(url: str) -> int:
    """The same script once more, with that database."""
    with tempfile.TemporaryDirectory() as folder:
        env = os.environ | {
            "BENCH_HERE": "1", "DJANGO_SETTINGS_MODULE": "participation.config.settings", "DATA_DIR": folder,
            "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3" if url == "sqlite" else url, "PYTHONPATH": str(ROOT),
        }  # fmt: skip
        return subprocess.run([sys.executable, *sys.argv], env=env, check=False).returncode


def _here(measure: Callable[[], bool]) -> bool:
    import django

    django.setup()
    from django.db import connection

    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        return measure()
    finally:
        connection.creation.destroy_test_db("", verbosity=0)
