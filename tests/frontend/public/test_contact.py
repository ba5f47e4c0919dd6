"""How somebody wants to be reached: what is neither a mail address nor a telephone number is refused before anything is
promised, and whoever is signed in hears where their mails go."""

from collections.abc import Callable

import pytest
from django.test import Client

from consultations.comments.intake import submit_comment
from consultations.models import Comment, Consultation
from participation.accounts.models import User
from participation.delivery.contacts import is_telephone
from participation.notifications.choices import STEPS, choose
from participation.notifications.models import Way
from responses.models import Question
from tests.frontend.api.conftest import Api, problem
from tests.frontend.public.conftest import receipt_of, words
from tests.mailbox import Mailbox

ASKED = {"kind": "inquiry", "title": "低保户怎么办？", "body": "低保户减半要带什么？"}
NEITHER = "这既不是邮箱地址，也不是电话号码"
WRONG = [
    "zhang#qq",
    "139-abc",
    "1390000111",
    "+86 139 0000 111",
    "12345",
    "没有",
    "zhang@",
    "a@b.cn 13900001111",
]
ACCOUNTS_OWN = "这是您账号的邮箱地址"


@pytest.mark.parametrize("contact", WRONG)
def test_neither_address_nor_number_is_refused_under_its_field_and_kept_as_typed(
    client: Client, comments_url: str, contact: str
) -> None:
    for address, sent in ((comments_url, {"body": "水价太高了。"}), ("/questions/ask/", ASKED)):
        page = client.post(address, {**sent, "contact": contact})
        assert page.status_code == 422 and NEITHER in words(page)
        assert f'value="{contact}"' in page.content.decode()
    assert not Comment.objects.exists() and not Question.objects.exists()


def test_a_program_is_refused_by_the_name_of_the_field(consultation: Consultation) -> None:
    for path, sent in (
        (f"consultations/{consultation.slug}/comments/", {"body": "好"}),
        ("questions/", ASKED),
    ):
        answer = Api().post(path, {**sent, "contact": "zhang#qq"})
        assert list(problem(answer, 400)["errors"]) == ["contact"]


@pytest.mark.parametrize(
    "number",
    [
        "13900001111", "139 0000 1111", "139-0000-1111", "+86 13900001111", "+86-139-0000-1111", "8613900001111",
        "0855-6621234", "(0855) 6621234", "010-12345678", "010 1234 5678转801", "0855-6621234-12", "+86 855 6621234",
        "0855-6621234 ext. 5", "6621234", "400-123-4567", "+852 2123 4567", "0855-000 4471",
    ],
)  # fmt: skip
def test_numbers_as_people_write_them_are_telephones(number: str) -> None:
    assert is_telephone(number)


def test_full_width_figures_of_a_chinese_keyboard_are_kept_as_plain_ones(
    client: Client, comments_url: str
) -> None:
    client.post(comments_url, {"body": "水价太高了。", "contact": "（０８５５）６６２－１２３４"})
    client.post(
        comments_url, {"body": "水价太高了。", "contact": "ｚｈａｎｇ＠ｑｑ．ｃｏｍ", "idempotency_key": "2"}
    )
    assert {row.contact for row in Comment.objects.all()} == {"(0855)662-1234", "zhang@qq.com"}


def test_what_an_official_enters_stands_as_the_letter_gave_it(
    consultation: Consultation, moderator: User
) -> None:
    submit_comment(consultation, by=moderator, body="太贵。", channel="letter", contact="托村委会石主任转告")
    assert Comment.objects.get().contact == "托村委会石主任转告"


def test_who_is_signed_in_hears_that_the_address_of_the_account_is_used(
    client: Client, page_url: str, resident: User
) -> None:
    pages = (f"{page_url}?clause=whole", "/questions/ask/")
    assert not [page for page in pages if "您账号的邮箱" in words(client.get(page))]
    client.force_login(resident)
    assert all("不填的，发到您账号的邮箱" in words(client.get(page)) for page in pages)
    choose(resident, ways={STEPS: Way.NONE})
    assert "您账号的邮箱" not in words(client.get("/questions/ask/")), "they get no mail at all"


@pytest.mark.parametrize(
    ("contact", "is_own"), [("", True), ("0855-6621234", True), ("other@example.org", False)]
)
def test_a_mail_says_truly_why_it_came(
    client: Client,
    resident: User,
    mailbox: Mailbox,
    deliver_all: Callable[[], int],
    contact: str,
    is_own: bool,
) -> None:
    client.force_login(resident)
    client.post("/questions/ask/", {**ASKED, "contact": contact})
    deliver_all()
    (letter,) = mailbox.to(resident.email if is_own else contact)
    assert (ACCOUNTS_OWN in letter.get_content()) is is_own
    assert ("提交时填写了这个邮箱地址" in letter.get_content()) is not is_own


def test_a_receipt_of_somebody_signed_in_leads_to_their_items(
    client: Client, comments_url: str, resident: User
) -> None:
    stranger = client.post(comments_url, {"body": "水价太高了。"})
    assert receipt_of(stranger) and "我的事项" not in words(stranger)
    client.force_login(resident)
    own = client.post(comments_url, {"body": "水价太高了。"})
    assert receipt_of(own) and "登录后可随时在“我的事项”中查看此件" in words(own)
    kept = own.content.decode().split('<p class="keep">')[1].split("</p>")[0]
    assert '<a href="/accounts/">前往我的事项</a>' in kept
