"""A form that was sent twice shows the first answer, also where the first one took its own right or choice away."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from consultations.decisions.models import Decision
from consultations.documents.editing import begin_revision
from consultations.models import Consultation, Version
from participation import clock
from participation.accounts.models import User
from participation.deadlines.actions import stop
from participation.deadlines.models import Deadline, LocalRule
from responses.models import Question
from tests.desk_client import DeskClient
from tests.drafts import notice_fields
from tests.frontend.desk.conftest import at
from tests.frontend.public.conftest import words

KEY = {"idempotency_key": "k" * 32}


def twice(user: User, page: str, address: str, sent: dict[str, Any]) -> list[Any]:
    """The form of `page`, as it was drawn, sent to `address` by a double tap."""
    desk = DeskClient()
    desk.force_login(user)
    desk.get(page)
    body = {**desk._carried(address, sent), **KEY, **sent}
    return [Client.post(desk, address, body, follow=True) for _tap in range(2)]


def test_a_notice_around_a_text(draft: Version, official: User) -> None:
    address = f"/desk/consultations/new/{draft.document.slug}/"
    first, second = twice(official, address, address, notice_fields())
    assert first.redirect_chain == second.redirect_chain and Consultation.objects.count() == 1
    assert at(Client(), official).get(address)["Location"] == first.redirect_chain[-1][0], "it has its notice"


def test_what_is_tied_to_a_matter(matter: Decision, consultation: Consultation, official: User) -> None:
    Decision.objects.get().documents.clear()
    page = "/desk/decisions/water/"
    for answer in twice(official, page, f"{page}attach/", {"consultation": consultation.pk}):
        assert "已关联到该事项" in words(answer)
    assert list(matter.consultations.all()) == [consultation]


def test_defaults_confirmed_by_one_document(administrator: User) -> None:
    page = "/desk/rules/confirm/"
    sent = {"rules": ["A21"], "basis": "云岫政发〔2026〕3号"}
    first, second = twice(administrator, page, page, sent)
    assert first.redirect_chain == second.redirect_chain != []
    assert LocalRule.objects.count() == 1


def test_a_clause_taken_out_of_a_draft(consultation: Consultation, official: User) -> None:
    version = begin_revision(consultation.draft_version, by=official)
    uid = version.passages.get(label="第二条").clause.uid
    page = f"/desk/documents/{version.document.slug}/draft/{uid}/remove/"
    for answer in twice(official, page, page, {}):
        assert answer.status_code == 200 and "已从本版删去" in words(answer)
    late = at(DeskClient(), official).post(page, {"idempotency_key": "another"}, follow=True)
    assert "已不在草案中" in words(late)


def test_an_order_on_a_clock_that_stopped_is_refused_in_words(question: Question, supervisor: User) -> None:
    stop(Deadline.objects.get(), by=None, on=clock.today())
    address = f"/desk/supervision/deadlines/{Deadline.objects.get().pk}/"
    said = {"words": "请三日内答复。", "answer_by": clock.today() + timedelta(days=3)}
    answer = at(DeskClient(), supervisor).post(address, said)
    assert answer.status_code == 422 and "请三日内答复" in answer.content.decode(), "nothing typed is lost"


@pytest.mark.parametrize("who", ["auditor"])
def test_who_only_reads_gives_no_order(who: str, question: Question, request: pytest.FixtureRequest) -> None:
    address = f"/desk/supervision/deadlines/{Deadline.objects.get().pk}/"
    assert at(DeskClient(), request.getfixturevalue(who)).post(address, {"words": "x"}).status_code == 403
