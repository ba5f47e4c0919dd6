"""What people paste from Word and from web pages."""

import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from consultations.documents.reading import Unreadable, read_html, read_text
from consultations.documents.structure import Level, flatten

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p{color:red}</style></head><body>
<!--StartFragment--><p class=MsoTitle align=center style='text-align:center'>饮水管理<br>办法</p>
<p class=MsoNormal style='text-indent:24pt;mso-list:l0 level1 lfo1'><![if !supportLists]>
<span style='mso-list:Ignore'>第一条
<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span><![endif]><span>为了保障
饮水安全，制定本办法。<o:p></o:p></span></p>
<p class=MsoListParagraph><!--[if !supportLists]-->
<span>第二条<span>&nbsp; </span></span><!--[endif]-->供水单位应当：</p>
<p class=MsoNormal>（一）公布<del>一次</del>收支；<span style="display:none">内部</span></p>
<table><tr><td><p>户型</p></td><td>元</td></tr><tr><td>低保户</td><td>0.5</td></tr></table>
<script>alert(1)</script><!--EndFragment--></body></html>"""


def test_a_paste_from_word_keeps_the_numbers_word_drew() -> None:
    draft = read_html(WORD)
    assert draft.title == "饮水管理办法"
    assert [(c.path, c.text) for c in flatten(draft)] == [
        ("第一条", "为了保障饮水安全，制定本办法。"),
        ("第二条", "供水单位应当："),
        ("第二条/（一）", "公布收支；"),
        ("第二条/表", "户型\t元\n低保户\t0.5"),
    ]


def test_the_plain_text_of_a_paste_has_tabs_behind_its_numbers() -> None:
    draft = read_text("饮水办法\r\n第一条\t甲甲。\r\n第二条\t应当：\r\n(一)\t乙；\r\n")
    assert [c.path for c in flatten(draft)] == ["第一条", "第二条", "第二条/(一)"]


def test_lists_of_a_web_page_are_numbered() -> None:
    draft = read_html(
        "<h1>意见</h1><p>如下：</p><ol start=3><li>甲甲。</li><li>乙乙。<ul><li>丙丙。</li></ul></li></ol>"
    )
    assert [(c.label, c.text) for c in flatten(draft)][-2:] == [("3.", "甲甲。"), ("4.", "乙乙。\n丙丙。")]


def test_the_pages_of_the_state_council_go_in(real_data: Path) -> None:
    lines = (
        (real_data / "government_documents/state_council_2019.jsonl").read_text(encoding="utf-8").splitlines()
    )
    titles = 0
    for row in map(json.loads, lines):
        draft = read_html(row["content"])
        clauses = flatten(draft)
        assert len(clauses) > 3
        assert not any("<" in c.text or "mso-" in c.text for c in clauses)
        titles += "".join(draft.title.split()) == "".join(row["title"].split())
    assert titles > len(lines) * 0.8


def test_hostile_pages_leave_only_words(real_data: Path) -> None:
    for case in json.loads((real_data / "html/dompurify_cases.json").read_text(encoding="utf-8")):
        try:
            read_html(case["payload"])
        except Unreadable:
            pass


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<table>",
                "</table>",
                "<tr>",
                "<td>",
                "<ol>",
                "<li>",
                "</ol>",
                "<p>",
                "甲",
                "<h2>",
                "</td>",
                "<script>",
                "</script>",
                "<br>",
            ]
        )
    ).map("".join)
)
def test_any_heap_of_tags_is_read_or_refused(html: str) -> None:
    try:
        assert read_html(html).count(Level.ARTICLE) == 0
    except Unreadable:
        pass
