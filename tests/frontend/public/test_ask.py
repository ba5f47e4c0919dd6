"""Asking a question: from anywhere, with similar answers shown first, and nothing typed ever lost."""

import pytest
from django.test import Client

from consultations.models import Clause, Consultation
from participation.accounts.models import Department, User
from responses.models import Interpretation, Question
from tests.frontend.public.conftest import receipt_of, words

ASK = "/questions/ask/"
HTMX = {"HX-Request": "true"}


def filled(**more: str) -> dict[str, str]:
    fields = {
        "kind": "inquiry",
        "title": "停水怎么通知？",
        "body": "停水会提前几天通知？",
        "idempotency_key": "key-1",
    }
    return {**fields, **more}


def test_the_way_to_report_wrongdoing_is_read_before_the_form(client: Client) -> None:
    page = client.get("/questions/ask/").content.decode()
    assert page.index("12388") < page.index('name="title"')


def test_a_question_asked_from_an_interpretation_goes_to_its_unit(
    client: Client, interpretation: Interpretation
) -> None:
    about = f"interpretation:{interpretation.slug}"
    page = client.get(f"{ASK}?about={about}")
    assert interpretation.title in words(page) and f'value="{about}"' in page.content.decode()
    response = client.post(ASK, filled(about=about, contact="zhou@example.org"))
    number, _code = receipt_of(response)
    question = Question.objects.get(number=number)
    assert question.interpretation == interpretation and question.department == interpretation.department
    assert not question.wants_publication and "答复期限" in words(response)


@pytest.mark.parametrize("kind", ["consultation", "document", "clause"])
def test_one_may_ask_about_a_consultation_a_document_and_a_clause(
    client: Client, consultation: Consultation, fourth: Clause, kind: str
) -> None:
    name = {"consultation": consultation.slug, "document": consultation.document.slug, "clause": fourth.uid}[
        kind
    ]
    client.post(ASK, filled(about=f"{kind}:{name}"))
    question = Question.objects.get()
    assert getattr(question, f"{kind}_id") is not None


@pytest.mark.parametrize(
    "about", ["interpretation:none", "consultation:", "nothing", "clause:%00", "document:" + "x" * 200]
)
def test_what_cannot_be_found_does_not_stop_anybody_from_asking(client: Client, db: None, about: str) -> None:
    assert client.get(f"{ASK}?about={about}").status_code == 200
    assert receipt_of(client.post(ASK, filled(about=about[:100].replace("%00", ""))))


def test_a_draft_interpretation_cannot_be_named(client: Client, notice: Consultation) -> None:
    client.post(ASK, filled(about=f"consultation:{notice.slug}"))
    assert Question.objects.get().consultation is None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"title": ""}, "请用一句话写明"),
        ({"title": "长" * 101}, "标题最多 100 字"),
        ({"body": ""}, "您想了解的内容。"),
        ({"body": "长" * 5001}, "共 5001 字"),
        ({"kind": ""}, "请选择留言类型。"),
        ({"kind": "report"}, "请选择留言类型。"),
        ({"department": "no-such"}, "请从列出的单位中选择。"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_typed_is_lost(
    client: Client, db: None, change: dict[str, str], said: str
) -> None:
    sent = filled(place="临河镇", name="周晓梅", contact="zhou@example.org") | change
    response = client.post(ASK, sent)
    html = response.content.decode()
    assert response.status_code == 422 and said in words(response)
    assert all(sent[name] in html for name in ("title", "body", "place", "name", "contact"))
    assert not Question.objects.exists()


def test_a_double_tap_is_one_question(client: Client, db: None) -> None:
    assert receipt_of(client.post(ASK, filled())) == receipt_of(client.post(ASK, filled()))
    assert Question.objects.count() == 1


def test_the_county_itself_is_not_offered_as_the_one_who_answers(
    client: Client, department: Department, county: Department
) -> None:
    html = client.get(ASK).content.decode()
    assert f'value="{department.slug}"' in html and f'value="{county.slug}"' not in html


def test_consent_is_not_ticked_and_wrongdoing_is_sent_elsewhere(client: Client, db: None) -> None:
    page = client.get(ASK)
    assert "checked" not in page.content.decode().split('name="publish"')[1][:80]
    assert "12388" in words(page)


def test_similar_answers_come_while_the_title_is_typed(client: Client, answered: Question) -> None:
    fragment = client.get("/questions/similar/?title=低保户证件", headers=HTMX).content.decode()
    assert answered.number in fragment and "<html" not in fragment
    assert 'hx-get="/questions/similar/"' in client.get(ASK).content.decode()


def test_without_script_similar_answers_have_a_page_of_their_own(client: Client, answered: Question) -> None:
    page = client.get("/questions/similar/?title=低保户证件")
    assert answered.number in page.content.decode()
    assert "好像还没有人问过。" in words(client.get("/questions/similar/?title=宅基地翻建层数"))
    assert client.get("/questions/similar/").status_code == 200


def test_a_question_nobody_may_read_is_never_offered_as_similar(
    client: Client, answered: Question, resident: User
) -> None:
    Question.objects.update(is_public=False)
    assert answered.number not in client.get("/questions/similar/?title=低保户证件").content.decode()
