"""Sending a comment: the receipt, and every way in which it can be refused without losing a word."""

from datetime import timedelta

import pytest
from django.test import Client

from consultations.comments.actions import accept_comment
from consultations.models import Clause, Comment, Consultation
from participation import clock
from participation.accounts.models import User
from tests.drafts import after_closing, comment_on
from tests.frontend.public.conftest import receipt_of, words


def filled(clause: Clause | None = None, **more: str) -> dict[str, str]:
    fields = {"body": "水价太高了。", "stance": "oppose", "publish": "on", "idempotency_key": "key-1"}
    return {**fields, "clause": clause.uid if clause else "", **more}


def test_a_comment_on_a_clause_is_answered_with_a_receipt(
    client: Client, comments_url: str, fourth: Clause
) -> None:
    response = client.post(comments_url, filled(fourth, name="周晓梅", contact="zhou@example.org"))
    number, code = receipt_of(response)
    comment = Comment.objects.get()
    assert (comment.number, comment.clause, comment.stance) == (number, fourth, "oppose")
    assert comment.wants_publication and comment.language == "zh-hans" and len(code) == 14
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("body", ["水价太高了。", ""])
def test_no_switch_of_the_header_leads_away_from_a_receipt_or_from_words_to_correct(
    client: Client, page_url: str, comments_url: str, body: str
) -> None:
    assert 'action="/preferences/' in client.get(page_url).content.decode()
    assert 'action="/preferences/' not in client.post(comments_url, filled(body=body)).content.decode()


def test_consent_is_asked_for_and_never_assumed(client: Client, page_url: str, comments_url: str) -> None:
    assert 'name="publish" checked' not in client.get(f"{page_url}?clause=whole").content.decode()
    sent = filled()
    del sent["publish"]
    client.post(comments_url, sent)
    assert not Comment.objects.get().wants_publication


def test_a_double_tap_is_one_comment_and_the_same_receipt(client: Client, comments_url: str) -> None:
    first, second = (receipt_of(client.post(comments_url, filled())) for _ in range(2))
    assert first == second
    assert Comment.objects.count() == 1


def test_a_reload_after_closing_still_shows_the_receipt(
    client: Client, comments_url: str, consultation: Consultation
) -> None:
    with clock.at(consultation.closes_at - timedelta(minutes=1)):
        first = receipt_of(client.post(comments_url, filled()))
    with clock.at(consultation.closes_at + timedelta(minutes=1)):
        assert receipt_of(client.post(comments_url, filled())) == first


def test_the_same_key_with_another_text_shows_the_text_and_what_was_accepted(
    client: Client, comments_url: str
) -> None:
    number, _code = receipt_of(client.post(comments_url, filled()))
    response = client.post(comments_url, filled(body="这是第二条意见。"))
    html = response.content.decode()
    assert response.status_code == 422
    assert "这是第二条意见。" in html and f"/track/?number={number}" in html
    assert 'value="key-1"' not in html, "the form gets a new key, so that it can be sent"
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"body": ""}, "请写下您的意见。"),
        ({"body": " \u200b\n "}, "请写下您的意见。"),
        ({"body": "长" * 5001}, "共 5001 字，最多 5000 字。"),
        ({"stance": "furious"}, "请从给出的态度中选择一项。"),
        ({"clause": "nowhere0"}, "不属于正在征求意见的草案"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_typed_is_lost(
    client: Client, comments_url: str, change: dict[str, str], said: str
) -> None:
    sent = filled(name="周晓梅", contact="zhou@example.org") | change
    response = client.post(comments_url, sent)
    html = response.content.decode()
    assert response.status_code == 422
    assert said in words(response)
    assert all(sent[name] in html for name in ("name", "contact")) and sent["body"].strip("\u200b\n ") in html
    assert not Comment.objects.exists()


def test_a_clause_of_another_consultation_is_refused_and_the_text_stays(
    client: Client, comments_url: str, other_clause: Clause
) -> None:
    response = client.post(comments_url, filled(other_clause))
    assert response.status_code == 422 and "水价太高了。" in response.content.decode()
    assert not Comment.objects.exists()
    again = client.post(comments_url, filled(idempotency_key="key-2"))
    assert receipt_of(again)


def test_after_closing_the_words_are_still_there_to_be_copied(
    client: Client, comments_url: str, consultation: Consultation
) -> None:
    with after_closing(consultation):
        response = client.post(comments_url, filled())
    said = words(response)
    assert response.status_code == 422
    assert "没有提交成功" in said and "水价太高了。" in response.content.decode()
    assert "征求意见单位联系方式" in said


def test_nobody_can_comment_on_a_draft_notice(client: Client, notice: Consultation) -> None:
    assert client.post(f"/consultations/{notice.slug}/comments/", filled()).status_code == 404


def test_a_signed_in_resident_finds_the_comment_among_their_items(
    client: Client, comments_url: str, resident: User
) -> None:
    client.force_login(resident)
    number, _code = receipt_of(client.post(comments_url, filled()))
    assert Comment.objects.get().author == resident
    assert number in words(client.get("/accounts/"))


def test_too_many_from_one_address_are_asked_to_wait_with_their_text_kept(
    client: Client, comments_url: str
) -> None:
    for n in range(30):
        client.post(comments_url, filled(idempotency_key=f"key-{n}", body=f"第 {n} 条"))
    response = client.post(comments_url, filled(idempotency_key="one-more", body="第三十一条"))
    assert response.status_code == 422 and "第三十一条" in response.content.decode()
    assert Comment.objects.count() == 30


def test_the_list_shows_what_is_published_and_filters_it(
    client: Client,
    comments_url: str,
    consultation: Consultation,
    published: Comment,
    moderator: User,
    fourth: Clause,
) -> None:
    whole = accept_comment(comment_on(consultation, "总的赞成。", stance="support"), by=moderator)
    comment_on(consultation, "还没有审核的一条。")
    everything = words(client.get(comments_url))
    assert published.number in everything and whole.number in everything and "还没有审核" not in everything
    assert "周**" in everything and "周晓梅" not in everything
    on_fourth = words(client.get(comments_url, {"clause": fourth.uid}))
    assert published.number in on_fourth and whole.number not in on_fourth
    in_favour = words(client.get(comments_url, {"stance": "support"}))
    assert whole.number in in_favour and published.number not in in_favour
    assert whole.number in words(client.get(comments_url, {"clause": "whole"}))


@pytest.mark.parametrize(
    "query", ["clause=zzz", "stance=%00", "cursor=!!!", "cursor=cD1vb3Bz", "clause=" + "x" * 900]
)
def test_a_filter_or_cursor_that_was_tampered_with_breaks_nothing(
    client: Client, comments_url: str, published: Comment, query: str
) -> None:
    assert client.get(f"{comments_url}?{query}").status_code in (200, 404)
