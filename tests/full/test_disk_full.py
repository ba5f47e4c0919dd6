"""A disk without room: what is sent comes back with everything in it, and everybody can go on reading."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.disks import Disk, small_disk
from tests.site import Site

pytestmark = pytest.mark.full
TEXT = "请在校门口再装两盏路灯，晚自习放学的路太黑了。"
FULL = "服务器存储空间已满"


@pytest.fixture
def disk(tmp_path: Path, new_county: Callable[[str], Path]) -> Iterator[Disk]:
    with small_disk(tmp_path) as disk:
        shutil.copytree(new_county("disk"), disk.root / "data")
        (disk.root / "tmp").mkdir()
        yield disk


@pytest.fixture
def site(disk: Disk) -> Iterator[Site]:
    with Site(disk.root / "data", {"TMPDIR": str(disk.root / "tmp")}) as site:
        yield site


def comment(site: Site, text: str = TEXT) -> httpx.Response:
    path = f"{site.url}/api/v1/consultations/{site.open_consultation}/comments/"
    return httpx.post(path, json={"body": text}, timeout=30)


def fill_up(site: Site, disk: Disk) -> int:
    """Fill the disk, and what the database had put by; says how many comments it still took."""
    disk.fill()
    for taken in range(500):
        if (answer := comment(site, TEXT * 100)).status_code != 201:
            assert answer.status_code == 503
            return taken
    raise AssertionError("it takes comments without end")


def assert_read_by_all(site: Site, *clients: httpx.Client) -> None:
    rows = httpx.get(f"{site.url}/api/v1/interpretations/").json()["results"]
    concluded = httpx.get(f"{site.url}/api/v1/consultations/?phase=concluded").json()["results"]
    for path in (
        "/",
        f"/consultations/{site.open_consultation}/",
        f"/consultations/{concluded[0]['slug']}/changes/",
        "/questions/",
        "/interpretations/",
        f"/interpretations/{rows[0]['slug']}/",
        "/rules/",
    ):
        for client in (site.visitor(), *clients):
            assert client.get(path).status_code == 200, path


def test_on_a_full_disk_texts_come_back_and_pages_are_read(site: Site, disk: Disk) -> None:
    resident, official = site.visitor("resident-luo"), site.visitor("editor")
    before = httpx.get(f"{site.url}/api/v1/consultations/{site.open_consultation}/").json()["counts"][
        "received"
    ]
    taken = fill_up(site, disk)

    problem = comment(site)
    assert problem.status_code == 503 and problem.headers["Content-Type"] == "application/problem+json"
    assert FULL in problem.json()["detail"] and problem.headers["Retry-After"]
    ready = httpx.get(f"{site.url}/readyz")
    assert ready.status_code == 503 and ready.json()["disk"] is False and ready.json()["database"] is True

    at = f"/consultations/{site.open_consultation}/"
    for client in (site.visitor(), resident):
        for files in (None, {"files": ("照片.pdf", b"%PDF-1.7\n" + os.urandom(500_000))}):
            answer = site.send(
                client, f"{at}?clause=whole", f"{at}comments/", body=TEXT, clause="", files=files
            )
            assert answer.status_code == 503
            assert FULL in answer.text and TEXT in answer.text
    asked = site.send(site.visitor(), "/questions/ask/", kind="inquiry", title="路灯", body=TEXT)
    assert asked.status_code == 503 and FULL in asked.text and TEXT in asked.text
    large = {"files": ("照片.pdf", b"%PDF-1.7\n" + os.urandom(5_000_000))}  # the body itself finds no room
    lost = site.send(
        site.visitor(), f"{at}?clause=whole", f"{at}comments/", body=TEXT, clause="", files=large
    )
    assert lost.status_code == 503 and FULL in lost.text
    with pytest.raises(AssertionError, match=FULL):
        site.visitor("resident-he")

    assert_read_by_all(site, resident, official)
    assert resident.get("/accounts/").status_code == official.get("/desk/").status_code == 200

    disk.make_room()
    assert comment(site).status_code == 201
    after = httpx.get(f"{site.url}/api/v1/consultations/{site.open_consultation}/").json()["counts"][
        "received"
    ]
    assert after == before + taken + 1
    site.manage("ledger", "verify")
    assert "Traceback" not in site.output, site.output
    assert "Make room there" in site.output


def test_on_a_full_disk_the_site_says_so_instead_of_starting(site: Site, disk: Disk) -> None:
    assert site.stop()[0] == 0
    disk.fill()
    refused = site.refused()
    assert "disk is full" in refused and len(refused.splitlines()) == 1
    disk.make_room()
    site.start()
    assert comment(site).status_code == 201
