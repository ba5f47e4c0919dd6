"""The preview of a text that was read: lines are corrected before anything is kept, and it is said what stays what."""

from typing import Any

import pytest
from django.test import Client

from consultations.models import Consultation, Document, Version
from participation.accounts.models import Department, User
from tests.drafts import DRAFT, comment_on
from tests.frontend.desk.conftest import at

NEW = "/desk/consultations/new/"


@pytest.fixture
def shown(client: Client, official: User, department: Department) -> Any:
    """The preview of the draft, pasted."""
    return at(client, official).post(NEW, {"text": DRAFT, "department": department.pk})


def fields(answer: Any, **more: Any) -> dict[str, Any]:
    form = answer.context["form"]
    return {name: form[name].value() for name in ("title", "sealed", "idempotency_key")} | more


def number(answer: Any, label: str) -> int:
    return next(line.number for line in answer.context["lines"] if line.node.label == label)


def line(answer: Any, at_label: str, /, **changes: str) -> dict[str, str]:
    node = answer.context["lines"][number(answer, at_label)].node
    said = {
        "level": node.level.value,
        "label": node.label,
        "heading": node.heading,
        "text": node.text,
    } | changes
    return {f"line-{name}": value for name, value in said.items()}


def test_a_line_opens_in_its_place(client: Client, shown: Any) -> None:
    n = number(shown, "第三条")
    answer = client.post(NEW, fields(shown, fix=n))
    assert answer.status_code == 200 and answer.context["open_line"] == n
    assert 'name="line-text"' in answer.content.decode()
    closed = client.post(NEW, fields(answer, close=n))
    assert closed.context["open_line"] is None and not Document.objects.exists()


def test_lines_are_corrected_one_after_the_other_and_then_kept(client: Client, shown: Any) -> None:
    n = number(shown, "第四条")
    answer = client.post(NEW, fields(shown, apply=n) | line(shown, "第四条", text="水费每吨不超过二元。"))
    answer = client.post(NEW, fields(answer, join=number(answer, "（二）")))
    answer = client.post(NEW, fields(answer, drop=number(answer, "第一条")))
    answer = client.post(
        NEW, fields(answer, apply=number(answer, "第二章")) | line(answer, "第二章", level="section")
    )
    assert answer.context["warnings"], "the first article is missing now"
    client.post(NEW, fields(answer, title="农村饮水管理办法"))
    rows = Version.objects.get().passages.all()
    assert [row.label for row in rows] == ["第一章", "第二条", "第二章", "第三条", "（一）", "第四条"]
    assert rows.get(label="第四条").text == "水费每吨不超过二元。"
    assert rows.get(label="第二章").level == "section"
    assert rows.get(label="（一）").text.endswith("（二）公布收费标准。")


def test_the_title_that_was_typed_stays_while_lines_are_corrected(client: Client, shown: Any) -> None:
    answer = client.post(NEW, fields(shown, fix=0, title="另一个标题"))
    assert answer.context["form"]["title"].value() == "另一个标题"


def test_a_line_without_words_stays_open_and_says_why(client: Client, shown: Any) -> None:
    n = number(shown, "第四条")
    answer = client.post(NEW, fields(shown, apply=n) | line(shown, "第四条", label="", heading="", text=""))
    assert answer.status_code == 422
    assert answer.context["open_line"] == n and answer.context["line_form"].errors["text"]


@pytest.mark.parametrize("button", ["fix", "apply", "drop", "join", "join_paragraph"])
@pytest.mark.parametrize("wrong", ["-1", "999", "x", "", "9" * 40])
def test_a_line_that_is_not_there_changes_nothing(
    client: Client, shown: Any, button: str, wrong: str
) -> None:
    before = len(shown.context["lines"])
    answer = client.post(NEW, fields(shown, **{button: wrong}))
    assert answer.status_code in (200, 422) and len(answer.context["lines"]) == before


def test_a_touched_text_is_not_corrected(client: Client, shown: Any) -> None:
    sent = fields(shown, drop=0)
    answer = client.post(NEW, sent | {"sealed": sent["sealed"][:-4] + "abcd"})
    assert answer.status_code == 422 and not Document.objects.exists()


def test_printed_contents_are_shown_as_left_out(
    client: Client, official: User, department: Department
) -> None:
    text = DRAFT.replace("## 第一章", "目录\n\n第一章 总则\n\n第二章 管理\n\n## 第一章", 1)
    answer = at(client, official).post(NEW, {"text": text, "department": department.pk})
    assert any(each.is_left_out for each in answer.context["lines"])
    assert "不收入：目录" in answer.content.decode()


def test_the_next_version_says_what_becomes_of_each_clause_and_its_comments(
    client: Client, official: User, consultation: Consultation
) -> None:
    fourth = consultation.draft_version.passages.get(label="第四条").clause
    comment_on(consultation, "太贵", clause=fourth)
    text = DRAFT.replace("第四条 水费每吨不超过三元。\n", "").replace("每日检测水质", "每日检测水质并公示")
    answer = at(client, official).post(f"/desk/consultations/{consultation.slug}/text/", {"text": text})
    assert answer.context["sums"] == {"kept": 6, "reworded": 1, "moved": 0, "new": 0, "gone": 1}
    page = answer.content.decode()
    assert "各条款的去向" in page and "有1条意见" in page
    corrected = client.post(
        f"/desk/consultations/{consultation.slug}/text/",
        fields(answer, apply=number(answer, "（一）")) | line(answer, "（一）", text="每日检测水质；"),
    )
    assert corrected.context["sums"]["reworded"] == 0
