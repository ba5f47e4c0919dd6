"""Word files: their automatic numbers, what is left out, what is refused."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from consultations.documents.reading import Unreadable, read_draft
from consultations.documents.structure import Draft, Level, flatten
from tests.consultations.documents import word_files
from tests.consultations.documents.laws import PATHS, read
from tests.consultations.documents.word_files import add_num, add_numbering, in_bytes, level_xml, number


def plain_laws() -> list[Path]:
    """Statutes whose items are only （一）, so that Word's numbers can say the same."""
    texts = {p: p.read_text(encoding="utf-8") for p in PATHS if p.parent.name == "single"}
    others = ("\n(", "\n一、", "\n附")
    return [p for p, text in texts.items() if "第一条" in text and not any(o in text for o in others)][::4]


def said(draft: Draft) -> list[tuple[str, str, str, str]]:
    return [(c.level.value, c.path.replace("#2", ""), c.heading, c.text) for c in flatten(draft)]


@pytest.mark.long
@pytest.mark.usefixtures("real_data")
@pytest.mark.parametrize("build", word_files.HOUSE_STYLES, ids=lambda b: b.__name__)
@pytest.mark.parametrize("path", plain_laws() or [Path("none")], ids=lambda p: p.stem[:30])
def test_a_statute_in_any_house_style_has_exactly_its_articles(
    path: Path, build: Callable[[Draft], bytes]
) -> None:
    law = read(path)
    if build is not word_files.typed and law.count(Level.SUBITEM):
        pytest.skip("has sub-items, which this style types")
    draft = read_draft(build(law), "办法.docx")
    assert said(draft) == said(law)
    assert draft.title == law.title
    assert draft.warnings == []


@pytest.mark.usefixtures("real_data")
def test_every_word_file_goes_through_or_is_refused_in_words(real_data: Path) -> None:
    refused = 0
    files = sorted(real_data.glob("docx/*/*.docx"))
    for path in files:
        try:
            assert flatten(read_draft(path.read_bytes(), path.name))
        except Unreadable as refusal:
            refused += 1
            assert "文字" in str(refusal) or "Strict" in str(refusal), path.name
    assert len(files) > 60 and refused < 25


def document(*paragraphs: str) -> Any:
    made = Document()
    for text in paragraphs:
        made.add_paragraph(text)
    return made


def labels(made: Any) -> list[str]:
    return [c.path for c in flatten(read_draft(in_bytes(made), "a.docx"))]


def test_a_list_in_digits_of_several_levels() -> None:
    made = document()
    add_numbering(
        made,
        80,
        level_xml(0, "%1.", fmt="decimal")
        + level_xml(1, "（%2）", fmt="decimal")
        + level_xml(2, "%3", fmt="decimalEnclosedCircle"),
    )
    add_num(made, 80, 80)
    for at in (0, 1, 2, 2, 1, 0, 1):
        number(made.add_paragraph("应当公布收支账目；"), 80, at)
    assert labels(made) == ["1.", "1./（1）", "1./（1）/①", "1./（1）/②", "1./（2）", "2.", "2./（1）"]


def test_a_list_that_starts_elsewhere_and_one_that_goes_on() -> None:
    made = document()
    levels = level_xml(0, "第%1条").replace('w:start w:val="1"', 'w:start w:val="7"')
    add_numbering(made, 81, levels)
    add_num(made, 81, 81)
    add_num(made, 82, 81)
    add_num(made, 83, 81, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="3"/></w:lvlOverride>')
    for num_id in (81, 82, 83, 83):
        number(made.add_paragraph("应当公布收支账目。"), num_id, 0)
    assert labels(made) == ["第七条", "第八条", "第三条", "第四条"]


def test_an_override_may_bring_its_own_level() -> None:
    made = document()
    add_numbering(made, 84, level_xml(0, "%1.", fmt="decimal"))
    add_num(made, 84, 84, f'<w:lvlOverride w:ilvl="0">{level_xml(0, "第%1条")}</w:lvlOverride>')
    number(made.add_paragraph("应当公布收支账目。"), 84, 0)
    assert labels(made) == ["第一条"]


def test_a_paragraph_can_switch_the_number_of_its_style_off() -> None:
    made = document()
    add_numbering(made, 85, level_xml(0, "第%1条"))
    add_num(made, 85, 85)
    style = made.styles["Normal"]
    style.element.get_or_add_pPr().append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="85"/></w:numPr>')
    )
    made.add_paragraph("甲甲甲。")
    number(made.add_paragraph("乙乙乙。"), 0, 0)
    made.add_paragraph("丙丙丙。")
    assert labels(made) == ["第一条", "第二条"]


def test_bullets_say_nothing() -> None:
    made = document()
    add_numbering(made, 86, level_xml(0, "\uf0b7", fmt="bullet"))
    add_num(made, 86, 86)
    number(made.add_paragraph("甲甲甲。"), 86, 0)
    assert [c.text for c in flatten(read_draft(in_bytes(made), "a.docx"))] == ["甲甲甲。"]


RUN = "<w:r><w:t>{}</w:t></w:r>"


def with_xml(inner: str) -> Draft:
    made = document("第一条 甲。")
    made.paragraphs[-1]._p.addnext(parse_xml(f"<w:p {nsdecls('w')}>{inner}</w:p>"))
    return read_draft(in_bytes(made), "a.docx")


def test_tracked_insertions_are_taken_and_deletions_dropped() -> None:
    draft = with_xml(
        RUN.format("第二条 水费")
        + f'<w:ins w:id="1" w:author="a">{RUN.format("二元")}</w:ins>'
        + '<w:del w:id="2" w:author="a"><w:r><w:delText>三元</w:delText></w:r></w:del>'
        + RUN.format("。")
    )
    assert flatten(draft)[1].text == "水费二元。"
    assert any("修订" in warning for warning in draft.warnings)


def test_hidden_text_text_boxes_and_pictures_are_left_out_and_said() -> None:
    draft = with_xml(
        RUN.format("第二条 乙。")
        + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>内部</w:t></w:r>"
        + f"<w:r><w:pict><w:txbxContent><w:p>{RUN.format('框')}</w:p></w:txbxContent></w:pict></w:r>"
        + "<w:r><w:drawing/></w:r>"
    )
    assert flatten(draft)[1].text == "乙。"
    assert len([w for w in draft.warnings if "隐藏" in w or "文本框" in w or "图片" in w]) == 3


def test_line_breaks_inside_a_paragraph_begin_new_lines() -> None:
    draft = with_xml("<w:r><w:t>第二条 乙：</w:t><w:br/><w:t>（一）丙；</w:t></w:r>")
    assert [c.path for c in flatten(draft)] == ["第一条", "第二条", "第二条/（一）"]


def test_tables_stand_where_they_stood() -> None:
    made = document("第一条 标准如下：")
    table = made.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ("户型", "元", "低保户", "0.5"), strict=True):
        cell.text = text
    made.add_paragraph("第二条 完。")
    flat = flatten(read_draft(in_bytes(made), "a.docx"))
    assert [(c.path, c.text) for c in flat][1] == ("第一条/表", "户型\t元\n低保户\t0.5")


def test_what_stands_above_the_title_is_no_title() -> None:
    draft = read_draft(
        in_bytes(document("附件1", "某政发〔2026〕3号", "饮水管理办法", "第一条 甲。", "第二条 乙。")),
        "a.docx",
    )
    assert draft.title == "饮水管理办法"
    assert [c.path for c in flatten(draft)] == ["第一条", "第二条"]


def test_a_contents_list_of_word_is_no_second_set_of_chapters() -> None:
    made = document(
        "饮水办法",
        "目录",
        "第一章 总则\t1",
        "第二章 附则\t3",
        "第一章 总则",
        "第一条 甲。",
        "第二章 附则",
        "第二条 乙。",
    )
    assert labels(made) == ["第一章", "第一章/第一条", "第二章", "第二章/第二条"]
