"""Rail, lists, pages and the interface for machines say the same of a stage, also of matters from before."""

from typing import Any

import pytest
from django.test import Client

from consultations.decisions.models import Decision, DecisionStage
from consultations.decisions.queries import Standing, unrecorded
from consultations.decisions.stages import begin_stage
from frontend.shared.dossier_marks import LEGS, rail_of
from participation.accounts.models import User
from tests.dossiers import sent_for_review, taken
from tests.frontend.desk.conftest import at
from tests.frontend.desk.conftest import matter as matter
from tests.frontend.public.conftest import words

Stage = DecisionStage.Stage


def fresh() -> Decision:
    return Decision.objects.get()


def states() -> list[str]:
    return [leg["state"] for leg in rail_of(fresh())]


def standings() -> dict[str, str]:
    way: list[dict[str, Any]] = Client().get("/api/v1/decisions/water/").json()["way"]
    return {row["stage"]: row["standing"] for row in way}


def test_a_leg_is_done_only_when_everything_in_it_is(
    matter: Decision, official: User, reviewer: User
) -> None:
    begin_stage(matter, "agency_consultation", by=official)
    assert states()[:2] == ["", "now"], (
        "the decision to start it is still to come, whatever was begun after it"
    )
    taken(matter, "agency_consultation", by=official, second=reviewer)
    assert states()[:2] == ["", "now"] and standings()["drafting"] == "to_come"
    taken(matter, "drafting", by=official, second=reviewer)
    assert states()[:3] == ["", "done", "now"]


def test_what_was_passed_over_is_marked_in_rail_and_list(
    matter: Decision, official: User, reviewer: User
) -> None:
    taken(matter, "agency_consultation", by=official, second=reviewer)
    sent_for_review(matter, by=official)
    assert states()[:4] == ["", "partly", "done", "now"]
    assert "尚未全部完成" in words(Client().get("/decisions/water/"))
    assert standings() | {"legality_review": "under_way", "agency_consultation": "done"} == standings()


def test_a_matter_decided_before_its_stages_were_kept_says_so_everywhere(
    matter: Decision, official: User
) -> None:
    Decision.objects.update(status="decided")
    assert states() == ["unkept", "unkept", "unkept", "unkept", "unkept", "now", ""]
    assert Stage.DRAFTING in unrecorded(fresh()) and Stage.INTERPRETATION not in unrecorded(fresh())
    public, desk = Client().get("/decisions/water/"), at(Client(), official).get("/desk/decisions/water/")
    for page in (public, desk):
        assert "办结前未在本平台登记" in words(page)
    assert "没有缺项" not in words(desk) and "依法所需材料均已齐备" not in words(desk)
    assert standings()["drafting"] == "unrecorded" and standings()["archiving"] == "to_come"


@pytest.mark.parametrize("status", ["suspended", "terminated"])
def test_a_matter_that_was_stopped_stands_where_it_was(
    matter: Decision, official: User, reviewer: User, status: str
) -> None:
    taken(matter, "agency_consultation", by=official, second=reviewer)
    Decision.objects.update(status=status, public_note="不再推进。")
    assert states()[1] == "stop" and states()[2] == ""
    expected = "not_taken" if status == "terminated" else "to_come"
    assert standings()["drafting"] == expected


def test_every_stage_has_a_leg_and_every_standing_its_words() -> None:
    assert sorted(stage for _label, leg in LEGS for stage in leg) == sorted(Stage)
    assert all(str(each.label) for each in Standing)
