"""Correcting a text that was read wrongly, line by line: nothing gets lost, everything is nested as its kind asks."""

import copy
from random import Random

import pytest

from consultations.documents.correcting import change_line, drop_line, join_line, lines_of
from consultations.documents.reading import read_text
from consultations.documents.structure import Draft, Level, flatten
from participation.errors import Invalid
from tests.drafts import DRAFT


@pytest.fixture
def draft() -> Draft:
    return read_text(DRAFT, markdown=True)


def at(draft: Draft, label: str) -> int:
    return next(n for n, node in enumerate(lines_of(draft)) if node.label == label)


def paths(draft: Draft) -> list[str]:
    return [clause.path for clause in flatten(draft)]


def change(draft: Draft, n: int, **changes: str) -> None:
    node = lines_of(draft)[n]
    said = {"level": node.level.value, "label": node.label, "heading": node.heading, "text": node.text}
    change_line(draft, n, **(said | changes))


def test_a_line_is_given_other_words(draft: Draft) -> None:
    change(draft, at(draft, "第四条"), text=" 水费每吨不超过一元。 ", heading="【水价】")
    node = lines_of(draft)[at(draft, "第四条")]
    assert (node.heading, node.text) == ("【水价】", "水费每吨不超过一元。")


def test_an_article_that_is_really_a_chapter_takes_what_follows(draft: Draft) -> None:
    change(draft, at(draft, "第二条"), level="chapter", label="第一章之一", heading="范围", text="")
    assert paths(draft)[:3] == ["第一章", "第一章/第一条", "第一章之一"]
    change(draft, at(draft, "第三条"), level="chapter", label="第三章")
    assert "第三章/（一）" in paths(draft) and "第三章/第四条" in paths(draft)


def test_an_article_that_is_really_an_item_leaves_its_items_to_the_one_before(draft: Draft) -> None:
    change(draft, at(draft, "第二章"), level="article", label="第二条之一")
    change(draft, at(draft, "第三条"), level="item", label="（零）")
    assert "第一章/第二条之一/（零）" in paths(draft) and "第一章/第二条之一/（一）" in paths(draft)


def test_a_broken_line_is_put_back_together(draft: Draft) -> None:
    n = at(draft, "（二）")
    join_line(draft, n, as_paragraph=False)
    assert lines_of(draft)[n - 1].text == "每日检测水质；（二）公布收费标准。"
    join_line(draft, at(draft, "第四条"), as_paragraph=True)
    assert lines_of(draft)[-1].text.endswith("\n第四条　水费每吨不超过三元。")


def test_a_broken_heading_is_put_back_together(draft: Draft) -> None:
    before = lines_of(draft)[at(draft, "第二章")].heading
    change(draft, at(draft, "第三条"), level="paragraph", label="", text="与监督")
    join_line(draft, at(draft, "第二章") + 1, as_paragraph=False)
    assert lines_of(draft)[at(draft, "第二章")].heading == f"{before}与监督"
    assert "第二章/（一）" in paths(draft)


def test_a_dropped_line_leaves_what_stood_under_it_to_the_line_above(draft: Draft) -> None:
    drop_line(draft, at(draft, "第三条"))
    assert "第二章/（一）" in paths(draft)
    drop_line(draft, at(draft, "第二章"))
    assert "第一章/第四条" in paths(draft)


def test_the_numbering_is_looked_at_again(draft: Draft) -> None:
    assert not draft.warnings
    drop_line(draft, at(draft, "第三条"))
    assert any("第四条" in warning for warning in draft.warnings)
    change(draft, at(draft, "第四条"), label="第三条")
    assert not draft.warnings


def test_what_cannot_be_done_is_refused(draft: Draft) -> None:
    with pytest.raises(Invalid):
        join_line(draft, 0, as_paragraph=False)
    for n in (-1, 99):
        with pytest.raises(Invalid):
            drop_line(draft, n)
    with pytest.raises(Invalid):
        change(draft, 0, label=" ", heading="", text="")
    for _ in range(len(lines_of(draft)) - 1):
        drop_line(draft, 0)
    with pytest.raises(Invalid):
        drop_line(draft, 0)


@pytest.mark.parametrize("seed", range(20))
def test_whatever_is_corrected_no_other_line_is_lost_and_no_path_is_double(draft: Draft, seed: int) -> None:
    chance = Random(seed)
    for _ in range(10):
        lines = lines_of(draft)
        n = chance.randrange(len(lines))
        others = [copy.copy(line) for k, line in enumerate(lines) if k != n]
        level = chance.choice([each for each in Level if each not in (Level.TITLE, Level.CONTENTS)])
        change(draft, n, level=level.value)
        now = lines_of(draft)
        assert len(now) == len(lines) and now[n] is lines[n]
        assert [(x.label, x.text) for k, x in enumerate(now) if k != n] == [(x.label, x.text) for x in others]
        assert len(paths(draft)) == len(set(paths(draft)))
