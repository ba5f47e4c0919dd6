"""The desk's pages in a real browser: readable by every eye and machine, on a narrow screen too, and without script."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.site import Site

pytestmark = pytest.mark.browser

SEATS = {
    "civil-drafter": [
        "/desk/",
        "/desk/consultations/",
        "/desk/consultations/new/",
        "/desk/consultations/senior-meals/",
        "/desk/consultations/senior-meals/weighing/",
        "/desk/consultations/senior-meals/feedback/",
        "/desk/consultations/senior-meals/enter/",
        "/desk/consultations/senior-meals/text/",
        "/desk/questions/?status=assigned",
        "/desk/interpretations/new/",
        "/desk/decisions/",
        "/desk/decisions/senior-meals/",
        "/desk/decisions/senior-meals/edit/",
        "/desk/decisions/senior-meals/stages/collective_decision/",
        "/desk/decisions/lists/",
        "/desk/orders/",
    ],
    "moderator": ["/desk/", "/desk/moderation/", "/desk/moderation/list/"],
    "supervisor": [
        "/desk/",
        "/desk/interpretations/",
        "/desk/supervision/",
        "/desk/supervision/deadlines/",
        "/desk/supervision/chasers/",
        "/desk/supervision/circulars/new/",
    ],
    "administrator": [
        "/desk/rules/",
        "/desk/rules/A8/",
        "/desk/calendars/",
        "/desk/calendars/change/",
        "/desk/people/?role=drafter",
    ],
}
SMALL = """() => [...document.querySelectorAll('main :is(button, .btn, summary, select, input:not([type=hidden]))')]
    .filter(e => e.offsetParent && !e.closest('.vh') && !e.matches('.vh')).map(e => e.closest('label') ?? e)
    .filter(e => e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML.slice(0, 80))"""


@pytest.fixture
def sign_in(live_site: Site, new_page: Callable[..., Page]) -> Callable[..., Page]:
    """`sign_in("editor", {"width": 360, "height": 740})`: a browser of theirs."""

    def come(name: str, viewport: dict[str, int], **options: object) -> Page:
        page = new_page(viewport, **options)
        page.goto(f"{live_site.url}/accounts/login/?next=/desk/")
        page.fill("[name=login]", name)
        page.fill("[name=password]", live_site.sign_ins[name][0])
        page.press("[name=password]", "Enter")
        page.wait_for_url("**/desk/")
        return page

    return come


def open_pages(page: Page, site: Site, name: str) -> list[str]:
    """The pages of a seat, with one question of that person's own."""
    page.goto(f"{site.url}/desk/")
    first = page.locator(".tasks a").first
    return [*SEATS[name], first.get_attribute("href") or ""] if first.count() else SEATS[name]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", SEATS)
def test_an_accessibility_checker_finds_nothing(
    name: str, theme: str, live_site: Site, sign_in: Callable[..., Page]
) -> None:
    page = sign_in(name, {"width": 1280, "height": 800}, color_scheme=theme)
    found = {}
    for path in open_pages(page, live_site, name):
        page.goto(live_site.url + path)
        wrong = Axe().run(page).response["violations"]
        if wrong:
            found[path] = [(each["id"], each["nodes"][0]["html"][:160]) for each in wrong]
    assert found == {}


@pytest.mark.parametrize(("width", "type_size", "locale"), [(320, "large", "zh-CN"), (360, "normal", "en")])
def test_nothing_is_wider_than_a_phone_and_everything_fits_a_thumb(
    width: int, type_size: str, locale: str, live_site: Site, sign_in: Callable[..., Page]
) -> None:
    page = sign_in("civil-drafter", {"width": width, "height": 740}, locale=locale)
    page.context.add_cookies([{"name": "type", "value": type_size, "url": live_site.url}])
    wide, small = [], {}
    for path in open_pages(page, live_site, "civil-drafter"):
        page.goto(live_site.url + path)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(path)
        if found := page.evaluate(SMALL):
            small[path] = found
    assert (wide, small) == ([], {})


def test_a_reply_is_kept_without_any_script(live_site: Site, sign_in: Callable[..., Page]) -> None:
    page = sign_in("transport-drafter", {"width": 1280, "height": 800}, java_script_enabled=False)
    page.locator(".tasks a", has_text="待答复").first.click()
    page.fill("[name=body]", "您好。依据《道路交通安全法》第四十三条，已于11月3日派人查看。")
    page.get_by_role("button", name="保存草稿").click()
    expect(page.locator(".messages")).to_be_visible()
    expect(page.locator("[name=body]")).to_have_value(
        "您好。依据《道路交通安全法》第四十三条，已于11月3日派人查看。"
    )


def test_what_was_sent_is_not_in_the_next_form_and_what_was_not_is(
    live_site: Site, sign_in: Callable[..., Page]
) -> None:
    """A new dossier is not filled in with the last one's title and ticks."""
    page = sign_in("urban-drafter", {"width": 1280, "height": 800})
    new = f"{live_site.url}/desk/decisions/new/"
    page.goto(new)
    page.fill("[name=title]", "云岫县公共自行车管理办法")
    page.fill("[name=slug]", "public-bikes")
    page.check("[name=kind][value=normative_document]")
    page.locator("[name=affects_business]").check()
    page.get_by_role("button", name="保存").click()
    page.wait_for_url("**/desk/decisions/public-bikes/")
    page.goto(new)
    assert page.input_value("[name=title]") == "" and not page.locator("[name=affects_business]").is_checked()
    page.fill("[name=title]", "写到一半的事项")
    page.wait_for_timeout(500)
    page.reload()
    assert page.input_value("[name=title]") == "写到一半的事项"
    expect(page.locator("[data-draft-note]")).to_be_visible()
    page.locator("[data-draft-drop]").click()
    assert page.input_value("[name=title]") == ""
