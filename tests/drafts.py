"""Texts and consultations for tests, made through the same actions as everybody's."""

from datetime import timedelta
from typing import Any

import pytest

from consultations.decisions.actions import attach, list_decision, prepare_decision
from consultations.decisions.models import Decision
from consultations.decisions.nature import matters_of
from consultations.decisions.publishing import publish_final
from consultations.documents.actions import import_draft
from consultations.documents.headers import clear_for_publication, edit_header
from consultations.documents.queries import digest_of
from consultations.documents.reading import read_text
from consultations.models import Comment, Consultation, Document, Version
from consultations.notices.actions import prepare_consultation, publish_consultation
from consultations.outcomes.actions import draft_feedback, publish_feedback
from participation import clock
from participation.accounts.models import Department, User
from participation.corrections.actions import confirm_correction, correct_published, withdraw_published
from responses.models import Question
from responses.questions.more_time import ask_for_extension, ask_for_pause, grant_request
from tests.dossiers import carried_on, sent_for_review, started, taken

DRAFT = """# 农村饮水管理办法（征求意见稿）

## 第一章 总则

第一条 为了保障农村饮水安全，制定本办法。

第二条 本办法适用于本县行政区域内的农村集中供水工程。

## 第二章 管理

第三条 供水单位应当履行下列职责：

（一）每日检测水质；

（二）公布收费标准。

第四条 水费每吨不超过三元。
"""
NEITHER = "经县司法局认定，不涉及公民权利义务，不属于行政规范性文件。"
SHORT = "起草时已提前介入，逐条研究过草案。"  # why the review had fewer working days than usual
FINAL = DRAFT.replace("每吨不超过三元", "每吨不超过二元五角，低保户减半收取").replace("（征求意见稿）", "")


@pytest.fixture
def draft(official: User, department: Department) -> Version:
    return import_draft(read_text(DRAFT, markdown=True), department=department, by=official)


TITLE = "农村饮水管理办法"  # as the final text bears it
SLIP = DRAFT.replace("公布收费标准", "公示收费标准")  # a slip of the pen put right
PLAN = "关于农村饮水安全工作方案公开征求意见的公告"  # no normative document, as far as its name tells


def notice_fields(**changes: Any) -> dict[str, Any]:
    """What a complete notice says, for a period that begins today."""
    return {
        "title": PLAN if changes.get("kind") == "other" else "关于《农村饮水管理办法》公开征求意见的公告",
        "kind": "major_decision",
        "classification_note": NEITHER if changes.get("kind") == "other" else "",
        "summary": "水价上限写进办法。",
        "drafting_note": "现行办法已施行八年。",
        "opens_on": clock.today(),
        "closes_on": clock.today() + timedelta(days=30),
        "phone": "0855-0000000",
        **changes,
    }


@pytest.fixture
def notice(draft: Version, official: User) -> Consultation:
    """A notice that is complete and not yet published."""
    return prepare_consultation(draft, by=official, slug="rural-water", **notice_fields())


@pytest.fixture
def consultation(notice: Consultation, editor: User) -> Consultation:
    """A consultation that opened today."""
    return publish_consultation(notice, by=editor)


def comment_of(name: str) -> Comment:
    """The one comment of whoever is called so: names are sealed, no query finds them."""
    (comment,) = (each for each in Comment.objects.all() if each.name == name)
    return comment


def comment_on(consultation: Consultation, body: str = "水价太高了。", **more: Any) -> Comment:
    """A comment sent in without an account."""
    from consultations.comments.intake import submit_comment

    more.setdefault("wants_publication", True)
    issued = submit_comment(consultation, by=more.pop("by", None), body=body, **more)
    return Comment.objects.get(number=issued.number)


def after_closing(consultation: Consultation) -> Any:
    """`with after_closing(c):` — the day after the period has ended."""
    return clock.at(consultation.closes_at + timedelta(hours=9))


def corrected(
    row: Any, *, by: User, confirmed_by: User, reason: str = "原文有误，核实后更正。", **changes: Any
) -> Any:
    """Proposed by one, confirmed by another; gives the row as it reads then."""
    kind = "final_text" if "final_version" in changes else ""
    proposal = correct_published(row, by=by, reason=reason, changes=changes, kind=kind)
    return confirm_correction(proposal, by=confirmed_by)


def taken_back(
    row: Any, *, by: User, confirmed_by: User, reason: str = "内容有误，核实后另行公布。", kind: str = ""
) -> Any:
    """Proposed by one, confirmed by another; gives the row as it is then. Of a final text the execution has ended."""
    if kind == "final_text":
        execution_ended(row)
    return confirm_correction(withdraw_published(row, by=by, reason=reason, kind=kind), by=confirmed_by)


def execution_ended(consultation: Consultation) -> None:
    """A meeting ended what was decided by its text, on record."""
    for matter in matters_of(consultation):
        if matter.status == Decision.Status.DECIDED:
            with clock.at(max(clock.now(), consultation.closes_at + timedelta(hours=9))):
                carried_on(matter, kind="ended", decided_by="meeting", decided_on=clock.today())


def made_final(
    consultation: Consultation, version: Version, *, official: User, reviewer: User, editor: User
) -> Consultation:
    """The whole way of a final text: the feedback, every stage of its matter, and its publication."""
    if consultation.status != Consultation.Status.CONCLUDED:
        publish_feedback(
            draft_feedback(consultation, by=official, asked="问了", said="说了", did="做了"), by=reviewer
        )
    consultation = Consultation.objects.get(pk=consultation.pk)
    decided(consultation, official=official, reviewer=reviewer, editor=editor)
    return publish_final(consultation, version, by=editor)


def headed(document: Document, *, official: User, reviewer: User, **header: Any) -> None:
    """Fill in the header of a document and have its newest text examined."""
    fields = {
        "issuer": document.department, "document_number": f"云府办发〔{clock.today().year}〕17号",
        "made_on": clock.today(), "effective_on": clock.today() + timedelta(days=90), "disclosure": "public", **header,
    }  # fmt: skip
    edit_header(Document.objects.get(pk=document.pk), by=official, **fields)
    version = Version.objects.filter(document=document).order_by("-number")[0]
    if version.status == Version.Status.DRAFT:
        clear_for_publication(version, by=reviewer, text_seen=digest_of(version))


def passed_again(version: Version, *, official: User, reviewer: User) -> None:
    """A text in the place of a final one goes the same way: examined, reviewed, passed by the meeting."""
    clear_for_publication(version, by=reviewer, text_seen=digest_of(version))
    [matter] = Decision.objects.filter(consultations__document=version.document_id)
    sent_for_review(matter, by=official)
    taken(matter, "legality_review", short_time_reason=SHORT)
    taken(matter, "collective_decision")
    if matter.status == Decision.Status.DECIDED:
        carried_on(matter, kind="adjusted", decided_by="meeting")


def decided(consultation: Consultation, *, official: User, reviewer: User, editor: User) -> Decision:
    """A matter around it, reviewed, passed and reported with its newest text: all that the final text waits for."""
    slug = f"matter-of-{consultation.slug}"
    kind = (
        consultation.kind if consultation.kind in Decision.Kind.values else Decision.Kind.NORMATIVE_DOCUMENT
    )
    matter = prepare_decision(
        by=official, slug=slug, title=consultation.title, department=consultation.department, kind=kind
    )
    matter = list_decision(matter, by=editor)
    attach(matter, consultation, by=official)
    headed(consultation.document, official=official, reviewer=reviewer)
    started(matter, by=official, second=reviewer)
    sent_for_review(matter, by=official)
    taken(matter, "legality_review", short_time_reason=SHORT)
    taken(matter, "collective_decision")
    taken(matter, "party_report")
    return matter


REASON = "已去函征求县水务局的意见，等待书面答复。"


def paused(
    question: Question, *, by: User, agreed_by: User, days: int = 10, reason: str = REASON,
    ground: str = "C3-pause-opinions",
) -> Question:  # fmt: skip
    """A pause of its clock as two people make one."""
    request = ask_for_pause(question, by=by, ground=ground, days=days, reason=reason)
    return grant_request(Question.objects.get(pk=question.pk), request, by=agreed_by)


def extended(question: Question, days: int, *, by: User, agreed_by: User, reason: str = REASON) -> Question:
    """More days as two people give them."""
    request = ask_for_extension(question, by=by, days=days, reason=reason)
    return grant_request(Question.objects.get(pk=question.pk), request, by=agreed_by)


def not_a_rule(version: Version) -> Version:
    """Under a name that no normative document has, so that its notice may be of kind "other"."""
    version.document.title = "农村饮水安全工作方案"
    version.document.save()
    return version
