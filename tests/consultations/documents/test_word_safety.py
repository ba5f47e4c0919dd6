"""Files that are no Word file, broken, protected or made to burst."""

import zipfile
from io import BytesIO

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from consultations.documents.reading import Unreadable, read_draft
from tests.consultations.documents.word_files import in_bytes

OLE = bytes.fromhex("D0CF11E0A1B11AE1")


def a_document() -> bytes:
    document = Document()
    document.add_paragraph("第一条 甲。")
    return in_bytes(document)


def package(parts: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "advice"),
    [
        (b"", "空"),
        (OLE + b"\x00" * 600, "另存为 .docx"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"{\\rtf1 ...}", "另存为 .docx"),
        (b"<html><body>...", "另存为 .docx"),
        (b"just words", "损坏"),
        (a_document()[:-200], "损坏"),
        (a_document()[:2000] + b"\xff" * 50 + a_document()[2050:], "损坏"),
        (package({"a.txt": b"1"}), "Word"),
        (package({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}), "电子表格"),
        (package({"[Content_Types].xml": b"<x/>"}), "损坏"),
        (package({"[Content_Types].xml": b"0" * 30_000_000}), "解压"),
        (package({f"{n}": b"" for n in range(2100)}), "解压"),
        (b"\x00" * (20 * 1024 * 1024 + 1), "20 MB"),
    ],
)
def test_it_is_refused_with_what_to_do_instead(content: bytes, advice: str) -> None:
    with pytest.raises(Unreadable, match=advice):
        read_draft(content, "办法.docx")


@pytest.mark.parametrize(
    ("name", "advice"), [("a.doc", "另存为"), ("a.wps", "另存为"), ("a.pdf", "PDF"), ("a.ofd", "另存为")]
)
def test_other_office_files_are_told_the_way(name: str, advice: str) -> None:
    with pytest.raises(Unreadable, match=advice):
        read_draft(b"anything", name)


def test_entities_in_the_xml_do_not_grow() -> None:
    bomb = b'<!DOCTYPE w [<!ENTITY a "' + b"x" * 1000 + b'"><!ENTITY b "' + b"&a;" * 1000 + b'">]>'
    parts = {}
    with zipfile.ZipFile(BytesIO(a_document())) as original:
        parts = {name: original.read(name) for name in original.namelist()}
    xml = parts["word/document.xml"].split(b"?>", 1)[1].replace("甲".encode(), b"&b;" * 1000)
    parts["word/document.xml"] = b"<?xml version='1.0'?>" + bomb + xml
    with pytest.raises(Unreadable):
        read_draft(package(parts), "a.docx")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=40))
def test_a_document_with_damage_anywhere_is_read_or_refused(at: int, damage: bytes) -> None:
    whole = a_document()
    at %= len(whole)
    try:
        read_draft(whole[:at] + damage + whole[at + len(damage) :], "a.docx")
    except Unreadable:
        pass
