"""Hearings and other ways of hearing people for tests, made through the same actions as everybody's."""

from datetime import date, time, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from consultations.decisions.engagements.actions import Party, draft_engagement, publish_engagement
from consultations.decisions.hearings.announcing import (
    Listed,
    announce_hearing,
    draft_hearing,
    note_materials,
    publish_list,
    write_list,
)
from consultations.decisions.hearings.files import attach_files
from consultations.decisions.hearings.models import Hearing
from consultations.decisions.hearings.recording import Statement, publish_record, write_record
from consultations.models import Decision, Engagement
from participation import clock
from participation.accounts.models import User

USERS, SUPPLIERS = "用水户", "供水单位"
LISTED = (
    Listed("朱德发", "public", USERS, "坪上村用水户", True),
    Listed("龙秀英", "business", SUPPLIERS, "县自来水公司"),
)
SAID = Statement(True, True, "水价可以接受，停水要提前通知。", "adopted")
REFUSED = Statement(True, True, "建议每吨不低于三元。", "not_adopted", "超出多数用水户承受能力。")
HEAD = {"presider": "王主持", "recorder": "李记录", "summary": "双方就水价充分陈述。"}
HEARD = "经营户普遍赞成抽签入场，担心管理费过高。"
DONE = "管理费上限由二百元降为一百五十元，写入第十二条。"


def hearing_fields(**changes: Any) -> dict[str, Any]:
    """What a complete announcement says, of a hearing in thirty days."""
    today = clock.today()
    return {
        "title": "农村供水价格听证会", "about": "水价上限每吨三元是否合适。", "held_on": today + timedelta(days=30),
        "held_at": time(9, 0), "place": "县政府二楼会议室", "seats": 9, "sides": f"{USERS}\n{SUPPLIERS}",
        "selection": "报名人数超过名额的，当众抽签确定。", "how_to_apply": "向县住建局办公室报名。",
        "apply_until": today + timedelta(days=10), "phone": "0855-0000000", **changes,
    }  # fmt: skip


def a_file(name: str = "signed.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")


def prepared(decision: Decision, *, by: User, **changes: Any) -> Hearing:
    """An announcement that is complete: draft and note stand with a consultation, or are attached."""
    row = draft_hearing(decision, by=by, **hearing_fields(**changes))
    if not changes.get("consultation"):
        for purpose in ("hearing_draft", "hearing_note"):
            attach_files(row, [a_file(f"{purpose}.pdf")], by=by, purpose=purpose)
    return row


def announced(decision: Decision, *, by: User, editor: User, **changes: Any) -> Hearing:
    return announce_hearing(prepared(decision, by=by, **changes), by=editor)


def listed(row: Hearing, *, by: User, editor: User) -> Hearing:
    """Its list is published on the day after the last one to apply."""
    with clock.at(clock.starts_at(row.apply_until + timedelta(days=1))):
        write_list(row, LISTED, by=by)
        return publish_list(row, by=editor)


def sent(row: Hearing, *, by: User, on: date | None = None) -> Hearing:
    """The materials are with the participants, by default on the day after the list."""
    with clock.at(clock.starts_at(on or row.apply_until + timedelta(days=2))):
        return note_materials(row, by=by)


def recorded(row: Hearing, *, by: User) -> Hearing:
    """The record is written and the signed pages are attached, on the day of the hearing."""
    with clock.at(clock.starts_at(row.held_on) + timedelta(hours=17)):
        write_record(
            row, by=by, presider="王主持（县住建局副局长）", recorder="李记录", summary="双方就水价充分陈述。",
            statements={1: SAID, 2: REFUSED},
        )  # fmt: skip
        attach_files(row, [a_file()], by=by, purpose="hearing_signed")
    return row


def held(decision: Decision, *, by: User, editor: User, reviewer: User, **changes: Any) -> Hearing:
    """A hearing with its whole way, whose record is published on the day after it."""
    row = announced(decision, by=by, editor=editor, **changes)
    row = recorded(sent(listed(row, by=by, editor=editor), by=by), by=by)
    with clock.at(clock.starts_at(row.held_on + timedelta(days=1))):
        return publish_record(row, by=reviewer)


def engaged(decision: Decision, *, by: User, second: User | None = None, **changes: Any) -> Engagement:
    """A meeting with businesses, published where a second person is named."""
    fields = {
        "kind": "forum", "held_on": clock.today(), "place": "县市场监管局", "said": HEARD, "outcome": DONE,
        "parties": [Party("business", "夜市摊主", 12), Party("association", "县餐饮行业协会", 3)], **changes,
    }  # fmt: skip
    row = draft_engagement(decision, by=by, **fields)
    return publish_engagement(row, by=second) if second else row


def fields_of(refused: Any) -> set[str]:
    """The fields that a refusal names."""
    return set(refused.value.errors)


def fresh(row: Hearing) -> Hearing:
    """As somebody reads it who has just opened the page."""
    return Hearing.objects.get(pk=row.pk)


def on_its_day(row: Hearing) -> Any:
    """`with on_its_day(row):` — in the afternoon of the hearing."""
    return clock.at(clock.starts_at(row.held_on) + timedelta(hours=17))
