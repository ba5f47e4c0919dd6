"""A real browser for journeys: `phone` is 360 px wide, `desk` 1280 px, `page` a desk that may be resized."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.services import CHROMIUM, need

ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--no-first-run", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
# Answers that a journey provokes on purpose are told by the page, not by the console.
EXPECTED = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser a module: its event loop must be gone before tests that use the database in this process."""
    need("Chromium")
    with sync_playwright() as tool:
        chromium = tool.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """`new_page(width=…, locale="en", **context)`: a person of their own, with cookies of their own.

    The test fails at its end when any page logged an error: a broken script or a breach of the content policy.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and not EXPECTED.search(message.text):
            complaints.append(f"{message.text} ({message.location.get('url', '')})")

    def make(viewport: dict[str, int] = DESK, locale: str = "zh-CN", **options: Any) -> Page:
        context = browser.new_context(viewport=viewport, locale=locale, **options)  # type: ignore[arg-type]
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", hear)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield make
    for context in contexts:
        context.close()
    assert not complaints, "the console complained:\n" + "\n".join(complaints)


@pytest.fixture
def phone(new_page: Callable[..., Page]) -> Page:
    """A resident's phone, 360 px wide."""
    return new_page(PHONE, has_touch=True, is_mobile=True, device_scale_factor=2)


@pytest.fixture
def desk(new_page: Callable[..., Page]) -> Page:
    """An official's screen, 1280 px wide."""
    return new_page(DESK)


@pytest.fixture
def page(desk: Page) -> Page:
    return desk
