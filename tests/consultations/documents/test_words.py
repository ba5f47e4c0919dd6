"""The marking of words: exact, and in pieces a reader can take in."""

from itertools import pairwise
from time import process_time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from consultations.documents.comparing import mark_words

CHINESE = st.text(st.sampled_from("甲乙丙丁人民政府应当，。、的第三十条（一）12.5% ab\n"), max_size=120)


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=80), CHINESE), st.one_of(st.text(max_size=80), CHINESE))
@example("甲" * 3000, "乙甲" * 2000)
def test_the_marking_joins_back_to_both_texts(old: str, new: str) -> None:
    words = mark_words(old, new)
    assert "".join(text for sign, text in words if sign != "+") == old
    assert "".join(text for sign, text in words if sign != "-") == new
    assert all(text for _, text in words)
    assert all(a[0] != b[0] for a, b in pairwise(words))


@pytest.mark.parametrize(
    ("old", "new"),
    [("的" * 1000, "的，" * 500 + "乙"), ("甲乙" * 600, "甲丙乙" * 400), ("甲。" * 3000, "甲。乙。" * 2000)],
)
def test_a_text_that_repeats_itself_does_not_take_minutes(old: str, new: str) -> None:
    start = process_time()
    mark_words(old, new)
    assert process_time() - start < 2


def test_numbers_labels_and_latin_words_stay_whole() -> None:
    assert mark_words("依照第二十三条办理。", "依照第二十四条办理。") == [
        ("=", "依照"), ("-", "第二十三条"), ("+", "第二十四条"), ("=", "办理。"),
    ]  # fmt: skip
    assert ("-", "12.5%") in mark_words("补助12.5%的费用", "补助15%的费用")
    assert ("+", "三十日") not in mark_words("十五日内答复", "三十日内答复")
    assert ("+", "三十") in mark_words("十五日内答复", "三十日内答复")
    assert ("-", "Wi-Fi") in mark_words("提供Wi-Fi服务", "提供5G服务")


def test_scraps_between_two_changes_are_no_confetti() -> None:
    words = mark_words("由县水务局的工作人员负责。", "由乡镇供水站的管理小组负责。")
    assert [sign for sign, _ in words] == ["=", "-", "+", "="]


def test_an_insertion_begins_where_a_phrase_begins() -> None:
    words = mark_words("县人民政府、村民委员会应当公布。", "县人民政府、乡镇人民政府、村民委员会应当公布。")
    assert words[1] == ("+", "乡镇人民政府、")


def test_texts_with_little_in_common_are_shown_one_after_the_other() -> None:
    words = mark_words("用水户应当按月缴费。", "供水单位每年公布一次水质报告，接受群众监督。")
    assert [sign for sign, _ in words] == ["-", "+"]
