"""The look itself, in a real browser: for old eyes, small phones, the dark, the keyboard, and without script."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.site import Site

pytestmark = pytest.mark.browser

GUIDES = ["/styleguide/", "/styleguide/desk/", "/accounts/login/", "/accounts/signup/"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server that shows the style guide, without the demo county."""
    with Site(tmp_path_factory.mktemp("look"), {"DEBUG": "1"}, demo=False) as running:
        yield running


def prefer(page: Page, site: Site, **cookies: str) -> None:
    page.context.add_cookies(
        [{"name": name, "value": value, "url": site.url} for name, value in cookies.items()]
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", GUIDES)
def test_an_accessibility_checker_finds_nothing(site: Site, desk: Page, path: str, theme: str) -> None:
    prefer(desk, site, theme=theme)
    desk.goto(site.url + path)
    found = Axe().run(desk).response["violations"]
    # The style guide shows some landmarks twice on purpose.
    assert [(each["id"], each["nodes"][0]["html"]) for each in found if each["id"] != "landmark-unique"] == []


@pytest.mark.parametrize(
    ("width", "size", "language"),
    [(320, "normal", "en"), (320, "large", "en"), (320, "large", "zh-hans"), (1280, "large", "zh-hans")],
)
@pytest.mark.parametrize("path", GUIDES)
def test_nothing_is_wider_than_the_screen(
    site: Site, desk: Page, path: str, width: int, size: str, language: str
) -> None:
    desk.set_viewport_size({"width": width, "height": 800})
    prefer(desk, site, type=size, django_language=language)
    desk.goto(site.url + path)
    assert desk.evaluate("document.documentElement.scrollWidth") <= width


def test_everything_to_press_is_large_enough_for_a_thumb(site: Site, phone: Page) -> None:
    phone.goto(site.url + "/styleguide/")
    small = phone.evaluate(
        """() => [...document.querySelectorAll('button, .btn, summary, select, input:not([type=hidden]), nav a')]
        .filter(e => e.offsetParent && !e.closest('.crumbs'))
        .map(e => (e.closest('label') ?? e))
        .filter(e => e.getBoundingClientRect().height < 43.5)
        .map(e => e.outerHTML.slice(0, 80))"""
    )
    assert small == []


def test_the_menu_opens_without_script(site: Site, new_page: Callable[..., Page]) -> None:
    page = new_page({"width": 360, "height": 700}, java_script_enabled=False)
    page.goto(site.url + "/accounts/login/")
    page.get_by_text("菜单", exact=True).click()
    page.locator(".menu__sheet").get_by_role("button", name="大字版").click()
    expect(page.locator("html")).to_have_attribute("data-type", "large")


def test_the_first_tab_leads_past_the_navigation(site: Site, desk: Page) -> None:
    desk.goto(site.url + "/accounts/login/")
    desk.keyboard.press("Tab")
    expect(desk.get_by_role("link", name="跳到正文")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.locator("#main")).to_be_focused()


def test_what_was_typed_survives_a_reload_and_goes_when_it_has_arrived(site: Site, desk: Page) -> None:
    desk.goto(site.url + "/styleguide/")
    form = desk.locator("form[data-draft]")
    # A receipt for this very form stands on the page: it would clear the draft.
    desk.evaluate("document.querySelector('[data-draft-done]').remove()")
    form.get_by_label("您的意见").fill("垃圾车来得太早。")
    form.get_by_label("希望修改").check()
    desk.wait_for_timeout(500)
    desk.reload()
    expect(form.get_by_label("您的意见")).to_have_value("垃圾车来得太早。")
    expect(form.get_by_label("希望修改")).to_be_checked()
    expect(form.locator("[data-draft-note]")).to_be_visible()
    expect(form.locator(".counter")).to_have_text("还可以写 1,992 字")


def test_a_key_presses_at_the_desk_but_not_while_typing(site: Site, desk: Page) -> None:
    desk.goto(site.url + "/styleguide/desk/")
    desk.keyboard.press("n")
    expect(desk.get_by_label("不予采纳")).to_be_checked()
    desk.get_by_label("答复正文").press("p")
    expect(desk.get_by_label("不予采纳")).to_be_checked()
