"""What was taken back says so wherever it is read, with both dates, and never as if it held."""

import io
from datetime import timedelta

import pytest
from django.test import Client
from docx import Document as open_word

from consultations.decisions.actions import attach, list_decision, prepare_decision
from consultations.documents.actions import revise
from consultations.documents.reading import read_text
from consultations.models import Clause, Consultation, DecisionStage
from participation import clock
from participation.accounts.models import User
from responses.interpretations.actions import PartText, prepare_interpretation, publish_interpretation
from responses.models import Interpretation
from tests.drafts import FINAL, after_closing, corrected, passed_again, taken_back
from tests.frontend.public.conftest import answer, asked, words

GONE = "已失效"


@pytest.fixture
def without_final(concluded: Consultation, official: User, editor: User) -> Consultation:
    """Its final text, version 2, was taken back."""
    return taken_back(
        concluded, by=official, confirmed_by=editor, kind="final_text", reason="文本需要重新进行审查。"
    )


def test_the_document_opens_with_the_news_that_its_final_text_was_taken_back(
    client: Client, without_final: Consultation
) -> None:
    address = f"/documents/{without_final.document.slug}/"
    newest = words(client.get(address))
    top = newest[: newest.index("第一条")]
    assert "目前没有有效的正式文件" in top and "停止生效" in top and "文本需要重新进行审查。" in top
    assert "最新版本" not in newest and "较早的版本" not in newest
    gone = words(client.get(f"{address}?version=2"))
    assert GONE in gone[: gone.index("第一条")] and "公布" in gone and "停止生效" in gone
    assert "现行有效" not in gone and "较早的版本" not in gone


def test_a_corrected_final_text_is_the_newest_and_the_one_before_holds_no_longer(
    client: Client, concluded: Consultation, official: User, reviewer: User, editor: User
) -> None:
    assert concluded.final_version
    newer = revise(
        concluded.final_version, read_text(FINAL.replace("二元五角", "二元四角"), markdown=True), by=official
    )
    with after_closing(concluded):
        passed_again(newer, official=official, reviewer=reviewer)
        corrected(concluded, by=official, confirmed_by=editor, final_version=newer.pk)
    page = words(client.get(f"/documents/{concluded.document.slug}/"))
    assert "最新版本" in page and "目前没有有效的正式文件" not in page


def test_a_clause_says_what_it_says_where_it_still_holds(
    client: Client, without_final: Consultation, fourth: Clause
) -> None:
    page = words(client.get(f"/documents/{without_final.document.slug}/clauses/{fourth.uid}/"))
    assert "三元" in page[: page.index(GONE)], "the draft's words, since the final ones were taken back"
    assert "停止生效" in page


def lines_of(client: Client, address: str) -> list[str]:
    return [row.text for row in open_word(io.BytesIO(client.get(address).content)).paragraphs]


def test_comparing_and_the_word_files_say_it_too(client: Client, without_final: Consultation) -> None:
    address = f"/documents/{without_final.document.slug}/"
    assert GONE in words(client.get(f"{address}compare/"))
    title, line, *_text = lines_of(client, f"{address}2.docx")
    assert title.endswith("（已失效）") and "停止生效" in line and line.endswith("文本需要重新进行审查。")
    compared = lines_of(client, f"{address}compare.docx")
    assert "第1版：征求意见稿" in compared and f"第2版：{GONE}" in compared
    assert any(line.startswith("第2版：") and line.endswith("文本需要重新进行审查。") for line in compared)


def test_the_word_file_of_a_draft_says_under_its_title_that_it_is_one(
    client: Client, consultation: Consultation
) -> None:
    assert lines_of(client, f"/documents/{consultation.document.slug}/1.docx")[1] == "征求意见稿"


def test_an_answer_marks_the_clauses_that_hold_no_longer_and_leads_to_the_version_it_quoted(
    client: Client,
    concluded: Consultation,
    interpretation: Interpretation,
    fourth: Clause,
    official: User,
    reviewer: User,
    editor: User,
) -> None:
    with clock.at(concluded.closes_at + timedelta(days=4)):
        question = answer(asked(interpretation)[0], official, reviewer, editor)
        question.reply.leans_on.add(fourth)
        address = f"/documents/{concluded.document.slug}/?version=2#c-{fourth.uid}"
        page = client.get(f"/questions/{question.number}/")
        assert address in page.content.decode() and GONE not in words(page)
    with clock.at(concluded.closes_at + timedelta(days=5)):
        taken_back(concluded, by=official, confirmed_by=editor, kind="final_text")
        page = client.get(f"/questions/{question.number}/")
        assert address in page.content.decode() and GONE in words(page) and "二元五角" in words(page)
        [cited] = client.get(f"/api/v1/questions/{question.number}/").json()["reply"]["leans_on"]
    assert cited["version"] == 2 and cited["withdrawn_at"]


def test_the_dossier_marks_the_texts_that_hold_no_longer(
    client: Client, without_final: Consultation, official: User, editor: User
) -> None:
    decision = prepare_decision(by=official, department=without_final.department, slug="water", title="饮水")
    attach(decision, without_final.document, by=official)
    list_decision(decision, by=editor)
    [row] = client.get("/api/v1/decisions/water/").json()["documents"]
    assert row["withdrawn_at"]
    page = words(client.get("/decisions/water/"))
    assert page.count(GONE) == 1 and "停止生效" in page


def test_a_withdrawn_notice_and_its_draft_name_both_dates(
    client: Client, consultation: Consultation, official: User, editor: User
) -> None:
    with clock.at(consultation.opens_at + (consultation.closes_at - consultation.opens_at) / 2):
        taken_back(consultation, by=official, confirmed_by=editor, reason="草案需作较大修改，另行征求。")
        page = client.get(f"/consultations/{consultation.slug}/")
        assert "公布，" in words(page) and "撤回。" in words(page)
        assert [step.words for step in page.context["dates"]][-1] == "终止征求意见"
        assert consultation.closes_on not in [step.day for step in page.context["dates"]]
        draft = words(client.get(f"/documents/{consultation.document.slug}/"))
        assert "已于" in draft[: draft.index("第一条")] and "草案需作较大修改，另行征求。" in draft
        assert "最新版本" not in draft and "· 最新" not in draft
        fourth = consultation.draft_version.passages.get(label="第四条").clause
        clause = words(client.get(f"/documents/{consultation.document.slug}/clauses/{fourth.uid}/"))
        assert "就本稿征求意见的活动已于" in clause and "草案需作较大修改，另行征求。" in clause
        line = lines_of(client, f"/documents/{consultation.document.slug}/1.docx")[2]
        assert line.startswith("就本稿征求意见的活动已于") and line.endswith("草案需作较大修改，另行征求。")


def test_an_interpretation_that_was_taken_back_names_both_dates(
    client: Client, consultation: Consultation, official: User, editor: User
) -> None:
    made = prepare_interpretation(
        consultation.document,
        by=official,
        slug="jd",
        title="解读",
        parts=[PartText("main", "", "<p>水价</p>")],
    )
    publish_interpretation(made, by=editor)
    with after_closing(consultation):
        taken_back(made, by=official, confirmed_by=editor)
        page = words(client.get("/interpretations/jd/"))
    assert "公布，" in page and "撤回。" in page


def test_through_the_api_an_interpretation_says_whether_its_document_holds(
    client: Client, concluded: Consultation, interpretation: Interpretation, official: User, editor: User
) -> None:
    address = f"/api/v1/interpretations/{interpretation.slug}/"
    assert client.get(address).json()["document"]["withdrawn_at"] is None
    taken_back(concluded, by=official, confirmed_by=editor, kind="final_text")
    assert client.get(address).json()["document"]["withdrawn_at"]


def test_counts_say_nothing_of_what_was_decided_once_the_feedback_is_taken_back(
    client: Client, without_final: Consultation, official: User, editor: User, reviewer: User
) -> None:
    address = f"/api/v1/consultations/{without_final.slug}/"
    assert client.get(address).json()["counts"]["adopted"] == 1
    DecisionStage.objects.filter(stage="legality_review").delete()  # it was not sent for review on it yet
    taken_back(without_final.feedback, by=official, confirmed_by=reviewer)
    counts = client.get(address).json()["counts"]
    assert (counts["adopted"], counts["not_adopted"], counts["open"]) == (0, 0, 2) and counts["opinions"] == 2
