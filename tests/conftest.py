"""What every test may use. The people are in tests/cast.py, the server in tests/site.py."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.test import TransactionTestCase
from pytest_django import DjangoAssertNumQueries, DjangoDbBlocker, Settings

from participation.delivery.sender import forget_names, site_name
from tests import databases
from tests.mailbox import Mailbox
from tests.services import LACKING, PASS, REAL_DATA, missing, need
from tests.site import Site

pytest_plugins = [
    "tests.cast",
    "tests.browser",
    "tests.drafts",
    "tests.gateway",
    "tests.one_of_each",
    "tests.strict_templates",
]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The second pass, on PostgreSQL, is for what touches the database; the rest has run on SQLite."""
    keep: list[pytest.Item] = []
    drop: list[pytest.Item] = []
    for item in items:
        if "browser" in item.fixturenames:  # type: ignore[attr-defined]
            item.add_marker("browser")
        marks = {mark.name for mark in item.iter_markers()}
        if marks & {"browser", "full", "house"}:
            item.add_marker(pytest.mark.xdist_group("browser" if "browser" in marks else item.location[0]))
        again = PASS == "postgres"
        only_once = marks & {"browser", "full", "house"} or not _uses_database(item)
        (drop if again and only_once else keep).append(item)
    if drop:
        config.hook.pytest_deselected(items=drop)
        items[:] = keep


def _uses_database(item: pytest.Item) -> bool:
    fixtures = set(item.fixturenames)  # type: ignore[attr-defined]
    return bool(fixtures & {"db", "transactional_db", "django_db_serialized_rollback"}) or bool(
        item.get_closest_marker("django_db")
    )


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser"):
        need("Chromium")
    if item.get_closest_marker("postgres") and PASS != "postgres":
        need("PostgreSQL")
        pytest.skip("runs in the pass on PostgreSQL")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name what could not be run here and how to run it."""
    skipped = [str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])]
    lacking = {name: sum(LACKING + name in said for said in skipped) for name in missing()}
    if not lacking:
        return
    terminalreporter.section("not run here")
    for name, count in lacking.items():
        tests = f"{count} tests, " if count else ""
        core = "the whole core on it; " if name == "PostgreSQL" else ""
        terminalreporter.line(f"{name}: {tests}{core}{missing()[name]}")


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Instead of running the migrations in every process: a copy of a template; see tests/databases.py."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: databases.sweep_out())
        with databases.test_database():
            yield


@pytest.fixture
def real_data() -> Path:
    """The folder of real drafts, letters and statutes, beside the project; never shown, never copied."""
    need("real data")
    return REAL_DATA


@pytest.fixture
def redis_url() -> str:
    """A Redis that the tests may write to."""
    need("Redis")
    return os.environ["TEST_REDIS_URL"]


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """An empty PostgreSQL database of its own, as DATABASE_URL names it; gone after the test."""
    need("PostgreSQL")
    server, _, _ = os.environ["TEST_DATABASE_URL"].rpartition("/")
    name = f"participation_{uuid4().hex[:12]}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield f"{server}/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(autouse=True)
def no_county_of_another_test() -> None:
    """A process remembers the county's name for a minute."""
    forget_names()


@pytest.fixture
def django_assert_num_queries(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> Callable[..., AbstractContextManager[Any]]:
    """What a page costs when the county's name is remembered."""

    def counted(number: int, **more: Any) -> AbstractContextManager[Any]:
        site_name()
        return django_assert_num_queries(number, **more)

    return counted


@pytest.fixture
def mailbox(settings: Settings) -> Iterator[Mailbox]:
    """A real SMTP server; Django's mail goes to it for this test."""
    with Mailbox() as box:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = box.host, box.port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield box


@pytest.fixture
def deliver_all(db: None) -> Callable[[], int]:
    """Do everything that is due in the outbox, as the sweeper would; gives the number of errands done."""
    from participation.delivery.tasks import sweep

    def deliver() -> int:
        done = 0
        while found := int(sweep()):
            done += found
        return done

    return deliver


@pytest.fixture(scope="session")
def new_county(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """`new_county(name)`: a DATA_DIR of its own that holds the demo county, which is made once a run and copied."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with (shared / "county.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "county").exists():
            Site(shared / "county-new").run("-m", "participation.config.prepare")
            (shared / "county-new").rename(shared / "county")
    return lambda name: Path(shutil.copytree(shared / "county", tmp_path_factory.mktemp(name) / "data"))


@pytest.fixture(scope="session")
def live_site(new_county: Callable[[str], Path]) -> Iterator[Site]:
    """A running site with the demo county, shared by the journeys of this run."""
    with Mailbox() as box, Site(new_county("journeys"), mailbox=box) as site:
        yield site
