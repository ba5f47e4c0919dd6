"""A person keeps a list as they look at it; nobody else sees it."""

import pytest
from django.test import Client

from frontend.public.account.export import account_of
from participation.accounts.models import User
from participation.accounts.saved_view_models import SavedView
from participation.accounts.saved_views import MOST, keep_view, views_of
from participation.errors import Invalid
from participation.ledger.models import AuditEntry
from responses.models import Question
from tests.desk_client import DeskClient
from tests.frontend.desk.conftest import at
from tests.frontend.public.conftest import words

LIST = "/desk/questions/"


@pytest.fixture
def desk(official: User, question: Question) -> Client:
    return at(DeskClient(), official)


def kept(desk: Client, query: str, name: str) -> str:
    """Keep what the address says, as the page offers it, and follow to where it leads."""
    answer = desk.post(desk.get(f"{LIST}?{query}").context["keep"], {"name": name}, follow=True)
    assert answer.status_code == 200
    return words(answer)


def test_filters_order_and_size_are_kept_and_the_page_and_the_file_are_not(
    desk: Client, official: User
) -> None:
    assert "常用筛选已保存" in kept(desk, "status=assigned&q=&sort=due&per=100&cursor=", "我的待办")
    [row] = views_of(official)
    assert (row.list, row.query) == ("desk_questions", "status=assigned&sort=due&per=100")
    page = desk.get(LIST)
    [(view, _drop)] = page.context["views"]
    assert view.url == f"{LIST}?{row.query}" and view.label == "我的待办" and not view.is_here
    [(here, _drop)] = desk.get(f"{LIST}?per=100&sort=due&status=assigned").context["views"]
    assert here.is_here, "in whatever order the address says it"
    assert desk.get("/desk/consultations/").context["views"] == []


def test_the_same_name_is_the_same_view(desk: Client, official: User) -> None:
    kept(desk, "status=assigned", " 待办 ")
    kept(desk, "status=answered", "待办")
    assert [row.query for row in views_of(official)] == ["status=answered"]


@pytest.mark.parametrize(("name", "said"), [("", "请填写名称"), ("长" * 41, "40"), (" \n", "请填写名称")])
def test_what_is_no_name_is_refused_and_said(desk: Client, name: str, said: str) -> None:
    assert said in kept(desk, "status=assigned", name) and not SavedView.objects.exists()


def test_there_are_only_so_many_of_one_list(desk: Client, official: User) -> None:
    for n in range(MOST):
        keep_view("desk_questions", f"第 {n} 个", "status=assigned", by=official)
    assert "最多保存 20 个" in kept(desk, "status=answered", "再一个")
    kept(desk, "status=answered", "第 3 个")
    keep_view("desk_consultations", "另一列表", "phase=open", by=official)
    assert views_of(official).count() == MOST + 1
    with pytest.raises(Invalid):
        keep_view("desk_consultations", "过长", "q=" + "x" * 1000, by=official)


def test_it_is_deleted_after_one_more_look(desk: Client, official: User) -> None:
    kept(desk, "status=assigned", "待办")
    [(_view, drop)] = desk.get(LIST).context["views"]
    assert "仅删除该常用筛选" in words(desk.get(drop)) and views_of(official).exists()
    assert "常用筛选已删除" in words(desk.post(drop, follow=True)) and not views_of(official).exists()


def test_it_is_among_what_is_kept_of_a_person(official: User) -> None:
    assert "待办: status=assigned" not in str(account_of(official))
    keep_view("desk_questions", "待办", "status=assigned", by=official)
    assert "待办: status=assigned" in str(account_of(official))


def test_nobody_else_sees_it_or_deletes_it(desk: Client, official: User, other_official: User) -> None:
    row = keep_view("desk_questions", "待办", "status=assigned", by=official)
    other = at(DeskClient(), other_official)
    assert other.get(LIST).context["views"] == []
    assert other.post(f"/desk/views/{row.pk}/delete/").status_code == 404 and views_of(official).exists()
    assert not AuditEntry.objects.filter(by=official, kind="savedview").exists(), "it is no act"


@pytest.mark.parametrize("code", ["nothing", "home", "desk_question"])
def test_what_is_no_list_of_the_desk_is_not_kept(desk: Client, code: str) -> None:
    assert desk.post(f"/desk/views/of/{code}/?q=x", {"name": "x"}).status_code == 404
    assert not SavedView.objects.exists()


def test_residents_and_strangers_keep_nothing(resident: User, db: None) -> None:
    for client, status in ((at(Client(), resident), 403), (Client(), 302)):
        assert client.post("/desk/views/of/desk_questions/?q=x", {"name": "x"}).status_code == status
    assert not SavedView.objects.exists()
