"""Text is text; officials' HTML keeps its allowed list and nothing else."""

import json
import re
import time
import unicodedata
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.errors import Invalid
from participation.text.cleaning import ATTRIBUTES, HREF, INVISIBLE, MOST_ARTICLE, TAGS, one_line, plain, rich

PIECES = [
    "<p>", "</p>", "<b>", "</b>", "<a href='javascript:alert(1)'>", '<a href="/x" onclick=y>', "</a>", "<table>",
    "<td>", "</table>", "<svg><style>", "<math><mtext>", "<noscript>", "<!--", "-->", "<script>", "</script>",
    "&#8203;", "&lt;", "&#13;", "&amp;#60;", "<h2>", "<li>", "<ol start=3>", "水价", " ", "\n", "\u202e", '"', "'",
    ">", "<", "<p title='", "<textarea>", "<template>", "<img src=x onerror=alert(1)>", "java\u200bscript:",
    "<a href='//e'>",
]  # fmt: skip
html = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=25).map("".join)


class Inspector(HTMLParser):
    """What a browser would be given: every tag and attribute, with what must not be there."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.depth = self.deepest = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.faults.append(tag)
        for name, value in attrs:
            if name not in ATTRIBUTES.get(tag, set()) | ({"rel"} if tag == "a" else set()):
                self.faults.append(f"{tag} {name}")
            if name == "href" and not HREF.match((value or "").strip()):
                self.faults.append(f"href {value}")
        if tag not in ("br", "hr"):
            self.depth += 1
            self.deepest = max(self.deepest, self.depth)

    def handle_endtag(self, tag: str) -> None:
        self.depth -= 1

    def handle_comment(self, data: str) -> None:
        self.faults.append("comment")


def faults(text: str) -> list[str]:
    inspector = Inspector()
    inspector.feed(text)
    return inspector.faults


@given(html)
@settings(max_examples=400, deadline=None)
def test_only_the_allowed_list_is_left_and_cleaning_again_changes_nothing(text: str) -> None:
    once = rich(text)
    assert not faults(once)
    assert rich(once) == once


@given(st.text(max_size=300))
@settings(deadline=None)
def test_any_text_is_survived(text: str) -> None:
    assert not faults(rich(text))


def test_hostile_snippets_of_other_sanitisers(real_data: Path) -> None:
    cases = json.loads((real_data / "html" / "dompurify_cases.json").read_text())
    texts = [case["payload"] for case in cases]
    texts += [
        path.read_text().split("\n--\n")[0] for path in (real_data / "html" / "bleach_cases").glob("*.test")
    ]
    texts += json.loads((real_data / "html" / "naughty_strings.json").read_text())
    for text in texts:
        once = rich(text)
        assert not faults(once), text
        assert rich(once) == once, text


def test_government_documents_keep_their_words(real_data: Path) -> None:
    lines = (real_data / "government_documents" / "state_council_2019.jsonl").read_text().splitlines()
    for line in lines[:12]:
        source = json.loads(line)["content"]
        if len(source) > MOST_ARTICLE:
            continue
        cleaned = rich(source)
        assert not faults(cleaned)
        if "<table" in source:
            assert "<table>" in cleaned and "<td" in cleaned


def test_what_officials_write_stays() -> None:
    text = '<h2>背景</h2><p>见<a href="https://example.gov.cn/a?b=1&amp;c=2">原文</a>。<br><b>重要</b></p>'
    assert rich(text) == text.replace("<a href", "<a href").replace(
        'c=2"', 'c=2" rel="nofollow noopener noreferrer"'
    )
    assert rich("<td>x</td><script>alert(1)</script><style>p{}</style>后") == "x后"


@pytest.mark.long
@pytest.mark.parametrize(
    "text",
    [
        "<b>" * 20_000, "<b>" * 20_000 + "x" + "</b>" * 20_000, "<blockquote>" * 12_000 + "</blockquote>" * 12_000,
        "<p " + "a=1 " * 20_000 + ">x", "<ul><li>" * 8_000, "<" * 70_000, "<a href='" + "a" * 200_000,
        "<table><tr><td>" * 4_000, "&" * 55_000, "<p>x</p>" * 30_000,
    ],
    ids=lambda text: text[:12],
)  # fmt: skip
def test_deep_or_wide_input_is_fast_and_ends_shallow(text: str) -> None:
    began = time.process_time()
    cleaned = rich(text)
    assert time.process_time() - began < 4
    inspector = Inspector()
    inspector.feed(cleaned)
    assert inspector.deepest <= 150


@pytest.mark.parametrize("text", ["a" * (MOST_ARTICLE + 1), "<" * (MOST_ARTICLE - 1)], ids=["raw", "cleaned"])
def test_an_article_has_a_size(text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        rich(text)
    assert "body" in refusal.value.errors


@given(st.text(max_size=200))
def test_plain_text_is_settled_once(text: str) -> None:
    once = plain(text)
    assert plain(once) == once
    assert not INVISIBLE.search(once) and "\r" not in once and unicodedata.is_normalized("NFC", once)
    assert "\n" not in one_line(text) and "\t" not in one_line(text)


def test_plain_text_keeps_what_people_mean() -> None:
    assert plain("第一段\r\n\r\n第二段 <b>&amp;\u200b\u202e") == "第一段\n\n第二段 <b>&amp;"
    assert plain("a\n\n\n\n\n\nb") == "a\n\n\nb"
    assert plain("\u0000\ud83d　 ") == ""
    assert re.fullmatch(r"[^\n]*", one_line("一\n二\t 三")) and one_line("一\n二\t 三") == "一 二 三"
