"""The security log: what is written, what is not, who reads it, and how it is filtered."""

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from participation.accounts.models import User
from participation.accounts.second_factor import forget
from participation.accounts.security_models import SecurityEvent
from participation.ledger.audit import record
from participation.ledger.models import AuditEntry
from tests.cast import PASSWORD
from tests.frontend.desk.conftest import at

pytestmark = pytest.mark.django_db
PAGE = "/desk/security/"


def door(name: str, password: str = PASSWORD, address: str = "192.0.2.1") -> Client:
    client = Client(REMOTE_ADDR=address)
    client.post("/accounts/login/", {"login": name, "password": password})
    return client


def kinds() -> list[str]:
    return list(SecurityEvent.objects.order_by("id").values_list("kind", flat=True))


def test_sign_ins_failures_and_refusals_are_written_down(resident: User) -> None:
    door("resident").post("/accounts/logout/")
    for _ in range(9):
        door("resident", "wrong")
    door("nobody-here", "wrong")
    assert kinds() == ["signed_in", "signed_out", *["failed"] * 6, "refused", "failed"]
    assert SecurityEvent.objects.last() and SecurityEvent.objects.order_by("-id")[0].user is None


def test_no_name_no_address_no_password_is_kept(resident: User) -> None:
    door("13800001234", "my-secret-word", "203.0.113.77")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM participation_securityevent")
        kept = str(cursor.fetchall())
    assert not [word for word in ("13800001234", "my-secret-word", "203.0.113") if word in kept]


def test_the_same_address_is_the_same_place_and_no_other(resident: User) -> None:
    for address in ("192.0.2.1", "192.0.2.1", "192.0.2.2"):
        door("resident", "wrong", address)
    one, two, three = SecurityEvent.objects.order_by("id").values_list("place", flat=True)
    assert one == two != three


def test_only_the_administrator_reads_it(official: User, administrator: User, supervisor: User) -> None:
    for person in (official, supervisor):
        for path in (PAGE, f"{PAGE}people/", f"{PAGE}?file=csv"):
            assert at(Client(), person).get(path).status_code == 403
    assert at(Client(), administrator).get(PAGE).status_code == 200
    assert Client().get(PAGE).status_code == 302


def test_the_filter_stands_in_the_address_and_goes_into_the_download(
    client: Client, resident: User, administrator: User
) -> None:
    door("resident")
    door("resident", "wrong")
    at(client, administrator)
    page = client.get(f"{PAGE}?kind=failed&account=resident")
    assert [event.kind for event in page.context["listed"].rows] == ["failed"]
    table = client.get(page.context["files"]["csv"])
    assert table["Content-Type"].startswith("text/csv")
    lines = table.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2 and "resident" in lines[1]
    assert client.get(f"{PAGE}?kind=nonsense").status_code == 200


def test_a_name_like_a_formula_is_a_text(client: Client, administrator: User) -> None:
    user = User.objects.create_user("+1@x", password=PASSWORD)
    door(user.username)
    table = at(client, administrator).get(f"{PAGE}?file=csv&account=%2B1%40x").content.decode()
    assert "'+1@x" in table


@pytest.mark.parametrize("many", [1, 30])
def test_the_page_costs_the_same(client: Client, administrator: User, resident: User, many: int) -> None:
    at(client, administrator)
    client.get(PAGE)
    for _ in range(many):
        door("resident")
    with CaptureQueriesContext(connection) as asked:
        page = client.get(f"{PAGE}?account=resident")
    assert len(page.context["listed"].rows) == many and len(asked) <= 7


def test_what_was_done_to_people_stands_beside_it(
    client: Client, administrator: User, auditor: User, official: User
) -> None:
    Authenticator.objects.create(user=official, type="totp", data={"secret": ""})
    forget(official, by=administrator, reason="手机遗失，已当面核实本人身份")
    page = at(client, administrator).get(f"{PAGE}people/").content.decode()
    assert "管理员重置两步验证" in page and str(administrator) in page
    theirs = at(Client(), auditor).get(f"{PAGE}people/").content.decode()
    assert "管理员重置两步验证" in theirs and f"/desk/people/of/{official.username}/" in theirs
    assert f"/desk/people/of/{official.username}/" in page and "手机遗失，已当面核实本人身份" in page


@pytest.mark.parametrize("many", [1, 30])
def test_the_page_of_people_costs_the_same(client: Client, administrator: User, many: int) -> None:
    at(client, administrator)
    client.get(f"{PAGE}people/")
    before = AuditEntry.objects.count()
    for n in range(many):
        record("person.added", User.objects.create_user(f"new{n}"), by=administrator)
    assert AuditEntry.objects.count() == before + many
    with CaptureQueriesContext(connection) as asked:
        page = client.get(f"{PAGE}people/")
    assert len(page.context["rows"]) == many and len(asked) <= 7
