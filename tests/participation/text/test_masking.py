"""Personal data are hidden, what an office makes public is not."""

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.text.masking import mask_personal, masked_name

LANDLINE = re.compile(r"(?<!\d)0\d{2,3}-\d{7,8}(?!\d)")
digits = st.integers(0, 9).map(str)
words = st.text("村民反映路灯坏了请派人来修，。：；（）电话 \n", max_size=12)


def runs(length: int) -> st.SearchStrategy[str]:
    return st.lists(digits, min_size=length, max_size=length).map("".join)


@given(
    before=words,
    after=words,
    second=st.sampled_from("3456789"),
    rest=runs(9),
    gap=st.sampled_from(["", " ", "-"]),
)
def test_mobile_numbers_lose_their_middle(before: str, after: str, second: str, rest: str, gap: str) -> None:
    number = f"1{second}{rest[0]}{gap}{rest[1:5]}{gap}{rest[5:]}"
    assert mask_personal(f"{before}{number}{after}") == f"{before}1{second}{rest[0]}****{rest[5:]}{after}"


@given(
    before=words, after=words, area=st.sampled_from(["010", "021", "0731", "0855", "08555"]), rest=st.data()
)
def test_landlines_stay_as_they_are(before: str, after: str, area: str, rest: st.DataObject) -> None:
    number = rest.draw(runs(7) | runs(8))
    if area == "08555":
        area = "0855"
    for mark in ("-", "－", "", " ", "）"):
        text = f"{before}{area}{mark}{number}{after}"
        assert mask_personal(text) == text


@given(first=runs(8), second=runs(8), gap=st.sampled_from([" ", "、", "/", "-", "，"]))
def test_two_landlines_side_by_side_are_no_bank_card(first: str, second: str, gap: str) -> None:
    text = f"咨询电话：{first}{gap}{second}"
    assert mask_personal(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("身份证520123199001011234。", "身份证520123************。"),
        ("身份证52012319900101123X", "身份证520123************"),
        ("卡号6222021234567890123", "卡号6222 **** **** ****"),
        ("卡号6222 0212 3456 7890 123", "卡号6222 **** **** ****"),
        ("我的邮箱是zhu.defa@qq.com，谢谢", "我的邮箱是z***@qq.com，谢谢"),
        ("打１３８００００１１１１", "打138****1111"),
        ("+86 138-0000-1111", "138****1111"),
        ("第１３条、2026年3月6日、3.5元、第 12345 号", "第１３条、2026年3月6日、3.5元、第 12345 号"),
        ("文号：黔府发〔2026〕12号 索引号 000014349202600012", "文号：黔府发〔2026〕12号 索引号 0000 **** **** ****"),
    ],
)  # fmt: skip
def test_what_is_hidden_and_what_is_not(text: str, shown: str) -> None:
    assert mask_personal(text) == shown


@given(st.text(max_size=200) | st.text("0123456789-+@.a １３X", max_size=60))
def test_masking_twice_is_masking_once(text: str) -> None:
    once = mask_personal(text)
    assert mask_personal(once) == once


def test_real_replies_keep_every_office_landline(real_data: Path) -> None:
    with (real_data / "messages" / "questions_with_replies.csv").open(
        encoding="utf-8-sig", newline=""
    ) as rows:
        replies = [row["答复意见"] for row in csv.DictReader(rows)]
    found = 0
    for reply in replies:
        shown = mask_personal(reply)
        for landline in LANDLINE.findall(reply):
            found += 1
            assert landline in shown
    assert found > 100


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("朱德发", "朱**"),
        ("欧阳修", "欧阳**"),
        (" 李 ", "李**"),
        ("Smith", "S**"),
        ("", "Anonymous"),
        ("　", "Anonymous"),
    ],
)
def test_names_are_shown_by_their_family_name(name: str, shown: str) -> None:
    from django.utils import translation

    with translation.override("en"):
        assert masked_name(name) == shown
