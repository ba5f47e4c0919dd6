"""What is far too much is refused by counting, at a small part of the time that reading takes."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from time import process_time

import pytest
from docx import Document

from consultations.documents.reading import Unreadable, read_draft, read_html
from consultations.documents.reading.counting import MOST_LINES
from tests.consultations.documents.word_files import in_bytes

MANY = 100_000
LINES = [f"供水单位应当检测水质{n * n % 99_991}。" for n in range(MANY)]
PARAGRAPHS = [f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in LINES]


def word_file(body: str, **parts: bytes) -> bytes:
    """A Word file whose body this is; `parts` are put beside it."""
    made, plain = BytesIO(), BytesIO(in_bytes(Document()))
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                content = content.replace(b"<w:body>", b"<w:body>" + body.encode(), 1)
            new.writestr(name, content)
        for name, content in parts.items():
            new.writestr(name, content)
    return made.getvalue()


def time_of(read: Callable[[], object]) -> float:
    start = process_time()
    read()
    return process_time() - start


TOO_MUCH = {
    "paragraphs.docx": lambda: word_file("".join(PARAGRAPHS)),
    "cells.docx": lambda: word_file(
        f"<w:tbl>{''.join(f'<w:tr><w:tc>{each}</w:tc></w:tr>' for each in PARAGRAPHS)}</w:tbl>"
    ),
    "in-a-text-box.docx": lambda: word_file(
        f"<w:p><w:r><w:pict><w:txbxContent>{''.join(PARAGRAPHS)}</w:txbxContent></w:pict></w:r></w:p>"
    ),
    "lines.md": lambda: "\n".join(LINES).encode(),
    "lines.txt": lambda: "\r\n \r\n".join(LINES).encode(),
    "table.md": lambda: "\n".join(f"| {line} | 乙 |" for line in LINES[:80_000]).encode(),
}


@pytest.mark.long
@pytest.mark.parametrize("name", TOO_MUCH)
def test_a_hundred_thousand_of_anything_is_refused_at_once_and_told_how_many_there_may_be(name: str) -> None:
    content = TOO_MUCH[name]()

    def refused() -> None:
        with pytest.raises(Unreadable, match=f"行数.*{MOST_LINES:,}"):
            read_draft(content, name)

    reading = time_of(lambda: read_draft("\n".join(LINES[: MANY // 5]).encode(), "a.txt"))
    took = min(time_of(refused) for _ in range(3))
    assert took < 1 and took < reading, (
        f"{took:.2f} s to refuse, {reading:.2f} s to read a fifth as plain text"
    )


def test_what_is_pasted_is_counted_too() -> None:
    with pytest.raises(Unreadable, match="行数"):
        read_html("".join(f"<p>{line}</p>" for line in LINES[: MOST_LINES + 1]))


def test_elements_of_any_kind_are_counted() -> None:
    runs = "".join(f"<w:r><w:t>{n}</w:t></w:r>" for n in range(260_000))
    with pytest.raises(Unreadable, match="解压"):
        read_draft(word_file(f"<w:p>{runs}</w:p>"), "a.docx")


@pytest.mark.parametrize(
    "content",
    [
        lambda: word_file(f"<w:p><w:r><w:t>{'甲' * 15_000_000}</w:t></w:r></w:p>"),
        lambda: word_file(PARAGRAPHS[0], **{"word/media/image1.png": b"\x00" * 190_000_000}),
        lambda: word_file(
            PARAGRAPHS[0], **{f"word/part{n}.xml": b"<a>" + b" " * 9_000_000 for n in range(9)}
        ),
    ],
    ids=["one long word", "a picture", "many parts"],
)
def test_what_unpacks_to_far_too_much_is_refused_before_it_is_unpacked(content: Callable[[], bytes]) -> None:
    bomb = content()
    assert len(bomb) < 1_000_000

    def refused() -> None:
        with pytest.raises(Unreadable, match="解压"):
            read_draft(bomb, "a.docx")

    assert time_of(refused) < 0.5


def test_a_package_that_lies_about_its_sizes_is_damaged() -> None:
    bomb = bytearray(word_file(f"<w:p><w:r><w:t>{'甲' * 15_000_000}</w:t></w:r></w:p>"))
    with zipfile.ZipFile(BytesIO(bomb)) as package:
        size = package.getinfo("word/document.xml").file_size.to_bytes(4, "little")
    assert bomb.count(size) == 2
    with pytest.raises(Unreadable, match="损坏"):
        read_draft(bytes(bomb.replace(size, (5000).to_bytes(4, "little"))), "a.docx")


def test_as_many_as_there_may_be_are_read() -> None:
    assert read_draft("\n\n".join(LINES[:MOST_LINES]).encode(), "a.txt").nodes
