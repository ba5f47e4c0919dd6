"""Hearings and the other ways of hearing people at the desk: every refusal of the law through the page itself."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from consultations.decisions.actions import edit_decision
from consultations.decisions.hearings.announcing import announce_hearing, edit_hearing, write_list
from consultations.decisions.hearings.files import attach_files
from consultations.decisions.hearings.recording import write_record
from consultations.decisions.lists import Listed
from consultations.models import Decision, Hearing, ParticipationItem
from frontend.desk.home.hearings import hearings_for
from participation import clock
from participation.accounts.models import Department, User
from participation.corrections.models import Correction
from tests.cast import Side
from tests.desk_client import DeskClient
from tests.drafts import taken_back
from tests.frontend.desk.hearing_pages import desk, page_of, rows
from tests.frontend.public.conftest import words
from tests.hearings import (
    HEAD,
    LISTED,
    REFUSED,
    SAID,
    SUPPLIERS,
    USERS,
    a_file,
    announced,
    hearing_fields,
    listed,
    prepared,
    recorded,
    sent,
)

NEW = "/desk/decisions/water/hearings/new/"


@pytest.fixture
def hearing(matter: Decision, official: User, editor: User) -> Hearing:
    return announced(matter, by=official, editor=editor)


@pytest.fixture
def ready(hearing: Hearing, official: User, editor: User) -> Hearing:
    return sent(listed(hearing, by=official, editor=editor), by=official)


def listed_rows(*people: Any) -> dict[str, str]:
    return rows(*(
        {"name": each.name, "kind": each.kind, "side": each.side, "represents": each.represents}
        | ({"is_masked": "on"} if each.is_masked else {})
        for each in people
    ))  # fmt: skip


def statement_rows(*statements: Any) -> dict[str, str]:
    return rows(*(
        {"ordinal": n, "said": each.said, "result": each.result, "reason": each.reason, "remark": each.remark}
        | ({"attended": "on"} if each.attended else {}) | ({"has_signed": "on"} if each.has_signed else {})
        for n, each in enumerate(statements, 1)
    ))  # fmt: skip


def test_the_stage_has_no_form_and_leads_to_the_hearings(matter: Decision, official: User) -> None:
    page = desk(official).get("/desk/decisions/water/stages/hearing/")
    assert set(page.context["forms"]) == {"waive"} and NEW in page.content.decode()
    for way in ("begin", "complete"):
        answer = desk(official).post("/desk/decisions/water/stages/hearing/", {"way": way})
        assert answer.status_code == 403


def test_the_whole_way_of_a_hearing_through_its_pages(
    matter: Decision, official: User, editor: User, reviewer: User
) -> None:
    fields = hearing_fields()
    answer = desk(official).post(NEW, fields | {"organiser": "县住建局"})
    row = Hearing.objects.get()
    assert answer["Location"] == page_of(row)
    unready = desk(editor).post(page_of(row, "do/announce/"))
    assert unready.status_code == 422 and "应当提前公布决策草案及其说明" in words(unready)
    for purpose in ("hearing_draft", "hearing_note"):
        data = {"purpose": purpose, "files": [a_file(f"{purpose}.pdf")]}
        assert desk(official).post(page_of(row, "files/"), data).status_code == 302
    assert desk(official).post(page_of(row, "do/announce/")).status_code == 422
    assert desk(editor).post(page_of(row, "do/announce/")).status_code == 302
    with clock.at(clock.starts_at(row.apply_until + timedelta(days=1))):
        assert "拟定听证参加人名单" in words(desk(official).get("/desk/"))
        assert desk(official).post(page_of(row, "list/"), listed_rows(*LISTED)).status_code == 302
        assert "公布听证参加人名单" in words(desk(editor).get("/desk/"))
        assert desk(official).post(page_of(row, "do/publish-list/")).status_code == 422
        assert desk(editor).post(page_of(row, "do/publish-list/")).status_code == 302
        assert desk(official).post(page_of(row, "do/materials/")).status_code == 302
    with clock.at(clock.starts_at(row.held_on)):
        assert "整理听证笔录" in words(desk(official).get("/desk/"))
        sent_record = HEAD | statement_rows(SAID, REFUSED)
        assert desk(official).post(page_of(row, "record/"), sent_record).status_code == 302
        unsigned = desk(reviewer).post(page_of(row, "do/publish-record/"))
        assert unsigned.status_code == 422 and "签字的听证笔录" in words(unsigned)
        data = {"purpose": "hearing_signed", "files": [a_file()]}
        assert desk(official).post(page_of(row, "files/"), data).status_code == 302
        assert desk(reviewer).post(page_of(row, "do/publish-record/")).status_code == 302
        page = words(desk(official).get("/desk/decisions/water/stages/hearing/"))
    row.refresh_from_db()
    assert (row.status == "concluded" and "自动记录" in page) or "随听证会进行" in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": ""}, "请填写标题"),
        ({"organiser": ""}, "请填写组织单位"),
        ({"held_on": ""}, "请填写日期和时间"),
        ({"held_at": "二十五点"}, "请填写日期和时间"),
        ({"seats": "-1"}, ""),
        ({"seats": "很多"}, ""),
        ({"consultation": "999"}, ""),
    ],
)
def test_what_is_wrong_in_the_announcement_is_said_and_kept(
    matter: Decision, official: User, changes: dict[str, str], said: str
) -> None:
    typed = hearing_fields() | {"organiser": "县住建局", "about": "一段写了很久的话。"} | changes
    answer = desk(official).post(NEW, typed)
    assert answer.status_code == 422 and said in words(answer)
    assert "一段写了很久的话。" in words(answer) and not Hearing.objects.exists()


def test_a_second_hearing_is_refused_and_a_double_tap_makes_one(matter: Decision, official: User) -> None:
    typed = hearing_fields() | {"organiser": "县住建局", "idempotency_key": "once"}
    client = desk(official)
    assert [client.post(NEW, typed).status_code for _ in range(2)] == [302, 302]
    assert Hearing.objects.count() == 1
    again = desk(official).post(NEW, typed | {"idempotency_key": "again"})
    assert again.status_code == 422 and "尚未结束" in words(again)


def test_only_the_units_drafters_come_to_the_forms(
    hearing: Hearing, editor: User, other_official: User, official: User
) -> None:
    assert desk(editor).get(NEW).status_code == 403
    assert desk(other_official).get(page_of(hearing)).status_code == 404
    for rest in ("edit/", "list/", "record/"):
        assert desk(editor).get(page_of(hearing, rest)).status_code == 403
        assert desk(other_official).get(page_of(hearing, rest)).status_code == 404
    assert desk(official).get(page_of(hearing, "edit/")).status_code == 302, "it is out"
    assert desk(official).get(page_of(hearing, "record/")).status_code == 302, "it is not held yet"
    assert desk(official).get(page_of(hearing, "do/nothing/")).status_code == 404


def test_two_drafters_at_one_announcement_lose_nothing(matter: Decision, official: User) -> None:
    row = prepared(matter, by=official)
    client = desk(official)
    client.get(page_of(row, "edit/"))
    edit_hearing(Hearing.objects.get(), by=official, place="县礼堂")
    typed = hearing_fields() | {"organiser": "县住建局", "place": "县文化馆"}
    answer = client.post(page_of(row, "edit/"), typed)
    assert answer.status_code == 409
    both = words(answer).replace(" ", "")
    assert "县礼堂" in both and "县文化馆" in both


def test_two_drafters_at_one_list_lose_nothing(hearing: Hearing, official: User) -> None:
    client = desk(official)
    client.get(page_of(hearing, "list/"))
    write_list(Hearing.objects.get(), LISTED, by=official)
    typed = listed_rows(LISTED[0]._replace(name="吴建国"))
    answer = client.post(page_of(hearing, "list/"), typed)
    assert answer.status_code == 409 and "吴建国" in words(answer) and "朱德发" in words(answer)
    both = client.post(page_of(hearing, "list/"), typed | {"conflict": "edit"})
    assert "龙秀英" in both.content.decode(), "what they have more of stands behind mine"


@pytest.mark.parametrize(
    "row",
    [
        LISTED[0]._replace(name=""),
        LISTED[0]._replace(represents=" "),
        LISTED[0]._replace(kind=""),
        LISTED[0]._replace(side=""),
        LISTED[0]._replace(kind="mayor"),
        LISTED[0]._replace(side="别的方面"),
    ],
)
def test_a_row_of_the_list_that_says_too_little_comes_back(
    hearing: Hearing, official: User, row: Listed
) -> None:
    answer = desk(official).post(page_of(hearing, "list/"), listed_rows(row, LISTED[1]))
    assert answer.status_code == 422 and "龙秀英" in answer.content.decode()
    assert not hearing.participants.exists()


def test_the_list_is_refused_with_a_side_missing(hearing: Hearing, official: User, editor: User) -> None:
    with clock.at(clock.starts_at(hearing.apply_until + timedelta(days=1))):
        desk(official).post(page_of(hearing, "list/"), listed_rows(LISTED[0]))
        answer = desk(editor).post(page_of(hearing, "do/publish-list/"))
    assert answer.status_code == 422 and SUPPLIERS in words(answer) and "第十六条" in words(answer)


def test_materials_that_come_too_late_are_refused(hearing: Hearing, official: User, editor: User) -> None:
    row = listed(hearing, by=official, editor=editor)
    with clock.at(clock.starts_at(row.held_on - timedelta(days=6))):
        answer = desk(official).post(page_of(row, "do/materials/"))
    assert answer.status_code == 422 and "请先延期举行" in words(answer)


def test_the_record_is_refused_before_the_day_and_after_late_materials(
    hearing: Hearing, official: User, editor: User
) -> None:
    typed = HEAD | statement_rows(SAID, REFUSED)
    early = desk(official).post(
        page_of(hearing, "record/"), typed | {"revision": f"{hearing.pk}-{hearing.revision}"}
    )
    assert early.status_code == 422 and "召开之后才能登记" in words(early)
    row = listed(hearing, by=official, editor=editor)
    with clock.at(clock.starts_at(row.held_on)):
        late = desk(official).post(page_of(row, "record/"), typed)
    assert late.status_code == 422 and "第十六条" in words(late) and "双方就水价充分陈述" in words(late)


@pytest.mark.parametrize(
    "row",
    [
        REFUSED._replace(reason=""),
        REFUSED._replace(result=""),
        REFUSED._replace(said=""),
        REFUSED._replace(has_signed=False),
    ],
)
def test_a_record_with_a_gap_is_not_published(
    ready: Hearing, official: User, reviewer: User, row: Any
) -> None:
    done = recorded(ready, by=official)
    with clock.at(clock.starts_at(done.held_on + timedelta(days=1))):
        desk(official).post(page_of(done, "record/"), HEAD | statement_rows(SAID, row))
        answer = desk(reviewer).post(page_of(done, "do/publish-record/"))
    assert answer.status_code == 422 and "龙秀英" in words(answer)


def test_a_forged_participant_or_result_is_refused(ready: Hearing, official: User) -> None:
    with clock.at(clock.starts_at(ready.held_on)):
        for typed in (
            rows({"ordinal": 7, "said": "我也说一句。"}),
            rows({"ordinal": "甲", "said": "我也说一句。"}),
            statement_rows(SAID._replace(result="好")),
            {"rows-TOTAL_FORMS": "很多", "rows-INITIAL_FORMS": "0"},
        ):
            answer = desk(official).post(page_of(ready, "record/"), HEAD | typed)
            assert answer.status_code == 422, typed
    assert not ready.participants.exclude(said="").exists()


def test_files_come_at_their_time_and_go_again(matter: Decision, official: User, editor: User) -> None:
    row = prepared(matter, by=official)
    client = desk(official)
    note = {"purpose": "hearing_note", "files": [a_file()]}
    wrong = client.post(page_of(row, "files/"), {"purpose": "hearing_signed", "files": [a_file()]})
    assert wrong.status_code == 422
    assert client.post(page_of(row, "files/"), {"purpose": "hearing_note"}).status_code == 422
    token = row.files.order_by("pk")[0].token
    assert client.post(page_of(row, f"files/{token}/remove/")).status_code == 302
    assert client.post(page_of(row, "files/forged/remove/")).status_code == 422
    assert row.files.count() == 1
    assert desk(editor).post(page_of(row, "files/"), note).status_code == 422


def test_signed_pages_stay_with_the_officials(ready: Hearing, official: User, reviewer: User) -> None:
    row = recorded(ready, by=official)
    attach_on_the_day = row.held_on
    with clock.at(clock.starts_at(attach_on_the_day)):
        attach_files(row, [a_file("record.pdf")], by=official, purpose="hearing_record")
    urls = {each.purpose: reverse("file", args=[each.token, each.name]) for each in row.files.order_by("pk")}
    stranger = DeskClient()
    assert stranger.get(urls["hearing_draft"]).status_code == 200
    assert stranger.get(urls["hearing_record"]).status_code == 404, "the record is not published"
    assert desk(official).get(urls["hearing_signed"]).status_code == 200
    with clock.at(clock.starts_at(attach_on_the_day)):
        desk(reviewer).post(page_of(row, "do/publish-record/"))
    assert stranger.get(urls["hearing_record"]).status_code == 200
    assert stranger.get(urls["hearing_signed"]).status_code == 404


def test_it_is_postponed_and_called_off_by_two(hearing: Hearing, official: User, editor: User) -> None:
    act = page_of(hearing, "do/correct/")
    keep = {name: getattr(hearing, name) for name in ("title", "about", "place", "how_to_apply", "phone")}
    days = {"held_at": "09:00", "apply_until": hearing.apply_until, "reason": "会场检修，改期另行举行。"}
    sooner = desk(official).post(act, keep | days | {"held_on": hearing.held_on - timedelta(days=1)})
    assert sooner.status_code == 422 and "日期只能推后" in words(sooner) and "会场检修" in words(sooner)
    unsaid = desk(official).post(
        act, keep | days | {"held_on": hearing.held_on + timedelta(days=2), "reason": ""}
    )
    assert unsaid.status_code == 422
    later = hearing.held_on + timedelta(days=2)
    assert desk(official).post(act, keep | days | {"held_on": later}).status_code == 302
    proposal = Correction.objects.get()
    assert desk(editor).get(f"/desk/corrections/{proposal.pk}/").status_code == 200
    assert desk(editor).post(f"/desk/corrections/{proposal.pk}/confirm/").status_code == 302
    hearing.refresh_from_db()
    assert hearing.held_on == later
    assert (
        desk(official)
        .post(page_of(hearing, "do/call-off/"), {"reason": "草案须重新论证，暂不听证。"})
        .status_code
        == 302
    )
    hearing.refresh_from_db()
    assert hearing.status == "announced", "one person calls nothing off"


def test_a_promise_in_the_list_is_ticked_shown_and_asked_for(
    matter: Decision, official: User, editor: User, department: Department
) -> None:
    row = {
        "rows-0-matter": "农村饮水管理办法", "rows-0-procedure": "公开征求意见", "rows-0-unit": "住建局",
        "rows-0-planned": "第四季度", "rows-0-ways": "网上、听证会", "rows-0-decision": str(matter.pk),
        "rows-TOTAL_FORMS": "1", "rows-INITIAL_FORMS": "0",
    }  # fmt: skip
    address = f"/desk/decisions/lists/housing/{clock.today().year}/"
    refused = desk(official).post(address, row)
    assert refused.status_code == 422 and "写有听证" in words(refused)
    assert desk(official).post(address, row | {"rows-0-has_hearing": "on"}).status_code == 302
    item = ParticipationItem.objects.get()
    assert item.has_hearing
    desk(editor).post(f"/desk/decisions/lists/{item.list_id}/publish/")
    page = words(desk(official).get("/desk/decisions/water/stages/collective_decision/"))
    assert "公众参与事项清单已列明举行听证会" in page and "第十六条" in page
    assert "准备应当举行的听证会" in words(desk(official).get("/desk/"))
    ahead = announced(Decision.objects.get(), by=official, editor=editor)
    assert "准备应当举行的听证会" not in words(desk(official).get("/desk/"))
    taken_back(ahead, by=official, confirmed_by=editor)
    assert "准备应当举行的听证会" in words(desk(official).get("/desk/")), "called off, it is owed again"
    why = {
        "way": "waive",
        "waive-ground": "no_hearing_due",
        "waive-public_note": "没有较大分歧，不需要举行听证。",
    }
    waived = desk(official).post("/desk/decisions/water/stages/hearing/", why)
    assert waived.status_code == 403


def test_a_price_is_heard_under_the_price_authority_and_that_is_not_waived(
    matter: Decision, official: User, editor: User
) -> None:
    edit_decision(matter, by=official, concerns=["price"])
    page = words(desk(official).get("/desk/decisions/water/"))
    assert "涉及应当听证的政府定价" in page and "《价格法》第二十三条" in page
    assert "准备应当举行的听证会" in words(desk(official).get("/desk/"))
    why = {
        "way": "waive",
        "waive-ground": "no_hearing_due",
        "waive-public_note": "没有较大分歧，不需要举行听证。",
    }
    waived = desk(official).post("/desk/decisions/water/stages/hearing/", why)
    assert waived.status_code == 403
    row = prepared(Decision.objects.get(), by=official)
    refused = desk(editor).post(page_of(row, "do/announce/"))
    assert refused.status_code == 422 and "《价格法》第二十三条" in words(refused)


def test_the_units_that_record_stages_are_led_to_what_they_may_read(
    matter: Decision, official: User, editor: User, office: Side
) -> None:
    row = prepared(matter, by=official)
    secretary = desk(office.recorder)
    assert page_of(row) not in secretary.get("/desk/decisions/water/").content.decode()
    assert secretary.get(page_of(row)).status_code == 404
    announce_hearing(row, by=editor)
    assert page_of(row) in secretary.get("/desk/decisions/water/").content.decode()
    assert secretary.get(page_of(row)).status_code == 200


def test_the_record_form_shows_whose_row_it_is(ready: Hearing, official: User) -> None:
    with clock.at(clock.starts_at(ready.held_on)):
        page = words(desk(official).get(page_of(ready, "record/")))
        assert "朱德发" in page and USERS in page
        write_record(ready, by=official, **HEAD, statements={1: SAID})
        assert SAID.said in words(desk(official).get(page_of(ready, "record/")))


def test_a_hearing_whose_day_came_without_a_list_is_postponed_or_called_off(
    matter: Decision, official: User, editor: User
) -> None:
    row = announced(matter, by=official, editor=editor)
    with clock.at(clock.starts_at(row.held_on - timedelta(days=1))):
        page = words(desk(official).get(page_of(row)))
        assert "拟定听证参加人名单" in page and "由您拟定名单，须由编辑公布。" in page
    with clock.at(clock.starts_at(row.held_on)):
        answer = desk(official).get(page_of(row))
        assert page_of(row, "list/") not in answer.content.decode()
        assert "请提出改期" in words(answer) and page_of(row, "do/correct/") in answer.content.decode()
        assert "请改期至更晚的日期，或者取消听证会" in words(answer)
        assert "名单未公布，请改期或者取消听证会" in words(desk(official).get("/desk/"))
        assert desk(official).get(page_of(row, "list/")).status_code == 302


def test_before_a_record_is_written_the_desk_says_so_and_nothing_of_who_came(
    matter: Decision, official: User, editor: User, reviewer: User
) -> None:
    row = sent(listed(announced(matter, by=official, editor=editor), by=official, editor=editor), by=official)
    with clock.at(clock.starts_at(row.held_on)):
        page = words(desk(official).get(page_of(row)))
        assert "听证笔录待整理" in page and "没有参加人到场" not in page and "未到场或者未签字" not in page
        assert "由您整理笔录，须由编辑或审签人员公布。" in page
        assert "由您整理笔录" not in words(desk(reviewer).get(page_of(row)))
        assert desk(reviewer).post(page_of(row, "do/publish-record/")).status_code == 422


def test_a_drafter_is_told_that_an_editor_announces_and_no_day_presses_the_editor(
    matter: Decision, official: User, editor: User
) -> None:
    row = prepared(matter, by=official)
    assert "由您起草，须由编辑发布。" in words(desk(official).get(page_of(row)))
    assert "由您起草" not in words(desk(editor).get(page_of(row)))
    todo = next(todo for _title, todo in hearings_for(editor) if todo.url == page_of(row))
    assert todo.due_on is None
