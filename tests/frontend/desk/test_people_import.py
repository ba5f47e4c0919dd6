"""From an empty county to thirty people: one spreadsheet, thirty mails, and one of them reaches the desk."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html  # type: ignore[import-untyped]
from openpyxl import load_workbook

from participation.accounts.models import Department, User
from tests.frontend.desk.conftest import at
from tests.frontend.public.conftest import words
from tests.mailbox import Mailbox
from tests.participation.accounts.test_importing import book, content

PAGE = "/desk/people/import/"
UNITS = ["water", "education", "transport", "justice", "riverside"]
PHRASE = "quiet-river-at-noon-7"


@pytest.fixture
def desk(administrator: User) -> Client:
    return at(Client(), administrator)


def sent(desk: Client, file: bytes, name: str = "县.xlsx") -> Any:
    return desk.post(PAGE, {"file": SimpleUploadedFile(name, file)})


def confirmed(desk: Client, preview: Any, **changes: str) -> Any:
    """The preview's form, sent as a browser would."""
    page = html.fromstring(preview.content.decode())
    [form] = [each for each in page.forms if each.get("action") == f"{PAGE}confirm/"]
    fields = {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"}
    return desk.post(f"{PAGE}confirm/", fields | changes, follow=True)


def filled(template_file: bytes) -> bytes:
    """The template as it is downloaded, with five departments and thirty people in it."""
    template = load_workbook(io.BytesIO(template_file))
    units, people, _notes = template.worksheets
    for n, slug in enumerate(UNITS):
        units.append((f"单位{n}", "", "乡镇" if slug == "riverside" else "部门", "", slug, "", ""))
    for n in range(30):
        roles = ("起草人员、答复人员", "审签人员", "起草人员")[n % 3]
        people.append((f"人员{n}", f"p{n}", f"p{n}@example.org", "", f"单位{n % 5}", roles, "", ""))
    return content(template)


def test_an_empty_county_has_thirty_people_from_one_file_and_one_of_them_is_at_the_desk(
    desk: Client, county: Department, mailbox: Mailbox, deliver_all: Callable[[], int]
) -> None:
    file = filled(desk.get(f"{PAGE}template/").content)
    preview = sent(desk, file)
    assert "新增 35 行" in words(preview) and not User.objects.filter(username="p0").exists()
    done = words(confirmed(desk, preview))
    assert "新增 35 行" in done and "已发送链接 30 条" in done
    assert User.objects.filter(username__startswith="p").count() == 30 and Department.objects.count() == 6
    deliver_all()
    assert len(mailbox.letters) == 30
    again = words(sent(desk, file))
    assert "未变 35 行" in again and "没有变化" in again

    [letter] = mailbox.to("p7@example.org")
    [path] = re.findall(r"/accounts/invitation/\S+", letter.get_content())
    reached = Client().post(path, {"password": PHRASE, "again": PHRASE}, follow=True)
    assert reached.redirect_chain[-1][0] == "/desk/" and "人员7" in words(reached)
    assert 'href="/desk/people/"' not in reached.content.decode()


def test_wrong_rows_stop_it_until_the_right_ones_are_asked_for(desk: Client, county: Department) -> None:
    units = [("水务局", "", "部门", "", "water", "", ""), ("民政局", "没有", "部门", "", "civil", "", "")]
    preview = sent(desk, content(book(units, [])))
    assert preview.status_code == 200 and "没有名为“没有”的单位" in words(preview)
    refused = confirmed(desk, preview)
    assert refused.status_code == 422 and "1 行有误" in words(refused)
    assert not Department.objects.filter(slug="water").exists()
    done = confirmed(desk, preview, right_rows="on")
    assert "未导入 1 行" in words(done) and Department.objects.filter(slug="water").exists()


def test_a_preview_is_its_persons_own_and_is_not_touched(
    desk: Client, county: Department, resident: User
) -> None:
    preview = sent(desk, content())
    assert confirmed(desk, preview, sealed="x").status_code == 422
    User.objects.filter(pk=resident.pk).update(is_superuser=True)
    other = at(Client(), User.objects.get(pk=resident.pk))
    assert confirmed(other, preview).status_code == 422
    assert desk.get(f"{PAGE}confirm/").status_code == 302
    assert not Department.objects.filter(slug="willow").exists()


@pytest.mark.parametrize(
    ("name", "file"),
    [("县.xlsx", b""), ("县.xls", b"\xd0\xcf\x11\xe0"), ("县.xlsx", b"%PDF-1.7"), ("县.csv", b"a,b")],
)
def test_a_file_that_is_none_is_said_at_the_form(desk: Client, name: str, file: bytes) -> None:
    answer = sent(desk, file, name)
    assert answer.status_code == 422 and ".pdf" not in words(answer)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_template_is_understood_in_either_language_and_its_examples_are_left_out(
    desk: Client, county: Department, language: str
) -> None:
    file = desk.get(f"{PAGE}template/", headers={"Accept-Language": language}).content
    preview = sent(desk, filled(file))
    assert preview.status_code == 200 and "新增 35 行" in words(preview)


def test_a_preview_of_somebody_new_shows_the_days_and_how_they_are_reached(
    desk: Client, county: Department, department: Department
) -> None:
    new = (
        "张建国",
        "zhang",
        "zhang@example.org",
        "13800000000",
        "housing",
        "起草人员",
        "2026-12-10",
        "2027-03-31",
    )
    wrong = ("李强", "li", "li", "", "housing", "起草人员", "", "")
    page = words(sent(desk, content(book([], [new, wrong]))))
    for said in ("zhang@example.org", "13800000000", "2026-12-10 – 2027-03-31", "第 3 行 · 李强"):
        assert said in page, said


def test_the_untouched_template_is_said_to_hold_nothing_and_is_named_in_the_readers_language(
    desk: Client, county: Department
) -> None:
    answer = desk.get(f"{PAGE}template/")
    assert "%E4%BA%BA%E5%91%98" in answer["Content-Disposition"], "人员"
    page = words(sent(desk, answer.content))
    assert "没有填写内容" in page and "均已存在" not in page


def test_the_template_offers_the_levels_and_roles_there_are(desk: Client, county: Department) -> None:
    units, people, _notes = load_workbook(io.BytesIO(desk.get(f"{PAGE}template/").content)).worksheets
    [level], [role] = units.data_validations.dataValidation, people.data_validations.dataValidation
    assert (str(level.sqref), level.formula1) == ("C2:C400", '"县,部门,乡镇,村"') and level.showErrorMessage
    assert str(role.sqref) == "F2:F400" and "审签人员" in role.formula1
    assert not role.showErrorMessage, "several may be typed"
