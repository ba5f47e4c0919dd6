"""Who was away is kept from the second half of what was begun for them, and from nothing else: what was published or
returned in their place takes nothing of their office from them."""

from datetime import timedelta
from typing import Any

import pytest

from consultations.decisions import actions as decisions
from consultations.decisions import completion, lists, waivers
from consultations.decisions.confirming import confirm_result
from consultations.models import Consultation, DecisionStage, ParticipationList
from consultations.notices.actions import publish_consultation
from consultations.notices.changes import extend_period
from participation import clock
from participation.accounts.models import Department, User
from participation.accounts.queries import on_behalf_of
from participation.errors import NotPermitted
from responses.models import Duty, Reply
from responses.replies.actions import draft_reply, publish_reply, return_reply, submit_reply
from responses.supervision.duties import confirm_duty, record_duty, return_duty
from tests import dossiers
from tests.cast import Role, official_with
from tests.permissions.decision import DONE, ROW, WAIVED
from tests.permissions.pairs import BODY, House


@pytest.fixture
def house(department: Department, official: User, reviewer: User, moderator: User, editor: User) -> House:
    return House(department, official, reviewer, moderator, editor)


@pytest.fixture
def away(county: Department) -> User:
    person = official_with("away", "外出者", county, *Role)
    User.objects.filter(pk=person.pk).update(was_stood_in_for=True)
    return User.objects.get(pk=person.pk)


@pytest.fixture
def acting(county: Department, away: User) -> User:
    return on_behalf_of(official_with("double", "代行者", county, *Role), away)


def test_a_notice_published_for_somebody_is_extended_by_them(house: House, away: User, acting: User) -> None:
    publish_consultation(house.notice(), by=acting)
    row = Consultation.objects.get()
    later = row.closes_on + timedelta(days=7)
    extend_period(row, by=away, closes_on=later, note="来信较多，延长征集一周。")
    assert Consultation.objects.get().closes_on == later


def test_a_matter_listed_for_somebody_has_its_stages_confirmed_by_them(
    house: House, away: User, acting: User
) -> None:
    row = decisions.list_decision(house.dossier(), by=acting)
    dossiers.recorded(row, "agency_consultation", by=house.official)
    assert confirm_result(DecisionStage.objects.get(), by=away).status == "done"


def test_a_stage_left_out_for_somebody_is_another_stage_than_the_next(
    house: House, away: User, acting: User
) -> None:
    row = house.matter()
    mine = waivers.waive_stage(row, "hearing", by=acting, **WAIVED)
    why = {"ground": "not_technical", "public_note": "本办法不涉及专业技术问题，由本单位研究。"}
    other = waivers.waive_stage(row, "expert_review", by=house.official, **why)
    assert waivers.confirm_waiver(other, by=away).status == "not_needed"
    with pytest.raises(NotPermitted):
        waivers.confirm_waiver(mine, by=away)


def test_a_list_published_for_somebody_has_its_completion_published_by_them(
    house: House, away: User, acting: User
) -> None:
    row = lists.draft_list(house.department, clock.today().year - 1, [ROW], by=house.official)
    row = lists.publish_list(row, by=acting)
    completion.record_completion(row, DONE, by=house.official)
    completion.publish_completion(ParticipationList.objects.get(), by=away)
    assert ParticipationList.objects.get().completion_published_at


def test_a_reply_returned_for_somebody_is_signed_by_them(house: House, away: User, acting: User) -> None:
    reply = return_reply(house.reply(house.official), by=acting, note="请写明办理时限。")
    anew = draft_reply(reply.question, by=house.official, body=f"{BODY}周末不办。", seen=reply)
    submit_reply(anew, by=house.official)
    assert publish_reply(Reply.objects.get(), by=away).signed_by == away


def test_a_duty_returned_for_somebody_is_confirmed_by_them(house: House, away: User, acting: User) -> None:
    row = Duty.objects.create(
        rule_id="D1", department=house.department, period="2025", due_on=clock.today(), opened_at=clock.now()
    )
    said: dict[str, Any] = {"done_on": clock.today(), "evidence": "https://www.example.org/report"}
    return_duty(record_duty(row, by=house.official, **said), by=acting, reason="链接打不开")
    record_duty(Duty.objects.get(), by=house.official, **said)
    assert confirm_duty(Duty.objects.get(), by=away).status == "done"
