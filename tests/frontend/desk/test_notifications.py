"""The list of what a person was told, reading it, and choosing how to be told."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from participation.accounts.models import User
from participation.notifications.choices import choices_of
from participation.notifications.models import Notification
from participation.notifications.queries import unread_by
from responses.models import Question, Reply
from responses.questions.actions import decline_question
from responses.replies.actions import publish_reply
from tests.frontend.desk.conftest import ask, at
from tests.frontend.public.conftest import words

PAGE, CHOICES = "/desk/notifications/", "/desk/notifications/choices/"
Deliver = Callable[[], int]
WAYS = {
    "late": "at_once",
    "due": "none",
    "second": "at_once",
    "new": "none",
    "decided": "digest",
    "language": "en",
}


def test_it_lists_what_waits_and_leads_straight_to_it(
    client: Client, reply: Reply, reviewer: User, deliver_all: Deliver
) -> None:
    deliver_all()
    text = at(client, reviewer).get(PAGE).content.decode()
    assert "请审签答复：低保户要带什么证件？" in text and f"/desk/questions/{reply.question.number}/" in text
    assert "待审签或复核" in text
    assert "消息 <b>1</b>" in client.get("/desk/").content.decode()


def test_reading_takes_it_from_the_number_and_leaves_it_on_the_list(
    client: Client, reply: Reply, reviewer: User, deliver_all: Deliver
) -> None:
    deliver_all()
    row = unread_by(reviewer).get()
    answer = at(client, reviewer).post(f"{PAGE}{row.pk}/read/?kind=second_person")
    assert answer.status_code == 302 and answer["Location"] == f"{PAGE}?kind=second_person"
    assert not unread_by(reviewer).exists()
    assert "请审签答复" in words(client.get(PAGE)) and "标为已读" not in words(client.get(PAGE))
    assert "请审签答复" not in words(client.get(PAGE, {"show": "unread"}))


def test_everything_is_read_at_once_and_only_ones_own(
    client: Client, reply: Reply, reviewer: User, editor: User, official: User, deliver_all: Deliver
) -> None:
    ask()
    deliver_all()
    theirs = unread_by(editor).get()
    assert at(client, reviewer).post(f"{PAGE}{theirs.pk}/read/").status_code == 404
    assert client.post(f"{PAGE}read/").status_code == 302
    assert not unread_by(reviewer).exists() and unread_by(editor).exists()


def test_what_somebody_else_did_no_longer_waits_there(
    client: Client, question: Question, official: User, editor: User, deliver_all: Deliver
) -> None:
    deliver_all()
    decline_question(
        question, by=editor, reason="正在诉讼中，请向法院提出。"
    )  # its event has not been delivered yet
    assert "请答复留言" not in words(at(client, official).get(PAGE))
    assert "没有待办消息" in words(client.get(PAGE))
    assert "请答复留言" in words(client.get(PAGE, {"show": "all"}))


def test_it_is_narrowed_by_kind_and_nonsense_narrows_nothing(
    client: Client, reply: Reply, reviewer: User, deliver_all: Deliver
) -> None:
    deliver_all()
    at(client, reviewer)
    assert "请审签答复" in words(client.get(PAGE, {"kind": "second_person"}))
    assert "请审签答复" not in words(client.get(PAGE, {"kind": "overdue"}))
    assert "请审签答复" in words(client.get(PAGE, {"kind": "x", "show": "y"}))


@pytest.mark.parametrize("many", [1, 30])
def test_the_list_costs_the_same_for_one_and_for_thirty(
    many: int, client: Client, question: Question, official: User, deliver_all: Deliver,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    deliver_all()
    row = Notification.objects.get(person=official)
    for n in range(many - 1):
        row.pk, row.object_id, row.occasion = None, row.object_id, f"more:{n}"
        row.done_at, row.read_at = row.at, row.at
        row.save()
    at(client, official)
    with django_assert_num_queries(8):
        assert client.get(PAGE, {"show": "all"}).status_code == 200


def test_choices_are_kept_and_hold(client: Client, official: User) -> None:
    at(client, official)
    key = re.search(r'name="idempotency_key" value="(\w+)"', client.get(CHOICES).content.decode())
    assert key and client.post(CHOICES, {**WAYS, "idempotency_key": key[1]}).status_code == 302
    official = User.objects.get(pk=official.pk)
    chosen = choices_of(official)
    assert [chosen.way(kind) for kind in ("new", "overdue", "second_person", "ordered")] == [
        "none", "at_once", "at_once", "at_once",
    ]  # fmt: skip
    assert chosen.language == "en" and not chosen.texted


def test_an_order_has_no_choice_and_a_wrong_one_comes_back(client: Client, official: User) -> None:
    at(client, official)
    assert 'name="ordered"' not in client.get(CHOICES).content.decode()
    answer = client.post(CHOICES, {**WAYS, "new": "by pigeon", "ordered": "none"})
    assert answer.status_code == 422
    assert choices_of(User.objects.get(pk=official.pk)).way("ordered") == "at_once"


def test_text_messages_are_offered_to_who_has_a_mobile_number_where_the_site_sends_them(
    client: Client, official: User, settings: Settings
) -> None:
    at(client, official)
    for url, phone, offered in (
        ("console://", "", False), ("dummy://", "13800001234", False), ("console://", "13800001234", True),
    ):  # fmt: skip
        settings.SMS_URL = url
        User.objects.filter(pk=official.pk).update(phone=phone)
        page = client.get(CHOICES).content.decode()
        assert ('name="texted"' in page and "尚未登记手机号" not in page) is offered
        assert ("尚未登记手机号" in page) is (url == "console://" and not phone), (
            "who has none is told whom to ask"
        )
    assert client.post(CHOICES, {**WAYS, "texted": ["late", "ordered"]}).status_code == 302
    assert choices_of(User.objects.get(pk=official.pk)).texted == {"late", "ordered"}


@pytest.mark.parametrize("path", [PAGE, CHOICES])
def test_it_is_for_officials(path: str, client: Client, resident: User) -> None:
    assert client.get(path).status_code == 302
    assert at(client, resident).get(path).status_code == 403


def test_a_reply_signed_takes_it_from_every_list(
    client: Client, reply: Reply, reviewer: User, official: User, deliver_all: Deliver
) -> None:
    deliver_all()
    publish_reply(reply, by=reviewer)
    deliver_all()
    assert not Notification.objects.filter(about=f"question:{reply.question_id}", done_at=None).exists()
