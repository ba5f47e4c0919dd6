"""The virus scan against Debian's clamd itself, with one signature of our own: nothing is fetched from anywhere."""

import hashlib
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from consultations.models import Comment, Consultation
from participation.errors import Invalid
from participation.files.actions import store_files
from participation.files.models import StoredFile
from tests.services import CLAMD, need

pytestmark = pytest.mark.full

BAD = "这不是病毒，只是写进了我们自己的特征库。".encode()
GOOD = "水费单的说明。".encode()


@pytest.fixture(scope="module")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A clamd of our own on a socket file; gives its SCAN_URL."""
    need("ClamAV")
    folder = tmp_path_factory.mktemp("clamd")
    (folder / "db").mkdir()
    (folder / "db" / "own.hdb").write_text(f"{hashlib.md5(BAD).hexdigest()}:{len(BAD)}:Own.Test-1\n")  # noqa: S324
    config, socket = folder / "clamd.conf", folder / "socket"
    config.write_text(
        f"Foreground yes\nDatabaseDirectory {folder / 'db'}\nLocalSocket {socket}\nStreamMaxLength 12M\n"
    )
    with (folder / "said").open("w") as said:
        process = subprocess.Popen([CLAMD, "-c", str(config)], stdout=said, stderr=said)
    try:
        end = time.monotonic() + 30
        while not socket.exists():
            assert process.poll() is None and time.monotonic() < end, (folder / "said").read_text()
            time.sleep(0.1)
        yield f"clamd+unix://{socket}"
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture
def scanned(clamd: str, settings: Settings, tmp_path: Path) -> str:
    settings.MEDIA_ROOT, settings.SCAN_URL = tmp_path, clamd
    return clamd


def test_a_clean_file_is_marked_and_a_bad_one_refused(db: None, scanned: str) -> None:
    [stored] = store_files([SimpleUploadedFile("说明.txt", GOOD)], by=None)
    assert stored.verdict == StoredFile.Verdict.CLEAN
    with pytest.raises(Invalid) as refused:
        store_files([SimpleUploadedFile("坏.txt", BAD)], by=None)
    assert "坏.txt" in str(refused.value.errors["files"][0])


def test_the_largest_file_fits_through(db: None, scanned: str) -> None:
    from participation.files.checking import MOST_BYTES

    [stored] = store_files([SimpleUploadedFile("大.pdf", b"%PDF-1.7\n" + b"0" * (MOST_BYTES - 9))], by=None)
    assert stored.verdict == StoredFile.Verdict.CLEAN


def test_the_form_names_the_file_and_keeps_the_text(
    client: Client, scanned: str, consultation: Consultation
) -> None:
    sent = {"body": "请看附件。", "files": [SimpleUploadedFile("坏.txt", BAD)]}
    answer = client.post(f"/consultations/{consultation.slug}/comments/", sent)
    assert answer.status_code == 422
    assert "坏.txt" in answer.content.decode() and "请看附件。" in answer.content.decode()
    assert not Comment.objects.exists() and not StoredFile.objects.exists()
