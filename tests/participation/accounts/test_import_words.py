"""The words of a spreadsheet mean what everybody means by them."""

import pytest

from participation.accounts.import_rows import role_codes


@pytest.mark.parametrize("said", ["起草人员、答复人员", "起草人、答复人", "起草，答复", "drafter answerer"])
def test_a_role_is_understood_as_everybody_says_it(said: str) -> None:
    assert role_codes(said) == (["drafter", "answerer"], [])


def test_a_word_that_is_no_role_is_named() -> None:
    assert role_codes("起草人、皇帝") == (["drafter"], ["皇帝"])
