"""The larger pieces: sums, bars, calendar, error summary."""

from datetime import date

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string

from frontend.desk.desk_form import DeskForm
from frontend.forms.once import OnceForm
from frontend.templatetags import components
from participation.deadlines.counting import due_date


def test_a_sum_says_whether_it_closes() -> None:
    closing = components.sum_of(("收到", 10), [("公开", 7), ("审核中", 3, "todo")])
    assert closing["closes"] and closing["todo"] == 3
    assert "各项相加与总数不符" in render_to_string(
        "components/sum.html", components.sum_of(("收到", 10), [("公开", 7)])
    )


def test_bars_and_their_table_hold_the_same_figures() -> None:
    drawn = components.bars(
        "t", ["采纳", "不采纳"], [{"label": "一", "values": [3, 1]}, {"label": "二", "values": [0, 2]}]
    )
    assert drawn["columns"] == [3, 3] and drawn["total_all"] == 6
    first = drawn["rows"][0]["segments"]
    assert [part["value"] for part in first] == [3, 1] and first[0]["x"] == "0.00%"


def test_bars_of_nothing_are_drawn_without_dividing_by_it() -> None:
    assert components.bars("t", ["采纳"], [{"label": "一", "values": [0]}])["rows"][0]["segments"] == []
    assert components.bars("t", ["采纳"], [])["total_all"] == 0


@pytest.mark.django_db
def test_the_calendar_shows_start_count_holidays_and_due_day() -> None:
    due = due_date(date(2026, 4, 24), 10, "working")
    weeks = components.due_calendar(due)["weeks"]
    cells = {cell["day"]: cell for week in weeks for cell in week}
    assert all(len(week) == 7 and week[0]["day"].weekday() == 0 for week in weeks)
    assert cells[date(2026, 4, 24)]["state"] == "start" and cells[due.due]["state"] == "due"
    assert cells[date(2026, 5, 1)] | {"state": "off", "kind": "holiday"} == cells[date(2026, 5, 1)]
    assert cells[date(2026, 5, 9)]["state"] == "counted" and cells[date(2026, 5, 9)]["kind"] == "makeup"


class Letter(OnceForm):
    stance = forms.ChoiceField(label="态度", widget=forms.RadioSelect, choices=[("a", "赞成"), ("b", "反对")])
    body = forms.CharField(
        label="意见", max_length=20, widget=forms.Textarea(attrs={"rows": 3}), help_text="写清楚"
    )
    name = forms.CharField(label="姓名", required=False)
    publish = forms.BooleanField(label="公开", required=False)


def test_every_error_is_named_at_the_top_and_leads_to_its_field() -> None:
    page = str(Letter({"body": "", "name": "龙<"}))
    assert "有 2 处需要修改" in page
    assert '<a href="#id_stance_0">态度：' in page and '<a href="#id_body">意见：' in page
    assert 'id="id_body_error"' in page and 'aria-describedby="id_body_helptext id_body_error"' in page
    assert 'value="龙&lt;"' in page, "what was typed stays"


def test_a_form_carries_a_fresh_key_and_keeps_the_one_it_was_sent_with() -> None:
    first, second = str(Letter()), str(Letter())
    assert 'name="idempotency_key"' in first and first != second
    assert 'value="kept-key"' in str(Letter({"idempotency_key": "kept-key"}))


def test_only_what_is_optional_says_so() -> None:
    page = str(Letter())
    assert page.count('class="optional"') == 1
    assert 'data-counter="id_body" data-max="20"' in page


class Announcement(DeskForm):
    """Drafted without a place, published with one."""

    before_publication = ("place",)
    place = forms.CharField(required=False)
    remark = forms.CharField(required=False)


def test_what_a_draft_may_lack_but_no_publication_says_so() -> None:
    """A field that the checklist will ask for is not called optional."""
    page = str(Announcement())
    assert page.count("发布前须填写") == 1 and page.count("选填") == 1


def test_a_pager_without_neighbours_draws_nothing() -> None:
    template = Template("{% load components %}{% pager None None %}")
    assert template.render(Context()).strip() == ""
