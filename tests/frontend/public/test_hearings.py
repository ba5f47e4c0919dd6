"""What everybody reads of hearings and of the other ways of hearing people."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from consultations.decisions.actions import attach, list_decision, prepare_decision
from consultations.decisions.lists import Listed, draft_list, publish_list
from consultations.models import Consultation, Decision
from consultations.outcomes.actions import draft_feedback, publish_feedback
from participation import clock
from participation.accounts.models import User
from tests.drafts import after_closing, taken_back
from tests.frontend.public.conftest import words
from tests.hearings import DONE, HEARD, REFUSED, announced, engaged, held, listed, prepared


@pytest.fixture
def matter(
    consultation: Consultation, official: User, editor: User, settings: Settings, tmp_path: Path
) -> Decision:
    settings.MEDIA_ROOT = tmp_path
    made = prepare_decision(
        by=official, slug="water", title="农村饮水管理办法", department=consultation.department
    )
    attach(made, consultation, by=official)
    return list_decision(made, by=editor)


def test_a_hearing_is_there_once_it_is_announced(
    client: Client, matter: Decision, official: User, editor: User
) -> None:
    row = prepared(matter, by=official)
    address = f"/decisions/water/hearings/{row.pk}/"
    assert client.get(address).status_code == 404
    assert row.title not in words(client.get("/decisions/water/"))
    row.delete()
    row = announced(matter, by=official, editor=editor)
    address = f"/decisions/water/hearings/{row.pk}/"
    page = words(client.get(address))
    for said in (
        "县政府二楼会议室", "当众抽签确定", "向县住建局办公室报名", "用水户", "供水单位", "0855-0000000", "第十六条",
        "名单将在听证会前在此公布",
    ):  # fmt: skip
        assert said in page
    assert client.get(f"/decisions/other/hearings/{row.pk}/").status_code == 404
    for where in ("/", "/consultations/", "/decisions/water/"):
        assert address in client.get(where).content.decode(), where
    with clock.at(clock.starts_at(row.held_on + timedelta(days=1))):
        assert address not in client.get("/").content.decode(), "it is no longer to come"
        for where in (address, "/decisions/water/"):
            page = words(client.get(where))
            assert "听证会日期已过，未公布参加人名单，待延期或者取消" in page and "待举行" not in page
            assert "将在听证会前" not in page, where
    Decision.objects.update(status="draft")
    assert client.get(address).status_code == 404, "the matter is not public"


def test_the_list_shows_surnames_where_it_should(
    client: Client, matter: Decision, official: User, editor: User
) -> None:
    row = announced(matter, by=official, editor=editor)
    address = f"/decisions/water/hearings/{row.pk}/"
    row = listed(row, by=official, editor=editor)
    page = words(client.get(address))
    assert "朱**" in page and "朱德发" not in page and "龙秀英" in page and "坪上村用水户" in page
    shown = client.get("/api/v1/decisions/water/").json()["hearings"][0]
    assert [each["name"] for each in shown["participants"]] == ["朱**", "龙秀英"]
    assert shown["participants"][0]["said"] == "" and shown["summary"] == ""


def test_the_record_says_what_each_said_and_what_came_of_it(
    client: Client, matter: Decision, official: User, editor: User, reviewer: User
) -> None:
    row = held(matter, by=official, editor=editor, reviewer=reviewer)
    page = words(client.get(f"/decisions/water/hearings/{row.pk}/"))
    assert REFUSED.said in page and REFUSED.reason in page and "不予采纳" in page
    assert "应到 2 人，实到 2 人" in page and "朱德发" not in page
    assert "已举行，笔录已公布" in words(client.get("/decisions/water/"))
    shown = client.get("/api/v1/decisions/water/").json()["hearings"][0]
    assert shown["status"] == "concluded" and shown["participants"][1]["reason"] == REFUSED.reason


def test_a_record_is_not_shown_while_it_is_written(
    client: Client, matter: Decision, official: User, editor: User, reviewer: User
) -> None:
    row = held(matter, by=official, editor=editor, reviewer=reviewer)
    with clock.at(clock.starts_at(row.held_on + timedelta(days=2))):
        taken_back(row, by=official, confirmed_by=editor, kind="hearing_record")
    page = words(client.get(f"/decisions/water/hearings/{row.pk}/"))
    assert "听证笔录" in page and "已撤回" in page, "what it said is folded beneath its reason"
    shown = client.get("/api/v1/decisions/water/").json()["hearings"][0]
    assert shown["participants"][1]["said"] == "" and shown["summary"] == ""


def test_a_hearing_called_off_says_why(
    client: Client, matter: Decision, official: User, editor: User
) -> None:
    row = announced(matter, by=official, editor=editor)
    taken_back(row, by=official, confirmed_by=editor, reason="起草单位重新论证。")
    page = words(client.get(f"/decisions/water/hearings/{row.pk}/"))
    assert "已取消" in page and "起草单位重新论证。" in page
    assert "已取消" in words(client.get("/decisions/water/"))


def test_how_else_people_were_heard_stands_in_the_dossier_and_beside_the_feedback(
    client: Client, matter: Decision, consultation: Consultation, official: User, reviewer: User
) -> None:
    row = engaged(matter, by=official)
    assert HEARD not in words(client.get("/decisions/water/"))
    row.delete()
    row = engaged(matter, by=official, second=reviewer)
    with after_closing(consultation):
        publish_feedback(
            draft_feedback(consultation, by=official, asked="问了", said="说了", did="做了"), by=reviewer
        )
    for where in ("/decisions/water/", f"/consultations/{consultation.slug}/feedback/"):
        page = words(client.get(where))
        assert HEARD in page and DONE in page and "夜市摊主" in page and "12 人" in page, where
        assert "其他听取意见情况" in page
    shown = client.get("/api/v1/decisions/water/").json()["engagements"]
    assert [(each["kind"], each["parties"][0]["number"]) for each in shown] == [("forum", 12)]
    taken_back(row, by=official, confirmed_by=reviewer, reason="同一座谈会重复登记两次。")
    assert "同一座谈会重复登记两次。" in words(client.get("/decisions/water/"))
    assert HEARD not in words(client.get(f"/consultations/{consultation.slug}/feedback/"))


def test_the_yearly_list_says_where_a_hearing_will_be_held(
    client: Client, matter: Decision, official: User, editor: User
) -> None:
    row = Listed("农村饮水管理办法", "公开征求意见", "住建局", "第四季度", "听证会", matter, True)
    publish_list(draft_list(matter.department, 2026, [row], by=official), by=editor)
    page = words(client.get("/decisions/lists/2026/housing/"))
    assert "是否听证" in page and " 是" in page


def test_a_reader_of_english_reads_who_holds_it_as_everywhere_else(
    client: Client, matter: Decision, official: User, editor: User
) -> None:
    row = announced(matter, by=official, editor=editor)
    type(row).objects.update(organiser="住房和城乡建设局")
    places = ("/consultations/", f"/decisions/water/hearings/{row.pk}/")
    assert all("住房和城乡建设局" in words(client.get(place)) for place in places)
    client.cookies["django_language"] = "en"
    assert not [place for place in places if "住房和城乡建设局" in words(client.get(place))]
    type(row).objects.update(organiser="县住建局与县水务局")
    assert "县住建局与县水务局" in words(client.get("/consultations/")), (
        "what is no department stays as written"
    )
