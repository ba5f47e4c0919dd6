"""Who counts as one address, and what is counted."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import HttpRequest
from django.test import RequestFactory

from frontend.shared import throttle
from participation.accounts.models import User


@pytest.fixture(autouse=True)
def nobody_yet() -> None:
    cache.clear()


def request(address: str = "192.0.2.1", user: Any = None, **headers: str) -> HttpRequest:
    made = RequestFactory().post("/", REMOTE_ADDR=address, headers=headers)
    made.user = user or AnonymousUser()
    return made


def test_thirty_an_hour_and_then_the_time_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [1_000_000.0]
    monkeypatch.setattr(throttle.time, "time", lambda: clock[0])
    for _ in range(30):
        with throttle.posting(request()):
            clock[0] += 60
    with pytest.raises(throttle.TooMany) as refusal, throttle.posting(request()):
        raise AssertionError("it was let in")
    assert 0 < refusal.value.seconds <= 31 * 60
    clock[0] += refusal.value.seconds
    with throttle.posting(request()):
        pass


def test_what_was_refused_is_not_counted() -> None:
    for _ in range(40):
        with pytest.raises(ValueError), throttle.posting(request()):
            raise ValueError
    with throttle.posting(request()):
        pass


def test_a_person_is_counted_as_such_and_not_by_address(resident: User, neighbour: User) -> None:
    for _ in range(60):
        with throttle.posting(request(user=resident)):
            pass
    with pytest.raises(throttle.TooMany), throttle.posting(request("198.51.100.7", resident)):
        pass
    for other in (None, neighbour):
        with throttle.posting(request(user=other)):
            pass


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("192.0.2.1", "192.0.2.1", True), ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::ffff:2", True), ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
    ],
)  # fmt: skip
def test_an_address_is_what_one_subscriber_has(one: str, other: str, is_same: bool) -> None:
    assert (throttle.address(request(one)) == throttle.address(request(other))) is is_same


def test_a_header_anybody_can_write_is_not_believed() -> None:
    assert throttle.address(request(**{"X-Forwarded-For": "203.0.113.9"})) == "192.0.2.1"


@pytest.mark.parametrize("address", ["", "not-an-address", "unix:"])
def test_an_odd_address_still_counts(address: str) -> None:
    for _ in range(10):
        with pytest.raises(KeyError), throttle.guessing(request(address)):
            raise KeyError
    with pytest.raises(throttle.TooMany), throttle.guessing(request(address)):
        pass


def test_switched_off_nothing_is_counted(settings: Any) -> None:
    settings.THROTTLE = False
    for _ in range(100):
        with throttle.posting(request()):
            pass
    settings.THROTTLE = True
    with throttle.posting(request()):
        pass
