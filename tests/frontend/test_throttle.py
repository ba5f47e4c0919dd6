"""Who counts as one address, and what is counted."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, TypeVar

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest
from django.test import RequestFactory

from frontend.shared import throttle
from participation.accounts.models import Department, User

pytestmark = pytest.mark.django_db
T = TypeVar("T")


def request(address: str = "192.0.2.1", user: Any = None, **headers: str) -> HttpRequest:
    made = RequestFactory().post("/", REMOTE_ADDR=address, headers=headers)
    made.user = user or AnonymousUser()
    return made


def test_thirty_an_hour_and_then_the_time_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [1_000_000.0]
    monkeypatch.setattr(time, "time", lambda: clock[0])
    for _ in range(30):
        with throttle.posting(request()):
            clock[0] += 60
    with pytest.raises(throttle.TooMany) as refusal, throttle.posting(request()):
        raise AssertionError("it was let in")
    assert 0 < refusal.value.seconds <= 31 * 60 + 1
    clock[0] += refusal.value.seconds
    with throttle.posting(request()):
        pass


def test_what_was_refused_is_not_counted() -> None:
    for _ in range(40):
        with pytest.raises(ValueError), throttle.posting(request()):
            raise ValueError
    with throttle.posting(request()):
        pass


def at_once(many: int, do: Callable[[], T]) -> list[T]:
    """What each of many gets that begin together."""
    with ThreadPoolExecutor(many) as pool:
        return [each.result() for each in [pool.submit(do) for _ in range(many)]]


def test_of_eighty_at_once_thirty_find_a_place() -> None:
    rate = throttle.POSTS_OF_AN_ADDRESS
    assert sum(at_once(80, lambda: throttle.POSTS.hit(rate, "somebody"))) == 30


def test_of_eighty_guesses_at_once_ten_are_looked_at() -> None:
    looked_at: list[int] = []

    def guess() -> None:
        with suppress(KeyError, throttle.TooMany), throttle.guessing(request()):
            time.sleep(0.05)
            looked_at.append(1)
            raise KeyError

    at_once(80, guess)
    assert len(looked_at) == 10


def test_a_right_code_costs_nothing() -> None:
    for _ in range(9):
        with pytest.raises(KeyError), throttle.guessing(request()):
            raise KeyError
    for _ in range(30):
        with throttle.guessing(request()):
            pass
    with pytest.raises(KeyError), throttle.guessing(request()):
        raise KeyError
    with pytest.raises(throttle.TooMany), throttle.guessing(request()):
        pass


def test_whoever_found_no_place_left_has_done_nothing(department: Department) -> None:
    """The place is taken last; until then the act is not committed."""
    rate, who = throttle.POSTS_OF_AN_ADDRESS, throttle._name("192.0.2.1")
    with pytest.raises(throttle.TooMany), transaction.atomic(), throttle.posting(request()):
        Department.objects.filter(pk=department.pk).update(phone="1")
        for _ in range(30):  # others, meanwhile
            throttle.POSTS.hit(rate, who)
    department.refresh_from_db()
    assert department.phone == ""


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
