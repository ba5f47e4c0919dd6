"""Two people at the same moment: one wins, one is told, one audit entry."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from consultations.models import Consultation
from participation.accounts.models import Department, User
from participation.ledger.models import AuditEntry
from responses.models import Reply
from tests.cast import Role, official_with
from tests.desk_client import DeskClient
from tests.frontend.desk.conftest import at


def both(clients: list[Client], address: str) -> list[int]:
    """Both post at once; gives the status codes."""
    ready = Barrier(len(clients))

    def post(client: Client) -> int:
        try:
            ready.wait(10)
            return client.post(address).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(clients)) as pool:
        return sorted(pool.map(post, clients))


@pytest.mark.django_db(transaction=True)
def test_two_editors_publish_a_notice_at_once(notice: Consultation, editor: User, county: Department) -> None:
    second = official_with("second-editor", "韩编辑", county, Role.EDITOR)
    clients = [at(DeskClient(), editor), at(DeskClient(), second)]
    assert both(clients, f"/desk/consultations/{notice.slug}/do/publish/") == [302, 422]
    assert Consultation.objects.get().status == "published"
    assert AuditEntry.objects.filter(act="consultation.published").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_reviewers_sign_a_reply_off_at_once(reply: Reply, reviewer: User, department: Department) -> None:
    second = official_with("second-reviewer", "许审核", department, Role.REVIEWER)
    clients = [at(DeskClient(), reviewer), at(DeskClient(), second)]
    assert both(clients, f"/desk/questions/{reply.question.number}/do/sign/") == [302, 422]
    assert AuditEntry.objects.filter(act="reply.published").count() == 1


def test_the_second_editor_is_told_who_published(
    client: Client, notice: Consultation, editor: User, county: Department
) -> None:
    second = official_with("second-editor", "韩编辑", county, Role.EDITOR)
    address = f"/desk/consultations/{notice.slug}/do/publish/"
    at(DeskClient(), editor).post(address)
    answer = at(client, second).post(address)
    assert answer.status_code == 422 and editor.name in answer.content.decode()
