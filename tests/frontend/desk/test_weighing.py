"""The weighing desk."""

import pytest
from django.test import Client

from consultations.models import Comment, Consultation, Opinion
from consultations.notices.counters import counts_of
from participation.accounts.models import Department, User
from tests.cast import Role, official_with
from tests.desk_client import DeskClient
from tests.drafts import comment_on
from tests.frontend.desk.conftest import at

IN_STEPS = "分两年逐步实施到位。"
DESK = "/desk/consultations/rural-water/weighing/"


@pytest.fixture
def colleague(department: Department) -> User:
    return official_with("colleague", "徐同事", department, Role.DRAFTER)


def test_an_opinion_gets_its_disposition_and_the_next_open_one_comes(
    client: Client, official: User, consultation: Consultation
) -> None:
    first = comment_on(consultation, "第一").opinions.get()
    second = comment_on(consultation, "第二").opinions.get()
    fourth = consultation.draft_version.passages.get(label="第四条").clause
    answer = at(client, official).post(
        f"{DESK}{first.pk}/dispose/?disposition=open",
        {"dispose-disposition": "partly_adopted", "dispose-reason": IN_STEPS, "dispose-changed_clause": fourth.uid},
    )  # fmt: skip
    assert answer["Location"] == f"{DESK}{second.pk}/?disposition=open"
    first.refresh_from_db()
    assert (first.disposition, first.reason, first.changed_clause) == (
        "partly_adopted",
        "分两年逐步实施到位。",
        fourth,
    )


def test_every_disposition_but_adopted_asks_for_its_reason_and_keeps_what_was_chosen(
    client: Client, official: User, comment: Comment
) -> None:
    opinion = comment.opinions.get()
    answer = at(client, official).post(
        f"{DESK}{opinion.pk}/dispose/", {"dispose-disposition": "not_adopted", "dispose-reason": ""}
    )
    assert answer.status_code == 422
    form = answer.context["forms"]["dispose"]
    assert form.errors["reason"] and form["disposition"].value() == "not_adopted"
    assert client.post(f"{DESK}{opinion.pk}/dispose/", {}).context["forms"]["dispose"].errors["disposition"]


def test_two_people_leave_an_opinion_out(
    client: Client, official: User, colleague: User, comment: Comment
) -> None:
    opinion = comment.opinions.get()
    at(client, official)
    wrong = client.post(f"{DESK}{opinion.pk}/propose/", {"propose-reason": ""})
    assert set(wrong.context["forms"]["propose"].errors) == {"reason", "reason_code"}
    client.post(
        f"{DESK}{opinion.pk}/propose/",
        {"propose-reason_code": "empty", "propose-reason": "只写了符号，没有任何内容。"},
    )
    own = client.get(f"{DESK}{opinion.pk}/").content.decode()
    assert "/agree/" not in own
    assert client.post(f"{DESK}{opinion.pk}/agree/").status_code == 422
    other = at(DeskClient(), colleague)
    assert "/agree/" in other.get(f"{DESK}?disposition=proposed").content.decode()
    assert other.post(f"{DESK}{opinion.pk}/agree/").status_code == 302
    assert Opinion.objects.get().disposition == "not_considered"


def test_a_letter_is_split_into_its_points(
    client: Client, official: User, consultation: Consultation
) -> None:
    opinion = comment_on(consultation, "一是太贵。\n\n二是太远。").opinions.get()
    at(client, official)
    wrong = client.post(f"{DESK}{opinion.pk}/split/", {"split-texts": "只有一条"})
    assert wrong.status_code == 422 and wrong.context["forms"]["split"].errors
    client.post(f"{DESK}{opinion.pk}/split/", {"split-texts": "一是太贵。\r\n\r\n二是太远。"})
    assert list(Opinion.objects.values_list("text", flat=True)) == ["一是太贵。", "二是太远。"]
    shown = client.get(f"{DESK}{opinion.pk}/").content.decode()
    assert "二是太远。" in shown
    assert counts_of(consultation)["open"] == 2


def test_the_list_is_filtered_by_disposition_clause_and_words(
    client: Client, official: User, comment: Comment, consultation: Consultation
) -> None:
    comment_on(consultation, "路太远了。")
    at(client, official)

    def found(query: str) -> list[str]:
        return [row.comment.body[:3] for row in client.get(f"{DESK}?{query}").context["listed"].rows]

    assert found("") == ["水费太", "路太远"]
    assert comment.clause and found(f"clause={comment.clause.uid}") == ["水费太"]
    assert found("clause=whole") == ["路太远"]
    assert found("q=太远") == ["路太远"]
    assert found(f"q={comment.number}") == ["水费太"]
    assert found("disposition=adopted") == []
    assert len(found("disposition=nonsense")) == 2


def test_a_colleague_who_weighed_it_meanwhile_is_named(
    client: Client, official: User, colleague: User, comment: Comment
) -> None:
    opinion = comment.opinions.get()
    at(DeskClient(), colleague).post(f"{DESK}{opinion.pk}/dispose/", {"dispose-disposition": "adopted"})
    answer = at(client, official).post(
        f"{DESK}{opinion.pk}/dispose/",
        {
            "dispose-disposition": "not_adopted",
            "dispose-reason": "供水有成本，水价暂不降。",
            "dispose-revision": f"{opinion.pk}-0",
        },
    )
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert colleague.name in shown and "供水有成本，水价暂不降。" in shown
    assert Opinion.objects.get().disposition == "adopted"


def test_the_bar_says_how_much_is_still_open(client: Client, official: User, comment: Comment) -> None:
    context = at(client, official).get(DESK).context
    assert (context["counts"]["open"], context["weighed"]) == (1, 0)


def test_after_the_last_opinion_the_page_leads_to_the_feedback(
    official: User, consultation: Consultation
) -> None:
    opinions = [comment_on(consultation, body).opinions.get() for body in ("第一", "第二")]
    client = at(DeskClient(), official)
    said = {"dispose-disposition": "not_adopted", "dispose-reason": "水厂成本较高，暂不能免费。"}
    first, last = (client.post(f"{DESK}{row.pk}/dispose/", said, follow=True) for row in opinions)
    link = f'<a href="/desk/consultations/{consultation.slug}/feedback/">起草采纳情况反馈</a>'
    assert link not in first.content.decode() and link in last.content.decode()
    assert "请看下一条" in first.content.decode() and "请看下一条" not in last.content.decode()
