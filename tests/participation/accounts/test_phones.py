"""A mobile number is proved with a code that is texted to it; nobody signs in with it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from functools import partial

import pytest
from django.db import connection
from django.utils import translation
from pytest_django import Settings

from participation import clock
from participation.accounts.leaving import ask_to_leave, erase_leavers
from participation.accounts.models import User
from participation.accounts.own import edit_own
from participation.accounts.people import edit_person
from participation.accounts.phone_models import PhoneProof
from participation.accounts.phones import is_code_out, prove_number, proved_number, send_code
from participation.accounts.upkeep import forget_old_sign_ins
from participation.delivery.models import Job
from participation.errors import Invalid, NotPermitted
from participation.ledger.audit import trail
from tests.at_once import at_once
from tests.cast import PASSWORD
from tests.gateway import SmsGateway

Deliver = Callable[[], int]
Prove = Callable[..., User]
NUMBER = "+8613800001111"
pytestmark = pytest.mark.django_db


def fresh(person: User) -> User:
    return User.objects.get(pk=person.pk)


def later(**how: int) -> AbstractContextManager[datetime]:
    return clock.at(clock.now() + timedelta(**how))


@pytest.fixture
def asker(resident: User, sms: SmsGateway, deliver_all: Deliver) -> User:
    """Has a code out."""
    User.objects.filter(pk=resident.pk).update(phone="138 0000-1111")
    send_code(resident, by=resident)
    deliver_all()
    return fresh(resident)


def wrong(sms: SmsGateway) -> str:
    return f"{(int(sms.code) + 1) % 10**6:06}"


def problem(person: User, code: str) -> str:
    with pytest.raises(Invalid) as refused:
        prove_number(person, code, by=person)
    assert set(refused.value.errors) == {"code"}
    return str(refused.value)


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "10分钟内有效"), ("en", "for ten minutes")])
def test_six_figures_go_to_the_number_in_one_message_and_prove_it(
    language: str, said: str, resident: User, sms: SmsGateway, deliver_all: Deliver
) -> None:
    User.objects.filter(pk=resident.pk).update(phone="138 0000-1111")
    with translation.override(language):
        send_code(resident, by=resident)
    deliver_all()
    [message] = sms.messages
    assert message.body["to"] == NUMBER and said in message.body["text"] and len(message.body["text"]) <= 70
    assert is_code_out(fresh(resident)) and not proved_number(fresh(resident))
    full_width = sms.code.translate({ord(figure): ord(figure) + 0xFEE0 for figure in "0123456789"})
    prove_number(resident, f" {full_width[:3]} {full_width[3:]}", by=resident)
    assert proved_number(fresh(resident)) == NUMBER and not is_code_out(fresh(resident))
    assert [entry.act for entry in trail(resident)] == ["person.phone_code_sent", "person.phone_proved"]
    assert all(entry.note == {} for entry in trail(resident))


def test_the_database_holds_neither_the_number_nor_the_code(asker: User, sms: SmsGateway) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, code FROM participation_phoneproof")
        [(number, code)] = cursor.fetchall()
    assert number.startswith("sealed:") and sms.code not in code and len(code) == 64
    assert Job.objects.get(handler="sms.send").payload == {}


def test_a_wrong_code_counts_and_the_sixth_try_is_refused_though_it_is_right(
    asker: User, sms: SmsGateway
) -> None:
    assert "还可以输入4次" in problem(asker, wrong(sms))
    for _n in range(3):
        problem(asker, wrong(sms))
    assert "已输错5次" in problem(asker, wrong(sms))
    assert "已输错5次" in problem(asker, sms.code) and not proved_number(fresh(asker))


def test_a_code_holds_for_ten_minutes(asker: User, sms: SmsGateway) -> None:
    with later(minutes=10):
        assert "请重新获取" in problem(asker, sms.code) and not is_code_out(fresh(asker))
    with later(minutes=9):
        prove_number(asker, sms.code, by=asker)
    assert proved_number(fresh(asker))


def test_a_new_code_ends_the_one_before_and_a_second_tap_sends_none(
    asker: User, sms: SmsGateway, deliver_all: Deliver
) -> None:
    old = sms.code
    send_code(asker, by=asker)
    deliver_all()
    assert len(sms.messages) == 1
    with later(minutes=2):
        send_code(asker, by=asker)
        deliver_all()
        assert len(sms.messages) == 2
        if old != sms.code:
            problem(asker, old)
        prove_number(asker, sms.code, by=asker)


def test_a_worn_out_code_is_replaced_at_once(asker: User, sms: SmsGateway, deliver_all: Deliver) -> None:
    for _n in range(5):
        problem(asker, wrong(sms))
    send_code(asker, by=asker)
    deliver_all()
    prove_number(asker, sms.code, by=asker)
    assert proved_number(fresh(asker))


def test_five_codes_a_day_go_to_a_number_whoever_asks_and_to_an_account_whatever_its_number(
    resident: User, neighbour: User, sms: SmsGateway, deliver_all: Deliver
) -> None:
    noon = clock.starts_at(clock.today()) + timedelta(hours=12)
    User.objects.update(phone="13800001111")
    for n in range(5):
        with clock.at(noon + timedelta(minutes=2 * n)):
            send_code(resident, by=resident)
    with clock.at(noon + timedelta(hours=1)):
        for person, phone in ((neighbour, "13800001111"), (resident, "13800002222")):
            User.objects.filter(pk=person.pk).update(phone=phone)
            with pytest.raises(Invalid, match="请明天再试"):
                send_code(person, by=person)
        deliver_all()
    with clock.at(noon + timedelta(days=1)):
        send_code(neighbour, by=neighbour)
        deliver_all()
    assert sms.messages[-1].body["to"] == NUMBER


def test_whether_a_number_is_somebody_else_s_is_not_told(
    resident: User, neighbour: User, prove: Prove, sms: SmsGateway, deliver_all: Deliver
) -> None:
    prove(resident)
    User.objects.filter(pk=neighbour.pk).update(phone="13800001111")
    send_code(neighbour, by=neighbour)
    deliver_all()
    prove_number(neighbour, sms.code, by=neighbour)
    assert proved_number(fresh(neighbour)) == proved_number(fresh(resident)) == NUMBER


def test_a_code_proves_nothing_of_another_account_or_another_number(
    asker: User, neighbour: User, sms: SmsGateway
) -> None:
    User.objects.filter(pk=neighbour.pk).update(phone="13800001111")
    assert "请先获取" in problem(neighbour, sms.code)
    User.objects.filter(pk=asker.pk).update(phone="13800002222")
    assert "请先获取" in problem(asker, sms.code) and not is_code_out(fresh(asker))
    for act in (lambda: send_code(asker, by=neighbour), lambda: prove_number(asker, sms.code, by=neighbour)):
        with pytest.raises(NotPermitted):
            act()


def test_a_changed_number_is_unproved_until_it_is_proved_again(resident: User, prove: Prove) -> None:
    person = prove(resident)
    edit_own(person, by=person, phone="+86 138 0000 1111")
    assert proved_number(fresh(person)) == NUMBER, "the same number in another way"
    for phone in ("13800002222", "13800001111"):
        person = fresh(person)
        edit_own(person, by=person, phone=phone)
        assert not proved_number(fresh(person)), phone


def test_so_is_one_that_the_administrator_changes(official: User, administrator: User, prove: Prove) -> None:
    person = prove(official)
    edit_person(person, by=administrator, phone="13800002222")
    assert not proved_number(fresh(person)) and not PhoneProof.objects.exists()


def test_only_a_mobile_number_gets_a_code_and_only_where_the_site_sends_any(
    resident: User, sms: SmsGateway, settings: Settings
) -> None:
    for phone in ("", "0855-1234567"):
        User.objects.filter(pk=resident.pk).update(phone=phone)
        with pytest.raises(Invalid) as refused:
            send_code(resident, by=resident)
        assert set(refused.value.errors) == {"phone"}
    User.objects.filter(pk=resident.pk).update(phone="13800001111")
    settings.SMS_URL = "dummy://"
    with pytest.raises(Invalid, match="不发送短信"):
        send_code(resident, by=resident)
    assert not PhoneProof.objects.exists()


def test_a_proved_number_gets_no_further_code(resident: User, prove: Prove) -> None:
    person = prove(resident)
    with pytest.raises(Invalid, match="已经确认"):
        send_code(person, by=person)
    prove_number(person, "000000", by=person)
    assert proved_number(fresh(person)) == NUMBER


def test_a_code_that_the_gateway_would_get_too_late_is_not_sent(
    resident: User, sms: SmsGateway, deliver_all: Deliver
) -> None:
    User.objects.filter(pk=resident.pk).update(phone="13800001111")
    sms.status = 500
    send_code(resident, by=resident)
    deliver_all()
    sms.status = 200
    sms.messages.clear()
    Job.objects.update(available_at=Job.objects.get(handler="sms.send").made_at)
    with later(minutes=11):
        deliver_all()
    assert not sms.messages and Job.objects.get(handler="sms.send").done_at


def test_what_proved_nothing_goes_after_a_day_and_the_rest_with_the_account(
    asker: User, neighbour: User, prove: Prove
) -> None:
    prove(neighbour, "13800003333")
    list(forget_old_sign_ins(clock.now()) or ())
    assert PhoneProof.objects.count() == 2
    with later(hours=25):
        list(forget_old_sign_ins(clock.now()) or ())
    assert PhoneProof.objects.get().person == neighbour
    ask_to_leave(neighbour, by=neighbour, password=PASSWORD)
    with later(days=8):
        list(erase_leavers())
    assert not PhoneProof.objects.exists() and not User.objects.filter(pk=neighbour.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_taps_at_once_one_sends_a_code(resident: User, sms: SmsGateway, deliver_all: Deliver) -> None:
    User.objects.filter(pk=resident.pk).update(phone="13800001111")
    outcomes = at_once(*[partial(send_code, resident, by=resident)] * 2)
    assert sorted(outcomes) == [False, True]
    deliver_all()
    assert len(sms.messages) == 1
    prove_number(resident, sms.code, by=resident)


@pytest.mark.django_db(transaction=True)
def test_of_many_tries_at_once_each_counts(resident: User, sms: SmsGateway, deliver_all: Deliver) -> None:
    User.objects.filter(pk=resident.pk).update(phone="13800001111")
    send_code(resident, by=resident)
    deliver_all()
    code = wrong(sms)
    at_once(*[partial(prove_number, resident, code, by=resident)] * 4)
    assert PhoneProof.objects.get().tries == 4


@pytest.mark.django_db(transaction=True)
def test_of_many_accounts_at_once_five_send_a_code_to_one_number(
    county: object, sms: SmsGateway, deliver_all: Deliver
) -> None:
    people = [User.objects.create(username=f"u{n}", phone="13800001111") for n in range(7)]
    at_once(*[partial(send_code, each, by=each) for each in people])
    deliver_all()
    assert len(sms.messages) == 5
