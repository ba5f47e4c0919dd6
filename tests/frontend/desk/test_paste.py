"""A text pasted from Word: with script its tables come along, without script its words do."""

from django.test import Client

from participation.accounts.models import Department, User
from tests.drafts import DRAFT
from tests.frontend.desk.conftest import at

NEW = "/desk/consultations/new/"
HTML = (
    "<h1>饮水办法</h1><p>第一条 标准如下：</p><table><tr><td>户型</td><td>元</td></tr><tr><td>低保户</td>"
    "<td>0.5</td></tr></table><p>第二条 本办法自公布之日起施行。</p><script>alert(1)</script>"
)


def test_the_tables_of_a_paste_are_kept(client: Client, official: User, department: Department) -> None:
    posted = {"department": department.pk, "text": "饮水办法\n第一条 标准如下：", "html": HTML}
    page = at(client, official).post(NEW, posted)
    assert page.context["form"]["title"].value() == "饮水办法"
    assert "低保户" in page.content.decode() and "alert(1)" not in page.content.decode()


def test_the_words_count_when_there_is_nothing_else(
    client: Client, official: User, department: Department
) -> None:
    page = at(client, official).post(NEW, {"department": department.pk, "text": DRAFT, "html": ""})
    assert "每日检测水质" in page.content.decode()


def test_a_paste_without_words_says_so_beside_the_field(
    client: Client, official: User, department: Department
) -> None:
    page = at(client, official).post(NEW, {"department": department.pk, "text": "图", "html": "<img src=x>"})
    assert page.status_code == 422 or "没有找到文字" in page.content.decode()
