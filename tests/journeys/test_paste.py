"""Pasting from Word at the desk, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.site import Site

pytestmark = pytest.mark.browser

PASTE = """([html, words]) => {
  const area = document.querySelector("[name=text]"), data = new DataTransfer();
  data.setData("text/html", html);
  area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
  area.value = words;
}"""
HTML = "<h1>饮水办法</h1><p>第一条 标准如下：</p><table><tr><td>低保户</td><td>半价</td></tr></table><p>第二条 完。</p>"


@pytest.mark.parametrize("edited", [False, True])
def test_a_table_pasted_from_word_comes_along_until_the_words_are_edited(
    edited: bool, live_site: Site, new_page: Callable[..., Page]
) -> None:
    page = new_page()
    page.goto(f"{live_site.url}/accounts/login/?next=/desk/consultations/new/")
    page.fill("[name=login]", "civil-drafter")
    page.fill("[name=password]", live_site.sign_ins["civil-drafter"][0])
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/desk/consultations/new/")
    page.evaluate(PASTE, [HTML, "饮水办法\n第一条 标准如下：\n第二条 完。"])
    page.wait_for_function("document.querySelector('[name=text]').dataset.pasted")
    if edited:
        page.locator("[name=text]").press_sequentially("。")
    page.click("form.reply button.btn")
    expect(page.locator("main")).to_contain_text("第二条")
    assert page.get_by_text("半价").count() == (0 if edited else 1)
