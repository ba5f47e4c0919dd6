"""What cannot be read is refused with what to do instead."""

from time import process_time

import pytest

from consultations.documents.reading import Unreadable, read_draft
from consultations.documents.structure import flatten

TEXT = "某县饮水管理办法\n\n第一条 为了保障饮水安全，制定本办法。\n第二条 本办法自公布之日起施行。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_the_encodings_of_chinese_offices_are_read(encoding: str) -> None:
    draft = read_draft(TEXT.encode(encoding), "办法.txt")
    assert draft.title == "某县饮水管理办法"
    assert [c.label for c in flatten(draft)] == ["第一条", "第二条"]


@pytest.mark.parametrize(
    ("content", "advice"),
    [
        (b"", "空"),
        (b" \r\n\t", "空"),
        ("\ufeff\u200b\n".encode(), "空"),
        (TEXT.encode()[:-20] + b"\xff\xfe\xe4" + TEXT.encode()[-20:], "UTF-8"),
        (TEXT.encode("utf-16")[:-1], "UTF-8"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "docx"),
        (TEXT.encode() + b"\x01\x02", "docx"),
        (TEXT.encode() * 60_000, "5 MB"),
        ("甲。\n".encode() * 31_000, "行数"),
    ],
)
def test_what_is_no_text_is_refused_in_words(content: bytes, advice: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_draft(content, "办法.txt")
    assert advice in str(refusal.value)
    assert list(refusal.value.errors) == ["file"]


@pytest.mark.parametrize("name", ["办法.xls", "办法.html", "办法.zip"])
def test_other_kinds_of_file_are_refused(name: str) -> None:
    with pytest.raises(Unreadable, match="docx"):
        read_draft(TEXT.encode(), name)


def test_long_runs_of_spaces_are_read_at_once() -> None:
    start = process_time()
    read_draft(
        ("# 办法" + " " * 200_000 + "x\n第" + " " * 200_000 + "\n附" + " " * 200_000 + "y").encode(), "a.md"
    )
    assert process_time() - start < 2
