"""The whole loop at the desk, in a real browser: eight officials, one resident, one matter."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.drafts import DRAFT, FINAL
from tests.mailbox import Mailbox
from tests.site import Site

REPLY = "您好。依据《农村饮水管理办法》第四条，低保户凭低保证到镇便民服务中心办理，3个工作日内办结。"


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of this journey's own: in it a month passes."""
    folder: Path = tmp_path_factory.mktemp("officials")
    with Mailbox() as box, Site(folder, mailbox=box) as served:
        yield served


@pytest.fixture
def sit_down(site: Site, new_page: Callable[..., Page]) -> Callable[[str], Page]:
    """`sit_down("editor")`: that official's own browser, signed in and at the desk."""
    seats: dict[str, Page] = {}

    def sit(name: str) -> Page:
        if name not in seats:
            page = seats[name] = new_page()
            page.goto(f"{site.url}/desk/")
            page.fill("[name=login]", name)
            page.fill("[name=password]", site.sign_ins[name][0])
            page.press("[name=password]", "Enter")
            page.wait_for_url(f"{site.url}/desk/")
        return seats[name]

    return sit


def send(site: Site, path: str, **said: Any) -> dict[str, Any]:
    """A resident's word by the API."""
    answer = httpx.post(f"{site.url}/api/v1/{path}", json=said, timeout=20)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def let_a_month_pass(site: Site, slug: str) -> None:
    """The period of one consultation has ended yesterday."""
    site.manage(
        "shell", "-c",
        "from datetime import timedelta\n"
        "from consultations.models import Consultation\n"
        f"c = Consultation.objects.get(slug={slug!r})\n"
        "for name in ('opens_on', 'closes_on', 'opens_at', 'closes_at', 'published_at'):\n"
        "    setattr(c, name, getattr(c, name) - timedelta(days=32))\n"
        "c.save()",
    )  # fmt: skip


def submit(page: Page) -> None:
    """Ctrl and Enter, as the desk offers for every form's first button."""
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")


def follow(page: Page, link: Locator) -> None:
    """Press a link or button and wait until its page is there, scripts and all."""
    with page.expect_navigation():
        link.click()


def test_a_matter_goes_from_its_draft_to_its_answers(site: Site, sit_down: Callable[[str], Page]) -> None:
    drafter, editor = sit_down("water-drafter"), sit_down("editor")
    slug = bring_in(drafter, site)
    publish(editor, site, slug)

    moderator = sit_down("moderator")
    comment = send(
        site,
        f"consultations/{slug}/comments/",
        body="水费太高，低保户怎么办？电话13800001234。",
        publish=True,
    )
    expect(moderator.locator("#my-work")).to_contain_text("审核 1 条意见")  # it came by itself
    check(moderator, site, slug, comment["number"])
    let_a_month_pass(site, slug)

    bring_in_final(drafter, site, slug)
    weigh(drafter, site, slug)
    give_feedback(drafter, sit_down("water-reviewer"), site, slug)
    final = f"{site.url}/desk/consultations/{slug}/do/final/"
    editor.goto(final)
    expect(editor.locator(".check .bad").first).to_contain_text("尚未纳入决策事项档案")
    take_every_stage(drafter, editor, sit_down, site, slug)
    fill_in_header(drafter, site, slug)
    confirm(sit_down("water-reviewer"), f"{site.url}/desk/consultations/{slug}/do/clear/")
    confirm(editor, final)
    drafter.goto(f"{site.url}/decisions/journey/")
    expect(drafter.locator("main")).to_contain_text("已作出决策")
    changes = httpx.get(f"{site.url}/api/v1/consultations/{slug}/changes/", timeout=20).text
    assert comment["number"] in changes

    explained = interpret(drafter, site, slug)
    confirm(editor, f"{site.url}/desk/interpretations/{explained}/publish/")
    asked = send(
        site, "questions/", kind="inquiry", title="低保户怎么办减半？", body="要带什么材料？到哪里办？",
        publish=True, contact="zhu@example.org", about=f"interpretation:{explained}",
    )  # fmt: skip
    answer(editor, drafter, sit_down("water-reviewer"), site, asked["number"])
    told = httpx.get(f"{site.url}/api/v1/questions/{asked['number']}/", timeout=20).json()
    assert told["status"] == "answered" and told["reply"]["body"] == REPLY
    for page in (drafter, editor):
        page.goto(f"{site.url}/questions/{asked['number']}/")
        expect(page.locator("main")).to_contain_text("低保证")


def bring_in(page: Page, site: Site) -> str:
    """A pasted text, its preview, and the notice around it; gives the consultation's slug."""
    page.goto(f"{site.url}/desk/consultations/new/")
    page.fill("[name=text]", DRAFT)
    follow(page, page.get_by_role("button", name="识别文本"))
    expect(page.locator(".doctext")).to_contain_text("水费每吨不超过三元")
    submit(page)
    page.wait_for_url("**/consultations/new/*/")
    page.check("[name=kind][value=major_decision]")
    page.fill("[name=summary]", "水价上限写进办法。")
    page.fill("[name=opens_on]", date.today().isoformat())
    page.fill("[name=closes_on]", (date.today() + timedelta(days=31)).isoformat())
    submit(page)
    slug = page.url.rstrip("/").rsplit("/", 1)[1]
    expect(page.locator(".check .bad")).to_have_count(2)  # no drafting note, no way to comment
    page.goto(f"{site.url}/desk/consultations/{slug}/edit/")
    page.fill("[name=drafting_note]", "现行办法已施行八年。")
    page.fill("[name=phone]", "0855-0000000")
    submit(page)
    expect(page.locator(".check .bad")).to_have_count(0)
    return slug


def publish(page: Page, site: Site, slug: str) -> None:
    """The editor finds it among their work."""
    page.goto(f"{site.url}/desk/")
    follow(page, page.locator(f'.docket a[href="/desk/consultations/{slug}/"]').first)
    follow(page, page.get_by_role("link", name="发布公告"))
    submit(page)
    expect(page.locator("main")).to_contain_text("正在征求意见")


def check(page: Page, site: Site, slug: str, number: str) -> None:
    """One key; the next comes by itself, here the empty list."""
    page.goto(f"{site.url}/desk/moderation/?consultation={slug}")
    expect(page.locator("#shown")).to_contain_text("138****1234")
    page.fill("#id_accept-hide", "低保户")
    expect(page.locator("#shown")).to_contain_text("███")
    page.fill("#id_accept-hide", "")
    page.locator("h1").click()
    page.keyboard.press("a")
    page.wait_for_url(f"**/moderation/?consultation={slug}")
    expect(page.locator(".handled")).to_contain_text(number)


def bring_in_final(page: Page, site: Site, slug: str) -> None:
    page.goto(f"{site.url}/desk/consultations/{slug}/text/")
    page.fill("[name=text]", FINAL)
    follow(page, page.get_by_role("button", name="识别文本"))
    expect(page.locator(".change ins").first).to_contain_text("二元五角")
    submit(page)


def weigh(page: Page, site: Site, slug: str) -> None:
    """By keyboard: A, the clause, Ctrl and Enter; the bar is full."""
    page.goto(f"{site.url}/desk/consultations/{slug}/weighing/?disposition=open")
    page.keyboard.press("a")
    fourth = page.locator("#id_dispose-changed_clause option", has_text="第四条").get_attribute("value")
    page.select_option("#id_dispose-changed_clause", fourth)
    submit(page)
    expect(page.locator(".sumbar")).to_contain_text("意见条目共 1 个")
    expect(page.locator(".sumbar progress")).to_have_attribute("value", "1")


def give_feedback(page: Page, second: Page, site: Site, slug: str) -> None:
    address = f"{site.url}/desk/consultations/{slug}/feedback/"
    page.goto(address)
    for name, text in [("asked", "问了水价。"), ("said", "一人说水费太高。"), ("did", "水价降到二元五角。")]:
        page.fill(f"[name={name}]", text)
    submit(page)
    expect(page.locator("main")).to_contain_text("须由另一人发布")
    second.goto(f"{site.url}/desk/")
    follow(second, second.get_by_role("link", name="发布结果反馈"))
    follow(second, second.get_by_role("link", name="发布结果反馈"))
    submit(second)
    second.goto(f"{site.url}/consultations/{slug}/feedback/")
    expect(second.locator("main")).to_contain_text("水价降到二元五角。")


def take_every_stage(
    drafter: Page, editor: Page, sit_down: Callable[[str], Page], site: Site, slug: str
) -> None:
    """The dossier of the matter: opened, put on record, reviewed, passed by the meeting, reported; each by its unit."""
    matter = f"{site.url}/desk/decisions/journey/"
    drafter.goto(f"{site.url}/desk/decisions/new/")
    drafter.fill("[name=title]", "农村饮水管理办法")
    drafter.fill("[name=slug]", "journey")
    drafter.check("[name=kind][value=major_decision]")
    submit(drafter)
    editor.goto(f"{matter}do/list/")
    editor.fill("[name=outside_note]", "年内群众集中反映水价问题，按动态调整程序启动。")
    submit(editor)
    expect(editor.locator(".messages")).to_be_visible()
    drafter.goto(matter)
    drafter.get_by_text("添加关联").click()
    title = drafter.locator("[name=consultation] option", has_text="农村饮水管理办法").first
    drafter.select_option("[name=consultation]", title.get_attribute("value"))
    follow(drafter, drafter.get_by_role("button", name="关联到该事项"))
    secretary, second = sit_down("office-drafter"), sit_down("office-editor")
    secretary.goto(f"{matter}stages/initiation/")
    secretary.check("[name=complete-proposer][value=unit]")
    secretary.fill("[name=complete-studied]", "供水管理标准不一，有必要统一。")
    secretary.fill("[name=complete-lead_unit]", "县水务局")
    before = date.today() - timedelta(days=60)  # before the public was asked
    secretary.fill("[name=complete-started_on]", before.isoformat())
    follow(secretary, secretary.get_by_role("button", name="登记"))
    agree_at_home(second, site, "复核：决策启动")
    drafter.goto(f"{matter}stages/agency_consultation/")
    drafter.fill("[name=complete-units]", "县财政局、各乡镇人民政府")
    follow(drafter, drafter.get_by_role("button", name="登记"))
    agree_at_home(sit_down("water-reviewer"), site, "复核：征求部门意见")
    drafter.goto(f"{matter}stages/legality_review/")
    follow(drafter, drafter.get_by_role("button", name="今日送审"))
    lawyer, head = sit_down("justice-reviewer"), sit_down("justice-head")
    lawyer.goto(f"{matter}stages/legality_review/")
    lawyer.check("[name=complete-result][value=lawful]")
    lawyer.fill("[name=complete-counsel]", "县政府法律顾问")
    lawyer.fill("[name=complete-short_time_reason]", "起草时已提前介入，逐条研究过草案。")
    for name in ("authority", "procedure", "content"):
        lawyer.check(f"[name=complete-{name}]")
    attach(lawyer, "合法性审查意见书.pdf")
    follow(lawyer, lawyer.get_by_role("button", name="登记"))
    agree_at_home(head, site, "复核：合法性审查")
    secretary.goto(f"{matter}stages/collective_decision/")
    secretary.check("[name=complete-result][value=passed]")
    secretary.fill("[name=complete-held_on]", date.today().isoformat())
    secretary.check("[name=complete-meeting][value=executive]")
    secretary.fill("[name=complete-chair]", "县长")
    secretary.check("[name=complete-head_spoke_last]")
    secretary.fill("[name=complete-dissent]", "无")
    attach(secretary, "常务会议纪要.pdf")
    follow(secretary, secretary.get_by_role("button", name="登记"))
    agree_at_home(second, site, "复核：集体讨论决定")
    secretary.goto(f"{matter}stages/party_report/")
    secretary.fill("[name=complete-reported_to]", "县委")
    secretary.fill("[name=complete-reported_on]", date.today().isoformat())
    follow(secretary, secretary.get_by_role("button", name="登记"))
    agree_at_home(second, site, "复核：")


def fill_in_header(page: Page, site: Site, slug: str) -> None:
    """What stands over the final text, reached from the consultation's page."""
    page.goto(f"{site.url}/desk/consultations/{slug}/")
    follow(page, page.get_by_role("link", name="填写公文要素"))
    page.select_option("[name=issuer]", label="云岫县人民政府")
    page.fill("[name=document_number]", f"云府发〔{date.today().year}〕21号")
    page.fill("[name=made_on]", date.today().isoformat())
    page.fill("[name=effective_on]", (date.today() + timedelta(days=30)).isoformat())
    page.check("[name=disclosure][value=public]")
    submit(page)
    expect(page.locator(".messages")).to_be_visible()


def attach(page: Page, name: str) -> None:
    """A document of one page."""
    paper = FilePayload(name=name, mimeType="application/pdf", buffer=b"%PDF-1.4\n")
    page.set_input_files("[name=complete-files]", paper)


def agree_at_home(page: Page, site: Site, label: str) -> None:
    """The second person finds it among what there is to do, and confirms it."""
    page.goto(f"{site.url}/desk/")
    follow(page, page.get_by_role("link", name=label))
    follow(page, page.get_by_role("button", name="确认", exact=True))
    expect(page.locator(".messages")).to_be_visible()


def confirm(page: Page, address: str) -> None:
    page.goto(address)
    submit(page)
    expect(page.locator(".messages")).to_be_visible()


def interpret(page: Page, site: Site, slug: str) -> str:
    """From the consultation, with a part moved on the way; gives the interpretation's slug."""
    page.goto(f"{site.url}/desk/consultations/{slug}/")
    follow(page, page.get_by_role("link", name="撰写解读"))
    page.locator("#part2 textarea").fill("水价上限二元五角：\n- 低保户减半\n- 半年公布一次")
    follow(page, page.locator("#part2").get_by_role("button", name="上移"))
    expect(page.locator("#part1 textarea")).to_have_value("水价上限二元五角：\n- 低保户减半\n- 半年公布一次")
    submit(page)
    expect(page.locator(".messages")).to_be_visible()
    return page.url.rstrip("/").rsplit("/", 1)[1]


def answer(editor: Page, drafter: Page, reviewer: Page, site: Site, number: str) -> None:
    """Routed, drafted, warned of, sent to sign-off, signed off."""
    address = f"{site.url}/desk/questions/{number}/"
    editor.goto(address)
    editor.check("[name=show]")
    submit(editor)
    drafter.goto(address)
    drafter.keyboard.press("e")
    drafter.keyboard.type("来信收悉。")
    expect(drafter.locator("#check .bad")).to_be_visible()
    drafter.fill("#id_body", REPLY)
    drafter.reload()
    expect(drafter.locator("#id_body")).to_have_value(REPLY)  # nothing is lost with the page
    drafter.locator("#id_body").focus()
    submit(drafter)
    drafter.wait_for_url(f"{site.url}/desk/")
    reviewer.goto(f"{site.url}/desk/")
    follow(reviewer, reviewer.locator(f'a[href="/desk/questions/{number}/"]'))
    submit(reviewer)
    expect(reviewer.locator(".messages")).to_be_visible()
