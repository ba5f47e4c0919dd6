"""Without a name of its own a site bears its county's, on pages, in mails and in text messages."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import translation
from pytest_django import Settings

from participation.accounts.actions import edit_department
from participation.accounts.inviting import invite
from participation.accounts.models import Department, User
from participation.accounts.people import add_person
from participation.accounts.roles import give_role
from participation.delivery.mail import letter
from participation.delivery.sender import government_name, site_name
from participation.delivery.sms import signed
from tests.cast import Role
from tests.frontend.public.conftest import words
from tests.mailbox import Mailbox

NAME = "青川县人民政府公众参与平台"


def test_the_county_gives_its_name_to_pages_mails_and_text_messages(
    client: Client, county: Department
) -> None:
    page = client.get("/").content.decode()
    assert f"<title>{NAME}</title>" in page and f'name="SiteName" content="{NAME}"' in page
    assert "<small>青川县人民政府</small>公众参与平台</span>" in page
    assert letter("内容").endswith(f"本邮件由{NAME}自动发出。")
    assert signed("有事项待您办理。") == "【青川县人民政府】有事项待您办理。"
    with translation.override("en"):
        assert site_name() == "County government · Public Participation"


def test_before_there_is_a_county_it_is_the_platform(client: Client, db: None) -> None:
    assert (site_name(), government_name()) == ("公众参与平台", "")
    assert "公众参与平台" in words(client.get("/"))


def test_a_new_name_of_the_county_stands_at_once(county: Department, administrator: User) -> None:
    assert site_name() == NAME
    edit_department(county, by=administrator, name="清川县人民政府")
    assert site_name() == "清川县人民政府公众参与平台"


def test_a_name_of_its_own_stands_alone(client: Client, county: Department, settings: Settings) -> None:
    settings.SITE_NAME, settings.SITE_NAME_EN = "青川问政", "Ask Qingchuan"
    page = client.get("/").content.decode()
    assert (
        "<title>青川问政</title>" in page
        and "青川县人民政府</small>" not in page
        and "青川问政</span>" in page
    )
    with translation.override("en"):
        assert site_name() == "Ask Qingchuan" and signed("x") == "【青川问政】x"


def test_no_page_asks_the_database_for_it(
    client: Client, county: Department, django_assert_num_queries: Callable[..., object]
) -> None:
    assert site_name() == NAME
    with django_assert_num_queries(0):  # type: ignore[attr-defined]
        assert (site_name(), government_name()) == (NAME, "青川县人民政府")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_one_signature_stands_before_every_text_whatever_its_language(
    county: Department, settings: Settings, language: str
) -> None:
    with translation.override(language):
        assert signed("Comment YJ-1 has its feedback.") == "【青川县人民政府】Comment YJ-1 has its feedback."
        settings.SITE_NAME = "青川县人民政府公众参与和决策公开一体化平台（试运行）"
        assert signed("x") == f"【{settings.SITE_NAME[:20]}】x"


def test_an_invitation_names_county_department_roles_and_who_invites(
    county: Department, department: Department, administrator: User, mailbox: Mailbox,
    deliver_all: Callable[[], int],
) -> None:  # fmt: skip
    new = add_person(by=administrator, name="石磊", username="shilei", email="shilei@example.org")
    for role in (Role.ANSWERER, Role.MODERATOR):
        give_role(new, department, role, by=administrator)
    invite(new, by=administrator)
    deliver_all()
    (mail,) = mailbox.to("shilei@example.org")
    assert str(mail["Subject"]).strip() == f"您在{NAME}的工作台账号"
    said = mail.get_content()
    assert f"邀请人：{administrator.name}。" in said
    for role in (Role.ANSWERER, Role.MODERATOR):
        assert f"住房和城乡建设局：{role.label}" in said
