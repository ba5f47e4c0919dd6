"""What is said of a matter in one place agrees with what its dossier, its lists and its papers say in another."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from consultations.decisions.actions import attach, list_decision, prepare_decision
from consultations.decisions.execution.actions import confirm_change, record_change
from consultations.decisions.gates import gates, latest
from consultations.decisions.lists import Listed, draft_list, publish_list
from consultations.decisions.models import Decision
from consultations.decisions.queries import needs
from consultations.documents.headers import edit_header
from consultations.models import Consultation, Version
from consultations.notices.actions import prepare_consultation, publish_consultation
from consultations.notices.traits import is_named_as_rule
from participation import clock
from participation.accounts.models import Department, User
from participation.corrections.actions import confirm_correction, withdraw_published
from participation.errors import Incomplete, Invalid
from tests.cast import Side, side_of
from tests.dossiers import in_time_for, recorded, suspension, taken
from tests.drafts import NEITHER, notice_fields
from tests.frontend.desk.conftest import at

ROW = Listed(
    "农村饮水管理办法", "公开征求意见、合法性审查", "水务局", "第四季度", legal_basis="《水法》第三条"
)
TODAY = clock.today


@pytest.fixture
def office() -> Side:
    return side_of("government_office")


def directory(county: Department, office: Side, row: Listed = ROW) -> None:
    how: dict[str, Any] = {"consent_on": TODAY(), "consent_document": "县委常委会会议纪要〔2026〕3号"}
    publish_list(draft_list(county, TODAY().year, [row], by=office.recorder, **how), by=office.second)


def test_the_unit_put_in_charge_is_the_one_that_keeps_the_dossier(decision: Decision) -> None:
    with pytest.raises(Incomplete) as refused:
        recorded(decision, "initiation", lead_unit="县财政局")
    assert decision.department.name in str(refused.value.errors["lead_unit"][0])
    taken(decision, "initiation", lead_unit=f"{decision.department.name}（牵头）、县财政局")


def test_nothing_was_reported_before_it_was_started(decision: Decision) -> None:
    taken(decision, "initiation", started_on=TODAY() - timedelta(days=9))
    with pytest.raises(Incomplete) as refused:
        recorded(decision, "party_report", reported_on=TODAY() - timedelta(days=10))
    assert set(refused.value.errors) == {"reported_on"}
    recorded(decision, "party_report", reported_on=TODAY() - timedelta(days=9))


def test_a_major_decision_is_carried_out_by_somebody(decision: Decision) -> None:
    assert needs(decision, "implementation")
    Decision.objects.update(kind="normative_document")
    assert not needs(Decision.objects.get(), "implementation")


def test_what_the_directory_lists_is_opened_as_a_major_decision(
    county: Department, office: Side, department: Department, official: User, editor: User, draft: Version
) -> None:
    directory(county, office)
    row = prepare_decision(
        by=official, slug="m", title=ROW.matter, department=department, kind="normative_document"
    )
    with pytest.raises(Incomplete) as refused:
        list_decision(row, by=editor)
    assert set(refused.value.errors) == {"kind"}
    Decision.objects.update(kind="major_decision")
    list_decision(Decision.objects.get(), by=editor)


def test_what_the_directory_took_up_later_does_not_go_on_as_something_else(
    county: Department, office: Side, department: Department, official: User, editor: User, draft: Version
) -> None:
    row = prepare_decision(
        by=official, slug="m", title=ROW.matter, department=department, kind="normative_document"
    )
    list_decision(row, by=editor)
    directory(county, office)
    unmet = {gate.field for gate in gates(Decision.objects.get(), "collective_decision") if not gate.met}
    assert "traits" in unmet
    with pytest.raises(Invalid):
        directory(county, office, ROW._replace(decision=Decision.objects.get()))


def test_a_withdrawn_notice_leaves_nothing_under_way(
    consultation: Consultation,
    decision: Decision,
    official: User,
    editor: User,
    deliver_all: Callable[[], int],
) -> None:
    attach(decision, consultation, by=official)
    row = latest(decision, "public_participation")
    assert row is not None and row.status == "begun"
    proposed = withdraw_published(consultation, by=official, reason="发布有误，重新起草后再征求意见。")
    confirm_correction(proposed, by=editor)
    deliver_all()
    row = latest(decision, "public_participation")
    assert row is not None and (row.status, row.done_on) == ("called_off", TODAY())


def test_what_a_meeting_decided_of_the_execution_has_its_minutes(decision: Decision, office: Side) -> None:
    matter = in_time_for(decision, "implementation")
    ended = suspension(kind="ended", decided_by="meeting")
    with pytest.raises(Incomplete) as refused:
        record_change(matter, by=office.recorder, **{**ended, "files": []})
    assert set(refused.value.errors) == {"files"}
    row = record_change(matter, by=office.recorder, **ended)
    confirm_change(row, by=office.second)
    [paper] = row.files.all()
    address = f"/files/{paper.token}/{paper.name}"
    assert at(Client(), office.second).get(address).status_code == 200
    assert Client().get(address).status_code == 404, "minutes stay inside"


def test_what_is_called_a_normative_document_is_no_other_matter(
    draft: Version, official: User, editor: User, department: Department
) -> None:
    days = {"closes_on": TODAY() + timedelta(days=8)}
    notice = prepare_consultation(draft, by=official, slug="n", **notice_fields(kind="other", **days))
    with pytest.raises(Incomplete) as refused:
        publish_consultation(notice, by=editor, default_known=True)
    assert set(refused.value.errors) == {"kind"}
    said = prepare_decision(
        by=official,
        slug="m",
        title="农村饮水管理",
        department=department,
        kind="other",
        classification_note=NEITHER,
    )
    attach(said, draft.document, by=official)
    list_decision(said, by=editor)
    publish_consultation(notice, by=editor, default_known=True)


@pytest.mark.parametrize(
    "name", ["《农村饮水管理办法》", "城区养犬规定（试行）", "禁放烟花爆竹的通告 ( 草案 )"]
)
def test_a_rule_is_known_by_its_name(name: str) -> None:
    assert is_named_as_rule(name) and not is_named_as_rule(f"{name.strip('《》')}解读")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("平政发[2026]12号", "平政发〔2026〕12号"), ("平政办发（2026）3号", "平政办发〔2026〕3号"),
     ("平水县人民政府公告第2号", "平水县人民政府公告第2号"), ("", "")],
)  # fmt: skip
def test_a_document_number_is_kept_as_it_is_printed(
    draft: Version, official: User, typed: str, kept: str
) -> None:
    assert edit_header(draft.document, by=official, document_number=typed).document_number == kept


@pytest.mark.parametrize(
    "number", ["12", "平政发2026-12", "平政发〔26〕12号", "平政发〔2026〕0号", "〔2026〕1号"]
)
def test_what_is_no_document_number_is_refused(draft: Version, official: User, number: str) -> None:
    with pytest.raises(Invalid) as refused:
        edit_header(draft.document, by=official, document_number=number)
    assert set(refused.value.errors) == {"document_number"}


def test_a_decided_dossier_is_not_opened_for_editing(decision: Decision, official: User) -> None:
    matter = in_time_for(decision, "implementation")
    client = at(Client(), official)
    answer = client.get(f"/desk/decisions/{matter.slug}/edit/")
    assert answer.status_code == 302 and "不再修改" in client.get(answer["Location"]).content.decode()
