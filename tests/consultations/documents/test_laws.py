"""Every statute goes in with exactly the articles it has."""

import re
from pathlib import Path

import pytest

from consultations.documents.structure import Level, flatten
from tests.consultations.documents.laws import body, each_law, read, squeezed

pytestmark = pytest.mark.usefixtures("real_data")


@each_law
def test_a_statute_has_exactly_its_articles_and_chapters(path: Path) -> None:
    draft = read(path)
    articles = re.findall(r"^(第[一二三四五六七八九十百零]+条(?:之[一二三]+)?)\s", body(path), re.M)
    assert [n.label for n in draft.walk() if n.level is Level.ARTICLE] == articles
    assert draft.count(Level.CHAPTER) == len(re.findall(r"^第[一二三四五六七八九十]+章\s", body(path), re.M))
    assert draft.count(Level.SECTION) == len(re.findall(r"^第[一二三四五六七八九十]+节\s", body(path), re.M))
    assert draft.warnings == []
    assert draft.title == path.read_text(encoding="utf-8").split("\n")[0].removeprefix("# ")


@each_law
def test_an_article_holds_all_its_words_and_no_other(path: Path) -> None:
    """The text between two article numbers, told by splitting at them, is what the tree holds in between."""
    said = squeezed(body(path)).replace("\u200b", "")
    pieces = "".join(n.label + squeezed(n.heading + n.text) for n in read(path).walk())
    assert pieces == said


@each_law
def test_every_clause_has_a_path_of_its_own(path: Path) -> None:
    clauses = flatten(read(path))
    assert len({clause.path for clause in clauses}) == len(clauses)
    for clause in clauses:
        assert clause.parent is None or clause.path.startswith(clauses[clause.parent].path + "/")


def test_items_stand_under_their_article(real_data: Path) -> None:
    draft = read(real_data / "laws/single/国徽法(2020-10-17).md")
    paths = [c.path for c in flatten(draft)]
    assert [p for p in paths if p.startswith("第十六条")] == [
        "第十六条", "第十六条/（一）", "第十六条/（二）", "第十六条/（三）", "第十六条/第2款",
    ]  # fmt: skip
    assert "附件/五、" in paths
    assert next(n for n in draft.nodes if n.level is Level.ANNEX).heading == "中华人民共和国国徽图案"


def test_an_amendment_quotes_articles_and_has_none(real_data: Path) -> None:
    draft = read(real_data / "laws/single/刑法修正案（九）.md")
    assert draft.count(Level.ARTICLE) == 0
    assert [n.label for n in draft.nodes][:3] == ["一、", "二、", "三、"]
    assert len(draft.nodes) == 52


def test_a_printed_table_of_contents_is_no_second_set_of_chapters(real_data: Path) -> None:
    name = "最高人民法院关于适用《民事诉讼法》的解释(2022-04-01).md"
    draft = read(real_data / "laws/version_pairs" / name)
    assert draft.count(Level.HEADING) == 23
    assert draft.count(Level.CONTENTS) == 1
