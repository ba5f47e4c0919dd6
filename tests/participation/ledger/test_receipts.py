"""Numbers and codes as people type them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultations.models import Consultation
from participation.ledger.models import Leaf, Receipt
from participation.ledger.receipts import ALPHABET, Issued, find, issue, new_number
from tests.drafts import comment_on


@pytest.fixture
def issued(consultation: Consultation) -> Issued:
    leaf = Leaf.objects.create(
        kind="x", object_id=1, commitment="c" * 64, salt="s" * 32, at=consultation.opens_at
    )
    return issue("YJ-260306-10VQ01", "x", 1, leaf)


def test_a_code_has_sixty_bits_and_only_its_hash_is_kept(issued: Issued) -> None:
    letters = issued.lookup_code.replace("-", "")
    assert len(letters) == 12 and set(letters) <= set(ALPHABET) and len(ALPHABET) == 32
    kept = Receipt.objects.get(number=issued.number)
    assert letters not in str(kept.__dict__) and issued.lookup_code not in str(kept.__dict__)


def test_a_code_is_understood_however_it_is_typed(issued: Issued) -> None:
    code = issued.lookup_code
    wide = code.translate({ord(c): ord(c) + 0xFEE0 for c in ALPHABET + "-"})
    alike = code.replace("0", "o").replace("1", "l")
    for typed in (
        code,
        code.lower(),
        code.replace("-", ""),
        code.replace("-", " "),
        f"　{code}\n",
        wide,
        alike,
    ):
        assert find(issued.number, typed), typed


def test_a_number_is_understood_however_it_is_typed(issued: Issued) -> None:
    for typed in (
        "yj-260306-10vq01",
        " YJ-260306-10VQ01 ",
        "YJ-260306-IOVQO1",
        "ＹＪ－２６０３０６－１０ＶＱ０１",
    ):
        assert find(typed, issued.lookup_code), typed


def test_numbers_say_kind_and_date_and_cannot_be_counted_through(consultation: Consultation) -> None:
    first, second = comment_on(consultation).number, comment_on(consultation).number
    assert first[:10] == second[:10] and first[:3] == "YJ-" and first != second
    assert len({new_number("WT")[-6:] for _ in range(200)}) > 190


def test_a_number_drawn_twice_is_thrown_back(
    consultation: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = comment_on(consultation).number
    drawn = iter([taken, taken, "YJ-260306-ZZZZZZ"])
    monkeypatch.setattr("participation.ledger.receipts.new_number", lambda prefix: next(drawn))
    assert comment_on(consultation).number == "YJ-260306-ZZZZZZ"


@pytest.mark.django_db
@given(number=st.text(max_size=40), code=st.text(max_size=80))
def test_nothing_typed_breaks_the_search(number: str, code: str) -> None:
    assert find(number, code) is None
    assert find(f"{number}\x00\ud83d", f"{code}\ud83d") is None


def test_a_wrong_code_takes_as_long_as_an_unknown_number(issued: Issued) -> None:
    def seconds(number: str) -> float:
        began = time.process_time()
        for _ in range(20):
            assert find(number, "0000-0000-0000") is None
        return time.process_time() - began

    seconds(issued.number)
    known = min(seconds(issued.number) for _ in range(3))
    unknown = min(seconds("YJ-260306-000000") for _ in range(3))
    assert 0.5 < known / unknown < 2
