"""A clause's own page: its history, what was said on it, what was asked about it."""

import re
from typing import Any

from django.test import Client

from consultations.comments.actions import accept_comment
from consultations.documents.actions import publish_version, revise
from consultations.documents.reading import read_text
from consultations.models import Clause, Consultation, Version
from participation.accounts.models import User
from responses.models import Interpretation
from tests.drafts import DRAFT, comment_on
from tests.frontend.public.conftest import answer, asked, words


def url_of(consultation: Consultation, clause: Clause) -> str:
    return f"/documents/{consultation.document.slug}/clauses/{clause.uid}/"


def test_the_history_of_a_clause_marks_what_changed(
    client: Client, concluded: Consultation, fourth: Clause
) -> None:
    response = client.get(url_of(concluded, fourth))
    assert response.status_code == 200
    said = words(response)
    assert "第四条" in said and "首次出现" in said
    assert "<del>" in response.content.decode() and "<ins>" in response.content.decode()


def test_the_comments_on_it_stand_with_what_became_of_them(
    client: Client, concluded: Consultation, fourth: Clause
) -> None:
    said = words(client.get(url_of(concluded, fourth)))
    assert "水费太高，低保户怎么办？" in said and "供水有成本，水价暂不降。" in said and "周晓梅" not in said
    assert "因下列意见作了修改" in said
    assert "针对第1版提出" in said, "the commenter is told that the clause was reworded since"


def test_what_is_not_published_is_not_shown(
    client: Client, consultation: Consultation, fourth: Clause, moderator: User
) -> None:
    comment_on(consultation, "还在审核", clause=fourth)
    accept_comment(comment_on(consultation, "不公开的", clause=fourth, wants_publication=False), by=moderator)
    said = words(client.get(url_of(consultation, fourth)))
    assert "还在审核" not in said and "不公开的" not in said


def test_dispositions_wait_for_the_feedback(
    client: Client, consultation: Consultation, fourth: Clause, moderator: User, official: User
) -> None:
    from consultations.weighing.actions import dispose_opinion

    comment = accept_comment(comment_on(consultation, "太贵", clause=fourth), by=moderator)
    dispose_opinion(comment.opinions.get(), "not_adopted", by=official, reason="还不能公开说的具体理由")
    assert "还不能公开说的具体理由" not in words(client.get(url_of(consultation, fourth)))


def test_questions_about_it_answers_that_lean_on_it_and_interpretations_are_there(
    client: Client,
    interpretation: Interpretation,
    concluded: Consultation,
    fourth: Clause,
    official: User,
    reviewer: User,
    editor: User,
) -> None:
    from responses.models import Reply

    about_it = answer(asked(fourth)[0], official, reviewer, editor)
    leaning = answer(
        asked(interpretation, title="减半怎么算")[0],
        official,
        reviewer,
        editor,
        body="水费按照第四条计算减半。",
    )
    Reply.objects.get(question=leaning).leans_on.add(fourth)
    page = client.get(url_of(concluded, fourth)).content.decode()
    assert about_it.number in page and leaning.number in page and interpretation.slug in page
    hidden, _ = asked(fourth, title="没公开的", wants_publication=False)
    assert hidden.number not in client.get(url_of(concluded, fourth)).content.decode()


def test_one_may_comment_from_it_while_the_consultation_is_open(
    client: Client, consultation: Consultation, fourth: Clause
) -> None:
    page = client.get(url_of(consultation, fourth)).content.decode()
    found = re.search(rf'href="([^"]*\?clause={fourth.uid})#', page)
    assert found and client.get(found[1]).status_code == 200
    assert f"/questions/ask/?about=clause:{fourth.uid}" in page


def test_a_chapter_and_a_clause_that_went_have_their_pages(
    client: Client, consultation: Consultation, official: User, editor: User
) -> None:
    shorter = DRAFT.replace("（二）公布收费标准。", "").replace("；\n", "。\n")
    gone = consultation.draft_version.passages.get(label="（二）").clause
    chapter = consultation.draft_version.passages.get(label="第一章").clause
    version = revise(consultation.draft_version, read_text(shorter, markdown=True), by=official)
    assert "最新版本中已没有这一条" not in words(client.get(url_of(consultation, gone))), "still a draft"
    publish_version(version, by=editor)
    assert "最新版本中已没有这一条" in words(client.get(url_of(consultation, gone)))
    assert "总则" in words(client.get(url_of(consultation, chapter)))
    asking = client.get(f"/questions/ask/?about=clause:{gone.uid}").content.decode()
    assert url_of(consultation, gone) in asking and f"#c-{gone.uid}" not in asking


def test_a_clause_that_went_has_its_place_among_the_changes(
    client: Client, consultation: Consultation, fourth: Clause, official: User, editor: User
) -> None:
    shorter = DRAFT.replace("第四条 水费每吨不超过三元。", "")
    publish_version(
        revise(consultation.draft_version, read_text(shorter, markdown=True), by=official), by=editor
    )
    page = client.get(f"/documents/{consultation.document.slug}/compare/?old=1&new=2").content.decode()
    assert f'id="d-{fourth.uid}"' in page


def test_an_item_leads_to_its_article(client: Client, concluded: Consultation) -> None:
    article = concluded.draft_version.passages.get(label="第三条").clause
    item = concluded.draft_version.passages.get(label="（一）").clause
    page = client.get(url_of(concluded, item))
    assert "每日检测水质" in words(page)
    assert url_of(concluded, article) in page.content.decode()


def test_a_clause_of_an_unpublished_text_or_another_document_is_not_there(
    client: Client, concluded: Consultation, other_clause: Clause, draft: Version, fourth: Clause
) -> None:
    assert client.get(url_of(concluded, other_clause)).status_code == 404
    other = other_clause.document.slug
    assert client.get(f"/documents/{other}/clauses/{other_clause.uid}/").status_code == 404
    assert client.get(f"/documents/{other}/clauses/{fourth.uid}/").status_code == 404
    assert client.get(f"/documents/{concluded.document.slug}/clauses/none/").status_code == 404


def test_document_consultation_and_changes_lead_to_it(
    client: Client, concluded: Consultation, fourth: Clause
) -> None:
    for page in (
        f"/documents/{concluded.document.slug}/",
        f"/consultations/{concluded.slug}/",
        f"/consultations/{concluded.slug}/changes/",
    ):
        assert url_of(concluded, fourth) in client.get(page).content.decode(), page


def test_it_costs_the_same_for_one_comment_and_for_thirty(
    client: Client,
    consultation: Consultation,
    fourth: Clause,
    moderator: User,
    django_assert_num_queries: Any,
) -> None:
    path = url_of(consultation, fourth)
    for count in (1, 29):
        for n in range(count):
            accept_comment(comment_on(consultation, f"意见{n}", clause=fourth), by=moderator)
            asked(fourth, title=f"问题{n}")
        with django_assert_num_queries(14):
            assert client.get(path).status_code == 200
