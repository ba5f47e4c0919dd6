"""Every act that takes two people: its first half, its second half, and the rules that compare the hands."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from consultations.decisions import actions as decisions
from consultations.decisions import confirming, waivers
from consultations.decisions.engagements.actions import publish_engagement
from consultations.decisions.execution.actions import confirm_change, record_change
from consultations.decisions.hearings.announcing import announce_hearing, publish_list, write_list
from consultations.decisions.hearings.files import attach_files
from consultations.decisions.hearings.recording import publish_record, write_record
from consultations.decisions.publishing import publish_final
from consultations.documents.actions import import_draft, revise
from consultations.documents.editing import Wording, begin_revision, reword_clause
from consultations.documents.headers import clear_for_publication, edit_header
from consultations.documents.queries import digest_of
from consultations.documents.reading import read_text
from consultations.models import Consultation, Decision, Version
from consultations.notices.actions import edit_consultation, prepare_consultation, publish_consultation
from consultations.outcomes.actions import draft_feedback, publish_feedback
from consultations.weighing.actions import confirm_not_considered, propose_not_considered
from participation import clock
from participation.accounts.models import Department, User
from responses.interpretations import actions as interpreting
from responses.models import Question, Reply
from responses.questions.actions import assign_question
from responses.questions.intake import submit_question
from responses.replies.actions import draft_reply, submit_reply
from tests import dossiers, hearings
from tests.drafts import DRAFT, FINAL, comment_on, decided, notice_fields
from tests.permissions.decision import WAIVED

WHY = "原文有误，核实后另行公布。"
PARTS = [interpreting.PartText("main", "", "<p>水价</p>")]
BODY = "依据规定，三个工作日内办结，请携带身份证到窗口办理。"


@dataclass
class House:
    """Those who prepare what a pair begins with; none of them is one of its two hands."""

    department: Department
    official: User
    reviewer: User
    moderator: User
    editor: User

    def text(self, by: User | None = None) -> Version:
        return import_draft(
            read_text(DRAFT, markdown=True), department=self.department, by=by or self.official
        )

    def notice(self, version: Version | None = None, by: User | None = None) -> Consultation:
        fields = notice_fields()
        return prepare_consultation(
            version or self.text(), by=by or self.official, slug="rural-water", **fields
        )

    def open(self) -> Consultation:
        """Published so long ago that its period is over."""
        with clock.at(clock.now() - timedelta(days=60)):
            return publish_consultation(self.notice(), by=self.editor)

    def concluded(self) -> Consultation:
        row = self.open()
        publish_feedback(self.feedback(row, self.official), by=self.reviewer)
        return Consultation.objects.get(pk=row.pk)

    def feedback(self, row: Consultation, by: User) -> Any:
        return draft_feedback(row, by=by, asked="问了什么", said="说了什么", did="做了什么")

    def dossier(self, by: User | None = None) -> Decision:
        return decisions.prepare_decision(
            by=by or self.official, slug="water", title="农村饮水管理办法", department=self.department
        )

    def matter(self) -> Decision:
        return decisions.list_decision(self.dossier(), by=self.editor)

    def announced(self, days_ago: int = 20) -> Any:
        """It is held thirty days later."""
        with clock.at(clock.now() - timedelta(days=days_ago)):
            return hearings.announced(self.matter(), by=self.official, editor=self.editor)

    def listed(self, days_ago: int = 20) -> Any:
        row = hearings.listed(self.announced(days_ago), by=self.official, editor=self.editor)
        return hearings.sent(row, by=self.official)

    def question(self) -> Question:
        row, _receipt = submit_question(by=None, kind="inquiry", title="何时通水？", body="村里何时通水？")
        return assign_question(row, self.department, by=self.editor)

    def reply(self, by: User) -> Reply:
        row = draft_reply(self.question(), by=by, body=BODY)
        return submit_reply(row, by=by)

    def interpretation(self, by: User) -> Any:
        return interpreting.prepare_interpretation(
            self.concluded().document, by=by, slug="explained", title="解读", parts=PARTS
        )


First = Callable[[User], Any]
Second = Callable[[Any, User], Any]
Pair = Callable[[House], tuple[First, Second]]
PAIRS: dict[str, Pair] = {}
RULES: dict[str, str] = {}  # the function that compares hands: the pair that tries it


def pair(name: str, *rules: str) -> Callable[[Pair], Pair]:
    def kept(made: Pair) -> Pair:
        PAIRS[name] = made
        RULES.update(dict.fromkeys(rules, name))
        return made

    return kept


@pair("open a dossier, list it", "consultations.decisions.policies.can_list")
def _dossier(h: House) -> tuple[First, Second]:
    return h.dossier, lambda row, by: decisions.list_decision(row, by=by)


@pair("write on a dossier, list it", "consultations.decisions.actions.list_decision")
def _edited(h: House) -> tuple[First, Second]:
    row = h.dossier()
    first = lambda by: decisions.edit_decision(row, by=by, summary="水价写进办法，简介已改。")  # noqa: E731
    return first, lambda row, by: decisions.list_decision(row, by=by)


@pair("record a stage, confirm it")
def _stage(h: House) -> tuple[First, Second]:
    row = h.matter()
    return lambda by: dossiers.recorded(row, "agency_consultation", by=by), _confirmed


@pair("open a dossier, confirm its stage", "consultations.decisions.policies.has_prepared")
def _prepared(h: House) -> tuple[First, Second]:
    def first(by: User) -> Any:
        row = decisions.list_decision(h.dossier(by), by=h.editor)
        return dossiers.recorded(row, "agency_consultation", by=h.official)

    return first, _confirmed


@pair("record the review of law of a round begun before, confirm it",
      "consultations.decisions.policies.is_second_person")  # fmt: skip
def _review(h: House) -> tuple[First, Second]:
    row = h.matter()
    decisions.attach(row, h.text().document, by=h.official)
    dossiers.sent_for_review(row, by=h.official)
    return (
        lambda by: _reviewed(row, by),
        _confirmed,
    )


@pair("write a text, confirm the review of its law")
def _reviewed_text(h: House) -> tuple[First, Second]:
    row = h.matter()

    def first(by: User) -> Any:
        decisions.attach(row, h.text(by).document, by=h.official)
        dossiers.sent_for_review(row, by=h.official)
        return _reviewed(row, dossiers.side_of("legality_review").recorder)

    return first, _confirmed


@pair("record a stage of the government office, confirm it")
def _initiation(h: House) -> tuple[First, Second]:
    row = h.matter()
    return lambda by: dossiers.recorded(row, "initiation", by=by, result=""), _confirmed


@pair("propose that a stage is not needed, agree", "consultations.decisions.policies.can_confirm_waiver")
def _waiver(h: House) -> tuple[First, Second]:
    row = h.matter()
    return (
        lambda by: waivers.waive_stage(row, "hearing", by=by, **WAIVED),
        lambda row, by: waivers.confirm_waiver(row, by=by),
    )


@pair("record what happened to the execution, confirm it")
def _execution(h: House) -> tuple[First, Second]:
    row = h.matter()
    Decision.objects.update(status="decided")
    row.refresh_from_db()
    return (
        lambda by: record_change(row, by=by, **dossiers.suspension()),
        lambda row, by: confirm_change(row, by=by),
    )


@pair("prepare a hearing, announce it", "consultations.decisions.hearings.policies._not_by")
def _hearing(h: House) -> tuple[First, Second]:
    row = h.matter()
    return lambda by: hearings.prepared(row, by=by), lambda row, by: announce_hearing(row, by=by)


@pair("draw up the list of a hearing, publish it")
def _hearing_list(h: House) -> tuple[First, Second]:
    row = h.announced()
    return (
        lambda by: write_list(row, hearings.LISTED, by=by),
        lambda row, by: publish_list(row, by=by),
    )


@pair("write the record of a hearing, publish it")
def _hearing_record(h: House) -> tuple[First, Second]:
    row = h.listed(days_ago=30)
    attach_files(row, [hearings.a_file()], by=h.official, purpose="hearing_signed")
    said = {1: hearings.SAID, 2: hearings.REFUSED}
    return (
        lambda by: write_record(row, by=by, statements=said, **hearings.HEAD),
        lambda row, by: publish_record(row, by=by),
    )


@pair("write of another way of hearing people, publish it",
      "consultations.decisions.engagements.policies.can_publish")  # fmt: skip
def _engagement(h: House) -> tuple[First, Second]:
    row = h.matter()
    return lambda by: hearings.engaged(row, by=by), lambda row, by: publish_engagement(row, by=by)


@pair("prepare a notice, publish it", "consultations.notices.policies._own")
def _notice(h: House) -> tuple[First, Second]:
    return lambda by: h.notice(by=by), lambda row, by: publish_consultation(row, by=by)


@pair("write on a notice, publish it", "consultations.notices.actions.publish_consultation")
def _notice_edited(h: House) -> tuple[First, Second]:
    row = h.notice()
    return (
        lambda by: edit_consultation(row, by=by, summary="水价上限写进办法第四条。"),
        lambda row, by: publish_consultation(row, by=by),
    )


@pair("bring a text in, publish its notice", "consultations.documents.policies.has_written")
def _notice_of_a_text(h: House) -> tuple[First, Second]:
    return (
        lambda by: h.notice(h.text(by)),
        lambda row, by: publish_consultation(row, by=by),
    )


@pair("bring the final text in, publish it")
def _final(h: House) -> tuple[First, Second]:
    row = h.concluded()
    cast = {"official": h.official, "reviewer": h.reviewer, "editor": h.editor}

    def first(by: User) -> Any:
        made = revise(row.draft_version, read_text(FINAL, markdown=True), by=by)
        decided(row, **cast)
        return made

    return first, lambda made, by: publish_final(_fresh(row), made, by=by)


@pair("write the feedback, publish the final text", "consultations.outcomes.policies.can_publish_final")
def _final_of_feedback(h: House) -> tuple[First, Second]:
    row = h.open()

    def first(by: User) -> Any:
        publish_feedback(h.feedback(row, by), by=h.reviewer)
        made = revise(row.draft_version, read_text(FINAL, markdown=True), by=h.official)
        decided(_fresh(row), official=h.official, reviewer=h.reviewer, editor=h.editor)
        return made

    return first, lambda made, by: publish_final(_fresh(row), made, by=by)


@pair("go on with a text, examine it")
def _cleared(h: House) -> tuple[First, Second]:
    row = h.open().draft_version

    def first(by: User) -> Any:
        return begin_revision(row, by=by)

    return first, _cleared_by


@pair("reword a clause, examine the text")
def _reworded(h: House) -> tuple[First, Second]:
    made = begin_revision(h.open().draft_version, by=h.official)

    def first(by: User) -> Any:
        reword_clause(made.passages.get(label="第四条"), Wording("第四条", "", "水费每吨不超过二元。"), by=by)
        return made

    return first, _cleared_by


@pair("write the header, examine the text", "consultations.documents.policies.can_clear")
def _header(h: House) -> tuple[First, Second]:
    made = begin_revision(h.open().draft_version, by=h.official)

    def first(by: User) -> Any:
        edit_header(made.document, by=by, document_number="云府办发〔2026〕17号")
        return made

    return first, _cleared_by


@pair("write the feedback, publish it", "consultations.outcomes.actions.publish_feedback",
      "consultations.outcomes.policies.can_publish_feedback")  # fmt: skip
def _feedback(h: House) -> tuple[First, Second]:
    row = h.open()
    return lambda by: h.feedback(row, by), lambda row, by: publish_feedback(row, by=by)


@pair("propose that an opinion is not considered, agree",
      "consultations.weighing.actions.confirm_not_considered")  # fmt: skip
def _weighing(h: House) -> tuple[First, Second]:
    with clock.at(clock.now() - timedelta(days=60)):
        row = publish_consultation(h.notice(), by=h.editor)
        comment_on(row)
    opinion = row.opinions.get()
    return (
        lambda by: propose_not_considered(opinion, by=by, reason_code="empty", reason=WHY),
        lambda row, by: confirm_not_considered(row, by=by),
    )


def _fresh(row: Consultation) -> Consultation:
    return Consultation.objects.get(pk=row.pk)


def _reviewed(row: Decision, by: User) -> Any:
    return dossiers.recorded(row, "legality_review", by=by, result="returned")


def _confirmed(row: Any, by: User) -> Any:
    return confirming.confirm_result(row, by=by)


def _cleared_by(made: Version, by: User) -> Any:
    return clear_for_publication(made, by=by, text_seen=digest_of(made))
