"""A text that goes out as a Word file comes back as the same clauses."""

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from consultations.documents.comparing import compare_drafts
from consultations.documents.exporting import export_comparison, export_docx
from consultations.documents.reading import read_draft, read_text
from consultations.documents.structure import Draft, FlatClause, Level, flatten
from tests.consultations.documents.laws import PATHS, read


def there_and_back(draft: Draft) -> Draft:
    return read_draft(export_docx(draft.title, flatten(draft)), "出口.docx")


def assert_same(draft: Draft) -> None:
    back = there_and_back(draft)
    assert flatten(back) == flatten(draft)
    assert back.title == draft.title


@pytest.mark.long
@pytest.mark.usefixtures("real_data")
@pytest.mark.parametrize("path", PATHS[::7] or [Path("none")], ids=lambda p: p.stem[:30])
def test_a_statute_comes_back_clause_by_clause(path: Path) -> None:
    assert_same(read(path))


SAID = """
第一章 总则
第二章 附则
第一节 通则
第一条 甲甲。
第二条 【目的】乙乙。
第三条（范围）
第四条之一 应当：
（一）丙丙；
（二）丁丁：
1.戊戊
(1)己己；
①庚庚
一、总体要求
二、废止旧办法。
辛辛辛。
“第九条 壬壬。
癸癸。”
附件1
补助名录
附件：1.名录
目录
某县人民政府
2026年3月6日
本办法自公布之日起施行。
第三条、第四条另行公布。
| 户型 | 元 |
| 低保户 |
## 其他
### 细目
一、二审案件。
1.5倍。
"""
LINES = st.sampled_from(SAID.strip().split("\n"))


@pytest.mark.long
@settings(max_examples=80, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=16), st.booleans())
def test_any_draft_comes_back_clause_by_clause(lines: list[str], titled: bool) -> None:
    text = "\n\n".join(["# 饮水办法"] * titled + lines)
    draft = read_text(text, markdown=True)
    if flatten(draft):
        assert_same(draft)


def test_signs_no_xml_can_hold_do_not_stop_an_export() -> None:
    clause = FlatClause(0, Level.ARTICLE, "第一条", "第一条", "", "甲\x0b\ud800乙。", None)
    assert flatten(read_draft(export_docx("\x01办法", [clause]), "a.docx"))[0].text == "甲乙。"


def test_a_paragraph_added_in_word_is_read_like_any_other() -> None:
    draft = read_text("# 办法\n\n第一条 甲。\n\n第二条 乙。\n", markdown=True)
    document = Document(BytesIO(export_docx(draft.title, flatten(draft))))
    document.add_paragraph("第三条 丙。")
    buffer = BytesIO()
    document.save(buffer)
    assert [c.label for c in flatten(read_draft(buffer.getvalue(), "a.docx"))] == [
        "第一条",
        "第二条",
        "第三条",
    ]


def test_a_comparison_shows_both_sides_and_folds_what_stayed() -> None:
    old = read_text(
        "第一条 甲甲甲。\n第二条 乙乙乙。\n第三条 水费每吨三元，按月缴纳。\n第四条 丁丁丁丁丁丁丁丁。\n"
    )
    new = read_text(
        "第一条 甲甲甲。\n第二条 乙乙乙。\n第三条 水费每吨二元，按月缴纳。\n第四条 戊戊戊己己己庚庚庚。\n"
    )
    document = Document(BytesIO(export_comparison("对照表", compare_drafts(old, new))))
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows[0] == ["修改前", "修改后", "说明"]
    assert rows[1][0] == "第一条至第二条未变"
    assert rows[2] == [
        "第三条\u3000水费每吨三元，按月缴纳。",
        "第三条\u3000水费每吨二元，按月缴纳。",
        "有修改",
    ]
    struck = [
        r.text for c in document.tables[0].rows[2].cells[:1] for r in c.paragraphs[0].runs if r.font.strike
    ]
    assert struck == ["三"]
