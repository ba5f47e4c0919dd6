"""Texts in the styles in which departments write them."""

import pytest

from consultations.documents.reading import read_text
from consultations.documents.structure import Draft, Level, flatten


def shape(draft: Draft) -> list[tuple[str, str]]:
    return [(c.level.value, c.path) for c in flatten(draft)]


def article(draft: Draft, label: str) -> str:
    return next(c.text for c in flatten(draft) if c.label == label and c.level is Level.ARTICLE)


def test_plain_text_with_full_width_indents() -> None:
    draft = read_text(
        "某县农村饮水管理办法\n（征求意见稿）\n\n　　第一章　总　　则\n　　第一条　为了保障饮水安全，制定本办法。\n"
        "　　第二条　供水单位应当：\n　　（一）检测水质；\n　　（二）公布价格。\n"
        "　　前款规定的价格由县政府核定。\n\n某县人民政府\n2026年3月6日\n"
    )
    assert draft.title == "某县农村饮水管理办法（征求意见稿）"
    assert shape(draft) == [
        ("chapter", "第一章"),
        ("article", "第一章/第一条"),
        ("article", "第一章/第二条"),
        ("item", "第一章/第二条/（一）"),
        ("item", "第一章/第二条/（二）"),
        ("paragraph", "第一章/第二条/第2款"),
        ("signature", "落款"),
    ]
    assert flatten(draft)[0].heading == "总则"
    assert draft.warnings == []


def test_parts_sections_and_inserted_articles() -> None:
    draft = read_text(
        "# 法\n\n第一编 总则\n第一分编 通则\n第一章 一般规定\n第一节 自然人\n第一条 甲。\n"
        "第一条之一 乙。\n第一条之二 丙。\n第二条 丁。\n第二编 物权\n第一章 一般规定\n第三条 戊。\n",
        markdown=True,
    )
    assert [c.path for c in flatten(draft) if c.level is Level.ARTICLE] == [
        "第一编/第一分编/第一章/第一节/第一条",
        "第一编/第一分编/第一章/第一节/第一条之一",
        "第一编/第一分编/第一章/第一节/第一条之二",
        "第一编/第一分编/第一章/第一节/第二条",
        "第二编/第一章/第三条",
    ]
    assert draft.warnings == []


def test_items_nest_as_they_are_numbered() -> None:
    draft = read_text(
        "第一条 补助分为：\n（一）生活补助：\n1.低保户；\n2．特困户：\n（1）城镇；\n①全额；\n②半额；\n"
        "(2)农村；\n(二)住房补助。\n第二条 完。\n"
    )
    assert [c.path for c in flatten(draft)] == [
        "第一条",
        "第一条/（一）",
        "第一条/（一）/1.",
        "第一条/（一）/2．",
        "第一条/（一）/2．/（1）",
        "第一条/（一）/2．/（1）/①",
        "第一条/（一）/2．/（1）/②",
        "第一条/（一）/2．/(2)",
        "第一条/(二)",
        "第二条",
    ]


def test_articles_quoted_in_an_amendment_are_not_its_articles() -> None:
    draft = read_text(
        "关于修改《饮水办法》的决定\n\n第一条 将第三条修改为：“第三条 供水单位应当：\n（一）检测；\n第四条 公布。”\n"
        "第二条 增加一条，作为第十条：\n“第十条 违者罚款。\n“情节严重的，从重。”\n第三条 本决定自公布之日起施行。\n"
    )
    assert [c.label for c in flatten(draft)] == ["第一条", "第二条", "第三条"]
    assert article(draft, "第一条").endswith("第四条 公布。”")
    assert draft.warnings == []


def test_a_forgotten_closing_quotation_mark_swallows_nothing() -> None:
    draft = read_text("第一条 本办法所称“用水户，是指居民。\n第二条 所称“水价”是指水费。\n第三条 完。\n")
    assert [c.label for c in flatten(draft)] == ["第一条", "第二条", "第三条"]


def test_the_new_wording_may_stand_without_quotation_marks() -> None:
    draft = read_text("一、第三条修改为：\n第三条 用水户按月缴费。\n二、第五条修改为：\n第五条 完。\n")
    assert draft.count(Level.ARTICLE) == 0
    assert [c.label for c in flatten(draft)] == ["一、", "二、"]


def test_a_line_that_speaks_of_an_article_is_none() -> None:
    draft = read_text(
        "第一条 甲。\n第二条 乙，依照\n第一条规定办理。\n第三条、第四条另行公布。\n第三条丙。\n"
    )
    assert [c.label for c in flatten(draft)] == ["第一条", "第二条", "第三条"]
    assert article(draft, "第三条") == "丙。"


def test_a_mark_behind_the_number_is_part_of_the_label() -> None:
    draft = read_text(
        "第一章：总则\n第一条、甲。\n第二条：乙。\n第三条、第四条另行公布。\n第二条、五条另行公布。\n"
    )
    assert [c.label for c in flatten(draft)] == ["第一章：", "第一条、", "第二条："]


def test_short_titles_of_articles_become_headings() -> None:
    draft = read_text(
        "第一条 【目的】为了民生，制定本办法。\n第二条（适用范围）\n本办法适用于本县。\n第三条 （一）甲；\n"
    )
    flat = flatten(draft)
    assert [(c.label, c.heading, c.text) for c in flat[:2]] == [
        ("第一条", "【目的】", "为了民生，制定本办法。"),
        ("第二条", "（适用范围）", "本办法适用于本县。"),
    ]


def test_an_opinion_without_articles_keeps_its_headings() -> None:
    draft = read_text(
        "关于加强饮水工作的意见\n\n为了民生，提出以下意见。\n一、总体要求\n坚持为民。\n坚持节约。\n"
        "二、重点任务\n（一）建设水厂。三年建成。\n（二）改造管网。\n三、保障措施\n加强领导。\n"
    )
    assert shape(draft) == [
        ("paragraph", "第1段"),
        ("heading", "一、"),
        ("paragraph", "一、/第1段"),
        ("paragraph", "一、/第2段"),
        ("heading", "二、"),
        ("item", "二、/（一）"),
        ("item", "二、/（二）"),
        ("heading", "三、"),
        ("paragraph", "三、/第1段"),
    ]


def test_a_text_without_any_structure_becomes_paragraphs() -> None:
    draft = read_text("为了民生，做好饮水工作。\n\n请各镇落实。\n")
    assert shape(draft) == [("paragraph", "第1段"), ("paragraph", "第2段")]


def test_tables_and_annexes_are_kept() -> None:
    draft = read_text(
        "# 办法\n\n第一条 标准如下：\n\n| 户型 | 元 |\n| --- | --- |\n| 低保户 | 0.5 |\n\n第二条 完。\n\n"
        "附件1：补助名录\n附件2：申请表\n\n某县人民政府\n2026年3月6日\n\n附件1\n\n补助名录\n\n"
        "第一条 甲镇。\n\n附件2 申请表\n\n1.姓名\n",
        markdown=True,
    )
    flat = flatten(draft)
    table = next(c for c in flat if c.level is Level.TABLE)
    assert (table.path, table.text) == ("第一条/表", "户型\t元\n低保户\t0.5")
    assert [(a.label, a.heading) for a in draft.annexes] == [("附件1", "补助名录"), ("附件2", "申请表")]
    assert "附件1/第一条" in [c.path for c in flat]
    assert [c.text for c in flat if c.level is Level.SIGNATURE] == ["某县人民政府\n2026年3月6日"]
    assert draft.warnings == []


def test_odd_numbering_is_pointed_out() -> None:
    draft = read_text("第一条 甲。\n第三条 乙。\n第二条 丙。\n")
    assert len(draft.warnings) == 3  # the gap, the step back, and no title


def test_a_table_of_contents_is_left_out_of_the_clauses() -> None:
    draft = read_text(
        "某某条例\n\n目　录\n第一章 总则……1\n第二章 附则……9\n\n第一章 总则\n第一条 甲。\n第二章 附则\n第二条 乙。\n"
    )
    assert draft.count(Level.CHAPTER) == 2
    assert [c.path for c in flatten(draft)] == ["第一章", "第一章/第一条", "第二章", "第二章/第二条"]


@pytest.mark.parametrize(
    "line", ["一、二审案件由法院办理。", "2026年3月6日起施行。", "1.5倍以上的", "三、四级响应由县启动。"]
)
def test_a_paragraph_that_begins_with_a_number_is_no_item(line: str) -> None:
    draft = read_text(f"第一条 甲。\n{line}\n第二条 乙。\n")
    assert article(draft, "第一条") == f"甲。\n{line}"
