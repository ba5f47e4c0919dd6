"""The rulebook against the statutes themselves, as others have published them."""

import re
from datetime import date
from pathlib import Path

import pytest

from participation.deadlines.rulebook import Rule, rules

pytestmark = pytest.mark.django_db
CITED = re.compile(
    r"《(?P<law>[^》]+)》(?:（[^）]*）)?(?P<articles>(?:第[一二三四五六七八九十百]+条[、，]?)+)"
)


@pytest.fixture
def statutes(real_data: Path) -> dict[str, str]:
    """The newest text of each statute, by its short name."""
    files = sorted((real_data / "laws" / "single").glob("*.md"))
    return {re.sub(r"\(.*", "", path.stem): path.read_text("utf-8") for path in files}


def article(text: str, number: str) -> str | None:
    """One article with all its paragraphs."""
    found = re.search(rf"^{number}\s.*?(?=^第[一二三四五六七八九十百]+条\s|^## |\Z)", text, re.M | re.S)
    return found and found.group()


def cited(rule: Rule, statutes: dict[str, str]) -> list[str]:
    """The articles a rule leans on, as far as their statute is at hand. Fails where one does not exist."""
    said = []
    for match in CITED.finditer(rule.basis):
        if text := statutes.get(match["law"]):
            for number in re.findall(r"第[^条]+条", match["articles"]):
                found = article(text, number)
                assert found, f"{rule.id}: {match['law']} has no {number}"
                said.append(found)
    return said


def test_every_article_a_rule_names_is_there_and_says_the_number(statutes):
    checked = []
    for rule in rules(date(2026, 3, 6)):
        articles = cited(rule, statutes)
        if not articles or not rule.confirmed:
            continue
        if rule.unit in ("working", "calendar"):
            number = f"{rule.value}个工作日" if rule.unit == "working" else f"{rule.value}日"
            assert any(number in text for text in articles), f"{rule.id}: no {number}"
        if rule.unit == "date":
            month, day = map(int, rule.by_date.split("-"))
            assert any(f"{month}月{day}日" in text for text in articles), rule.id
        checked.append(rule.id)
    assert len(checked) > 30


def test_no_rule_is_older_than_its_statute(statutes):
    for rule in rules(date(2026, 3, 6)):
        for match in CITED.finditer(rule.basis):
            for year, month, day in re.findall(
                r"^(\d{4})年(\d+)月(\d+)日 施行", statutes.get(match["law"], ""), re.M
            )[-1:]:
                assert rule.valid_from >= date(int(year), int(month), int(day)), rule.id
