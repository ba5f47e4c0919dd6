"""The pages of one's own account."""

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from consultations.comments.actions import withdraw_comment
from consultations.comments.intake import submit_comment
from consultations.models import Comment, Consultation
from participation.accounts.models import User
from participation.delivery.models import Job
from tests.drafts import comment_on
from tests.frontend.public.conftest import words

PROFILE, CLAIM = "/accounts/profile/", "/accounts/claim/"


@pytest.fixture
def mine(client: Client, resident: User) -> Client:
    client.force_login(resident)
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("path", [PROFILE, CLAIM])
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
    assert "没有此类提问" in said["over"]


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


def test_an_official_reads_name_and_address_and_changes_the_rest(client: Client, official: User) -> None:
    client.force_login(official)
    page = client.get(PROFILE)
    assert "由县级管理员登记" in words(page) and 'name="name"' not in page.content.decode()
    client.post(PROFILE, {"name": "别人", "phone": "12345", "revision": "0"})
    row = User.objects.get(pk=official.pk)
    assert (row.name, row.phone) == (official.name, "12345")
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
        with django_assert_num_queries(7):  # type: ignore[attr-defined]
            mine.get(PROFILE)
