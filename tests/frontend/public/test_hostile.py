"""Whatever a person types is text: it goes through every field, is shown as it was meant, and breaks nothing."""

import json
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from consultations.comments.actions import accept_comment
from consultations.models import Comment, Consultation
from participation.accounts.models import User
from responses.models import Question
from tests.drafts import comment_on
from tests.frontend.public.conftest import answer, asked

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "</textarea><script>alert(1)</script>",
    "{{ 7|add:7 }}{% now 'Y' %}",
    'http://example.org/" onmouseover="alert(1)',
    "' OR 1=1 --",
    "\u202ereversed\u202c\u200b",
]
LISTS = [
    ("/consultations/", "q"), ("/questions/", "q"), ("/interpretations/", "q"), ("/questions/similar/", "title"),
    ("/track/", "number"),
]  # fmt: skip


class Tags(HTMLParser):
    """What a browser would find in a page: the tags inside it, and every attribute that runs script."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.images, self.scripts, self.handlers = 0, 0, []  # type: ignore[var-annotated]
        self.links: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.images += tag == "img"
        self.scripts += tag == "script" and not dict(attrs).get("src")
        self.handlers += [name for name, _value in attrs if name.startswith("on")]
        self.links += [value or "" for name, value in attrs if name == "href"]


def assert_harmless(html: str) -> None:
    found = Tags(html)
    assert (found.images, found.scripts, found.handlers) == (0, 0, [])
    assert not [link for link in found.links if link.strip().lower().startswith(("javascript:", "data:"))]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_comment_is_shown_as_text_everywhere(
    client: Client, consultation: Consultation, moderator: User, resident: User, text: str
) -> None:
    comment = accept_comment(comment_on(consultation, text, by=resident, name=text), by=moderator)
    client.force_login(resident)
    pages = [
        f"/consultations/{consultation.slug}/?clause=whole", f"/consultations/{consultation.slug}/comments/",
        f"/track/{comment.number}/", "/accounts/",
    ]  # fmt: skip
    for path in pages:
        assert_harmless(client.get(path).content.decode())
    shown = unescape(re.sub(r"<[^>]+>", "", client.get(pages[1]).content.decode()))
    assert comment.body in shown


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_question_is_shown_as_text_everywhere(
    client: Client, consultation: Consultation, official: User, reviewer: User, editor: User, text: str
) -> None:
    question = answer(
        asked(consultation, title=text, body=text, name=text)[0],
        official,
        reviewer,
        editor,
        body=f"您的来信原文如下：{text}",
    )
    for path in ("/", "/questions/", f"/questions/{question.number}/", f"/questions/similar/?title={text}"):
        assert_harmless(client.get(path).content.decode())


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_comes_back_in_a_refused_form_as_text(
    client: Client, page_url: str, text: str
) -> None:
    for path, sent in (
        (
            f"{page_url}comments/",
            {"body": text, "name": text, "contact": text, "stance": text, "clause": text},
        ),
        (
            "/questions/ask/",
            {"title": text, "body": text, "place": text, "name": text, "about": text, "kind": text},
        ),
        ("/track/", {"number": text, "code": text}),
    ):
        response = client.post(path, sent)
        assert response.status_code == 422
        assert_harmless(response.content.decode())


@pytest.mark.long
def test_naughty_strings_go_through_every_field_without_an_error(
    client: Client,
    page_url: str,
    consultation: Consultation,
    real_data: Path,
    settings: Settings,
) -> None:
    settings.THROTTLE = False
    strings = json.loads((real_data / "html/naughty_strings.json").read_text(encoding="utf-8"))
    for n, text in enumerate([*strings, "\0", "a\0b"]):
        comment = {"body": text, "name": text, "contact": text, "idempotency_key": f"c{n}"}
        question = {
            "kind": "inquiry",
            "title": text,
            "body": text,
            "place": text,
            "name": text,
            "contact": text,
        }
        for path, sent in (
            (f"{page_url}comments/", comment),  # refused for its contact
            (f"{page_url}comments/", {**comment, "contact": ""}),
            ("/questions/ask/", {**question, "contact": "", "idempotency_key": f"r{n}"}),
            (f"{page_url}comments/", {**comment, "idempotency_key": text}),
            ("/questions/ask/", {**question, "idempotency_key": f"q{n}"}),
            ("/track/", {"number": text, "code": text}),
        ):
            assert client.post(path, sent).status_code in (200, 422), text
    for text in strings[::7]:
        for path, name in LISTS:
            assert client.get(path, {name: text}).status_code == 200, text
    assert Comment.objects.count() > 300 and Question.objects.count() > 250
    for moderated in Comment.objects.all()[:60]:
        Comment.objects.filter(pk=moderated.pk).update(
            status="published", wants_publication=True, public_body=moderated.body
        )
    assert_harmless(client.get(f"{page_url}comments/").content.decode())
