"""From an invitation to the first signature, with a second factor, in a real browser and through a real mail server."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from tests.mailbox import Mailbox
from tests.site import Site, until

PASSWORD = "Water-tower-2026"
MAIL = "ning@example.org"


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo county as a real one would run: nobody comes to the desk with a password alone."""
    folder: Path = tmp_path_factory.mktemp("signature")
    with Mailbox() as box, Site(folder, {"SECOND_FACTOR": "required"}, mailbox=box) as served:
        yield served


def code_of(secret: str, later: int = 0) -> str:
    """What the app shows; a code counts once, so a second sign-in at once needs the next one."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def set_up_second_factor(page: Page) -> str:
    """As the page says: the key into the app, the code out of it, the recovery codes put away."""
    expect(page).to_have_url(re.compile("/accounts/second-factor/set-up/"))
    secret = (
        page.locator("figure code").inner_text().replace(" ", "")
    )  # as an app reads what is typed in fours
    page.fill("[name=code]", code_of(secret))
    page.get_by_role("button", name="启用").click()
    expect(page.locator("main")).to_contain_text("恢复码")
    return secret


def awaiting_signature(site: Site) -> tuple[str, str]:
    """A question whose reply waits for a signature, and the department that owes it."""
    said = site.manage(
        "shell", "-v", "0", "-c",
        "from responses.models import Reply\n"
        "reply = Reply.objects.filter(status='submitted').select_related('question__department').first()\n"
        "print(reply.question.number, reply.question.department.pk)",
    )  # fmt: skip
    number, department = said.split()[-2:]
    return number, department


def test_an_official_comes_from_the_invitation_to_the_first_signature(
    site: Site, new_page: Callable[..., Page]
) -> None:
    number, department = awaiting_signature(site)
    administrator = new_page()
    administrator.goto(f"{site.url}/desk/people/new/")
    administrator.fill("[name=login]", "administrator")
    administrator.fill("[name=password]", site.sign_ins["administrator"][0])
    administrator.press("[name=password]", "Enter")
    set_up_second_factor(administrator)
    administrator.goto(f"{site.url}/desk/people/new/")
    administrator.fill("[name=name]", "宁致远")
    administrator.fill("[name=username]", "ning")
    administrator.fill("[name=email]", MAIL)
    administrator.check("[name=roles][value=reviewer]")
    administrator.select_option("[name=department]", department)
    administrator.keyboard.press("Control+Enter")
    expect(administrator.locator("main, .messages").first).to_be_visible()

    until(lambda: site.mailbox.to(MAIL))
    [letter] = site.mailbox.to(MAIL)
    link = re.search(r"/accounts/invitation/\S+", letter.get_content())
    assert link
    official = new_page()
    official.goto(site.url + link[0])
    official.fill("[name=password]", PASSWORD)
    official.fill("[name=again]", PASSWORD)
    official.get_by_role("button", name="设置密码").click()
    secret = set_up_second_factor(official)
    assert official.locator("main li code, main code").count() >= 10

    official.goto(f"{site.url}/desk/questions/{number}/")
    official.keyboard.press("Control+Enter")
    expect(official.locator("main")).to_contain_text("宁致远")
    assert "已答复" in new_page_text(new_page, f"{site.url}/questions/{number}/")

    again = new_page()
    again.goto(f"{site.url}/accounts/login/")
    again.fill("[name=login]", "ning")
    again.fill("[name=password]", PASSWORD)
    again.press("[name=password]", "Enter")
    expect(again).to_have_url(re.compile("/accounts/second-factor/code/"))
    again.fill("[name=code]", code_of(secret, 1))
    again.press("[name=code]", "Enter")
    expect(again).to_have_url(f"{site.url}/desk/")


def new_page_text(new_page: Callable[..., Page], address: str) -> str:
    """What a stranger reads there."""
    page = new_page()
    page.goto(address)
    return page.locator("main").inner_text()
