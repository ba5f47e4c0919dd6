"""What must stand before the first page: tables, static files, the demo county. Doing it twice changes nothing.

`python -m participation.config.prepare` does it and ends; the server does the same on its way up.
"""

import fcntl
import hashlib
import os
import sys
from pathlib import Path

import django
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

LOCK = "prepare.lock"  # stands in every DATA_DIR that was ever set up
NOTHING_YET = "No site has been set up in {data} yet. If that is the right DATA_DIR, run ./run setup."


def migrate() -> None:
    """Bring the database up to the code, when it is behind."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Setting up the database …")
        call_command("migrate", interactive=False, verbosity=0)


def collect_static() -> None:
    """Gather the static files, when any of them has changed since the last time."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    found = hashlib.sha256()
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda pair: pair[0]):
            file = Path(storage.path(name)).stat()
            found.update(f"{name} {file.st_size} {file.st_mtime_ns}\n".encode())
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    if stamp.exists() and stamp.read_text() == found.hexdigest():
        return
    say("Gathering the static files …")
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(found.hexdigest())


def look_at_origin() -> None:
    """Refuse to go on under another name of the ledger than the receipts bear that people hold."""
    from participation.ledger.sequencing import origin_problem

    if problem := origin_problem():
        raise ImproperlyConfigured(problem)


def look_for_keys() -> None:
    """Say it when names and contacts stand there whose key is missing; the site runs without them."""
    from django.conf import settings

    from participation.secrets.resealing import unreadable_columns

    if lost := unreadable_columns():
        say(
            f"Cannot be read, for the key that sealed it is missing: {', '.join(lost)}. Put the key back into "
            f"FIELD_KEYS or {settings.FIELD_KEYS_FILE}, behind those that stand there."
        )


def load_demo() -> None:
    """Load the fictional county, unless DEMO=0."""
    from django.conf import settings
    from django.core.management import call_command

    if settings.DEMO:
        call_command("load_demo", verbosity=1)


def everything() -> None:
    """All of it, in the order in which it is needed; of two processes on one DATA_DIR the second waits."""
    from django.conf import settings

    from participation.config import database

    with (settings.DATA_DIR / LOCK).open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        database.check()
        migrate()
        look_at_origin()
        look_for_keys()
        collect_static()
        load_demo()


def give_up(problem: Exception) -> int:
    """Say in a sentence what the machine refuses and what to do. Returns the exit status; raises what is a fault."""
    from django.conf import settings

    from participation.trouble import Trouble, advice, trouble_in

    if isinstance(problem, ImproperlyConfigured):
        print(problem, file=sys.stderr)
        return 1
    found = trouble_in(problem)
    if found is None:
        raise problem
    never_set_up = found == Trouble.DAMAGED and not (settings.DATA_DIR / LOCK).exists()
    print(NOTHING_YET.format(data=settings.DATA_DIR) if never_set_up else advice(found), file=sys.stderr)
    return 1


def say(line: str) -> None:
    """A line for whoever started this, at once."""
    print(line, flush=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "participation.config.settings")
    try:
        django.setup()
        everything()
    except (DatabaseError, OSError, ImproperlyConfigured) as problem:
        sys.exit(give_up(problem))
