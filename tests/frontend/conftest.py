"""What every test of the doors begins with."""

import pytest

from frontend.shared import throttle


@pytest.fixture(autouse=True)
def nobody_is_counted_yet() -> None:
    """The limits of an hour are kept in the process."""
    throttle.POSTS.forget()
    throttle.GUESSES.forget()
