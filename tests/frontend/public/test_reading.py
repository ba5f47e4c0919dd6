"""Interpretations, documents, the home page and one's own items."""

from django.test import Client

from consultations.documents.actions import revise
from consultations.documents.reading import read_text
from consultations.models import Comment, Consultation, Version
from participation.accounts.models import User
from responses.interpretations.actions import prepare_interpretation
from responses.models import Interpretation, Question
from responses.questions.actions import assign_question
from tests.drafts import FINAL, comment_on
from tests.frontend.public.conftest import asked, words


def test_an_interpretation_shows_its_parts_its_document_and_its_questions(
    client: Client, interpretation: Interpretation, answered: Question, editor: User
) -> None:
    waiting, _code = asked(interpretation, title="跨村能不能报停？")
    assign_question(waiting, interpretation.department, by=editor, show=True)
    response = client.get(f"/interpretations/{interpretation.slug}/")
    said = words(response)
    for piece in (
        "主要内容",
        "每吨不超过二元五角。",
        "依据",
        "请携带低保证原件办理。",
        "还没答的",
        "跨村能不能报停？",
        "来源：",
    ):
        assert piece in said
    assert f"/documents/{interpretation.document.slug}/" in response.content.decode()
    assert f"about=interpretation:{interpretation.slug}" in response.content.decode()


def test_every_reading_counts_once_and_prefetching_does_not(
    client: Client, interpretation: Interpretation
) -> None:
    path = f"/interpretations/{interpretation.slug}/"
    client.get(path)
    client.get(path, headers={"Sec-Purpose": "prefetch"})
    client.head(path)
    assert "浏览 2 次" in words(client.get(path))


def test_a_draft_interpretation_is_not_found(client: Client, concluded: Consultation, official: User) -> None:
    made = prepare_interpretation(concluded.document, by=official, slug="not-yet", title="还没发布")
    assert client.get("/interpretations/not-yet/").status_code == 404
    assert made.title not in words(client.get("/interpretations/"))


def test_neighbours_lead_back_and_forth(client: Client, interpretation: Interpretation) -> None:
    other = Interpretation.objects.get()
    other.pk, other.slug, other.title = None, "other", "另一篇"
    other.save()
    assert "另一篇" in words(client.get(f"/interpretations/{interpretation.slug}/"))
    assert interpretation.title in words(client.get("/interpretations/other/"))


def test_a_document_shows_its_newest_version_and_every_earlier_one(
    client: Client, concluded: Consultation
) -> None:
    path = f"/documents/{concluded.document.slug}/"
    assert "二元五角" in words(client.get(path))
    early = words(client.get(f"{path}?version=1"))
    assert "不超过三元" in early and "这是较早的版本。" in early
    assert [client.get(f"{path}?version={n}").status_code for n in ("9", "x", "-1", "1" * 40)] == [404] * 4


def test_a_version_in_the_making_is_nobodys_to_read(
    client: Client, consultation: Consultation, official: User
) -> None:
    revise(consultation.draft_version, read_text(FINAL, markdown=True), by=official)
    path = f"/documents/{consultation.document.slug}/"
    assert "二元五角" not in words(client.get(path))
    assert client.get(f"{path}?version=2").status_code == 404


def test_a_document_that_was_never_published_is_not_found(client: Client, draft: Version) -> None:
    assert client.get(f"/documents/{draft.document.slug}/").status_code == 404


def test_the_home_page_shows_what_is_open_changed_answered_and_explained(
    client: Client, concluded: Consultation, answered: Question, interpretation: Interpretation
) -> None:
    said = words(client.get("/"))
    for piece in (
        "因为您的意见，改了这些",
        "水费太高，低保户怎么办？",
        answered.title,
        interpretation.title,
        "我要留言",
    ):
        assert piece in said
    assert "目前没有正在征求意见的事项" in said


def test_the_home_page_of_an_empty_county_still_says_what_to_do(client: Client, db: None) -> None:
    said = words(client.get("/"))
    assert "目前没有正在征求意见的事项" in said and "还没有公布答复。" in said


def test_own_items_need_signing_in_and_are_nobody_elses(
    client: Client, consultation: Consultation, resident: User, neighbour: User
) -> None:
    comment_on(consultation, "我自己的意见。", by=resident)
    assert client.get("/accounts/").headers["Location"].startswith("/accounts/login/")
    client.force_login(neighbour)
    assert "我自己的意见。" not in words(client.get("/accounts/"))
    client.force_login(resident)
    number = Comment.objects.get().number
    assert "我自己的意见。" in words(client.get("/accounts/"))
    assert "我自己的意见。" in words(client.get(f"/track/{number}/"))
