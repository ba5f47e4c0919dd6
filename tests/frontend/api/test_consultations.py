from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from consultations.comments.actions import accept_comment
from consultations.decisions.publishing import publish_final
from consultations.documents.actions import revise
from consultations.documents.reading import read_text
from consultations.models import Consultation, Version
from consultations.notices.actions import prepare_consultation, publish_consultation
from consultations.outcomes.actions import draft_feedback, publish_feedback
from consultations.weighing.actions import dispose_opinion
from participation import clock
from participation.accounts.models import User
from tests.drafts import FINAL, after_closing, comment_on, decided, notice_fields
from tests.frontend.api.conftest import Api, problem


def test_the_list_says_what_everybody_may_know(api: Api, consultation: Consultation) -> None:
    row = api.get("consultations/").json()["results"][0]
    assert set(row) == {"slug", "title", "kind", "phase", "opens_at", "closes_at", "department"}
    assert row["phase"] == "open"
    assert row["department"] == {"slug": "housing", "name": "住房和城乡建设局"}
    assert row["opens_at"].endswith("T00:00:00+08:00")
    assert datetime.fromisoformat(row["closes_at"]) == consultation.closes_at


def test_a_draft_notice_is_in_no_list_and_at_no_address(api: Api, notice: Consultation, editor: User) -> None:
    api.client.force_login(editor)
    assert api.get("consultations/").json()["results"] == []
    problem(api.get(f"consultations/{notice.slug}/"), 404)


def test_the_list_is_filtered_by_phase_kind_department_and_words(
    api: Api, consultation: Consultation
) -> None:
    def found(**query: str) -> int:
        return len(api.get("consultations/", query).json()["results"])

    assert found(phase="open") == 1 and found(phase="closed") == 0
    assert found(kind="major_decision") == 1 and found(kind="other") == 0
    assert found(department="housing") == 1
    assert found(q="饮水 公告") == 1 and found(q="垃圾") == 0
    assert found(phase="", q="") == 1
    with after_closing(consultation):
        assert found(phase="closed") == 1 and found(phase="open") == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("phase", "draft"), ("phase", "opne"), ("kind", "x"), ("department", "nowhere"), ("q", "字" * 101),
        ("q", "a\0b"), ("cursor", "x"), ("cursor", "cD1hYmM="), ("page_size", "0"), ("page_size", "10000"),
        ("page_size", "ten"), ("page_size", "9" * 5000),
    ],
)  # fmt: skip
@pytest.mark.django_db
def test_a_filter_that_cannot_be_meant_is_named(api: Api, name: str, value: str) -> None:
    assert list(problem(api.get("consultations/", {name: value}), 400)["errors"]) == [name]


def test_one_consultation_comes_with_its_clauses_and_its_counts(api: Api, consultation: Consultation) -> None:
    fourth = consultation.draft_version.passages.get(label="第四条").clause
    comment_on(consultation, clause=fourth)
    comment_on(consultation)
    found = api.get(f"consultations/{consultation.slug}/").json()
    clause = next(each for each in found["clauses"] if each["label"] == "第四条")
    assert clause["id"] == fourth.uid and clause["text"] == "水费每吨不超过三元。" and clause["comments"] == 1
    counts = found["counts"]
    assert counts["received"] == counts["pending"] == counts["opinions"] == counts["open"] == 2
    assert found["legal_basis"] and found["summary"]


def test_changes_and_feedback_appear_with_their_publication(
    api: Api, consultation: Consultation, official: User, editor: User, moderator: User, reviewer: User
) -> None:
    here = f"consultations/{consultation.slug}/"
    fourth = consultation.draft_version.passages.get(label="第四条").clause
    heard = accept_comment(comment_on(consultation, "水费太高。", clause=fourth, name="朱德发"), by=moderator)
    problem(api.get(here + "changes/"), 404)
    problem(api.get(here + "feedback/"), 404)
    with after_closing(consultation):
        final = revise(consultation.draft_version, read_text(FINAL, markdown=True), by=official)
        dispose_opinion(heard.opinions.get(), "adopted", by=official, changed_clause=fourth)
        feedback = draft_feedback(consultation, by=official, asked="问了。", said="说了。", did="做了。")
        problem(api.get(here + "feedback/"), 404)
        before = api.get(here + "comments/").json()["results"][0]["opinions"]
        assert before[0]["disposition"] == "open", "nobody reads what no second person has published"
        sums = api.get(here).json()["counts"]
        assert (sums["opinions"], sums["open"], sums["adopted"]) == (1, 1, 0), "nor counts it"
        publish_feedback(feedback, by=reviewer)
        assert api.get(here).json()["counts"]["adopted"] == 1
        consultation = Consultation.objects.get(pk=consultation.pk)
        decided(consultation, official=official, reviewer=reviewer, editor=editor)
        publish_final(consultation, final, by=editor)
    changed = [row for row in api.get(here + "changes/").json()["changes"] if row["kind"] == "changed"]
    assert changed[-1]["opinions"][0]["number"] == heard.number
    assert changed[-1]["opinions"][0]["author"] == "朱**"
    assert changed[-1]["opinions_count"] == 1
    listed = api.client.get(changed[-1]["opinions_url"]).json()
    assert listed == {"results": changed[-1]["opinions"], "next": None, "previous": None}
    assert api.client.get(changed[-1]["opinions_url"] + "?disposition=not_adopted").json()["results"] == []
    problem(api.client.get(changed[-1]["opinions_url"] + "?disposition=x"), 400)
    problem(api.get(here + "changes/nothing/opinions/"), 404)
    told = api.get(here + "feedback/").json()
    assert told["did"] == "做了。" and told["counts"]["adopted"] == told["counts"]["received"] == 1
    after = api.get(here + "comments/", {"disposition": "adopted"}).json()["results"]
    assert after[0]["opinions"][0] == {
        "text": "", "disposition": "adopted", "reason": "", "changed_clause": fourth.uid
    }  # fmt: skip


def many(version: Version, official: User, editor: User, count: int) -> None:
    for n in range(count):
        made = prepare_consultation(version, by=official, slug=f"c-{n}", **notice_fields())
        publish_consultation(made, by=editor)


def test_pages_follow_each_other_and_show_nothing_twice(
    api: Api, draft: Version, official: User, editor: User
) -> None:
    many(draft, official, editor, 5)
    seen: list[str] = []
    url = "/api/v1/consultations/?page_size=2"
    pages = []
    while url:
        page = api.client.get(url).json()
        seen += [row["slug"] for row in page["results"]]
        pages.append(page)
        url = page["next"]
    assert seen == [f"c-{n}" for n in (4, 3, 2, 1, 0)]
    back = api.client.get(pages[-1]["previous"]).json()
    assert [row["slug"] for row in back["results"]] == ["c-2", "c-1"]


@pytest.mark.parametrize("rows", [1, 30])
def test_a_list_takes_one_query(
    api: Api, draft: Version, official: User, editor: User, rows: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    many(draft, official, editor, rows)
    with django_assert_num_queries(1):
        assert len(api.get("consultations/", {"page_size": "50"}).json()["results"]) == rows


@pytest.mark.parametrize("rows", [1, 30])
def test_a_consultation_takes_five_queries(
    api: Api, consultation: Consultation, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(rows):
        comment_on(consultation)
    with django_assert_num_queries(5):
        api.get(f"consultations/{consultation.slug}/")


def test_phases_turn_at_the_very_second(api: Api, consultation: Consultation) -> None:
    def phase() -> str:
        return str(api.get(f"consultations/{consultation.slug}/").json()["phase"])

    second = timedelta(seconds=1)
    with clock.at(consultation.opens_at - second):
        assert phase() == "upcoming"
    with clock.at(consultation.opens_at):
        assert phase() == "open"
    with clock.at(consultation.closes_at - second):
        assert phase() == "open"
    with clock.at(consultation.closes_at):
        assert phase() == "closed"
