"""Background jobs at the desk: what failed and why, for those who look after the platform, and having it sent again."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from frontend.desk.jobs.kinds import KINDS, PLANS
from participation.accounts.models import User
from participation.delivery import registry, schedule
from participation.delivery.models import Job
from participation.ledger.models import AuditEntry
from tests.frontend.desk.conftest import at
from tests.frontend.public.conftest import words

pytestmark = pytest.mark.django_db
PAGE = "/desk/jobs/"
ERROR = """Traceback (most recent call last):
  File "smtplib.py", line 901, in sendmail
smtplib.SMTPRecipientsRefused: {'zhou.xiaomei@example.org': (550, b'mailbox full')}
"""
LETTER = {
    "to": "zhou.xiaomei@example.org",
    "subject": "您的意见",
    "body": "您反映的水价问题已收到。",
    "key": "k",
}


def failed(count: int = 1, *, is_parked: bool = True, kind: str = "mail.send", **fields: Any) -> list[Job]:
    """Mails that were refused, since four days."""
    now, before = timezone.now(), Job.objects.count()
    given = {
        "handler": kind, "payload": LETTER, "made_at": now - timedelta(days=4), "attempts": 81,
        "available_at": now + timedelta(minutes=40), "parked_at": now if is_parked else None, "last_error": ERROR,
    } | fields  # fmt: skip
    return Job.objects.bulk_create(Job(dedupe_key=f"job:{before + n}", **given) for n in range(count))


@pytest.fixture
def superuser(db: None) -> User:
    """May do everything in the administrator's corner and has no role in any department."""
    return User.objects.create_superuser("root", "root@example.org", "x")


@pytest.fixture
def desk(client: Client, administrator: User) -> Client:
    return at(client, administrator)


def test_an_auditor_sees_what_failed_and_sends_nothing_again(client: Client, auditor: User) -> None:
    [job] = failed()
    page = at(client, auditor).get(PAGE)
    assert page.status_code == 200 and not page.context["may_mend"]
    assert client.post(f"{PAGE}{job.pk}/again/").status_code == 403


@pytest.mark.parametrize("who", ["official", "reviewer", "moderator", "editor", "supervisor"])
def test_nobody_else_sees_them_sends_them_or_is_shown_the_way(
    who: str, client: Client, request: pytest.FixtureRequest
) -> None:
    [job] = failed()
    at(client, request.getfixturevalue(who))
    assert client.get(PAGE).status_code == 403
    assert client.post(f"{PAGE}{job.pk}/again/").status_code == 403
    assert client.post(f"{PAGE}again/", {"kind": job.handler}).status_code == 403
    assert Job.objects.get().parked_at and not AuditEntry.objects.exists()
    home = client.get("/desk/").content.decode()
    assert PAGE not in home


def test_an_administrator_of_one_department_is_not_the_platforms(client: Client, department: Any) -> None:
    from tests.cast import Role, official_with

    at(client, official_with("local", "局管理员", department, Role.ADMINISTRATOR))
    assert client.get(PAGE).status_code == 403


def test_a_resident_and_a_stranger_do_not_come_in(client: Client, resident: User) -> None:
    assert client.get(PAGE).status_code == 302
    assert at(client, resident).get(PAGE).status_code == 403


def test_a_superuser_without_a_role_comes_in_too(client: Client, superuser: User) -> None:
    failed()
    at(client, superuser)
    assert PAGE in client.get("/desk/").content.decode()
    assert client.get(PAGE).status_code == 200


def test_it_says_what_since_when_why_and_when_next_and_nothing_of_the_letter(desk: Client) -> None:
    failed(is_parked=False)
    page = desk.get(PAGE).content.decode()
    text = words(desk.get(PAGE))
    for shown in ("发送邮件", "z***@example.org", "已尝试 81 次", "下次重试", "mailbox full"):
        assert shown in text, shown
    for kept in ("zhou.xiaomei", "水价问题", "您的意见"):
        assert kept not in page, kept
    summary = re.search(r"<summary><code>(.*?)</code>", page)
    assert summary and summary[1].startswith("smtplib.SMTPRecipientsRefused")


def test_it_can_be_read_in_english(desk: Client) -> None:
    failed()
    text = words(desk.get(PAGE, headers={"Accept-Language": "en"}))
    assert "Send a mail" in text and "81 attempts" in text and "Parked" in text


def test_every_kind_of_job_is_said_in_words_of_both_languages() -> None:
    ours = {kind for kind in registry._kinds if not kind.startswith("test.")}
    assert ours == set(KINDS) and set(schedule.periodic) == set(PLANS)
    for label in (*KINDS.values(), *PLANS.values()):
        with translation.override("zh-hans"):
            chinese = str(label)
        with translation.override("en"):
            assert str(label) != chinese


def test_regular_work_says_which_and_of_when_and_a_job_of_another_release_its_name(desk: Client) -> None:
    slot = {"job": "files.orphans", "slot": "2026-03-06T03:00:00+08:00"}
    failed(kind="schedule.run", payload=slot)
    failed(kind="gone.for.good", payload={})
    text = words(desk.get(PAGE))
    assert "清理无归属的文件" in text and "gone.for.good" in text


def test_the_parked_and_the_retried_stand_apart_and_are_counted(desk: Client) -> None:
    failed(3)
    failed(2, is_parked=False)
    failed(4, last_error="", is_parked=False)  # waits for its first try
    Job.objects.filter(pk__in=[job.pk for job in failed()]).update(done_at=timezone.now(), last_error="")
    answer = desk.get(PAGE)
    assert [link.count for link in answer.context["tabs"][0].links] == [5, 3, 2]
    shown = {
        state: len(desk.get(f"{PAGE}?state={state}").context["rows"])
        for state in ("", "parked", "retried", "x")
    }
    assert shown == {"": 5, "parked": 3, "retried": 2, "x": 5}


def test_nothing_in_trouble_is_said_so(desk: Client) -> None:
    assert "后台任务全部正常" in words(desk.get(PAGE))
    failed()
    assert "没有此类任务" in words(desk.get(f"{PAGE}?state=retried"))


def test_two_hundred_are_gone_through_page_by_page_and_back(desk: Client) -> None:
    failed(200)
    address, met, addresses = f"{PAGE}?state=parked", [], []
    while address:
        answer = desk.get(address)
        met += [row.job.pk for row in answer.context["rows"]]
        addresses.append(address)
        address = answer.context["listed"].next
    assert len(addresses) == 7 and len(met) == len(set(met)) == 200 and met == sorted(met, reverse=True)
    assert all("state=parked" in each for each in addresses)
    again = desk.get(addresses[4])  # the browser's way back: the address alone says it
    assert [row.job.pk for row in again.context["rows"]] == met[120:150]


def test_one_is_sent_again_and_one_stays_on_the_page_one_was_on(desk: Client, administrator: User) -> None:
    failed(50)
    second = desk.get(desk.get(f"{PAGE}?state=parked").context["listed"].next)
    job = second.context["rows"][3].job
    action = re.search(rf'action="({PAGE}{job.pk}/again/[^"]*)"', second.content.decode())
    assert action
    answer = desk.post(action[1].replace("&amp;", "&"))
    assert (
        answer.status_code == 302 and "state=parked" in answer["Location"] and "cursor=" in answer["Location"]
    )
    job.refresh_from_db()
    assert job.parked_at is None and job.available_at <= timezone.now()
    assert "将立即重新执行" in words(desk.get(answer["Location"]))
    assert AuditEntry.objects.get().by == administrator


def test_all_of_a_kind_are_sent_again(desk: Client) -> None:
    failed(30)
    failed(kind="questions.tell_asker")
    answer = desk.post(f"{PAGE}again/", {"kind": "mail.send"})
    assert answer.status_code == 302
    assert [job.handler for job in Job.objects.filter(parked_at__isnull=False)] == ["questions.tell_asker"]
    assert AuditEntry.objects.get().note == {"kind": "mail.send", "jobs": 30}


def test_a_double_tap_counts_once(desk: Client) -> None:
    [job] = failed()
    for _tap in range(2):
        assert desk.post(f"{PAGE}{job.pk}/again/", {"idempotency_key": "one"}).status_code == 302
        assert desk.post(f"{PAGE}again/", {"idempotency_key": "all", "kind": "mail.send"}).status_code == 302
    assert AuditEntry.objects.count() == 2


def test_what_was_done_meanwhile_is_said_and_nothing_is_done(desk: Client) -> None:
    [job] = failed()
    Job.objects.update(done_at=timezone.now(), last_error="")
    for address, sent in ((f"{PAGE}{job.pk}/again/", {}), (f"{PAGE}again/", {"kind": "mail.send"})):
        answer = desk.post(address, sent, follow=True)
        assert "该任务已完成或正在执行" in words(answer)
    assert not AuditEntry.objects.exists()
    assert desk.post(f"{PAGE}{job.pk + 1}/again/").status_code == 404


def test_the_parked_stand_in_the_administrators_work(desk: Client, official: User) -> None:
    failed(3)
    failed(9, is_parked=False)
    home = words(desk.get("/desk/"))
    assert "3 项后台任务执行失败" in home
    assert "后台任务" not in words(at(Client(), official).get("/desk/"))


def test_the_list_costs_the_same_for_one_and_for_thirty(
    desk: Client, django_assert_num_queries: Callable[..., Any]
) -> None:
    failed(kind="questions.tell_asker", payload={})
    with django_assert_num_queries(8):
        desk.get(PAGE)
    failed(15)
    failed(14, is_parked=False)
    with django_assert_num_queries(8):
        desk.get(PAGE)
