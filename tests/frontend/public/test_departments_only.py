"""The public reads which department answers, decides and publishes, never which official: so nothing there has to say
on whose behalf somebody signed. At the desk the record says it."""

from pathlib import Path

import pytest
from django.test import Client

from consultations.models import Consultation
from consultations.outcomes.actions import draft_feedback, publish_feedback
from participation.accounts.models import User
from participation.accounts.queries import on_behalf_of
from participation.ledger.models import AuditEntry
from responses.models import Question, Reply
from responses.questions.actions import assign_question
from responses.questions.intake import submit_question
from responses.replies import ledger
from responses.replies.actions import draft_reply, publish_reply, submit_reply
from tests.cast import official_with
from tests.drafts import after_closing

TEMPLATES = Path(__file__).resolve().parents[3] / "frontend" / "templates" / "public"
HANDS = (
    "signed_by",
    "drafted_by",
    "created_by",
    "confirmed_by",
    "recorded_by",
    "entered_by",
    "proposed_by",
    "disposed_by",
)


@pytest.fixture
def deputy(official: User) -> User:
    return official_with("deputy", "代行者甲", official.memberships.all()[0].department)


def names(*people: User) -> list[str]:
    return [each.name for each in people]


def test_an_answer_names_its_department_and_nobody_of_it(
    client: Client, official: User, reviewer: User, deputy: User, editor: User
) -> None:
    question, _issued = submit_question(
        by=None, kind="inquiry", title="何时通水？", body="村里何时通水？", wants_publication=True
    )
    department = official.memberships.all()[0].department
    assign_question(question, department, by=editor, show=True)
    reply = draft_reply(question, by=official, body="六月底前全村通水到户，请留意公告。")
    submit_reply(reply, by=official)
    publish_reply(reply, by=on_behalf_of(deputy, reviewer))
    number = Question.objects.get().number
    for address in (f"/questions/{number}/", f"/api/v1/questions/{number}/"):
        answer = client.get(address, follow=True)
        assert answer.status_code == 200 and department.name in answer.content.decode(), address
        assert not [
            name for name in names(official, reviewer, deputy, editor) if name in answer.content.decode()
        ]
    assert set(ledger.content(Reply.objects.get())) == {"question", "body", "department", "published"}
    entry = AuditEntry.objects.get(act="reply.published")
    assert (entry.by, entry.on_behalf_of) == (deputy, reviewer), "inside it is on record"


def test_nor_does_a_feedback(
    client: Client, consultation: Consultation, official: User, reviewer: User, deputy: User, editor: User
) -> None:
    with after_closing(consultation):
        row = draft_feedback(consultation, by=official, asked="问了", said="说了", did="做了")
        publish_feedback(row, by=on_behalf_of(deputy, reviewer))
        for address in (
            "/consultations/rural-water/feedback/",
            "/api/v1/consultations/rural-water/feedback/",
        ):
            shown = client.get(address, follow=True)
            assert shown.status_code == 200, address
            assert not [
                name for name in names(official, reviewer, deputy, editor) if name in shown.content.decode()
            ]


def test_no_public_template_reads_whose_hand_it_was() -> None:
    assert not [
        (path.name, hand) for path in TEMPLATES.rglob("*.html") for hand in HANDS if hand in path.read_text()
    ]
