# ruff: noqa: E501 - sample prose
"""Every component in every state, on one page, for those who build pages and those who judge them. DEBUG only."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frontend.forms.once import OnceForm
from frontend.shared.status_icons import (
    CHANGES,
    CLOCKS,
    COMMENTS,
    DISPOSITIONS,
    PHASES,
    QUESTIONS,
    SHAPES,
    STANCES,
)
from frontend.templatetags.icons import PATHS
from participation import clock
from participation.deadlines.counting import due_date

TITLE = "云岫县农村生活垃圾分类管理办法（征求意见稿）"
LONG = (
    "早上八点收垃圾太早了。我们村大半是老人和带娃的妇女，七点多正在做早饭、送学生，赶不上。\n"
    "建议早上放宽到九点，或者由各村自己定时间。\n\n参考邻县的做法：https://example.org/notice?id=8，他们放宽到了十点。"
    "\n\n<b>这不是粗体</b>，也不是链接：javascript:alert(1)"
)


class Sample(OnceForm):
    """One field of each sort."""

    stance = forms.ChoiceField(
        label="您的态度",
        widget=forms.RadioSelect,
        choices=[("support", "赞成"), ("neutral", "希望修改"), ("oppose", "反对")],
    )
    body = forms.CharField(
        label="您的意见",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="说清楚哪里不合适、怎么改更好。请不要写身份证号、电话和他人隐私。",
    )
    name = forms.CharField(label="姓名", required=False, help_text="公开时只显示姓")
    phone = forms.CharField(label="手机号", required=False, widget=forms.TextInput(attrs={"type": "tel"}))
    department = forms.ChoiceField(
        label="承办单位", choices=[("", "请选择"), ("1", "县综合行政执法局"), ("2", "县水务局")]
    )
    on = forms.DateField(label="发生日期", widget=forms.DateInput(attrs={"type": "date"}), required=False)
    topics = forms.MultipleChoiceField(
        label="涉及哪些方面",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[("1", "收运时间"), ("2", "投放点"), ("3", "收费")],
    )
    file = forms.FileField(
        label="附件", required=False, help_text="图片、PDF 或 Word，最多 3 个，每个不超过 10 MB"
    )
    publish = forms.BooleanField(
        label="同意公开我的意见", required=False, help_text="不勾选也会研究，只是不在网上显示。"
    )


class Search(forms.Form):
    clause = forms.ChoiceField(
        label="按条款", required=False, choices=[("", "全部条款"), ("4", "第四条　班次")]
    )
    disposition = forms.ChoiceField(label="按结果", required=False, choices=[("", "全部结果")])
    q = forms.CharField(label="查找", required=False, widget=forms.TextInput(attrs={"type": "search"}))


def _phases(now: int, stop: bool = False) -> list[dict[str, str]]:
    labels = ["立项公布", "征求意见", "研究采纳", "结果反馈", "审议决定", "公布解读", "执行评估"]
    notes = ["1月30日", "至 5月20日", "", "6月22日前", "计划 7月", "", ""]
    states = ["done" if n < now else ("stop" if stop else "now") if n == now else "" for n in range(7)]
    return [{"label": a, "note": b, "state": c} for a, b, c in zip(labels, notes, states, strict=True)]


def _context() -> dict[str, Any]:
    today = clock.today()
    return {
        "title_sample": TITLE,
        "long": LONG,
        "now": clock.now(),
        "today": today,
        "soon": today + timedelta(days=8),
        "past": today - timedelta(days=3),
        "form": Sample(),
        "bad": Sample({"stance": "", "body": "", "department": "", "name": "龙秀英"}, auto_id="bad_%s"),
        "search": Search(),
        "open_phases": _phases(1),
        "done_phases": _phases(5),
        "stopped_phases": _phases(2, stop=True),
        "families": [
            ("phase", PHASES),
            ("disposition", DISPOSITIONS),
            ("comment", COMMENTS),
            ("stance", STANCES),
            ("question", QUESTIONS),
            ("clock", CLOCKS),
            ("change", CHANGES),
        ],
        "shapes": SHAPES,
        "icons": PATHS,
        "shown": ("收到", 457),
        "shown_parts": [("已公开", 417), ("应要求不公开", 4), ("审核中", 31, "todo"), ("退回修改", 0), ("不予公示", 5), ("已撤回", 0)],
        "weighed": ("意见条目", 1286),
        "weighed_parts": [("采纳", 394), ("部分采纳", 261), ("不予采纳", 478), ("不属于本次范围", 133), ("不予考虑", 20), ("研究中", 0)],
        "broken_parts": [("采纳", 394), ("部分采纳", 261)],
        "series": ["采纳", "部分采纳", "不予采纳", "不属于本次范围", "不予考虑", "研究中"],
        "rows": [
            {"label": "第四条　班次", "values": [34, 18, 20, 2, 8, 0], "url": "#c4"},
            {"label": "第六条　预约乘车", "values": [22, 9, 14, 1, 0, 7]},
            {"label": "第十一条　经费和保洁费的收取与使用", "values": [12, 24, 19, 1, 4, 1]},
            {"label": "全文", "values": [0, 0, 0, 0, 0, 1]},
        ],
        "due": due_date(date(2026, 4, 24), 10, "working"),
        "words": [["=", "乘客可以通过"], ["-", "手机应用程序"], ["+", "电话、村级代办点或者手机"], ["=", "预约。"], ["+", "不得将使用智能手机作为乘车的条件。"]],
        "facts": [("承办单位", "县综合行政执法局"), ("文号", "云岫府发〔2026〕4 号"), ("有效性", "现行有效"), ("空的不显示", "")],
        "clauses": [
            SimpleNamespace(n=1, label="第一条", head="目的和依据", text="为了规范农村生活垃圾分类管理，改善农村人居环境，根据《中华人民共和国固体废物污染环境防治法》等法律、法规，结合本县实际，制定本办法。", count=0),
            SimpleNamespace(n=2, label="第二条", head="适用范围", text="本县行政区域内农村生活垃圾的分类投放、收集、运输、处理及其监督管理，适用本办法。", count=6),
            SimpleNamespace(n=3, label="第三条", head="", text="村民应当将生活垃圾分类投放到本村集中投放点，每日投放时间为 6:00 至 8:00 和 18:00 至 20:00。", count=97),
        ],
    }  # fmt: skip


def show(request: HttpRequest) -> HttpResponse:
    """The style guide."""
    return render(request, "styleguide.html", _context())


def show_desk(request: HttpRequest) -> HttpResponse:
    """The desk's frame and pieces."""
    return render(request, "styleguide_desk.html", _context())
