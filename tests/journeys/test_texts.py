"""Texts at the desk in a real browser: a Word file comes in, is corrected and confirmed, edited, and goes out again."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from docx import Document as new_word
from playwright.sync_api import FilePayload, Page, expect

from tests.browser import DESK, PHONE
from tests.site import Site

pytestmark = pytest.mark.browser

LINES = [
    "云岫县小型停车场管理办法",
    "第一章 总则",
    "第一条 为了规范停车秩序，制定本办法。",
    "第二条 本办法适用于县城规划区内的公共停车场。",
    "第二章 管理",
    "第三条 停车场经营者应当履行下列职责：",
    "（一）公示收费标准；",
    "（二）保持场内整",
    "洁有序。",
    "第四条 违反本办法的，由县综合行政执法局责令改正。",
]


@pytest.fixture
def sign_in(live_site: Site, new_page: Callable[..., Page]) -> Callable[..., Page]:
    """A browser of somebody who works at the desk."""

    def come(name: str, viewport: dict[str, int] = DESK, **options: object) -> Page:
        page = new_page(viewport, **options)
        page.goto(f"{live_site.url}/accounts/login/?next=/desk/")
        page.fill("[name=login]", name)
        page.fill("[name=password]", live_site.sign_ins[name][0])
        page.press("[name=password]", "Enter")
        page.wait_for_url("**/desk/")
        return page

    return come


def word_file(*lines: str) -> FilePayload:
    document = new_word()
    for line in lines:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return {"name": "草案.docx", "mimeType": kind, "buffer": out.getvalue()}


def bring_in(page: Page, site: Site, *lines: str) -> None:
    page.goto(f"{site.url}/desk/consultations/new/")
    page.set_input_files("[name=file]", word_file(*lines))
    page.click("button[data-key='mod+enter']")
    expect(page.locator("h1")).to_have_text("请核对识别出的条款")


def correct(page: Page, words: str, button: str) -> None:
    """Open the line with these words and press one of its buttons."""
    line = page.locator(".read__line", has_text=words)
    line.get_by_role("button", name="改正").click()
    page.locator(".read__open").get_by_role("button", name=button).click()
    expect(page.locator(".read__open")).to_have_count(0)


def faults(page: Page) -> list[str]:
    return [each["id"] for each in Axe().run(page).response["violations"]]


@pytest.mark.parametrize("script", [True, False])
def test_a_word_file_is_read_corrected_confirmed_and_edited(
    live_site: Site, sign_in: Callable[..., Page], script: bool
) -> None:
    page = sign_in("transport-drafter", java_script_enabled=script)
    bring_in(page, live_site, *LINES)
    correct(page, "洁有序", "接在上一行之后")
    expect(page.locator(".read__line", has_text="保持场内整洁有序。")).to_have_count(1)
    title = f"停车场管理办法{'甲' if script else '乙'}"
    page.fill("[name=title]", title)
    page.click("button[data-key='mod+enter']")
    page.wait_for_url("**/desk/consultations/new/*/")

    page.goto(f"{live_site.url}/desk/consultations/")
    page.locator(".notice", has_text=title).get_by_role("link", name="修改文本").click()
    row = page.locator(".drafted", has_text="第四条")
    row.get_by_role("link", name=re.compile("^修改")).click()
    form = page.locator(".drafted--open")
    form.get_by_label("正文").fill("违反本办法的，由县综合行政执法局责令限期改正。")
    form.get_by_role("button", name="保存本条").click()
    expect(page.locator(".drafted", has_text="责令限期改正")).to_have_count(1)
    page.reload()
    expect(page.locator(".drafted", has_text="责令限期改正")).to_have_count(1)


def test_the_pages_of_a_draft_are_whole_for_every_eye_and_thumb(
    live_site: Site, sign_in: Callable[..., Page]
) -> None:
    page = sign_in("transport-drafter", PHONE, has_touch=True, is_mobile=True)
    bring_in(page, live_site, *LINES)
    assert faults(page) == []
    page.locator(".read__line").first.get_by_role("button", name="改正").click()
    expect(page.locator(".read__open")).to_have_count(1)
    assert faults(page) == []
    page.click("button[data-key='mod+enter']")
    page.wait_for_url("**/desk/consultations/new/*/")
    page.goto(f"{live_site.url}/desk/consultations/")
    page.get_by_role("link", name="修改文本").last.click()
    page.locator(".drafting").get_by_role("link", name=re.compile("^修改")).first.click()
    expect(page.locator(".drafted--open")).to_have_count(1)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_downloaded_text_that_is_brought_in_again_is_the_same_clause_by_clause(
    live_site: Site, sign_in: Callable[..., Page], tmp_path: Path
) -> None:
    page = sign_in("urban-drafter")
    page.goto(f"{live_site.url}/consultations/town-parking/")
    page.goto(live_site.url + str(page.locator("a[href^='/documents/']").first.get_attribute("href")))
    page.goto(live_site.url + re.sub(r"clauses/.*$", "", page.url.removeprefix(live_site.url)))
    with page.expect_download() as coming:
        page.get_by_role("link", name="下载 Word 文件").first.click()
    coming.value.save_as(tmp_path / "text.docx")
    page.goto(f"{live_site.url}/desk/consultations/town-parking/text/")
    page.set_input_files("[name=file]", tmp_path / "text.docx")
    page.click("button[data-key='mod+enter']")
    sums = page.locator(".identities")
    expect(sums).to_be_visible()
    figures = dict(
        zip(sums.locator("dt").all_inner_texts(), map(int, sums.locator("dd").all_inner_texts()), strict=True)
    )
    assert figures.pop("保留") > 20 and not any(figures.values()), figures


def test_a_resident_sends_a_picture_and_an_official_lets_it_through(
    live_site: Site, sign_in: Callable[..., Page], phone: Page
) -> None:
    phone.goto(f"{live_site.url}/consultations/town-parking/?clause=whole#c-whole")
    phone.fill("[name=body]", "照片里是南街路口的泊位。")
    phone.check("[name=publish]")
    picture: FilePayload = {
        "name": "南街 路口.png",
        "mimeType": "image/png",
        "buffer": b"\x89PNG\r\n\x1a\n" + b"\0" * 64,
    }
    phone.set_input_files("[name=files]", [picture])
    phone.get_by_role("button", name="提交意见").click()
    number = phone.locator("#receipt-number").inner_text()

    page = sign_in("moderator")
    page.goto(f"{live_site.url}/desk/moderation/{number}/")
    with page.expect_download() as coming:
        page.get_by_role("link", name="南街 路口.png").click()
    assert coming.value.suggested_filename == "南街 路口.png"
    page.get_by_label("南街 路口.png").check()
    page.get_by_role("button", name=re.compile("^通过并公开")).click()
    page.wait_for_load_state()

    phone.goto(f"{live_site.url}/consultations/town-parking/comments/")
    shown = phone.locator(f"#k-{number}").get_by_role("link", name="南街 路口.png")
    expect(shown).to_be_visible()
    assert faults(phone) == []


@pytest.mark.parametrize("path", ["documents/rural-water/", "documents/rural-water/compare/"])
def test_the_versions_of_a_text_are_whole_for_every_eye(live_site: Site, phone: Page, path: str) -> None:
    phone.goto(f"{live_site.url}/{path}")
    assert faults(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    phone.locator("a[href*='/clauses/']").first.click()
    phone.wait_for_url("**/clauses/*/")
    assert faults(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
