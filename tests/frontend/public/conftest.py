"""What the tests of the public pages share: a client that may post, and the loop walked to where it is needed."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from consultations.comments.actions import accept_comment
from consultations.decisions.publishing import publish_final
from consultations.documents.actions import revise
from consultations.documents.reading import read_text
from consultations.models import Clause, Comment, Consultation
from consultations.outcomes.actions import draft_feedback, publish_feedback
from consultations.weighing.actions import dispose_opinion
from participation import clock
from participation.accounts.models import User
from responses.interpretations.actions import PartText, prepare_interpretation, publish_interpretation
from responses.models import Interpretation, Question
from responses.questions.actions import assign_question
from responses.questions.intake import submit_question
from responses.replies.actions import draft_reply, publish_reply, submit_reply
from tests.drafts import FINAL, after_closing, comment_on, decided


@pytest.fixture(autouse=True)
def no_memory_of_others() -> Iterator[None]:
    """Rates and kept figures live in the cache; each test begins without them."""
    cache.clear()
    yield


@pytest.fixture
def page_url(consultation: Consultation) -> str:
    return f"/consultations/{consultation.slug}/"


@pytest.fixture
def comments_url(page_url: str) -> str:
    return f"{page_url}comments/"


@pytest.fixture
def fourth(consultation: Consultation) -> Clause:
    """第四条, on the price of water."""
    return consultation.draft_version.passages.get(label="第四条").clause


@pytest.fixture
def published(consultation: Consultation, moderator: User, fourth: Clause) -> Comment:
    """A comment on 第四条 that everybody may read."""
    comment = comment_on(consultation, "水费太高，低保户怎么办？", clause=fourth, name="周晓梅")
    return accept_comment(comment, by=moderator)


@pytest.fixture
def concluded(
    consultation: Consultation,
    published: Comment,
    official: User,
    editor: User,
    moderator: User,
    reviewer: User,
    fourth: Clause,
) -> Consultation:
    """Weighed, its feedback and its final text published: one comment adopted, one refused."""
    refused = accept_comment(comment_on(consultation, "应当免费供水。", clause=fourth), by=moderator)
    with after_closing(consultation):
        final = revise(consultation.draft_version, read_text(FINAL, markdown=True), by=official)
        dispose_opinion(published.opinions.get(), "adopted", by=official, changed_clause=fourth)
        dispose_opinion(refused.opinions.get(), "not_adopted", by=official, reason="供水有成本，水价暂不降。")
        feedback = draft_feedback(
            consultation, by=official, asked="我们问了水价。", said="有人嫌贵。", did="我们降了水价。"
        )
        publish_feedback(feedback, by=reviewer)
        consultation = Consultation.objects.get(pk=consultation.pk)
        decided(consultation, official=official, reviewer=reviewer, editor=editor)
        publish_final(consultation, final, by=editor)
    return Consultation.objects.get(pk=consultation.pk)


@pytest.fixture
def interpretation(concluded: Consultation, official: User, editor: User) -> Interpretation:
    """Published three days after closing."""
    with clock.at(concluded.closes_at + timedelta(days=3)):
        made = prepare_interpretation(
            concluded.document,
            by=official,
            slug="explained",
            title="水费怎么收",
            parts=[
                PartText("main", "", "<p>每吨不超过二元五角。</p>"),
                PartText("basis", "", "<p>水法。</p>"),
            ],
        )
        publish_interpretation(made, by=editor)
    return made


def asked(about: Any = None, **more: Any) -> tuple[Question, str]:
    """A question sent in without an account, with its look-up code."""
    fields = {
        "title": "低保户要带什么证件？",
        "body": "水费减半要带什么材料？",
        "wants_publication": True,
        **more,
    }
    question, issued = submit_question(by=fields.pop("by", None), kind="inquiry", about=about, **fields)
    return question, issued.lookup_code


def answer(
    question: Question, official: User, reviewer: User, editor: User, body: str = "请携带低保证原件办理。"
) -> Question:
    """Routed to the official's department, shown, answered and signed off."""
    department = official.memberships.get(role="answerer").department
    assign_question(question, department, by=editor, show=True)
    reply = draft_reply(Question.objects.get(pk=question.pk), by=official, body=body)
    submit_reply(reply, by=official)
    publish_reply(reply, by=reviewer)
    return Question.objects.get(pk=question.pk)


@pytest.fixture
def answered(interpretation: Interpretation, official: User, reviewer: User, editor: User) -> Question:
    """A public question asked from the interpretation, with its answer."""
    return answer(asked(interpretation)[0], official, reviewer, editor)


def words(response: Any) -> str:
    """What a person reads on a page: no tags, no script, white space made one."""
    html = re.sub(r"<(script|style|svg).*?</\1>", " ", response.content.decode(), flags=re.S)
    html = re.sub(r'<wbr>|<span class="nb">', "", html)  # only there to break titles well
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def receipt_of(response: Any) -> tuple[str, str]:
    """Number and look-up code as they stand on a receipt."""
    html = response.content.decode()
    number = re.search(r'id="receipt-number">([^<]+)<', html)
    code = re.search(r'id="receipt-code">([^<]+)<', html)
    assert number and code, words(response)
    return number[1], code[1]


def hold(client: Client, number: str, code: str) -> Any:
    """Show number and code at the door, as the holder does."""
    return client.post("/track/", {"number": number, "code": code}, follow=True)


@pytest.fixture
def other_clause(official: User) -> Clause:
    """A clause of a text that is not under discussion here."""
    from consultations.documents.actions import import_draft

    department = official.memberships.first().department  # type: ignore[union-attr]
    version = import_draft(
        read_text("# 别的办法\n\n第一条 别的事。\n", markdown=True), department=department, by=official
    )
    return version.passages.get(label="第一条").clause
