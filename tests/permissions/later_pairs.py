"""The pairs that come after publication, of answers, of lists and of duties."""

from typing import Any

from consultations.decisions import completion, lists
from consultations.decisions.hearings.recording import publish_record
from consultations.notices.actions import publish_consultation
from participation import clock
from participation.accounts.models import User
from participation.corrections.actions import confirm_correction, correct_published, withdraw_published
from responses.interpretations import actions as interpreting
from responses.models import Duty, Question
from responses.questions.more_time import ask_for_extension, ask_for_pause, grant_request
from responses.replies.actions import publish_reply
from responses.supervision.duties import confirm_duty, record_duty
from tests import hearings
from tests.drafts import REASON
from tests.permissions.decision import DONE, ROW
from tests.permissions.pairs import BODY, PAIRS, PARTS, WHY, First, House, Second, pair

__all__ = ["PAIRS"]  # all of them, those of before too


@pair("propose to correct a notice, confirm it", "participation.corrections.policies.proposed_by",
      "participation.corrections.policies.confirmable",
      "participation.corrections.actions.confirm_correction")  # fmt: skip
def _correct_notice(h: House) -> tuple[First, Second]:
    row = h.open()
    return lambda by: correct_published(row, by=by, reason=WHY, changes={"phone": "12345678"}), _agreed


@pair("propose to withdraw a notice, confirm it")
def _withdraw_notice(h: House) -> tuple[First, Second]:
    row = publish_consultation(h.notice(), by=h.editor)
    return lambda by: withdraw_published(row, by=by, reason=WHY), _agreed


@pair("propose to take feedback back, confirm it")
def _withdraw_feedback(h: House) -> tuple[First, Second]:
    row = h.concluded().feedback
    return lambda by: withdraw_published(row, by=by, reason=WHY), _agreed


@pair("propose to take the list of a hearing back, confirm it")
def _withdraw_list(h: House) -> tuple[First, Second]:
    row = h.listed()
    return lambda by: withdraw_published(row, by=by, reason=WHY, kind="hearing_list"), _agreed


@pair("propose to correct an engagement, confirm it")
def _correct_engagement(h: House) -> tuple[First, Second]:
    row = hearings.engaged(h.matter(), by=h.official, second=h.reviewer)
    return lambda by: correct_published(
        row, by=by, reason=WHY, changes={"place": "县政府二楼会议室"}
    ), _agreed


@pair("propose to correct an answer, confirm it")
def _correct_reply(h: House) -> tuple[First, Second]:
    row = publish_reply(h.reply(h.official), by=h.reviewer)
    return lambda by: correct_published(
        row, by=by, reason=WHY, changes={"body": f"{BODY}周末不办。"}
    ), _agreed


@pair("propose to take an interpretation back, confirm it")
def _withdraw_interpretation(h: House) -> tuple[First, Second]:
    row = interpreting.publish_interpretation(h.interpretation(h.official), by=h.editor)
    return lambda by: withdraw_published(row, by=by, reason=WHY), _agreed


@pair("write a reply, sign it", "responses.replies.actions.publish_reply")
def _reply(h: House) -> tuple[First, Second]:
    return h.reply, lambda row, by: publish_reply(row, by=by)


@pair("ask for a pause, agree", "participation.deadlines.actions.pause",
      "participation.deadlines.policies.can_decide")  # fmt: skip
def _pause(h: House) -> tuple[First, Second]:
    row = h.question()
    return (
        lambda by: ask_for_pause(row, by=by, ground="C3-pause-materials", days=3, reason=REASON),
        lambda asked, by: grant_request(Question.objects.get(pk=row.pk), asked, by=by),
    )


@pair("ask for more days, agree", "participation.deadlines.actions.extend")
def _extension(h: House) -> tuple[First, Second]:
    row = h.question()
    return (
        lambda by: ask_for_extension(row, by=by, days=2, reason=REASON),
        lambda asked, by: grant_request(Question.objects.get(pk=row.pk), asked, by=by),
    )


@pair("write an interpretation, publish it", "responses.interpretations.policies.can_publish")
def _interpretation(h: House) -> tuple[First, Second]:
    return h.interpretation, lambda row, by: interpreting.publish_interpretation(row, by=by)


@pair("write on an interpretation, publish it", "responses.interpretations.actions.publish_interpretation")
def _interpretation_edited(h: House) -> tuple[First, Second]:
    row = h.interpretation(h.official)
    return (
        lambda by: interpreting.edit_interpretation(row, by=by, title="关于水价的解读", parts=PARTS),
        lambda row, by: interpreting.publish_interpretation(row, by=by),
    )


@pair("draw up the yearly list, publish it", "consultations.decisions.policies.can_publish_list",
      "consultations.decisions.lists.publish_list")  # fmt: skip
def _yearly(h: House) -> tuple[First, Second]:
    return (
        lambda by: lists.draft_list(h.department, clock.today().year, [ROW], by=by),
        lambda row, by: lists.publish_list(row, by=by),
    )


@pair("record the completion of a list, publish it",
      "consultations.decisions.policies.can_publish_completion",
      "consultations.decisions.completion.publish_completion")  # fmt: skip
def _completion(h: House) -> tuple[First, Second]:
    year = clock.today().year - 1
    row = lists.publish_list(lists.draft_list(h.department, year, [ROW], by=h.official), by=h.editor)
    return (
        lambda by: completion.record_completion(row, DONE, by=by),
        lambda row, by: completion.publish_completion(row, by=by),
    )


@pair("record a duty, confirm it", "responses.supervision.policies.can_confirm_duty")
def _duty(h: House) -> tuple[First, Second]:
    row = Duty.objects.create(
        rule_id="D1", department=h.department, period="2025", due_on=clock.today(), opened_at=clock.now()
    )
    seen = "https://www.example.org/report"
    return (
        lambda by: record_duty(row, by=by, done_on=clock.today(), evidence=seen),
        lambda row, by: confirm_duty(row, by=by),
    )


def _agreed(row: Any, by: User) -> Any:
    return confirm_correction(row, by=by)


@pair("propose to call a hearing off, confirm it")
def _call_off(h: House) -> tuple[First, Second]:
    row = h.announced()
    return lambda by: withdraw_published(row, by=by, reason=WHY), _agreed


@pair("propose to take the record of a hearing back, confirm it")
def _withdraw_record(h: House) -> tuple[First, Second]:
    row = publish_record(hearings.recorded(h.listed(days_ago=30), by=h.official), by=h.reviewer)
    return lambda by: withdraw_published(row, by=by, reason=WHY, kind="hearing_record"), _agreed


@pair("propose to correct what a matter is, confirm it")
def _correct_matter(h: House) -> tuple[First, Second]:
    row = h.matter()
    return lambda by: correct_published(
        row, by=by, reason=WHY, changes={"traits": ["normative_document"]}
    ), _agreed
