"""Labels: any numeral that a clause can have is read, and none is too long to be looked at."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from consultations.documents.labels import Kind, number, read_annex, read_mark
from consultations.documents.reading import read_html, read_text
from consultations.documents.reading.numerals import chinese, written
from consultations.documents.structure import MOST_HEADING, MOST_LABEL, flatten
from participation.accounts.models import Department, User
from tests.frontend.desk.conftest import at

SIGNS = st.text(
    "第条章节编之附件录（(【)）】一二三十百千零〇两1２9.．、:： \u3000甲。①#*|“”目录", max_size=60
)
LONG = [
    "第%s条 甲。",
    "第一条之%s 甲。",
    "第%s章 总则",
    "%s、甲。",
    "（%s）甲。",
    "%s.甲。",
    "(%s)甲。",
    "附件%s",
]
NUMERALS = ["一" * 5000, "1" * 5000, "９" * 5000, "千" * 5000, "1." * 2500, "百" * 10]


@given(st.integers(1, 9999))
def test_every_number_is_read_as_it_is_written(n: int) -> None:
    for numeral in (chinese(n), str(n), written(n, "decimalFullWidth")):
        mark = read_mark(f"第{numeral}条 甲。")
        assert mark and (mark.kind, mark.number, mark.rest) == (Kind.ARTICLE, n, "甲。")
        branch = read_mark(f"第一条之{numeral} 甲。")
        assert branch and (branch.number, branch.branch) == (1, n)
    assert number(chinese(n)) == n


@given(SIGNS)
def test_a_label_is_short_and_its_number_too(line: str) -> None:
    line = line.strip()
    if mark := read_mark(line):
        assert 0 < len(mark.label) <= MOST_LABEL and line.endswith(mark.rest)
        assert 0 <= mark.number < 10**9 and 0 <= mark.branch < 10**9
    if annex := read_annex(line):
        assert len(annex[0]) <= MOST_LABEL


@given(st.lists(SIGNS, max_size=12))
def test_nothing_of_a_text_is_longer_than_its_place(lines: list[str]) -> None:
    for draft in (read_text("\n".join(lines)), read_text("\n".join(lines), markdown=True)):
        for clause in flatten(draft):
            assert len(clause.label) <= MOST_LABEL and len(clause.heading) <= MOST_HEADING


@pytest.mark.parametrize("label", LONG)
@pytest.mark.parametrize("numerals", NUMERALS, ids=lambda numerals: f"{numerals[:2]}×{len(numerals)}")
def test_thousands_of_numerals_are_words_of_the_text(label: str, numerals: str) -> None:
    line = label % numerals
    for draft in (
        read_text(f"办法\n\n第一条 甲。\n\n{line}\n"),
        read_html(f"<p>第一条 甲。</p><p>{line}</p>"),
    ):
        assert numerals in "".join(clause.label + clause.text for clause in flatten(draft))


@pytest.mark.django_db
def test_they_are_previewed_corrected_and_kept(
    client: Client, official: User, department: Department, tmp_path: Path
) -> None:
    text = "办法\n\n第一条 甲。\n\n" + "\n\n".join(label % "一" * 5000 for label in LONG[:2])
    address = "/desk/consultations/new/"
    shown = at(client, official).post(address, {"text": text, "department": department.pk})
    assert shown.status_code == 200
    form = shown.context["form"]
    sealed = {"title": "办法", "sealed": form["sealed"].value()}
    for button in ({"fix": "0"}, {"apply": "0", "line-level": "article", "line-label": "第" + "1" * 5000}):
        assert client.post(address, sealed | button).status_code in (200, 422)
    assert client.post(address, sealed).status_code == 302
    (tmp_path / "a.md").write_text(text)
    call_command("import_draft", tmp_path / "a.md", "--json")


def test_word_draws_no_label_that_is_longer_than_the_text() -> None:
    assert written(27, "lowerLetter") == "aa" and len(written(999_999, "upperLetter")) < 10
