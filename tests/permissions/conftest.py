"""Everybody, and one of everything."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from consultations.decisions import actions as decisions
from consultations.decisions import lists
from consultations.documents.actions import revise
from consultations.documents.reading import read_text
from consultations.models import Consultation
from consultations.outcomes import actions as outcomes
from participation.accounts.models import Department, Membership, User
from participation.accounts.queries import Duty
from responses.interpretations import actions as interpreting
from responses.questions import actions as questions
from responses.questions.intake import submit_question
from responses.replies import actions as replies
from tests.cast import Role, official_with, side_of
from tests.drafts import FINAL, comment_on
from tests.permissions import decision
from tests.permissions.matrix import World


@pytest.fixture
def people(
    department: Department, other_department: Department, county: Department, editor: User, supervisor: User,
    auditor: User, administrator: User, resident: User, neighbour: User, reviewer: User, moderator: User,
) -> dict[str, Any]:  # fmt: skip
    everything_elsewhere = [
        role for role in Role.values if role not in ("supervisor", "auditor", "administrator")
    ]
    return {
        "stranger": AnonymousUser(), "resident": neighbour, "writer": resident,
        "drafter": official_with("drafter", "李起草", department, Role.DRAFTER),
        "answerer": official_with("answerer", "李答复", department, Role.ANSWERER),
        "reviewer": reviewer, "moderator": moderator, "editor": editor, "supervisor": supervisor, "auditor": auditor,
        "administrator": administrator,
        "outsider": official_with("outsider", "外局", other_department, *everything_elsewhere),
        "lawyer": side_of(Duty.LEGALITY_REVIEW).recorder, "secretary": side_of(Duty.GOVERNMENT_OFFICE).recorder,
        "market": side_of(Duty.MARKET_SUPERVISION).recorder,
    }  # fmt: skip


@pytest.fixture
def world(
    consultation: Consultation, official: User, resident: User, editor: User, department: Department
) -> World:
    Membership.objects.create(user=official, department=department, role=Role.EDITOR)
    comment = comment_on(consultation, by=resident)
    final = revise(consultation.draft_version, read_text(FINAL, markdown=True), by=official)
    outcomes.draft_feedback(consultation, by=official, asked="问了", said="说了", did="做了")
    question, _ = submit_question(by=resident, kind="inquiry", title="何时通水？", body="何时？")
    shown, _ = submit_question(by=None, kind="inquiry", title="通水？", body="何时？", wants_publication=True)
    questions.assign_question(shown, department, by=editor, show=True)
    questions.assign_question(question, department, by=editor)
    reply = replies.draft_reply(question, by=official, body="六月底前全部修复到位。")
    replies.submit_reply(reply, by=official)
    parts = [interpreting.PartText("main", "", "<p>水价</p>")]
    explained = interpreting.prepare_interpretation(
        consultation.document, by=official, slug="explained", title="解读", parts=parts
    )
    matter = decisions.prepare_decision(by=official, slug="water", title="饮水办法", department=department)
    yearly = lists.draft_list(department, 2026, [decision.ROW], by=official)
    assert shown.deadline is not None
    return World(
        consultation, comment, final, question, shown, reply, explained, matter, yearly, shown.deadline, department,
        official,
    )  # fmt: skip
