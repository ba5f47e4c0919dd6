"""Chinese first, English complete: neither language leaks into the other's pages."""

import re

import polib
import pytest
from django.conf import settings
from django.test import Client

from consultations.models import Comment, Consultation
from participation.accounts.models import User
from responses.models import Interpretation, Question
from tests.drafts import after_closing, comment_of
from tests.frontend.public.conftest import words

CATALOGUE = settings.BASE_DIR / "frontend/locale/zh_Hans/LC_MESSAGES/django.po"
# A county's pages hold a few Latin words; three in a row are a sentence that was not translated.
SENTENCE = re.compile(r"[A-Za-z]{2,}(?:[ ,.']+[A-Za-z]{2,}){2,}")
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def pages(
    client: Client,
    concluded: Consultation,
    interpretation: Interpretation,
    answered: Question,
    resident: User,
) -> list[str]:
    """Every public page with something on it, for somebody signed in who wrote and asked."""
    Comment.objects.filter(pk=comment_of("周晓梅").pk).update(author=resident)
    Question.objects.update(author=resident)
    client.force_login(resident)
    base = f"/consultations/{concluded.slug}/"
    return [
        "/", "/consultations/", base, f"{base}comments/", f"{base}changes/", f"{base}feedback/",
        f"/documents/{concluded.document.slug}/?version=1", "/interpretations/",
        f"/interpretations/{interpretation.slug}/", "/questions/", f"/questions/{answered.number}/", "/questions/ask/",
        "/questions/similar/?title=没有人问过的", "/track/", "/accounts/", f"/track/{answered.number}/",
        f"/track/{comment_of('周晓梅').number}/", "/consultations/?q=没有", "/questions/?q=没有",
    ]  # fmt: skip


def test_chinese_pages_hold_no_english_sentence(client: Client, pages: list[str]) -> None:
    for path in pages:
        response = client.get(path)
        assert 'lang="zh-CN"' in response.content.decode()[:300]
        found = SENTENCE.search(words(response))
        assert not found, f"{path}: {found and found[0]}"


def test_an_open_and_a_closed_consultation_are_chinese_too(
    client: Client, page_url: str, consultation: Consultation
) -> None:
    for path in (f"{page_url}?clause=whole", page_url):
        assert not SENTENCE.search(words(client.get(path)))
    refused = client.post(f"{page_url}comments/", {"body": "", "stance": "?", "clause": "?"})
    assert not SENTENCE.search(words(refused))
    with after_closing(consultation):
        assert not SENTENCE.search(words(client.get(page_url)))


def test_english_pages_say_so_and_draw_their_own_words_in_english(client: Client, pages: list[str]) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    ours = {str(entry.msgstr) for entry in polib.pofile(str(CATALOGUE)) if len(entry.msgstr) > 3}
    for path in pages:
        response = client.get(path)
        assert '<html lang="en"' in response.content.decode()
        pieces = set(re.split(r"\s*[<>]\s*", response.content.decode()))
        assert not {piece for piece in pieces & ours if HAN.search(piece)}, path


def test_switching_the_language_keeps_the_filters(client: Client, consultation: Consultation) -> None:
    html = client.get("/consultations/?phase=open&q=饮水").content.decode()
    following = html.split('action="/preferences/language/"')[1].split('name="next" value="')[1].split('"')[0]
    assert "phase=open" in following and "q=" in following
    response = client.post(
        "/preferences/language/", {"language": "en", "next": following.replace("&amp;", "&")}
    )
    assert response.headers["Location"] == following.replace("&amp;", "&")


def test_a_receipt_written_in_english_is_mailed_in_english(client: Client, comments_url: str) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.post(comments_url, {"body": "The price is too high.", "idempotency_key": "k"})
    assert Comment.objects.get().language == "en"


@pytest.mark.django_db
def test_a_weak_password_is_refused_in_chinese(client: Client) -> None:
    said = words(
        client.post("/accounts/signup/", {"username": "abc", "password1": "123", "password2": "123"})
    )
    assert "密码太短，至少须有 8 个字符。" in said and "密码不能全是数字。" in said
    assert "This password" not in said and "你的" not in said
