"""The pages of one's own account."""

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from consultations.comments.actions import withdraw_comment
from consultations.comments.intake import submit_comment
from consultations.models import Comment, Consultation
from participation.accounts.models import User
from participation.accounts.security_log import note
from participation.delivery.models import Job
from participation.ledger.models import AuditEntry
from participation.notifications.choices import choose, wants_step_texts, wants_steps
from responses.questions.intake import submit_question
from tests.cast import PASSWORD
from tests.desk_client import DeskClient
from tests.drafts import comment_on
from tests.frontend.desk.conftest import at
from tests.frontend.public.conftest import words
from tests.gateway import SmsGateway

PROFILE, CLAIM, DATA = "/accounts/profile/", "/accounts/claim/", "/accounts/data/"


@pytest.fixture
def mine(client: Client, resident: User) -> Client:
    client.force_login(resident)
    return client


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", [PROFILE, CLAIM, DATA + "delete/", PROFILE + "phone/", PROFILE + "phone/code/"]
)
def test_strangers_are_asked_to_sign_in(client: Client, path: str) -> None:
    for answer in (client.get(path), client.post(path)):
        assert answer.status_code == 302 and answer["Location"].startswith("/accounts/login/")


def test_items_are_sorted_by_whether_they_are_finished(
    mine: Client, resident: User, consultation: Consultation
) -> None:
    comment_on(consultation, by=resident, body="还在办理的意见。")
    withdraw_comment(comment_on(consultation, by=resident, body="撤回了的意见。"), by=resident)
    said = {show: words(mine.get(f"/accounts/?show={show}")) for show in ("", "open", "over", "junk")}
    assert "还在办理的意见。" in said["open"] and "撤回了的意见。" not in said["open"]
    assert "撤回了的意见。" in said["over"] and "还在办理的意见。" not in said["over"]
    for show in ("", "junk"):
        assert "撤回了的意见。" in said[show] and "还在办理的意见。" in said[show]
    assert "没有符合条件的留言" in said["over"]


def test_data_are_kept_and_a_refusal_keeps_what_was_typed(mine: Client, resident: User) -> None:
    page = mine.get(PROFILE)
    assert "周晓梅" in page.content.decode()
    sent = {"name": "周晓", "phone": "13800001111", "language": "en", "revision": "0"}
    assert mine.post(PROFILE, sent).status_code == 302
    assert User.objects.get(pk=resident.pk).phone == "13800001111"
    stale = mine.post(PROFILE, {**sent, "name": "周梅"})
    assert stale.status_code == 422 and "周梅" in stale.content.decode()
    long = mine.post(PROFILE, {**sent, "name": "周" * 81, "revision": "1"})
    assert long.status_code == 422 and "周" * 81 in long.content.decode()


def test_mails_about_steps_are_ended_and_taken_up_again(mine: Client, resident: User) -> None:
    sent = {"name": resident.name, "phone": "", "language": ""}
    assert "办理进展发送邮件告知" in words(mine.get(PROFILE)) and wants_steps(resident)
    for revision, (steps, wanted) in enumerate((({}, False), ({"steps": "on"}, True))):
        now = User.objects.get(pk=resident.pk)
        assert mine.post(PROFILE, {**sent, **steps, "revision": str(now.revision)}).status_code == 302, (
            revision
        )
        assert wants_steps(User.objects.get(pk=resident.pk)) is wanted


def test_an_official_reads_name_and_address_and_changes_the_rest(client: Client, official: User) -> None:
    client.force_login(official)
    page = client.get(PROFILE)
    assert "由县级管理员登记" in words(page) and 'name="name"' not in page.content.decode()
    client.post(PROFILE, {"name": "别人", "phone": "0855-1234567", "revision": "0"})
    row = User.objects.get(pk=official.pk)
    assert (row.name, row.phone) == (official.name, "0855-1234567")
    refused = client.post(f"{PROFILE}address/", {"email": "a@example.org"})
    assert refused.status_code == 422 and "由县级管理员登记" in words(refused)


def test_an_address_is_added_confirmed_used_and_taken_off(mine: Client, resident: User) -> None:
    mine.get(PROFILE)
    EmailAddress.objects.update(verified=True)
    assert mine.post(f"{PROFILE}address/", {"email": "new@example.org"}).status_code == 302
    added = EmailAddress.objects.get(email="new@example.org")
    link = Job.objects.get(handler="mail.send").payload["body"]
    path = link[link.index("/accounts/confirm-email/") :].split()[0]
    assert mine.post(path).status_code == 302
    assert EmailAddress.objects.get(pk=added.pk).verified
    mine.post(f"{PROFILE}address/{added.pk}/primary/")
    assert User.objects.get(pk=resident.pk).email == "new@example.org"
    old = EmailAddress.objects.get(email="resident@example.org")
    mine.post(f"{PROFILE}address/{old.pk}/remove/")
    assert not EmailAddress.objects.filter(pk=old.pk).exists()
    assert "该邮箱已移除" in words(mine.get(PROFILE))


def test_another_s_address_and_an_unknown_deed_are_not_there(mine: Client, neighbour: User) -> None:
    theirs = EmailAddress.objects.create(user=neighbour, email=neighbour.email, verified=True, primary=True)
    mine.post(f"{PROFILE}address/{theirs.pk}/remove/")
    assert EmailAddress.objects.filter(pk=theirs.pk).exists()
    assert "已不在您的列表中" in words(mine.get(PROFILE))
    assert mine.post(f"{PROFILE}address/{theirs.pk}/junk/").status_code == 404


def test_an_item_is_added_with_number_and_code(mine: Client, consultation: Consultation) -> None:
    issued = submit_comment(consultation, by=None, body="没登录时写的。")
    wrong = mine.post(CLAIM, {"number": issued.number, "code": "0000-0000-0000"})
    assert wrong.status_code == 422 and "对不上" in words(wrong)
    assert mine.post(CLAIM, {"number": issued.number, "code": issued.lookup_code}).status_code == 302
    assert "没登录时写的。" in words(mine.get("/accounts/"))
    assert Comment.objects.get().author is not None


def test_the_page_of_one_s_data_costs_the_same_for_five_addresses(
    mine: Client, resident: User, django_assert_num_queries: Callable[..., object]
) -> None:
    mine.get(PROFILE)
    for wanted in (1, 5):
        while EmailAddress.objects.filter(user=resident).count() < wanted:
            EmailAddress.objects.create(user=resident, email=f"a{EmailAddress.objects.count()}@example.org")
        with django_assert_num_queries(8):  # type: ignore[attr-defined]
            mine.get(PROFILE)


def test_everything_is_fetched_as_one_file_and_nothing_of_others(
    mine: Client,
    resident: User,
    neighbour: User,
    consultation: Consultation,
    settings: Settings,
    tmp_path: Path,
) -> None:
    settings.MEDIA_ROOT = tmp_path
    bill = SimpleUploadedFile("水费单.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40)
    comment = comment_on(consultation, by=resident, body="=我的意见。", contact="a@example.org", files=[bill])
    submit_question(by=resident, kind="inquiry", title="何时？", body="何时通水？")
    comment_on(consultation, by=neighbour, body="别人的意见。")
    answer = mine.post("/accounts/data/download/")
    assert answer["Content-Type"] == "application/zip" and "no-store" in answer["Cache-Control"]
    with ZipFile(BytesIO(b"".join(answer.streaming_content))) as whole:  # type: ignore[attr-defined]
        parts = {name: whole.read(name) for name in whole.namelist()}
    assert set(parts) == {
        "data.json", "items.csv", "index.html", f"files/{comment.number}/1-水费单.png",
    }  # fmt: skip
    told = json.loads(parts["data.json"])
    assert [each["kind"] for each in told["items"]] == ["comment", "question"]
    assert "'=我的意见。" in parts["items.csv"].decode()
    for name in ("data.json", "items.csv", "index.html"):
        said = parts[name].decode()
        assert (
            "我的意见。" in said and "何时通水？" in said and "a@example.org" in said and "别人" not in said
        )
    assert mine.get("/accounts/data/download/").status_code == 405
    assert AuditEntry.objects.filter(act="person.exported", by=resident).exists()


def test_the_file_holds_the_persons_sign_ins_and_nobody_elses(
    mine: Client, resident: User, neighbour: User
) -> None:
    note("failed", resident, device="Firefox · Windows")
    note("failed", neighbour, device="Safari · iPhone")
    answer = mine.post("/accounts/data/download/")
    with ZipFile(BytesIO(b"".join(answer.streaming_content))) as whole:  # type: ignore[attr-defined]
        signed_in = json.loads(whole.read("data.json"))["sign_ins"]
        page = whole.read("index.html").decode()
    assert [each["what"] for each in signed_in if each["device"] == "Firefox · Windows"] == ["密码错误"]
    assert "我的登录记录" in page and "Firefox · Windows" in page and "iPhone" not in page


def test_the_library_has_no_page_of_mail_addresses_on_which_an_official_could_enter_one(
    official: User,
) -> None:
    theirs = at(DeskClient(), official)
    sent = {"action_add": "", "email": "own@example.org"}
    assert theirs.post("/accounts/email/", sent)["Location"] == "/accounts/profile/"
    assert not EmailAddress.objects.filter(email="own@example.org").exists()


def test_the_account_is_deleted_from_its_page_and_kept_by_signing_in(mine: Client, resident: User) -> None:
    page = words(mine.get("/accounts/data/delete/"))
    assert "第四十七条" in page and "7天冷静期" in page
    for wrong in ({}, {"password": "guessed", "sure": "on"}, {"password": PASSWORD}):
        assert mine.post("/accounts/data/delete/", wrong).status_code == 422
    done = mine.post("/accounts/data/delete/", {"password": PASSWORD, "sure": "on"}, follow=True)
    assert "如需保留，请在此之前登录" in words(done)
    assert mine.get("/accounts/").status_code == 302
    kept = mine.post("/accounts/login/", {"login": "resident", "password": PASSWORD}, follow=True)
    assert "账号注销已取消" in words(kept)
    assert User.objects.get(pk=resident.pk).leaves_at is None


def test_that_files_keep_their_own_properties_is_said_before_one_is_attached_and_before_the_account_goes(
    mine: Client, resident: User, consultation: Consultation
) -> None:
    assert "文件自带作者" in words(mine.get("/questions/ask/"))
    assert "文件自带作者" in words(mine.get(f"/consultations/{consultation.slug}/?clause=whole"))
    assert "文件自带的作者等属性信息" in words(mine.get("/accounts/data/delete/"))
    mine.post("/accounts/data/delete/", {"password": PASSWORD, "sure": "on"})
    assert "文件自带的作者等属性信息" in Job.objects.get(handler="mail.send").payload["body"]


def test_what_is_not_weighed_is_asked_about_only_when_there_is_some(
    mine: Client, resident: User, consultation: Consultation
) -> None:
    assert 'name="unweighed"' not in mine.get("/accounts/data/delete/").content.decode()
    comment_on(consultation, by=resident)
    assert 'name="unweighed"' in mine.get("/accounts/data/delete/").content.decode()
    sent = {"password": PASSWORD, "sure": "on", "unweighed": "take_back"}
    assert mine.post("/accounts/data/delete/", sent).status_code == 302
    assert User.objects.get(pk=resident.pk).leaves_nothing


def test_an_official_is_told_who_closes_the_account(client: Client, official: User) -> None:
    client.force_login(official)
    for path in ("/accounts/data/", "/accounts/data/delete/"):
        assert "由县级管理员停用" in words(client.get(path))
    sent = {"password": PASSWORD, "sure": "on"}
    assert client.post("/accounts/data/delete/", sent).status_code == 422


PHONE = PROFILE + "phone/"


def test_a_number_is_proved_and_text_messages_are_chosen_and_ended_on_the_page(
    mine: Client, resident: User, sms: SmsGateway, deliver_all: Callable[[], int]
) -> None:
    assert f'href="{PHONE}">去设置' in html(mine.get(PROFILE)) and "填写手机号" in words(mine.get(PHONE))
    assert mine.post(PROFILE, {"name": resident.name, "phone": "13800001111"}).status_code == 302
    assert "获取短信验证码" in words(mine.get(PHONE)) and 'name="code"' not in html(mine.get(PHONE))
    sent = mine.post(f"{PHONE}code/", follow=True)
    deliver_all()
    assert "验证码已发送" in words(sent) and 'name="code"' in html(sent)
    wrong = mine.post(PHONE, {"code": "12345"})
    assert wrong.status_code == 422 and 'value="12345"' in html(wrong) and "还可以输入4次" in words(wrong)
    assert mine.post(PHONE, {"code": ""}).status_code == 422
    proved = mine.post(PHONE, {"code": sms.code}, follow=True)
    assert "手机号已确认" in words(proved) and f"{PHONE}on/" in html(proved)
    chosen = mine.post(f"{PHONE}on/", follow=True)
    assert wants_step_texts(User.objects.get(pk=resident.pk)) and f"{PHONE}off/" in html(chosen)
    assert f'href="{PHONE}">已启用' in html(mine.get(PROFILE))
    mine.post(f"{PHONE}off/")
    assert not wants_step_texts(User.objects.get(pk=resident.pk))
    assert mine.post(PHONE, {"code": sms.code}).status_code == 302, "a second tap"


def test_text_messages_are_not_chosen_without_a_proved_number_nor_a_code_sent_to_none(
    mine: Client, resident: User, sms: SmsGateway
) -> None:
    for what, said in (("on", "请先确认您的手机号"), ("code", "11位")):
        assert mine.post(f"{PHONE}{what}/").status_code == 302
        assert said in words(mine.get(PHONE))
    assert mine.post(f"{PHONE}junk/").status_code == 404 and mine.get(f"{PHONE}code/").status_code == 405
    assert not wants_step_texts(User.objects.get(pk=resident.pk)) and not Job.objects.exists()


def test_where_the_site_sends_none_there_is_nothing_of_text_messages(
    mine: Client, client: Client, resident: User, settings: Settings
) -> None:
    settings.SMS_URL = "dummy://"
    User.objects.filter(pk=resident.pk).update(phone="13800001111")
    for path in (PROFILE, "/privacy/"):
        assert "短信" not in words(mine.get(path))
    assert mine.get(PHONE).status_code == 404
    for path in (PHONE, f"{PHONE}code/", f"{PHONE}on/", f"{PHONE}off/"):
        assert mine.post(path, {"code": "123456"}).status_code == 404
    settings.SMS_URL = "console://"
    assert "短信" in words(mine.get("/privacy/"))


def test_what_is_fetched_says_which_number_is_proved_and_what_was_chosen(
    client: Client, resident: User, prove: Callable[..., User]
) -> None:
    choose(prove(resident), ways={}, step_texts=True)
    client.force_login(resident)
    answer = client.post("/accounts/data/download/")
    with ZipFile(BytesIO(b"".join(answer.streaming_content))) as whole:  # type: ignore[attr-defined]
        account = json.loads(whole.read("data.json"))["account"]
    assert account["已确认接收短信的手机号"] == "+8613800001111" and account["短信告知办理进展"] is True


def html(answer: Any) -> str:
    return str(answer.content.decode())
