"""The privacy notice: there for everybody, linked where data are asked for, and true."""

import re

import pytest
from django.test import Client
from pytest_django import Settings

from consultations.models import Consultation
from participation.accounts.models import Department, User
from tests.frontend.public.conftest import words

LINK = 'href="/privacy/"'


def test_it_names_lengths_as_they_are_set_and_whom_to_ask(
    client: Client, county: Department, settings: Settings
) -> None:
    settings.CONTACTS_KEPT_MONTHS, settings.UNCONFIRMED_KEPT_DAYS = 7, 11
    Department.objects.filter(pk=county.pk).update(phone="0855-1234567", address="青川县府前路1号")
    said = words(client.get("/privacy/"))
    for part in (
        "办结后7个月", "未确认的邮箱，11天", "7天冷静期", "24小时", "保持打开30分钟", "（30天）", "0855-1234567",
        "青川县府前路1号", "青川县人民政府", "第十三条第一款第三项", "第四十五条", "第四十六条", "第四十七条",
    ):  # fmt: skip
        assert part in said, part


@pytest.mark.django_db
def test_it_stands_before_there_is_a_county(client: Client) -> None:
    assert client.get("/privacy/").status_code == 200


def test_it_is_the_same_for_everybody_and_in_english(
    client: Client, county: Department, resident: User
) -> None:
    client.force_login(resident)
    page = client.get("/privacy/", headers={"accept-language": "en"})
    assert "Cache-Control" not in page and "What is kept" in words(page)


def test_every_form_that_asks_for_data_leads_there(
    client: Client, consultation: Consultation, resident: User
) -> None:
    for path in (
        f"/consultations/{consultation.slug}/?clause=whole", "/questions/ask/", "/track/", "/accounts/signup/",
    ):  # fmt: skip
        page = client.get(path).content.decode()
        assert page.count(LINK) >= 2, f"{path}: beside the form and in the footer"
    client.force_login(resident)
    assert client.get("/accounts/profile/").content.decode().count(LINK) >= 2


def test_between_chinese_sentences_stands_no_blank(
    client: Client, county: Department, settings: Settings
) -> None:
    settings.SMS_URL = "console://"
    assert not re.search(r"[。；] +[\u4e00-\u9fff]", client.get("/privacy/").content.decode())
    english = words(client.get("/privacy/", headers={"accept-language": "en"}))
    assert not re.search(r"[a-z]\.[A-Z]", english)
