"""A resident with a phone: comments on a clause, keeps the receipt, follows it, and asks from an interpretation."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.site import Site

OPEN = "/consultations/town-parking/"


@pytest.fixture
def receipt(live_site: Site, phone: Page) -> tuple[str, str]:
    """A comment on an article, written in place under it."""
    phone.goto(live_site.url)
    phone.get_by_role("link", name="云岫县城区停车管理办法").first.click()
    article = phone.get_by_role("region", name=re.compile("^第十二条"))
    article.get_by_role("link", name=re.compile("提意见")).click()
    form = article.locator("form")
    form.get_by_label("您的意见").fill("三十分钟不够，看病要两个小时。")
    form.get_by_label("反对").check()
    form.get_by_label("姓名").fill("周晓梅")
    form.get_by_label("邮箱或电话").fill("zhou@example.org")
    form.get_by_role("button", name="提交意见").click()
    expect(phone.get_by_role("heading", name="您的意见已收到")).to_be_visible()
    return phone.locator("#receipt-number").inner_text(), phone.locator("#receipt-code").inner_text()


def test_a_comment_is_followed_with_number_and_code(
    phone: Page, receipt: tuple[str, str], live_site: Site
) -> None:
    number, code = receipt
    phone.reload()
    expect(phone.locator("#receipt-code")).to_have_text(code)
    expect(phone.get_by_role("button", name="打印")).to_be_visible()
    phone.get_by_role("main").locator("a[href^='/track/']").first.click()
    expect(phone.get_by_label("编号")).to_have_value(number)
    phone.get_by_label("查询码").fill(code.lower())
    phone.get_by_role("button", name="查询").click()
    expect(phone.get_by_text("三十分钟不够，看病要两个小时。")).to_be_visible()
    assert code not in phone.url
    phone.get_by_text("撤回这条意见").click()
    phone.get_by_label("确认撤回").check()
    phone.get_by_role("button", name="撤回").click()
    expect(phone.get_by_text("您已撤回，不公开，也不再研究。").first).to_be_visible()


def test_what_was_typed_survives_a_reload(phone: Page, live_site: Site) -> None:
    phone.goto(f"{live_site.url}{OPEN}?clause=whole#c-whole")
    phone.get_by_label("您的意见").fill("写到一半的意见。")
    phone.wait_for_timeout(500)
    phone.reload()
    expect(phone.get_by_label("您的意见")).to_have_value("写到一半的意见。")
    expect(phone.get_by_text("已恢复您上次没有提交的内容。")).to_be_visible()


def test_the_comments_of_a_clause_open_in_place(phone: Page, live_site: Site) -> None:
    phone.goto(f"{live_site.url}{OPEN}")
    article = phone.locator("section.clause").filter(has=phone.locator("a.count")).first
    article.locator("a.count").click()
    expect(article.locator(".talks .talk").first.or_(article.get_by_text("暂时没有公开的"))).to_be_visible()
    assert phone.url.endswith(OPEN)


def test_asking_from_an_interpretation_shows_similar_answers_first(phone: Page, live_site: Site) -> None:
    phone.goto(f"{live_site.url}/interpretations/rural-water/")
    phone.get_by_role("link", name="就这份文件留言").click()
    phone.get_by_label("标题").press_sequentially("押金怎么退")
    expect(phone.get_by_role("heading", name="也许已经有答案")).to_be_visible()
    phone.get_by_label("标题").fill("搬走了押金还能退吗")
    phone.get_by_label("具体内容").fill("我们一家搬到县城住了，原来交的押金怎么退？")
    phone.get_by_role("button", name="提交").click()
    expect(phone.get_by_role("heading", name="您的留言已收到")).to_be_visible()
    expect(phone.get_by_text("答复期限")).to_be_visible()


def test_the_same_thread_without_script(new_page: object, live_site: Site) -> None:
    page: Page = new_page(  # type: ignore[operator]
        {"width": 360, "height": 740}, java_script_enabled=False
    )
    page.goto(f"{live_site.url}{OPEN}")
    article = page.get_by_role("region", name=re.compile("^第十二条"))
    article.get_by_role("link", name=re.compile("提意见")).click()
    assert re.search(r"\?clause=\w+#c-\w+$", page.url)
    page.get_by_role("button", name="提交意见").click()
    expect(page.get_by_role("alert")).to_contain_text("请写下您的意见。")
    page.get_by_label("您的意见").fill("没有脚本也能提。")
    page.get_by_role("button", name="提交意见").click()
    code = page.locator("#receipt-code").inner_text()
    for button in page.locator(".js-only").all():
        expect(button).to_be_hidden()
    page.goto(f"{live_site.url}/track/?number={page.locator('#receipt-number').inner_text()}")
    page.get_by_label("查询码").fill(code)
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_text("没有脚本也能提。")).to_be_visible()


@pytest.mark.parametrize("path", ["/", "/consultations/", OPEN, "/consultations/rural-water/changes/",
                                  "/consultations/rural-water/feedback/", "/interpretations/rural-water/",
                                  "/questions/", "/questions/ask/", "/track/", "/decisions/", "/decisions/rural-water/",
                                  "/decisions/lists/", "/rules/", "/rules/calendar/"])  # fmt: skip
def test_nothing_is_wider_than_the_smallest_phone(new_page: object, live_site: Site, path: str) -> None:
    page: Page = new_page({"width": 320, "height": 640})  # type: ignore[operator]
    for language in ("zh-hans", "en"):
        page.context.add_cookies([{"name": "django_language", "value": language, "url": live_site.url}])
        page.goto(live_site.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_count_moves_while_somebody_watches(phone: Page, desk: Page, live_site: Site) -> None:
    desk.goto(f"{live_site.url}{OPEN}")
    before = desk.locator("#count .big").inner_text()
    phone.goto(f"{live_site.url}{OPEN}?clause=whole")
    phone.get_by_label("您的意见").fill("再加一条。")
    phone.get_by_role("button", name="提交意见").click()
    expect(phone.get_by_role("heading", name="您的意见已收到")).to_be_visible()
    expect(desk.locator("#count .big")).not_to_have_text(before)
