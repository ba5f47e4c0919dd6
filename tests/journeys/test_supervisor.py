"""A supervisor's day: the figures, what is overdue, an order, its answer, a bulletin."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.site import Site

pytestmark = pytest.mark.browser


def sign_in(page: Page, site: Site, who: str) -> Page:
    """Sign in by the form, as a person does."""
    page.goto(f"{site.url}/accounts/login/?next=/desk/")
    page.locator("[name=login]").fill(who)
    page.locator("[name=password]").fill(site.sign_ins[who][0])
    page.locator("main form button").last.click()
    page.wait_for_url(f"{site.url}/desk/")
    return page


def test_a_supervisor_orders_what_is_overdue_and_the_department_answers(
    live_site: Site, new_page: Callable[..., Page]
) -> None:
    desk = sign_in(new_page(), live_site, "supervisor")
    desk.get_by_role("navigation", name="工作台").get_by_role("link", name="督查").click()
    desk.locator(".figures td.alarm a").first.click()
    expect(desk.locator(".tasks > li")).not_to_have_count(0)
    desk.goto(f"{live_site.url}/desk/supervision/deadlines/?standing=due_soon")
    desk.locator(".tasks a").first.click()
    title = desk.locator("h1").inner_text()
    expect(desk.locator("table.cal")).to_be_visible()
    desk.get_by_label("督办要求").fill("请尽快办理，并于三日内书面说明。")
    desk.get_by_role("button", name="发出督办").click()
    expect(desk.get_by_text("已有一件督办等待部门回复")).to_be_visible()
    unit = desk.locator(".work__head .meta span").nth(1).inner_text()

    there = sign_in(new_page(), live_site, drafter_of(unit))
    there.get_by_role("navigation", name="工作台").get_by_role("link", name="催办督办").click()
    there.get_by_role("link", name=title).first.click()
    there.get_by_label("办理情况").fill("已安排专人办理，本周答复。")
    there.get_by_role("button", name="提交回复").click()
    expect(there.get_by_text("已安排专人办理")).to_be_visible()

    desk.reload()
    expect(desk.get_by_text("已安排专人办理，本周答复。")).to_be_visible()
    desk.goto(f"{live_site.url}/desk/supervision/")
    with desk.expect_download() as found:
        desk.get_by_role("link", name="下载 .xlsx").click()
    assert found.value.suggested_filename.endswith(".xlsx")
    desk.get_by_role("link", name="发布通报").click()
    desk.get_by_label("标题").fill("今年以来办理情况通报")
    desk.get_by_role("button", name="发布通报").click()
    desk.get_by_role("link", name="今年以来办理情况通报").click()
    expect(desk.locator(".figures tfoot")).to_be_visible()


def drafter_of(unit: str) -> str:
    """The demo's drafter in a department, by its name."""
    return {
        "县综合行政执法局": "urban-drafter",
        "县民政局": "civil-drafter",
        "县水务局": "water-drafter",
        "县教育局": "education-drafter",
        "县交通运输局": "transport-drafter",
        "县市场监督管理局": "market-drafter",
    }[unit]
