"""A decided matter's execution at the desk, and where everybody reads what became of it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from consultations.decisions.execution.models import ExecutionChange
from consultations.decisions.models import Decision
from consultations.documents.actions import revise
from consultations.documents.reading import read_text
from consultations.models import Consultation
from frontend.shared.dossier_marks import rail_of
from participation import clock
from participation.accounts.models import User
from tests.cast import Side, side_of
from tests.desk_client import DeskClient
from tests.dossiers import carried_on, suspension
from tests.drafts import FINAL, after_closing, made_final
from tests.frontend.desk.conftest import at
from tests.frontend.public.conftest import words

PAGE = "/desk/decisions/matter-of-rural-water/"


@pytest.fixture
def matter(consultation: Consultation, official: User, reviewer: User, editor: User) -> Iterator[Decision]:
    with after_closing(consultation):
        final = revise(consultation.draft_version, read_text(FINAL, markdown=True), by=official)
        made_final(consultation, final, official=official, reviewer=reviewer, editor=editor)
        yield Decision.objects.get()


@pytest.fixture
def office() -> Side:
    return side_of("government_office")


def test_it_is_recorded_confirmed_from_the_desks_first_page_and_read_by_everybody(
    matter: Decision, office: Side, official: User, consultation: Consultation
) -> None:
    recorder, second = at(DeskClient(), office.recorder), at(DeskClient(), office.second)
    assert "登记执行变动" in words(recorder.get(PAGE)) and "登记执行变动" not in words(second.get(PAGE))
    assert recorder.post(f"{PAGE}do/execution/", suspension()).status_code == 302
    assert recorder.post(f"{PAGE}do/confirm_execution/").status_code == 422
    assert "复核：中止执行" in words(second.get("/desk/"))
    assert "县长专题会议纪要" in words(second.get(f"{PAGE}do/confirm_execution/"))
    assert second.post(f"{PAGE}do/confirm_execution/").status_code == 302
    public = words(Client().get("/decisions/matter-of-rural-water/"))
    assert "已作出决策，中止执行" in public and "水源地突发污染" in public and "情况紧急" in public
    assert "已作出决策，中止执行" in words(Client().get(f"/documents/{consultation.document.slug}/"))
    assert "已作出决策，中止执行" in words(Client().get("/decisions/"))
    assert "已作出决策，中止执行" in words(at(DeskClient(), official).get(PAGE))
    assert [leg["state"] for leg in rail_of(Decision.objects.get())][-2:] == ["done", "stop"]
    [row] = Client().get("/api/v1/decisions/").json()["results"]
    assert (row["status"], row["execution"]) == ("decided", "suspended")
    [change] = Client().get("/api/v1/decisions/matter-of-rural-water/").json()["execution_changes"]
    assert change["kind"] == "suspended" and change["note"].startswith("水源地")


def test_the_form_keeps_what_was_typed_when_it_is_refused(matter: Decision, office: Side) -> None:
    desk = at(DeskClient(), office.recorder)
    answer = desk.post(f"{PAGE}do/execution/", suspension(kind="ended"))
    assert answer.status_code == 422 and "第三十七条" in words(answer)
    assert "水源地突发污染" in answer.content.decode()
    for forged in (
        {"kind": "resumed"},
        {"kind": "x"},
        {"decided_on": "x"},
        {"ground": ""},
        {"document_name": " "},
    ):
        assert desk.post(f"{PAGE}do/execution/", suspension(**forged)).status_code == 422
    assert not ExecutionChange.objects.exists()


@pytest.mark.parametrize("name", ["execution", "confirm_execution", "refuse_execution"])
def test_nobody_else_gets_there(
    matter: Decision, official: User, reviewer: User, editor: User, name: str
) -> None:
    side_of("government_office")
    for nobody in (official, reviewer, editor):
        desk = at(DeskClient(), nobody)
        assert desk.get(f"{PAGE}do/{name}/").status_code == 302
        assert desk.post(f"{PAGE}do/{name}/", suspension()).status_code == 422
    assert not ExecutionChange.objects.exists()


def test_a_record_taken_back_stays_unseen(matter: Decision, office: Side) -> None:
    recorder = at(DeskClient(), office.recorder)
    recorder.post(f"{PAGE}do/execution/", suspension())
    assert recorder.post(f"{PAGE}do/refuse_execution/", {"reason": "文号有误。"}).status_code == 302
    assert ExecutionChange.objects.get().status == "refused"
    assert "中止执行" not in words(Client().get("/decisions/matter-of-rural-water/"))


def test_a_record_that_was_not_confirmed_says_why_where_it_is_recorded_anew(
    matter: Decision, office: Side
) -> None:
    recorder, second = at(DeskClient(), office.recorder), at(DeskClient(), office.second)
    recorder.post(f"{PAGE}do/execution/", suspension())
    why = "文号与会议纪要不一致，请核对。"
    assert second.post(f"{PAGE}do/refuse_execution/", {"reason": why}).status_code == 302
    for page in (PAGE, f"{PAGE}do/execution/"):
        assert "复核未通过：中止执行" in words(recorder.get(page)) and why in words(recorder.get(page))
    with clock.at(clock.now() + timedelta(days=31)):
        assert "复核未通过：中止执行" not in words(recorder.get(PAGE)), "it is no news for ever"
    assert recorder.post(f"{PAGE}do/execution/", suspension()).status_code == 302
    assert "复核未通过：" not in words(recorder.get(f"{PAGE}do/confirm_execution/"))


def test_carrying_out_is_refused_at_the_desk_before_the_decision(matter: Decision, official: User) -> None:
    Decision.objects.update(status="under_way")
    page = f"{PAGE}stages/implementation/"
    desk = at(DeskClient(), official)
    assert "该事项尚未作出决策" in words(desk.get(page))
    for way in ("begin", "complete"):
        answer = desk.post(page, {"way": way, f"{way}-executing_units": "水务局"})
        assert answer.status_code == 422 and "该事项尚未作出决策" in words(answer)
    assert not Decision.objects.get().stages.filter(stage="implementation").exists()


def test_an_ended_execution_offers_nothing_more(matter: Decision, office: Side) -> None:
    carried_on(matter, kind="ended", decided_by="meeting")
    assert "登记执行变动" not in words(at(DeskClient(), office.recorder).get(PAGE))
    assert "停止执行" in words(Client().get("/decisions/matter-of-rural-water/"))
