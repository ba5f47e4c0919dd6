"""The sign-in library counts in the cache of the process."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.utils import translation


@pytest.fixture(autouse=True)
def nothing_is_cached_yet() -> None:
    cache.clear()


@pytest.fixture(autouse=True)
def nobody_s_language_stays() -> Iterator[None]:
    """A request leaves its language behind in the thread, as tests elsewhere would find it."""
    yield
    translation.deactivate()
