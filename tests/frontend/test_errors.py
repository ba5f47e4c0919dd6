"""Pages for when something did not work: they come without the database and say what to do."""

import pytest
from django.test import Client, RequestFactory
from django.utils import translation

from frontend import errors


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["preferences/", *(f"track/YJ-260306-4F7KQ2/{act}/" for act in ("again", "withdraw", "rate"))]
)
def test_an_address_that_only_takes_a_form_says_so(client: Client, path: str) -> None:
    answer = client.get(f"/{path}")
    assert answer.status_code == 405 and answer["Allow"] == "POST"
    assert "这个地址不能直接打开" in answer.content.decode()


@pytest.mark.django_db
def test_a_page_that_is_not_there_leads_on(client: Client) -> None:
    answer = client.get("/nowhere/")
    assert answer.status_code == 404 and "没有这个页面" in answer.content.decode()


def test_the_server_error_page_needs_nothing(rf: RequestFactory) -> None:
    answer = errors.server_error(rf.get("/"))
    assert answer.status_code == 500 and "我们这边出了问题" in answer.content.decode()


def test_a_stale_form_is_told_that_its_text_is_still_there(rf: RequestFactory) -> None:
    answer = errors.csrf_failure(rf.post("/"))
    assert answer.status_code == 403 and "您写的内容还在" in answer.content.decode()


def test_error_pages_speak_english_too(rf: RequestFactory) -> None:
    with translation.override("en"):
        assert "could not be read" in errors.bad_request(rf.get("/"), ValueError()).content.decode()
