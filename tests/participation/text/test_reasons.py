"""A reason explains, a name names: signs, repetitions and a single figure do neither."""

import pytest

from participation.errors import Invalid
from participation.text.reasons import explained, is_name, is_reason


@pytest.mark.parametrize(
    "text", ["", ".", "1", "。。。。。。。。。。", "等等等等等等等等等等", "等待等待等待等待等待", "没问题"]
)
def test_what_says_nothing_is_no_reason(text: str) -> None:
    assert not is_reason(text)
    with pytest.raises(Invalid) as refused:
        explained(text, field="note")
    assert list(refused.value.errors) == ["note"] and "8" in str(refused.value.errors["note"][0])


@pytest.mark.parametrize("text", ["水源地突发污染，暂停供水。", "The pipe broke."])
def test_a_sentence_is_a_reason(text: str) -> None:
    assert is_reason(text) and explained(text) == text


@pytest.mark.parametrize(("text", "names"), [("", False), (".", False), ("1", False), ("—— ——", False),
                                             ("县委", True), ("12", True), ("二年", True), ("Li", True)])  # fmt: skip
def test_a_name_holds_two_letters_or_figures(text: str, names: bool) -> None:
    assert is_name(text) is names
