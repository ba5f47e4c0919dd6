"""A resident proves a mail address, fetches what is kept of them, asks to be deleted, comes back, and then leaves."""

import re
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.mailbox import Mailbox
from tests.site import Site, until

MAIL = "tian@example.org"
WHO = "resident-tian"
ERASE = """
from datetime import timedelta
from participation import clock
from participation.accounts.leaving import erase_leavers
from participation.accounts.models import User
User.objects.filter(username="resident-tian").update(leaves_at=clock.now() - timedelta(minutes=1))
print(len(list(erase_leavers())), User.objects.filter(username="resident-tian").count())
"""


@pytest.fixture
def site(new_county: Callable[[str], Path]) -> Iterator[Site]:
    """A county of its own: somebody leaves it."""
    with Mailbox() as box, Site(new_county("leaving"), mailbox=box) as served:
        yield served


def signs_in(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/accounts/login/")
    page.fill("[name=login]", WHO)
    page.fill("[name=password]", site.sign_ins[WHO][0])
    page.press("[name=password]", "Enter")
    page.wait_for_load_state()


def proves_an_address(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/accounts/profile/")
    page.locator("form[action$='/address/'] [name=email]").fill(MAIL)
    page.locator("form[action$='/address/'] [name=email]").press("Enter")
    until(lambda: site.mailbox.to(MAIL))
    link = re.search(r"/accounts/\S*confirm\S+", site.mailbox.to(MAIL)[0].get_content())
    assert link
    page.goto(site.url + link[0])
    if (button := page.locator("main form button").first).count():
        button.click()
    page.goto(f"{site.url}/accounts/profile/")
    expect(page.locator("main")).to_contain_text(MAIL)


def asks_to_leave(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/accounts/data/")
    page.get_by_role("link", name="查看").click()
    page.fill("[name=password]", site.sign_ins[WHO][0])
    page.check("[name=sure]")
    page.get_by_role("button", name=re.compile("注销|删除")).click()
    expect(page.locator("body")).to_contain_text("将于")
    expect(page).to_have_url(f"{site.url}/")


def test_a_resident_leaves_and_nothing_of_them_stays(site: Site, new_page: Callable[..., Page]) -> None:
    page = new_page()
    signs_in(page, site)
    proves_an_address(page, site)
    page.goto(f"{site.url}/accounts/data/")
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile("下载")).click()
    names = zipfile.ZipFile(BytesIO(Path(download.value.path()).read_bytes())).namelist()
    assert len(names) >= 3, names

    asks_to_leave(page, site)
    until(lambda: any("注销" in str(each["Subject"]) for each in site.mailbox.to(MAIL)))
    signs_in(page, site)
    expect(page.locator("body")).to_contain_text("账号注销已取消")

    asks_to_leave(page, site)
    assert site.manage("shell", "-v", "0", "-c", ERASE).split()[-1] == "0"
    signs_in(page, site)
    expect(page).to_have_url(re.compile("/accounts/login/"))
    expect(page.locator("main [role=alert], main .errors, main .notice").first).to_be_visible()
