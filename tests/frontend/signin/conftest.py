"""The sign-in library counts in the cache of the process."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def nothing_is_cached_yet() -> None:
    cache.clear()
