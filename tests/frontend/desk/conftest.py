"""Things that lie on the desk, made through the same actions as everybody's."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from consultations.decisions.actions import attach, list_decision, prepare_decision
from consultations.models import Comment, Consultation, Decision, Version
from participation.accounts.models import Department, User
from responses.interpretations.actions import PartText, prepare_interpretation
from responses.models import Interpretation, Question, Reply
from responses.questions.actions import assign_question
from responses.questions.intake import submit_question
from responses.replies.actions import draft_reply, submit_reply
from tests.drafts import comment_on

GOOD_REPLY = "您好。依据《农村饮水管理办法》第四条，低保户凭低保证到镇便民服务中心办理，3个工作日内办结。"


def at(client: Client, user: User) -> Client:
    """A browser in which this person is signed in."""
    client.force_login(user)
    return client


def ask(**more: Any) -> Question:
    """A question sent in without an account."""
    said = {
        "by": None, "kind": "inquiry", "title": "低保户要带什么证件？", "body": "低保户减半收费要带什么？",
        "contact": "13800001234", "name": "龙秀英", "wants_publication": True,
    } | more  # fmt: skip
    return submit_question(**said)[0]


@pytest.fixture
def comment(consultation: Consultation) -> Comment:
    fourth = consultation.draft_version.passages.get(label="第四条").clause
    return comment_on(consultation, "水费太高，我的电话是13800001234。", clause=fourth, name="朱德发")


@pytest.fixture
def unsent(db: None) -> Question:
    """A question that nobody has sent to a department yet."""
    return ask()


@pytest.fixture
def question(unsent: Question, department: Department, editor: User) -> Question:
    """A question that lies with the housing department."""
    return assign_question(unsent, department, by=editor)


@pytest.fixture
def reply(question: Question, official: User) -> Reply:
    """A reply that waits for sign-off."""
    return submit_reply(draft_reply(question, by=official, body=GOOD_REPLY), by=official)


@pytest.fixture
def interpretation(consultation: Consultation, official: User) -> Interpretation:
    """A draft with one part, about a published text."""
    return prepare_interpretation(
        consultation.document,
        by=official,
        slug="explained",
        title="解读",
        parts=[PartText("main", "", "<p>水价</p>")],
    )


@pytest.fixture
def matter(
    official: User, editor: User, department: Department, draft: Version, settings: Settings, tmp_path: Path
) -> Decision:
    """A matter under way, with a text; its files lie in a folder of the test."""
    settings.MEDIA_ROOT = tmp_path
    made = prepare_decision(by=official, slug="water", title="农村饮水管理办法", department=department)
    attach(made, draft.document, by=official)
    return list_decision(made, by=editor)
