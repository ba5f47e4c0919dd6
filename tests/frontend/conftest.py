"""What every test of the doors begins with."""

import pytest
from django.test import Client

from frontend.shared import throttle
from tests.desk_client import DeskClient


@pytest.fixture(autouse=True)
def nobody_is_counted_yet() -> None:
    """The limits of an hour are kept in the process."""
    throttle.POSTS.forget()
    throttle.GUESSES.forget()


@pytest.fixture
def client() -> Client:
    """A browser; at the desk it sends along what its forms carry."""
    return DeskClient()
