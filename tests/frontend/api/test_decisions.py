"""Decisions through the API: what everybody may know of a matter."""

import pytest
from pytest_django import DjangoAssertNumQueries

from consultations.decisions.actions import attach, edit_decision, list_decision, prepare_decision
from consultations.decisions.confirming import confirm_result
from consultations.decisions.models import Decision
from consultations.decisions.stages import begin_stage
from consultations.models import Consultation
from participation.accounts.models import Department, User
from tests.dossiers import recorded, taken
from tests.drafts import corrected
from tests.frontend.api.conftest import Api, problem


def listed(slug: str, official: User, editor: User, department: Department) -> Decision:
    title = "农村饮水管理办法" if slug == "water" else f"农村饮水管理办法{slug}"
    made = prepare_decision(by=official, slug=slug, title=title, department=department)
    return list_decision(made, by=editor)


@pytest.fixture
def decision(official: User, editor: User, department: Department) -> Decision:
    return listed("water", official, editor, department)


def test_the_list_says_what_everybody_may_know(api: Api, decision: Decision) -> None:
    [row] = api.get("decisions/").json()["results"]
    assert set(row) == {
        "slug",
        "title",
        "kind",
        "status",
        "execution",
        "department",
        "planned_on",
        "published_at",
    }
    assert (row["slug"], row["status"]) == ("water", "under_way")


def test_the_dossier_gives_stages_consultations_and_texts_but_nothing_from_inside(
    api: Api, decision: Decision, consultation: Consultation, official: User, reviewer: User
) -> None:
    attach(decision, consultation, by=official)
    attach(decision, consultation.document, by=official)
    begin_stage(decision, "risk_assessment", by=official, inside_note="内部")
    row = recorded(decision, "risk_assessment", by=official, public_note="风险低。", inside_note="细节")
    waits = api.get("decisions/water/")
    assert waits.json()["stages"][1]["result"] == "" and "风险低" not in waits.content.decode()
    confirm_result(row, by=reviewer)
    answer = api.get("decisions/water/")
    found = answer.json()
    [following, stage] = found["stages"]
    assert (following["stage"], following["status"]) == ("public_participation", "begun")
    assert (stage["stage"], stage["result"], stage["note"]) == ("risk_assessment", "controllable", "风险低。")
    assert {"label": "评估单位", "value": "住房和城乡建设局"} in stage["particulars"]
    assert [row["slug"] for row in found["consultations"]] == [consultation.slug]
    assert [row["slug"] for row in found["documents"]] == [consultation.document.slug]
    text = answer.content.decode()
    assert "内部" not in text and "细节" not in text and official.name not in text


def test_a_matter_being_prepared_is_in_no_list_and_at_no_address(
    api: Api, official: User, department: Department
) -> None:
    prepare_decision(by=official, slug="secret", title="未公开事项", department=department)
    api.client.force_login(official)
    assert api.get("decisions/").json()["results"] == []
    problem(api.get("decisions/secret/"), 404)


def test_the_list_is_filtered(api: Api, decision: Decision) -> None:
    def found(**query: str) -> int:
        return len(api.get("decisions/", query).json()["results"])

    assert found(status="under_way") == found(department="housing") == found(q="饮水") == 1
    assert found(status="decided") == found(kind="other") == found(q="垃圾") == 0


@pytest.mark.parametrize(("name", "value"), [("status", "draft"), ("kind", "x"), ("department", "nowhere")])
@pytest.mark.django_db
def test_a_filter_that_cannot_be_meant_is_named(api: Api, name: str, value: str) -> None:
    assert list(problem(api.get("decisions/", {name: value}), 400)["errors"]) == [name]


@pytest.mark.parametrize("many", [1, 30])
def test_list_and_dossier_cost_the_same_for_one_and_for_thirty(
    api: Api, official: User, reviewer: User, editor: User, department: Department, many: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for n in range(many):
        row = listed(f"d{n}", official, editor, department)
    for _n in range(many):
        begin_stage(row, "drafting", by=official)
        taken(row, "drafting", by=official, second=reviewer)
    with django_assert_num_queries(1):
        api.get("decisions/", {"page_size": "50"})
    with django_assert_num_queries(10):
        api.get(f"decisions/d{many - 1}/")


def test_the_dossier_says_what_the_matter_is_and_what_it_was(
    api: Api, decision: Decision, official: User, editor: User
) -> None:
    edit_decision(decision, by=official, concerns=["price"])
    fresh = Decision.objects.get(pk=decision.pk)
    corrected(
        fresh, by=official, confirmed_by=editor, reason="经核实本办法不制定价格。", traits=["major_decision"]
    )
    found = api.get(f"decisions/{decision.slug}/").json()
    assert found["traits"] == ["major_decision"]
    assert found["corrections"][0]["before"] == {"traits": ["major_decision", "price"]}
