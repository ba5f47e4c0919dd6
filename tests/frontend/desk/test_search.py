"""The search of the desk: what its user works on, by every word, and nothing of others."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from consultations.models import Consultation
from frontend.desk.search.excerpt import around
from participation.accounts.models import Department, User
from responses.models import Question
from responses.questions.actions import assign_question
from tests.desk_client import DeskClient
from tests.drafts import comment_on
from tests.frontend.desk.conftest import ask, at

PAGE = "/desk/search/"


def found(user: User, **query: str) -> dict[str, list[str]]:
    """The titles by kind."""
    page = at(DeskClient(), user).get(PAGE, query)
    return {group.kind.code: [each.title for each, _said in group.found] for group in page.context["groups"]}


def test_every_word_must_stand_somewhere(department: Department, editor: User, official: User) -> None:
    assign_question(ask(title="水费怎么交", body="请问村里的水费在哪里交？"), department, by=editor)
    assign_question(ask(title="水管漏了", body="三组的水管漏水三天了。"), department, by=editor)
    assert found(official, q="水费") == {"questions": ["水费怎么交"]}
    assert found(official, q="水　三组") == {"questions": ["水管漏了"]}, "a full-width space parts words too"
    assert found(official, q="水费 三组") == {} == found(official, q="") == found(official, q="   ")


def test_a_number_finds_its_thing_in_any_case(department: Department, editor: User, official: User) -> None:
    row = assign_question(ask(title="水管漏了"), department, by=editor)
    assert found(official, q=row.number.lower()) == {"questions": ["水管漏了"]}
    assert found(official, q=row.number[-4:]) == {"questions": ["水管漏了"]}


def test_what_others_work_on_is_not_found(
    department: Department, other_department: Department, editor: User, official: User, supervisor: User
) -> None:
    row = assign_question(ask(title="公交改线"), other_department, by=editor)
    Question.objects.filter(pk=row.pk).update(is_public=True, wants_publication=True, public_body="公交")
    assert found(official, q="公交") == {}, "public or not, it is another unit's work"
    assert found(supervisor, q="公交") == {"questions": ["公交改线"]}


def test_people_and_departments_are_the_administrators(
    official: User, administrator: User, department: Department
) -> None:
    assert set(found(administrator, q=department.name)) == {"departments"}
    assert found(administrator, q=official.name)["people"] and "people" not in found(
        official, q=official.name
    )


def test_consultations_comments_and_texts_are_found(consultation: Consultation, official: User) -> None:
    comment_on(consultation, "蓄水池应当加盖。")
    assert found(official, q="加盖") == {"comments": [consultation.title]}
    kinds = found(official, q="农村饮水")
    assert {"consultations", "documents"} <= set(kinds)


def test_one_kind_is_read_page_by_page_and_all_show_a_few(
    department: Department, editor: User, official: User
) -> None:
    for n in range(32):
        assign_question(ask(title=f"路灯第 {n} 盏"), department, by=editor)
    desk = at(DeskClient(), official)
    [group] = desk.get(PAGE, {"q": "路灯"}).context["groups"]
    assert len(group.found) == 5 and "kind=questions" in group.more
    page = desk.get(group.more)
    assert len(page.context["groups"][0].found) == 30 and page.context["listed"].next
    assert len(desk.get(page.context["listed"].next).context["groups"][0].found) == 2


@pytest.mark.parametrize("many", [1, 30])
def test_it_costs_the_same_for_one_and_for_thirty(
    department: Department, editor: User, official: User, many: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for n in range(many):
        assign_question(ask(title=f"路灯第 {n} 盏"), department, by=editor)
    desk = at(DeskClient(), official)
    with django_assert_num_queries(11):
        desk.get(PAGE, {"q": "路灯"})


def test_strangers_and_residents_do_not_search_here(client: Client, resident: User) -> None:
    assert client.get(PAGE).status_code == 302
    assert at(client, resident).get(PAGE).status_code == 403


@pytest.mark.parametrize(
    "query", ["q=%00", "q=" + "水" * 61, "kind=nonsense&q=水", "q=%25&kind=people", "cursor=x&q=水"]
)
def test_a_crooked_address_finds_nothing(official: User, query: str) -> None:
    page = at(DeskClient(), official).get(f"{PAGE}?{query}")
    assert page.status_code == 200 and not page.context["groups"]


def test_the_passage_that_matched_is_shown_and_escaped() -> None:
    shown = around("前" * 40 + "<b>水管</b>漏了" + "后" * 200, ["水管"])
    assert shown.startswith("…") and shown.endswith("…") and "&lt;b&gt;<mark>水管</mark>&lt;/b&gt;" in shown
    assert around("没有", ["水管"]) == "" == around("没有", [])
