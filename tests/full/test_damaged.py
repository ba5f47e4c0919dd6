"""A database file that is broken or cannot be written: said in a sentence, by the terminal and by every page."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.disks import read_only_file, small_disk
from tests.site import Site

pytestmark = pytest.mark.full
DAMAGED = "本站数据库已损坏"


@pytest.fixture
def data_dir(new_county: Callable[[str], Path]) -> Path:
    return new_county("damaged")


@pytest.fixture
def site(data_dir: Path) -> Iterator[Site]:
    with Site(data_dir) as site:
        yield site


def scramble(database: Path) -> None:
    with database.open("r+b") as file:
        file.seek(8192)
        file.write(os.urandom(database.stat().st_size // 2))


def replace(database: Path) -> None:
    other = database.with_name("other")
    other.write_text("这不是数据库。" * 10_000)
    other.rename(database)


def cut(database: Path) -> None:
    os.truncate(database, database.stat().st_size // 2)


def empty(database: Path) -> None:
    os.truncate(database, 0)


def assert_one_sentence(said: str, *words: str) -> None:
    assert len(said.splitlines()) == 1, said
    assert all(word in said for word in words), said


@pytest.mark.parametrize("damage", [scramble, replace, cut, empty])
def test_a_damaged_file_is_told_at_the_start_with_what_to_do(
    data_dir: Path, damage: Callable[[Path], None]
) -> None:
    damage(data_dir / "db.sqlite3")
    assert_one_sentence(
        Site(data_dir).refused(), "is damaged", str(data_dir / "db.sqlite3"), "your last backup"
    )


@pytest.mark.parametrize("damage", [scramble, replace, cut])
def test_a_file_that_breaks_under_the_running_site_is_told_on_every_page(
    site: Site, damage: Callable[[Path], None]
) -> None:
    path = f"/api/v1/consultations/{site.open_consultation}/comments/"
    resident = site.visitor("resident-luo")
    damage(site.data_dir / "db.sqlite3")
    for client in (site.visitor(), resident):
        for page in ("/", "/questions/"):
            answer = client.get(page)
            assert answer.status_code == 503 and DAMAGED in answer.text
    assert resident.get("/accounts/").status_code == 503
    problem = httpx.post(site.url + path, json={"body": "路灯太少。"})
    assert problem.status_code == 503 and DAMAGED in problem.json()["detail"]
    ready = httpx.get(f"{site.url}/readyz")
    assert ready.status_code == 503 and ready.json()["database"] is False
    assert httpx.get(f"{site.url}/livez").status_code == 200
    assert site.stop()[0] == 0
    assert "Traceback" not in site.output, site.output
    assert site.output.count("your last backup") == 1


def test_a_file_that_cannot_be_written_is_told_at_the_start(data_dir: Path) -> None:
    with read_only_file(data_dir / "db.sqlite3"):
        assert_one_sentence(Site(data_dir).refused(), "cannot be written", "Give this user the right")


def test_so_is_a_folder_that_cannot_be_written(tmp_path: Path, data_dir: Path) -> None:
    with small_disk(tmp_path) as disk:
        Site(disk.root / "data", demo=False).run("-m", "participation.config.prepare")
        disk.turn_to_stone()
        assert_one_sentence(Site(disk.root / "data", demo=False).refused(), "cannot be written")
        assert_one_sentence(Site(disk.root / "new", demo=False).refused(), "DATA_DIR cannot be made")
