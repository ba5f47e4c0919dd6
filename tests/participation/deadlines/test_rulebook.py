import re
from datetime import date
from pathlib import Path

import pytest
from django.utils.translation import override

from participation.deadlines.rulebook import (
    ANSWER_PERIODS,
    COMMENT_PERIODS,
    UnknownRule,
    answer_period,
    minimum_period,
    rule,
    rules,
)

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 6)


def test_every_rule_has_a_name_in_both_languages_and_a_basis():
    book = rules(DAY)
    assert len(book) > 50
    for each in book:
        assert each.label.zh, each.id
        assert each.label.en, each.id
        assert each.basis, each.id
        assert bool(each.unit) == (each.value is not None or bool(each.by_date)), each.id


def test_a_major_decision_is_open_for_thirty_days():
    a1 = minimum_period("major_decision", DAY)
    assert (a1.value, a1.unit, a1.rolls, a1.confirmed) == (30, "calendar", False, True)
    assert "第十五条" in a1.basis
    assert a1.due(date(2023, 3, 6)).due == date(2023, 4, 5)


@pytest.mark.parametrize("kind", COMMENT_PERIODS)
def test_every_kind_of_consultation_has_a_least_period(kind):
    period = minimum_period(kind, DAY)
    assert period.limit == "at_least"
    assert period.due(DAY).due > DAY


@pytest.mark.parametrize(
    ("rule_id", "shortening"),
    [
        ("A1", "with_reason"),
        ("A7", "with_reason"),
        ("A8", "with_reason"),
        ("A24", "none"),
        ("A25", "none"),
        ("A26", "none"),
    ],
)
def test_thirty_days_are_shortened_with_a_reason_or_never(rule_id, shortening):
    period = rule(rule_id, DAY)
    assert (period.value, period.unit, period.limit, period.shortening) == (
        30,
        "calendar",
        "at_least",
        shortening,
    )


def test_every_least_comment_period_says_whether_it_may_be_shorter():
    assert all(minimum_period(kind, DAY).shortening for kind in COMMENT_PERIODS)
    assert all(each.binding for each in rules(DAY) if each.shortening == "none")


def test_a_price_that_touches_peoples_lives_is_heard_by_the_price_authority():
    assert rule("A27", DAY).is_gate and "价格主管部门主持" in rule("A27", DAY).label.zh


def test_a_law_that_changed_stands_with_its_article_of_the_day():
    assert "第二十一条" in rule("D5", date(2025, 12, 31)).basis
    assert "第二十三条" in rule("D5", date(2026, 1, 1)).basis
    assert rule("C20", date(2025, 12, 31)).confirmed and not rule("C20", date(2026, 1, 1)).confirmed


def test_a_law_comes_into_force_and_a_circular_is_issued():
    assert (rule("A1", DAY).begins, rule("D3", DAY).begins, rule("W1", DAY).begins) == (
        "in_force",
        "issued",
        "",
    )


@pytest.mark.parametrize("kind", ANSWER_PERIODS)
def test_every_kind_of_question_has_a_time_limit(kind):
    period = answer_period(kind, DAY)
    assert (period.unit, period.limit) == ("working", "at_most")


def test_a_rule_is_not_there_before_it_came_into_force():
    with pytest.raises(UnknownRule):
        rule("A1", date(2019, 8, 31))
    assert rule("A1", date(2019, 9, 1)).value == 30


def test_a_rule_nobody_wrote_is_unknown():
    with pytest.raises(UnknownRule):
        rule("Z9")


def test_figures_whose_source_was_not_read_wait_for_the_county():
    waiting = {each.id for each in rules(DAY) if not each.confirmed}
    assert {"A8-other", "A11", "A21", "C2", "C3"} <= waiting
    assert not waiting & {"A1", "A7", "A8", "A10", "C10", "C14", "C15"}


def test_a_province_without_rows_of_its_own_follows_the_nation():
    assert rule("A1", DAY, place="cn/guizhou/liping") == rule("A1", DAY)


def test_amounts_are_told_in_both_languages():
    with override("en"):
        assert rule("A10", DAY).amount == "7 working days"
        assert str(rule("A10", DAY).label) == "Time for the legality review of a major decision"
    with override("zh-hans"):
        assert rule("A10", DAY).amount == "7 个工作日"
        assert rule("D2", DAY).amount == "每年3月31日前"


def test_a_gate_has_no_number_to_ask_for():
    assert rule("A9", DAY).is_gate
    with pytest.raises(TypeError):
        rule("A9", DAY).due(DAY)


def test_a_rule_that_no_code_asks_for_says_that_people_see_to_it():
    """`checked_by` is what the page says of it; rules for extensions and pauses are asked for by
    the rule that they move."""
    root = Path(__file__).parents[3]
    floors = ("participation", "consultations", "responses", "frontend")
    files = [path for floor in floors for path in (root / floor).rglob("*.py")]
    code = "\n".join(
        path.read_text("utf-8") for path in files if not {"migrations", "demo", "load"} & set(path.parts)
    )
    code = re.sub(r"freeze_panes.*", "", code)  # a cell of a spreadsheet
    asked = set(re.findall(r"[\"']([A-Z]\d+(?:-[a-z]+)?)[\"']", code))
    families = {rule_id.split("-")[0] for rule_id in asked}
    asked |= {
        each.id for each in rules(DAY) for name in families
        if each.id == f"{name}-extension" or each.id.startswith(f"{name}-pause-")
    }  # fmt: skip
    for each in rules(DAY):
        if each.id in asked:
            assert each.checked_by in ("platform", "both"), (
                f"{each.id} is asked for, and the page says it is not"
            )
        else:
            assert each.checked_by in ("people", "elsewhere"), (
                f"{each.id}: nobody asks for it and no page says so"
            )
