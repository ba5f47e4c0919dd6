"""Words and small marks: dates in two languages, names, titles, residents' text, comparison ink."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from django.utils import translation

from consultations.models import Comment, Opinion
from consultations.notices.phases import Phase
from frontend.shared import status_icons as marks
from frontend.templatetags import look
from participation import clock
from responses.models import Question

FRIDAY = date(2026, 3, 6)


@pytest.fixture(autouse=True)
def on_a_friday() -> Iterator[None]:
    with clock.at(datetime(2026, 3, 6, 9, 5, tzinfo=clock.SHANGHAI)):
        yield


def test_a_day_carries_its_weekday_in_both_languages() -> None:
    assert look.day(FRIDAY) == '<time datetime="2026-03-06">2026年3月6日（周五）</time>'
    with translation.override("en"):
        assert look.day(FRIDAY) == '<time datetime="2026-03-06">6 March 2026 (Fri)</time>'


def test_the_year_is_left_out_only_when_it_is_this_one() -> None:
    assert "2026年" not in look.day(FRIDAY, "auto")
    assert "2027年" in look.day(date(2027, 3, 6), "auto")


def test_a_moment_is_told_in_chinas_time() -> None:
    assert "2026年3月7日（周六）01:30" in look.moment(datetime(2026, 3, 6, 17, 30, tzinfo=clock.UTC))


@pytest.mark.parametrize(
    ("days", "said"),
    [(8, "还剩 8 天"), (1, "明天 24:00 截止"), (0, "今天最后一天，24:00 截止"), (-3, "已过 3 天")],
)
def test_a_deadline_says_what_remains(days: int, said: str) -> None:
    assert said in look.deadline(FRIDAY + timedelta(days=days))


@pytest.mark.parametrize("missing", [look.day, look.moment, look.deadline, look.stamp])
def test_a_date_that_is_not_there_draws_nothing(missing: object) -> None:
    assert missing(None) == ""  # type: ignore[operator]


def test_what_residents_write_stays_text() -> None:
    drawn = look.said('<b onclick="x">粗</b>\n第二行\n\n第二段 javascript:alert(1)')
    assert "<b " not in drawn and "&lt;b " in drawn
    assert drawn.count("<p>") == 2 and "<br>" in drawn
    assert "<a" not in drawn


def test_a_web_address_ends_where_chinese_begins() -> None:
    drawn = look.said("见https://example.org/a?b=1&c=2，谢谢。(https://example.org/x).")
    assert 'href="https://example.org/a?b=1&amp;c=2" rel="nofollow ugc noopener noreferrer"' in drawn
    assert ">https://example.org/x</a>)." in drawn


def test_a_quote_in_an_address_cannot_leave_the_attribute() -> None:
    drawn = look.said("https://example.org/'onmouseover='x")
    assert "'onmouseover" not in drawn.replace("&#x27;", "").replace("https://example.org/onmouseover", "")


def test_a_title_keeps_its_ending_whole() -> None:
    drawn = look.title_breaks("云岫县农村生活垃圾分类管理办法（征求意见稿）")
    assert '<span class="nb">管理办法</span>' in drawn and '<span class="nb">（征求意见稿）</span>' in drawn
    assert look.title_breaks("<i>办法") == "&lt;i&gt;办法"


def test_ink_shows_one_side_or_both() -> None:
    words = [["=", "同"], ["-", "旧<"], ["+", "新"]]
    assert look.ink(words) == "同<del>旧&lt;</del><ins>新</ins>"
    assert look.ink(words, "old") == "同<del>旧&lt;</del>"
    assert look.ink(words, "new") == "同<ins>新</ins>"


@pytest.mark.parametrize(("count", "heavy"), [(0, 0), (1, 1), (9, 1), (10, 2), (50, 3), (None, 0)])
def test_the_rule_beside_a_clause_thickens_with_its_comments(count: int | None, heavy: int) -> None:
    assert look.weight(count) == heavy


FAMILIES = [
    ("disposition", Opinion.Disposition.values),
    ("comment", Comment.Status.values),
    ("stance", [each for each in Comment.Stance if each]),
    ("question", Question.Status.values),
    ("phase", Phase.values),
]


@pytest.mark.parametrize(("family", "codes"), FAMILIES)
def test_every_status_has_its_own_shape_and_a_word(family: str, codes: list[str]) -> None:
    drawn = [marks.status_icon(family, code) for code in codes]
    assert all(str(status_icon.label) and status_icon.shape in marks.SHAPES for status_icon in drawn)
    looks = [(status_icon.shape, status_icon.tone) for status_icon in drawn]
    assert len(set(looks)) == len(looks), "two statuses look the same"


def test_a_status_nobody_has_heard_of_is_shown_by_its_word() -> None:
    assert "novel" in look.status("disposition", "novel")
