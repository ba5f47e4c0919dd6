"""Files are taken by what they are: checked by content, size and number, scanned where a scanner is set."""

import io
import socket
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from participation.errors import Invalid
from participation.files.actions import store_files, sweep_orphans
from participation.files.checking import MOST_BYTES, MOST_FILES, clean_name, kind_of
from participation.files.models import StoredFile
from participation.files.scanning import ScannerAway

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40


def archive(*names: str, size: int = 3) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in names:
            made.writestr(name, b"x" * size)
    return out.getvalue()


@pytest.fixture(autouse=True)
def uploads(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("说明.pdf", b"%PDF-1.7\n...", "pdf"),
        ("照片.PNG", PNG, "png"),
        ("photo.jpeg", b"\xff\xd8\xff\xe0" + b"\x00" * 9, "jpg"),
        ("意见.docx", archive("word/document.xml"), "docx"),
        ("表.xlsx", archive("xl/workbook.xml"), "xlsx"),
        ("信.txt", "水价太高".encode("gb18030"), "txt"),
    ],
)
def test_a_file_is_what_its_content_says(name: str, content: bytes, kind: str) -> None:
    assert kind_of(name, content) == kind


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("空.pdf", b""),
        ("大.pdf", b"%PDF-" + b"0" * MOST_BYTES),
        ("page.html", b"<script>alert(1)</script>"),
        ("page.pdf", b"<html>"),
        ("照片.jpg", PNG),
        ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("压缩.zip", archive("a.txt")),
        ("宏.docx", archive("word/document.xml", "word/vbaProject.bin")),
        ("炸弹.docx", archive("word/document.xml", size=101 * 1024 * 1024)),
        ("坏.docx", b"PK\x03\x04broken"),
        ("二进制.txt", b"ab\x00cd"),
        ("图.svg", b"<svg onload=alert(1)>"),
    ],
)
def test_what_cannot_be_taken_is_refused_and_named(name: str, content: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        kind_of(name, content)
    assert name.split(".")[0] in str(refused.value.errors["files"][0])


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..\\a.txt", "a\x00b\u202e.pdf", "", "长" * 400 + ".pdf", "a<b>.txt"]
)
def test_a_name_carries_no_path_and_no_tricks(name: str) -> None:
    cleaned = clean_name(name)
    assert cleaned and len(cleaned) <= 160
    assert not set(cleaned) & set("/\\<>\x00\u202e")


def test_files_lie_under_a_name_nobody_can_guess(db: None, uploads: Path) -> None:
    [stored] = store_files([SimpleUploadedFile("证明.png", PNG)], by=None)
    assert stored.name == "证明.png" and "证明" not in str(stored.content)
    assert (uploads / str(stored.content)).read_bytes() == PNG


def test_one_bad_file_keeps_all_out(db: None) -> None:
    with pytest.raises(Invalid):
        store_files([SimpleUploadedFile("a.png", PNG), SimpleUploadedFile("b.exe", b"MZ")], by=None)
    with pytest.raises(Invalid):
        store_files([SimpleUploadedFile("a.png", PNG)] * (MOST_FILES + 1), by=None)
    assert not StoredFile.objects.exists()


def test_what_an_undone_act_left_on_disk_is_swept(db: None, uploads: Path) -> None:
    [kept, lost] = store_files([SimpleUploadedFile("a.png", PNG), SimpleUploadedFile("b.png", PNG)], by=None)
    StoredFile.objects.filter(pk=lost.pk).delete()
    assert list(sweep_orphans(days=-1)) == [1]
    assert (uploads / str(kept.content)).exists() and not (uploads / str(lost.content)).exists()


@pytest.fixture
def scanner(settings: Settings) -> Iterator[list[bytes]]:
    """Something that speaks clamd's protocol on a real socket and knows one virus."""
    heard: list[bytes] = []
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                line, _ = server.accept()
            except OSError:
                return
            with line, line.makefile("rb") as stream:
                data = stream.read(len(b"zINSTREAM\0"))
                while length := int.from_bytes(stream.read(4), "big"):
                    data += stream.read(length)
                heard.append(data)
                line.sendall(b"stream: Eicar FOUND\0" if b"EICAR" in data else b"stream: OK\0")

    threading.Thread(target=serve, daemon=True).start()
    settings.SCAN_URL = f"clamd://127.0.0.1:{server.getsockname()[1]}"
    yield heard
    server.close()


def test_a_virus_is_refused_and_a_clean_file_marked(db: None, scanner: list[bytes]) -> None:
    [stored] = store_files([SimpleUploadedFile("a.png", PNG)], by=None)
    assert stored.verdict == "clean" and scanner
    with pytest.raises(Invalid):
        store_files([SimpleUploadedFile("a.png", PNG + b"EICAR")], by=None)


def test_nothing_is_taken_unscanned_while_the_scanner_is_away(db: None, settings: Settings) -> None:
    settings.SCAN_URL = "clamd://127.0.0.1:1"
    with pytest.raises(ScannerAway):
        store_files([SimpleUploadedFile("a.png", PNG)], by=None)
