"""Two texts side by side: nothing lost, the same words together, what moved and split said."""

from collections import Counter
from itertools import chain
from pathlib import Path
from random import Random
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consultations.documents.comparing import Row, compare_drafts, compare_flat, units
from consultations.documents.reading import read_text
from consultations.documents.structure import flatten
from tests.consultations.documents.laws import body, read, squeezed, version_pairs

PAIRS = [*version_pairs(), *((b, a) for a, b in version_pairs())]


def rows_of(old: str, new: str) -> list[Row]:
    return compare_drafts(read_text(old), read_text(new))


def brief(rows: list[Row]) -> list[tuple[str, str, str]]:
    return [
        (r["kind"], r["old"]["label"] if r["old"] else "", r["new"]["label"] if r["new"] else "")
        for r in rows
    ]


def assert_whole(rows: list[Row]) -> None:
    for row in rows:
        old, new = row["old"], row["new"]
        assert "".join(w for sign, w in row["words"] if sign != "+") == (old["text"] if old else "")
        assert "".join(w for sign, w in row["words"] if sign != "-") == (new["text"] if new else "")
        if old and new:
            same = units.squeezed(old["text"]) == units.squeezed(new["text"])
            assert (row["kind"] in ("same", "moved")) == same
        else:
            assert row["kind"] == ("added" if new else "removed")


@pytest.mark.long
@pytest.mark.usefixtures("real_data")
@pytest.mark.parametrize(
    "pair", PAIRS or [()], ids=lambda p: f"{p[0].stem[:20]}-{p[1].stem[-11:]}" if p else ""
)
def test_every_word_of_both_versions_stands_in_exactly_one_row(pair: tuple[Path, Path]) -> None:
    rows = compare_drafts(*(read(path, keep_invisible=True) for path in pair))
    assert_whole(rows)
    for side, path in zip(("old", "new"), pair, strict=True):
        sides = [row[side] for row in rows if row[side]]  # type: ignore[literal-required]
        said = [squeezed(s["label"] + s["text"]) for s in sides]
        assert Counter(chain(*said)) == Counter(squeezed(body(path)))
    texts = [Counter(r[s]["text"] for r in rows if r[s] and r["kind"] in kinds)  # type: ignore[literal-required]
             for s, kinds in (("old", ("removed", "changed")), ("new", ("added", "changed")))]  # fmt: skip
    assert not texts[0] & texts[1], "the same words stand apart"


def test_renumbered_articles_are_the_same() -> None:
    old = "第一条 甲甲甲甲。\n第二条 乙乙乙乙。\n第三条 丙丙丙丙。\n"
    new = "第一条 甲甲甲甲。\n第二条 新的规定在这里。\n第三条 乙乙乙乙。\n第四条 丙丙丙丙。\n"
    assert brief(rows_of(old, new)) == [
        ("same", "第一条", "第一条"),
        ("added", "", "第二条"),
        ("same", "第二条", "第三条"),
        ("same", "第三条", "第四条"),
    ]


def test_an_article_that_went_elsewhere_has_moved_and_the_others_stayed() -> None:
    old = "第一条 甲甲甲甲。\n第二条 乙乙乙乙。\n第三条 丙丙丙丙。\n第四条 丁丁丁丁。\n"
    new = "第一条 乙乙乙乙。\n第二条 丙丙丙丙。\n第三条 丁丁丁丁。\n第四条 甲甲甲甲。\n"
    assert brief(rows_of(old, new))[-1] == ("moved", "第一条", "第四条")
    assert Counter(row["kind"] for row in rows_of(old, new)) == {"same": 3, "moved": 1}


def test_a_removed_article_stands_where_it_stood() -> None:
    old = "第一条 甲甲甲甲。\n第二条 乙乙乙乙。\n第三条 丙丙丙丙。\n"
    new = "第一条 甲甲甲甲。\n第二条 丙丙丙丙。\n"
    assert [kind for kind, *_ in brief(rows_of(old, new))] == ["same", "removed", "same"]


SPLIT = "供水单位应当每日检测出厂水质并在村务公开栏公布检测结果"
SECOND = "用水户应当按月缴纳水费，逾期三个月不缴纳的可以暂停供水"


def test_split_and_merge_are_pointed_out_by_their_labels() -> None:
    whole = f"第一条 为了民生，制定本办法。\n第二条 {SPLIT}。{SECOND}。\n第三条 完。\n"
    parts = f"第一条 为了民生，制定本办法。\n第二条 {SPLIT}。\n第三条 {SECOND}。\n第四条 完。\n"
    split = rows_of(whole, parts)
    assert [r["into"] for r in split if "into" in r] == [["第二条", "第三条"]]
    assert [r["from"] for r in split if "from" in r] == [["第二条"]]
    merged = rows_of(parts, whole)
    assert [r["from"] for r in merged if "from" in r] == [["第二条", "第三条"]]
    assert [(r["kind"], r["into"]) for r in merged if "into" in r] == [("removed", ["第二条"])]


def test_a_stored_clause_is_itself_however_it_was_reworded() -> None:
    old = flatten(read_text("第一条 甲甲甲甲。\n第二条 水费每吨三元。\n"))
    new = flatten(read_text("第一条 供水单位每年公布一次账目。\n第二条 水费每吨三元。\n"))
    rows = compare_flat(list(zip("ab", old, strict=True)), list(zip("ab", new, strict=True)))
    assert [row["kind"] for row in rows] == ["changed", "same"]
    rows = compare_flat(list(zip("ab", old, strict=True)), list(zip("cb", new, strict=True)))
    assert Counter(row["kind"] for row in rows) == {"added": 1, "removed": 1, "same": 1}


def test_white_space_alone_is_no_change() -> None:
    rows = rows_of("第一条 甲甲。\n乙乙。\n", "第一条　甲甲。乙 乙。\n")
    assert [row["kind"] for row in rows] == ["same"]
    assert_whole(rows)


def test_a_change_of_punctuation_alone_is_told_apart() -> None:
    old, new = (
        "第一条 应当：\n(一)甲甲甲；\n第二条 水费三元。\n",
        "第一条 应当:\n（一）甲甲甲；\n第二条 水费二元。\n",
    )
    assert [(row["kind"], row.get("slight", False)) for row in rows_of(old, new)] == [
        ("changed", True),
        ("changed", False),
    ]


def test_the_same_words_several_times_are_paired_once_each() -> None:
    old = "第一条 （删去）\n第二条 （删去）\n第三条 甲甲甲。\n"
    new = "第一条 （删去）\n第二条 甲甲甲。\n第三条 （删去）\n第四条 （删去）\n"
    kinds = Counter(row["kind"] for row in rows_of(old, new))
    assert kinds["added"] == 1 and kinds["same"] + kinds["moved"] == 3


@pytest.mark.usefixtures("real_data")
def test_four_hundred_articles_take_less_than_two_seconds() -> None:
    old, new = next(p for p in version_pairs() if "适用《民事诉讼法》" in p[0].name)
    before, after = read(old), read(new)
    start = process_time()
    compare_drafts(before, after)
    assert process_time() - start < 2


def test_texts_that_share_nothing_and_texts_that_share_all_are_quick_too() -> None:
    dice = Random(1)
    han = [chr(0x4E00 + n) for n in range(2000)]
    boiler = "县级以上人民政府应当加强管理，有关部门按照职责分工负责相关工作。"

    def text(count: int, more: str = "") -> str:
        words = ("".join(dice.choices(han, k=150)) for _ in range(count))
        return "\n".join(f"第{n}条 {more or said}" for n, said in enumerate(words, 1))

    for old, new in ((text(400), text(400)), (text(600, boiler), text(600, boiler + "乙"))):
        drafts = read_text(old), read_text(new)
        start = process_time()
        compare_drafts(*drafts)
        assert process_time() - start < 4


LINE = st.text(
    st.sampled_from("第一二三条章节、（）甲乙丙丁，。；“”附件：目录表|#1.2 \u3000\u200bABc\t-"), max_size=30
)
ANY_TEXT = st.one_of(st.text(max_size=300), st.lists(LINE, max_size=20).map("\n".join))


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT, ANY_TEXT)
def test_any_two_texts_are_compared_without_loss(old: str, new: str) -> None:
    drafts = [read_text(text, keep_invisible=True) for text in (old, new)]
    rows = compare_drafts(*drafts)
    assert_whole(rows)
    for side, text in (("old", old), ("new", new)):
        sides = [row[side] for row in rows if row[side]]  # type: ignore[literal-required]
        said = Counter(squeezed("".join(s["label"] + s["text"] for s in sides)))
        assert said == Counter(squeezed(text))
