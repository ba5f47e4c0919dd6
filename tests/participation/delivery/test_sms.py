"""Text messages through a real gateway: what is posted, what is tried again, what is refused."""

from base64 import b64encode
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from participation import clock
from participation.delivery.models import Job
from participation.delivery.sms import gateway, is_offered, mobile_number, send_sms
from participation.errors import Invalid
from tests.gateway import SmsGateway

TEXT = "【公众参与】工作台有事项待您办理。"


@pytest.mark.django_db
def test_a_message_is_posted_as_json_with_its_key_and_authorization(
    sms: SmsGateway, deliver_all: Callable[[], int]
) -> None:
    assert send_sms("138 0000-1234", TEXT, key="notification:1")
    assert not send_sms("13800001234", TEXT, key="notification:1")
    deliver_all()
    [message] = sms.messages
    assert message.path == "/send?template=todo"
    assert message.body == {"to": "+8613800001234", "text": TEXT, "key": "notification:1"}
    assert message.headers["Authorization"] == f"Basic {b64encode(b'county:k@y').decode()}"
    assert message.headers["Idempotency-Key"] == "notification:1"
    assert Job.objects.get(handler="sms.send").payload == {}


@pytest.mark.django_db
@pytest.mark.parametrize("status", [302, 400, 500])
def test_a_gateway_that_refuses_is_tried_again_with_the_same_key(
    status: int, sms: SmsGateway, deliver_all: Callable[[], int]
) -> None:
    sms.status = status
    send_sms("13800001234", TEXT, key="once")
    deliver_all()
    job = Job.objects.get(handler="sms.send")
    assert job.done_at is None and job.last_error and "k@y" not in job.last_error
    sms.status = 204
    Job.objects.update(available_at=job.made_at)
    deliver_all()
    assert [each.body["key"] for each in sms.messages] == ["once", "once"]
    assert not [each for each in sms.messages if each.path == "/elsewhere"]


@pytest.mark.django_db
def test_what_comes_too_late_is_dropped(sms: SmsGateway, deliver_all: Callable[[], int]) -> None:
    send_sms("13800001234", TEXT, key="late", until=clock.now() - timedelta(seconds=1))
    send_sms("13800001234", TEXT, key="in time", until=clock.now() + timedelta(minutes=1))
    deliver_all()
    assert [each.body["key"] for each in sms.messages] == ["in time"]


@pytest.mark.django_db
def test_a_code_waits_behind_nothing_that_can_wait(sms: SmsGateway, deliver_all: Callable[[], int]) -> None:
    send_sms("13800001234", TEXT, key="step", can_wait=True)
    send_sms("13800001234", TEXT, key="code")
    assert dict(Job.objects.values_list("dedupe_key", "slow")) == {"sms:step": True, "sms:code": False}
    deliver_all()
    assert len(sms.messages) == 2


@pytest.mark.django_db
def test_the_console_prints_it_and_the_dummy_drops_it(
    settings: Settings, deliver_all: Callable[[], int], capsys: pytest.CaptureFixture[str]
) -> None:
    for url, printed in (("console://", True), ("dummy://", False)):
        settings.SMS_URL = url
        send_sms("13800001234", TEXT, key=url)
        deliver_all()
        assert (TEXT in capsys.readouterr().out) is printed
        assert is_offered() is printed


@pytest.mark.parametrize(
    "number", ["13800001234", "+86 138 0000 1234", "0086-138-0000-1234", "86(138)00001234"]
)
def test_a_mainland_mobile_number_is_written_in_one_way(number: str) -> None:
    assert mobile_number(number) == "+8613800001234"


@pytest.mark.parametrize(
    "number", ["", "0855-1234567", "12800001234", "1380000123", "+1 415 555 0100", "138000012345"]
)
def test_any_other_number_is_refused(number: str) -> None:
    with pytest.raises(Invalid) as refused:
        mobile_number(number)
    assert set(refused.value.errors) == {"phone"}


def test_a_text_longer_than_one_message_is_refused() -> None:
    with pytest.raises(ValueError, match="70"):
        send_sms("13800001234", "字" * 71, key="long")


@pytest.mark.parametrize("url", ["ftp://user:secret@gateway/", "http://", "secret"])
def test_an_address_that_is_none_is_refused_without_its_key(url: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        gateway(url)
    assert "secret" not in str(refused.value)
