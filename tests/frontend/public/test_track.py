"""Number and code, and what the holder of a receipt may do."""

import pytest
from django.test import Client

from consultations.comments.actions import return_comment
from consultations.models import Comment, Consultation
from consultations.notices.counters import counts_of
from participation.accounts.models import User
from responses.interpretations.models import Interpretation
from responses.models import Question
from tests.drafts import after_closing, comment_of, comment_on
from tests.frontend.public.conftest import answer, asked, hold, receipt_of, words


@pytest.fixture
def sent(client: Client, comments_url: str) -> tuple[str, str]:
    """A comment sent by somebody without an account, from another browser."""
    response = Client().post(comments_url, {"body": "水价太高了。", "publish": "on", "idempotency_key": "k"})
    return receipt_of(response)


def test_number_and_code_show_where_it_stands(client: Client, sent: tuple[str, str]) -> None:
    response = hold(client, sent[0].lower(), sent[1].lower().replace("-", " "))
    said = words(response)
    assert response.status_code == 200 and "审核中" in said and "水价太高了。" in said
    assert sent[1] not in response.request["PATH_INFO"]


@pytest.mark.parametrize("dash", ["", " ", "–", "—", "－", "−", " - "])
def test_the_number_is_understood_however_its_dashes_are_typed(
    client: Client, sent: tuple[str, str], dash: str
) -> None:
    assert hold(client, sent[0].replace("-", dash), sent[1]).status_code == 200


def test_a_wrong_code_and_an_unknown_number_get_the_same_answer(
    client: Client, sent: tuple[str, str]
) -> None:
    wrong, unknown = (hold(client, number, "0000-0000-0000") for number in (sent[0], "YJ-200101-AAAAAA"))
    assert wrong.status_code == unknown.status_code == 422
    assert "编号和查询码对不上" in words(wrong)
    assert words(wrong).replace(sent[0], "") == words(unknown).replace("YJ-200101-AAAAAA", "")


def test_after_ten_wrong_codes_the_door_stays_shut_for_a_while(client: Client, sent: tuple[str, str]) -> None:
    for _ in range(10):
        hold(client, sent[0], "0000-0000-0000")
    assert hold(client, *sent).status_code == 429


def test_who_has_to_wait_there_is_told_so_by_the_status_too(client: Client, sent: tuple[str, str]) -> None:
    said = [client.post("/track/", {"number": sent[0], "code": "AAAA-AAAA"}).status_code for _ in range(12)]
    assert said == [422] * 10 + [429] * 2


def test_the_page_itself_is_closed_to_others(client: Client, sent: tuple[str, str], resident: User) -> None:
    for path in ("", "again/", "withdraw/", "rate/"):
        address = f"/track/{sent[0]}/{path}"
        response = client.post(address) if path else client.get(address)
        assert response.status_code == 302 and response.headers["Location"] == f"/track/?number={sent[0]}"
    client.force_login(resident)
    assert client.get(f"/track/{sent[0]}/").status_code == 302
    assert client.get("/track/YJ-200101-AAAAAA/").status_code == 302


def test_on_a_shared_screen_one_leaves_nothing_behind(client: Client, sent: tuple[str, str]) -> None:
    hold(client, *sent)
    assert client.get(f"/track/{sent[0]}/").status_code == 200
    client.post("/track/", {"leave": "1"})
    assert client.get(f"/track/{sent[0]}/").status_code == 302


def test_the_number_of_a_mail_is_filled_in_already(client: Client) -> None:
    assert 'value="YJ-260306-4F7KQ2"' in client.get("/track/?number=YJ-260306-4F7KQ2").content.decode()


def test_a_returned_comment_is_changed_and_sent_again(
    client: Client, sent: tuple[str, str], moderator: User
) -> None:
    return_comment(Comment.objects.get(), by=moderator, note="请删去手机号。")
    page = hold(client, *sent)
    assert "请删去手机号。" in words(page) and "水价太高了。" in page.content.decode()
    empty = client.post(f"/track/{sent[0]}/again/", {"body": ""})
    assert empty.status_code == 422 and "请写下您的意见。" in words(empty)
    client.post(f"/track/{sent[0]}/again/", {"body": "水价还是太高。"})
    comment = Comment.objects.get()
    assert (comment.status, comment.body) == ("pending", "水价还是太高。")


def test_after_closing_a_returned_comment_keeps_what_was_typed(
    client: Client, sent: tuple[str, str], moderator: User, consultation: Consultation
) -> None:
    return_comment(Comment.objects.get(), by=moderator, note="请删去手机号。")
    hold(client, *sent)
    with after_closing(consultation):
        response = client.post(f"/track/{sent[0]}/again/", {"body": "改好了的意见。"})
    assert response.status_code == 422
    assert "改好了的意见。" in response.content.decode() and "已经截止" in words(response)


def test_taking_a_comment_back_is_said_twice(
    client: Client, sent: tuple[str, str], consultation: Consultation
) -> None:
    hold(client, *sent)
    assert client.post(f"/track/{sent[0]}/withdraw/", {}).status_code == 422
    assert Comment.objects.get().status == "pending"
    client.post(f"/track/{sent[0]}/withdraw/", {"sure": "on"})
    assert Comment.objects.get().status == "withdrawn"
    assert counts_of(consultation)["open"] == 0
    assert "已撤回" in words(client.get(f"/track/{sent[0]}/"))


def test_the_holder_reads_what_became_of_each_point(
    client: Client, concluded: Consultation, resident: User
) -> None:
    comment = comment_of("周晓梅")
    Comment.objects.filter(pk=comment.pk).update(author=resident)
    client.force_login(resident)
    said = words(client.get(f"/track/{comment.number}/"))
    assert "采纳" in said and "因此修改：第四条" in said


def test_before_the_feedback_nobody_reads_a_disposition(
    client: Client, consultation: Consultation, published: Comment, official: User, resident: User
) -> None:
    from consultations.weighing.actions import dispose_opinion

    dispose_opinion(published.opinions.get(), "not_adopted", by=official, reason="供水有成本，水价暂不降。")
    Comment.objects.filter(pk=published.pk).update(author=resident)
    client.force_login(resident)
    for path in (f"/track/{published.number}/", f"/consultations/{consultation.slug}/comments/"):
        assert "供水有成本，水价暂不降。" not in words(client.get(path))


def test_the_asker_follows_a_question_that_nobody_else_sees_and_rates_the_answer(
    client: Client, interpretation: Interpretation, official: User, reviewer: User, editor: User
) -> None:
    question, code = asked(interpretation, wants_publication=False)
    answer(question, official, reviewer, editor)
    assert client.get(f"/questions/{question.number}/").status_code == 404
    page = hold(client, question.number, code)
    assert "请携带低保证原件办理。" in words(page)
    wrong = client.post(f"/track/{question.number}/rate/", {"rating": "9", "note": "写得清楚"})
    assert wrong.status_code == 422 and "写得清楚" in wrong.content.decode()
    client.post(f"/track/{question.number}/rate/", {"rating": "4", "note": "写得清楚"})
    assert Question.objects.get().rating == 4


@pytest.mark.parametrize("number", ["x" * 200, "%00", "..", "'"])
def test_odd_numbers_break_nothing(client: Client, db: None, number: str) -> None:
    assert client.get(f"/track/?number={number}").status_code == 200
    assert client.get(f"/track/{number}/").status_code in (302, 404)
    assert client.get(f"/questions/{number}/").status_code == 404


def test_a_comment_made_for_a_comment_is_not_rated(client: Client, sent: tuple[str, str]) -> None:
    hold(client, *sent)
    assert client.post(f"/track/{sent[0]}/rate/", {"rating": "5"}).status_code == 302


def test_by_phone_means_the_same_page(client: Client, consultation: Consultation, official: User) -> None:
    comment = comment_on(consultation, "电话里说的。", by=official, channel="phone")
    assert client.get(f"/track/{comment.number}/").status_code == 302
