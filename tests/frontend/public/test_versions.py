"""Any version by its permalink, any two side by side, and both as files."""

import io
from typing import Any

import pytest
from django.test import Client
from docx import Document as open_word

from consultations.documents.actions import publish_version, revise
from consultations.documents.queries import passages
from consultations.documents.reading import read_draft, read_text
from consultations.documents.structure import flatten
from consultations.models import Consultation
from participation.accounts.models import User
from tests.drafts import FINAL
from tests.frontend.public.conftest import words


def url_of(consultation: Consultation) -> str:
    return f"/documents/{consultation.document.slug}/"


@pytest.fixture
def third(concluded: Consultation, official: User, editor: User) -> Consultation:
    """A third version, published after the final one."""
    assert concluded.final_version
    newer = read_text(FINAL.replace("二元五角", "二元四角"), markdown=True)
    publish_version(revise(concluded.final_version, newer, by=official), by=editor)
    return concluded


def test_a_permalink_says_which_version_it_is(client: Client, third: Consultation) -> None:
    first = words(client.get(f"{url_of(third)}?version=1"))
    assert "第1版" in first and "三元" in first and "较早的版本" in first
    newest = words(client.get(url_of(third)))
    assert "第3版" in newest and "二元四角" in newest and "最新版本" in newest
    final = words(client.get(f"{url_of(third)}?version=2"))
    assert "正式文件" in final


def test_all_published_versions_are_listed_and_no_draft(
    client: Client, third: Consultation, official: User
) -> None:
    version = third.document.versions.order_by("-number")[0]
    revise(version, read_text(FINAL.replace("二元五角", "一元"), markdown=True), by=official)
    page = client.get(url_of(third)).content.decode()
    assert "?version=1" in page and "?version=3" in page and "?version=4" not in page
    assert client.get(f"{url_of(third)}?version=4").status_code == 404
    assert client.get(f"{url_of(third)}4.docx").status_code == 404
    assert client.get(f"{url_of(third)}compare/?old=1&new=4").status_code == 404


def test_any_two_versions_stand_side_by_side(client: Client, third: Consultation) -> None:
    said = words(client.get(f"{url_of(third)}compare/?old=2&new=3"))
    assert "二元 五 角" in said.replace("四", "五") and "从第2版到第3版" in said
    wide = client.get(f"{url_of(third)}compare/?old=1&new=3").content.decode()
    assert "<del>" in wide and "低保户减半收取" in wide


def test_without_a_choice_the_newest_and_the_one_before_are_compared(
    client: Client, third: Consultation
) -> None:
    assert "从第2版到第3版" in words(client.get(f"{url_of(third)}compare/"))
    assert "从第1版到第2版" in words(client.get(f"{url_of(third)}compare/?new=2"))


@pytest.mark.parametrize("query", ["old=0&new=1", "old=x&new=y", "old=1&new=99", "old=-1", "new=%00"])
def test_a_version_that_is_not_there_is_not_found(client: Client, third: Consultation, query: str) -> None:
    assert client.get(f"{url_of(third)}compare/?{query}").status_code == 404
    assert client.get(f"{url_of(third)}compare.docx?{query}").status_code == 404


def test_the_page_of_the_change_with_its_comments_is_named(client: Client, concluded: Consultation) -> None:
    page = client.get(f"{url_of(concluded)}compare/?old=1&new=2").content.decode()
    assert f"/consultations/{concluded.slug}/changes/" in page


def test_the_word_file_of_a_version_comes_back_as_the_same_clauses(
    client: Client, concluded: Consultation
) -> None:
    answer = client.get(f"{url_of(concluded)}2.docx")
    assert answer["Content-Disposition"].startswith("attachment")
    assert concluded.final_version
    back = flatten(read_draft(answer.content, "back.docx"))
    stored = [row.flat() for row in passages(concluded.final_version)]
    assert [(c.label, c.heading, c.text) for c in back] == [(c.label, c.heading, c.text) for c in stored]


def test_the_comparison_is_a_word_file(client: Client, third: Consultation) -> None:
    answer = client.get(f"{url_of(third)}compare.docx?old=1&new=3")
    document = open_word(io.BytesIO(answer.content))
    text = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert "三元" in text and "二元四角" in text


def test_comparing_costs_the_same_however_long_the_text(
    client: Client, concluded: Consultation, django_assert_num_queries: Any
) -> None:
    client.get(f"{url_of(concluded)}compare/")
    with django_assert_num_queries(4):
        client.get(f"{url_of(concluded)}compare/")
