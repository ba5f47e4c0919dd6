from datetime import date

from django.utils.translation import override

from participation.deadlines.explanations import explain
from participation.deadlines.national import national_calendar

due_date = national_calendar().due_date


def test_the_computation_is_told_in_chinese():
    with override("zh-hans"):
        words = explain(due_date(date(2026, 9, 10), 20, "working"))
    assert words == (
        "从 2026年9月10日 次日起算 20 个工作日，扣除周末、中秋节（9月25日至9月27日）、"
        "国庆节（10月1日至10月7日），"
        "计入调休工作日 9月20日、10月10日，至 10月14日 24 时届满。"
    )


def test_the_computation_is_told_in_english():
    with override("en"):
        words = explain(due_date(date(2026, 3, 30), 5, "working"))
    assert words == (
        "5 working days counted from the day after 30 March 2026, leaving out "
        "Tomb-sweeping Day (4 April to 6 April); ends at 24:00 on 7 April."
    )


def test_a_day_off_at_the_end_is_told():
    with override("zh-hans"):
        words = explain(due_date(date(2026, 9, 1), 30, "calendar", rolls=True))
    assert "最后一日 10月1日 为休息日，顺延至下一工作日，至 10月8日 24 时届满。" in words


def test_a_year_without_tables_is_told():
    with override("zh-hans"):
        assert explain(due_date(date(2027, 3, 1), 5, "working")).endswith("此日期为暂定。")
        assert explain(due_date(date(2026, 12, 24), 3, "working")).endswith("仍可能随下一年度放假安排调整。")


def test_the_start_itself_is_told():
    with override("en"):
        assert "same day" in explain(due_date(date(2026, 9, 1), 0, "working"))
