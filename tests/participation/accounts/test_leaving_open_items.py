"""What is still open when somebody leaves: they hear of it, and can still read how it ends."""

import pytest
from django.test import Client

from consultations.models import Comment, Consultation
from participation import clock
from participation.accounts.leaving import ask_to_leave, erase_leavers, renew_codes
from participation.accounts.models import User
from participation.delivery.models import Job
from participation.errors import InvalidMove, NotPermitted
from participation.ledger.receipts import find
from responses.models import Question
from responses.questions.intake import submit_question
from tests.cast import PASSWORD
from tests.drafts import comment_on
from tests.frontend.public.conftest import words
from tests.participation.accounts.test_leaving import EIGHT_DAYS, leave

PAGE = "/accounts/data/delete/"


@pytest.fixture
def items(consultation: Consultation, resident: User) -> tuple[Comment, Question, str]:
    question, issued = submit_question(by=resident, kind="inquiry", title="何时？", body="何时通水？")
    return comment_on(consultation, by=resident), question, issued.lookup_code


def bodies(person: User) -> list[str]:
    jobs = Job.objects.filter(handler="mail.send", payload__to=person.email, payload__about="")
    return [job.payload["body"] for job in jobs.order_by("pk")]


def test_the_page_offers_everything_as_a_file_first_and_lists_what_is_open(
    client: Client, resident: User, items: tuple[Comment, Question, str]
) -> None:
    client.force_login(resident)
    page = client.get(PAGE)
    said = words(page)
    assert (
        said.index("请先下载您的全部资料") < said.index("将删除") if "将删除" in said else "请先下载" in said
    )
    assert 'action="/accounts/data/download/"' in page.content.decode()
    for row in items[:2]:
        assert row.number in said
    assert "没有查询码的将无法查看" in said


def test_with_nothing_open_there_is_nothing_of_codes(client: Client, resident: User) -> None:
    client.force_login(resident)
    assert 'name="codes"' not in client.get(PAGE).content.decode()


def test_new_codes_are_shown_once_open_the_items_after_the_deletion_and_void_the_old(
    client: Client, resident: User, items: tuple[Comment, Question, str]
) -> None:
    comment, question, old = items
    client.force_login(resident)
    sent = {"password": PASSWORD, "sure": "on", "codes": "on", "unweighed": "keep", "idempotency_key": "k"}
    page = client.post(PAGE, sent)
    codes = dict(page.context["codes"])
    assert set(codes) == {comment.number, question.number} and page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"] and codes[question.number] in words(page)
    assert client.get(PAGE).status_code == 302, "signed out"
    with clock.at(clock.now() + EIGHT_DAYS):
        list(erase_leavers())
    assert not User.objects.filter(pk=resident.pk).exists()
    assert all(find(number, code) for number, code in codes.items())
    assert find(question.number, old) is None


def test_without_the_tick_and_with_a_wrong_password_the_codes_stay(
    client: Client, resident: User, items: tuple[Comment, Question, str]
) -> None:
    _comment, question, code = items
    client.force_login(resident)
    wrong = {"password": "guessed", "sure": "on", "codes": "on", "unweighed": "keep"}
    assert client.post(PAGE, wrong).status_code == 422 and find(question.number, code)
    right = {"password": PASSWORD, "sure": "on", "unweighed": "keep"}
    assert client.post(PAGE, right).status_code == 302 and find(question.number, code)


def test_codes_are_given_to_who_leaves_and_for_nobody_elses_items(
    resident: User, neighbour: User, items: tuple[Comment, Question, str]
) -> None:
    with pytest.raises(InvalidMove):
        renew_codes(resident, by=resident)
    ask_to_leave(resident, by=resident, password=PASSWORD)
    with pytest.raises(NotPermitted):
        renew_codes(resident, by=neighbour)


def test_the_mail_before_says_what_goes_what_stays_and_what_is_open(
    resident: User, items: tuple[Comment, Question, str]
) -> None:
    ask_to_leave(resident, by=resident, password=PASSWORD)
    body = bodies(resident)[-1]
    assert "届时将删除您的姓名" in body and "继续保留" in body and "下载全部资料" in body
    assert all(row.number in body for row in items[:2])


def test_a_last_mail_says_that_it_is_done(resident: User, items: tuple[Comment, Question, str]) -> None:
    leave(resident)
    assert "已按您的申请注销" in bodies(resident)[-1]
    job = Job.objects.filter(dedupe_key__startswith="person.erased:").get()
    assert job.payload["subject"] == "您的账号已经注销"
