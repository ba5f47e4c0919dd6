"""The same key and body give the same answer, once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from participation import clock
from participation.accounts.models import Department
from participation.delivery.housekeeping import purge
from participation.errors import Invalid
from participation.ledger.idempotency import KeyReused, outdated, run_once
from participation.ledger.models import IdempotencyRecord

pytestmark = pytest.mark.django_db


def found(slug: str = "one") -> dict[str, Any]:
    """An act whose effect can be counted."""
    department = Department.objects.create(slug=slug, name=slug)
    return {"id": department.pk, "code": "AAAA-BBBB"}


def test_a_replay_gives_the_first_answer_and_does_nothing() -> None:
    first, replayed = run_once("k", "s", {"a": 1}, found)
    again, replayed_again = run_once("k", "s", {"a": 1}, found)
    assert (first == again, replayed, replayed_again) == (True, False, True)
    assert Department.objects.count() == 1


def test_another_body_is_refused_and_told_what_was_accepted() -> None:
    first, _ = run_once("k", "s", {"a": 1}, found)
    with pytest.raises(KeyReused) as refusal:
        run_once("k", "s", {"a": 2}, found)
    assert refusal.value.answer == first and Department.objects.count() == 1


def test_the_same_key_elsewhere_is_another_key() -> None:
    run_once("k", "here", {}, found)
    run_once("k", "there", {}, lambda: found("two"))
    assert Department.objects.count() == 2


def test_a_refusal_leaves_nothing_behind() -> None:
    def refuse() -> dict[str, Any]:
        found()
        raise Invalid("no")

    with pytest.raises(Invalid):
        run_once("k", "s", {}, refuse)
    assert not Department.objects.exists() and not IdempotencyRecord.objects.exists()
    assert run_once("k", "s", {}, found)[1] is False


def test_without_a_key_everything_is_done_anew() -> None:
    run_once("", "s", {}, found)
    run_once("", "s", {}, lambda: found("two"))
    assert Department.objects.count() == 2 and not IdempotencyRecord.objects.exists()


def test_what_is_kept_cannot_be_read_without_the_key() -> None:
    run_once("a-secret-key", "s", {"body": "words"}, found)
    kept = IdempotencyRecord.objects.get()
    everything = repr(kept.__dict__) + bytes(kept.sealed).decode()
    for secret in ("AAAA-BBBB", "a-secret-key", "words"):
        assert secret not in everything


def test_after_24_hours_the_key_is_free_and_the_answer_forgotten() -> None:
    run_once("k", "s", {}, found)
    with clock.at(clock.now() + timedelta(hours=25)):
        assert run_once("k", "s", {"other": 1}, lambda: found("two"))[1] is False
    with clock.at(clock.now() + timedelta(hours=50)):
        assert outdated().count() == 1
        list(purge(clock.now()) or ())
    assert not IdempotencyRecord.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_ten_threads_with_one_key_act_once_and_hear_the_same() -> None:
    def run(_: int) -> tuple[dict[str, Any], bool]:
        try:
            return run_once("k", "s", {}, found)
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(run, range(10)))
    assert len({str(answer) for answer, _ in answers}) == 1
    assert [replayed for _, replayed in answers].count(False) == 1
    assert Department.objects.count() == 1
