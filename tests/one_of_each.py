"""One of each thing in each of its states, with nothing said that need not be said."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, models, transaction
from pytest_django import Settings

from consultations.comments import actions as comments
from consultations.decisions import actions as decisions
from consultations.decisions import completion, lists, stages, waivers
from consultations.decisions.execution.actions import record_change, refuse_change
from consultations.documents import actions as documents
from consultations.documents.editing import begin_revision
from consultations.documents.reading import read_text
from consultations.models import Consultation, Decision, Version
from consultations.notices import actions as notices
from consultations.notices.changes import suspend_consultation
from consultations.outcomes import actions as outcomes
from consultations.weighing import actions as weighing
from participation import clock
from participation.accounts.models import Department, User
from participation.accounts.saved_views import keep_view
from participation.corrections.actions import correct_published, drop_correction
from participation.deadlines.amending import Entry, amend_calendar, open_calendar
from participation.deadlines.local_rules import set_local_rule
from participation.deadlines.places import home
from participation.deadlines.workdays import DayKind
from responses.interpretations import actions as interpreting
from responses.models import Duty, Question
from responses.questions import actions as questions
from responses.questions.intake import submit_question
from responses.questions.more_time import ask_for_pause
from responses.replies import actions as replies
from responses.supervision import actions as supervision
from responses.supervision.duties import confirm_duty, look_after_duties, record_duty
from tests import dossiers, hearings
from tests.drafts import (
    DRAFT,
    FINAL,
    REASON,
    comment_on,
    corrected,
    extended,
    made_final,
    notice_fields,
    paused,
    taken_back,
)
from tests.permissions.decision import ROW

PUBLISHED = "县里的放假安排已经公布。"

# Not left empty by anybody: whose it is, and what the state of a thing brings with it.
NEEDED = {
    "Department.parent",
    "Comment.author",
    "Question.author",
    "Chaser.department",
    "Deadline.department",
    "Consultation.feedback_due_on",
    "Consultation.final_version",
    "Hearing.list_published_at",
    "ParticipationList.completion",
}
LATER = {"participation.ledger", "participation.delivery"}  # written by the machine, never by a person


@pytest.fixture
def one_of_each(
    official: User, reviewer: User, moderator: User, editor: User, supervisor: User, administrator: User,
    resident: User, department: Department, other_department: Department, settings: Settings, tmp_path: Path,
) -> None:  # fmt: skip
    """Made through the actions; then every optional field is emptied."""
    settings.MEDIA_ROOT = tmp_path
    cast = {
        each.username: each for each in (official, reviewer, moderator, editor, supervisor, administrator)
    }
    maker = _Maker(department, **cast)
    maker.consultations(resident)
    maker.questions(resident)
    maker.interpretations()
    maker.decisions()
    maker.supervision_and_law()
    maker.directories()
    keep_view("desk_questions", "待办", "status=assigned", by=official)
    empty_what_is_optional()


def empty_what_is_optional() -> None:
    """Empty each field of each row that may be, unless the database says that this state needs it."""
    for model in apps.get_models():
        if not model.__module__.startswith(("consultations", "responses", "participation")):
            continue
        if any(model.__module__.startswith(room) for room in LATER):
            continue
        for field in model._meta.concrete_fields:
            if (field.null or field.blank) and f"{model.__name__}.{field.name}" not in NEEDED:
                _empty(model, field)


def _empty(model: type[models.Model], field: "models.Field[Any, Any]") -> None:
    value = None if field.null else ""
    if value == "" and not isinstance(field, (models.CharField, models.TextField)):
        return
    rows = model._default_manager.all()
    if not _emptied(rows, {field.name: value}):  # some state needs it: then one by one
        for pk in list(rows.values_list("pk", flat=True)):
            _emptied(rows.filter(pk=pk), {field.name: value})


def _emptied(rows: "models.QuerySet[Any]", nothing: dict[str, Any]) -> bool:
    try:
        with transaction.atomic():
            rows.update(**nothing)
    except IntegrityError:
        return False
    return True


class _Maker:
    def __init__(self, department: Department, **cast: User) -> None:
        self.department = department
        self.official, self.reviewer = cast["official"], cast["reviewer"]
        self.moderator, self.editor = cast["moderator"], cast["editor"]
        self.supervisor, self.administrator = cast["supervisor"], cast["administrator"]

    def text(self) -> Version:
        return documents.import_draft(
            read_text(DRAFT, markdown=True), department=self.department, by=self.official
        )

    def notice(self, slug: str, days_ago: int = 0) -> Consultation:
        with clock.at(clock.now() - timedelta(days=days_ago)):
            return notices.prepare_consultation(
                self.text(), by=self.official, slug=slug, **notice_fields(title=slug)
            )

    def open(self, slug: str, days_ago: int = 0) -> Consultation:
        """Published then, with a comment on a clause and one on the whole, both let stand."""
        notice = self.notice(slug, days_ago)
        with clock.at(clock.now() - timedelta(days=days_ago)):
            row = notices.publish_consultation(notice, by=self.editor)
            fourth = row.draft_version.passages.get(label="第四条").clause
            for clause in (fourth, None):
                comments.accept_comment(comment_on(row, clause=clause), by=self.moderator)
        return row

    def consultations(self, resident: User) -> None:
        self.text()
        self.notice("draft")
        row = self.open("open")
        bill = SimpleUploadedFile("bill.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40)
        comment_on(row, by=resident, files=[bill])
        comment_on(row, by=self.moderator, channel="phone")
        comments.withhold_comment(comment_on(row), by=self.moderator, reason="abuse")
        comments.return_comment(comment_on(row), by=self.moderator, note="请改")
        begin_revision(row.draft_version, by=self.official)
        correct_published(row, by=self.official, reason="更正", changes={"phone": "12345"})
        suspend_consultation(self.open("suspended"), by=self.editor, note="系统检修，征集暂停三天。")
        taken_back(self.open("withdrawn"), by=self.official, confirmed_by=self.editor)
        self.closed(self.open("closed", days_ago=50))
        for slug in ("concluded", "without-final"):
            self.concluded(self.open(slug, days_ago=50))
        corrected(self.open("corrected"), by=self.official, confirmed_by=self.editor, phone="67890")

    def closed(self, row: Consultation) -> None:
        first, _second = row.opinions.order_by("pk")
        weighing.propose_not_considered(
            first, by=self.official, reason_code="empty", reason="来信空白，没有任何内容。"
        )
        outcomes.draft_feedback(row, by=self.official, asked="", said="", did="")
        dropped = correct_published(row, by=self.official, reason="更正", changes={"phone": "12345"})
        drop_correction(dropped, by=self.editor, note="不必")

    def concluded(self, row: Consultation) -> None:
        for opinion in row.opinions.all():
            weighing.dispose_opinion(
                opinion, "adopted", by=self.official, changed_clause=opinion.comment.clause
            )
        feedback = outcomes.draft_feedback(row, by=self.official, asked="问了", said="说了", did="做了")
        outcomes.publish_feedback(feedback, by=self.reviewer)
        if row.slug == "without-final":
            return
        final = documents.revise(row.draft_version, read_text(FINAL, markdown=True), by=self.official)
        made_final(
            Consultation.objects.get(pk=row.pk),
            final,
            official=self.official,
            reviewer=self.reviewer,
            editor=self.editor,
        )

    def asked(self, by: User | None = None, *, show: bool = True) -> Question:
        """One that lies with the department."""
        row, _ = submit_question(
            by=by, kind="inquiry", title="何时通水？", body="何时？", wants_publication=show
        )
        return questions.assign_question(row, self.department, by=self.editor, show=show)

    def questions(self, resident: User) -> None:
        submit_question(by=None, kind="help", title="路断了", body="路断了")
        first = self.asked(resident)
        replies.draft_reply(self.asked(show=False), by=self.official, body="六月底前全部修复到位。")
        replies.submit_reply(
            replies.draft_reply(self.asked(), by=self.official, body="六月底前全部修复到位。"),
            by=self.official,
        )
        answered = replies.draft_reply(self.asked(resident), by=self.official, body="六月底前全部修复到位。")
        replies.submit_reply(answered, by=self.official)
        replies.publish_reply(answered, by=self.reviewer)
        correct_published(
            answered, by=self.official, reason="更正", changes={"body": "七月底前全部修复到位。"}
        )
        paused(self.asked(), by=self.official, agreed_by=self.reviewer)
        ask_for_pause(self.asked(), by=self.official, ground="C3-pause-materials", days=3, reason=REASON)
        extended(self.asked(), 2, by=self.official, agreed_by=self.reviewer)
        questions.decline_question(self.asked(), by=self.editor, reason="正在诉讼中，请向法院提出。")
        questions.merge_question(self.asked(), first, by=self.editor)

    def interpretations(self) -> None:
        document = Consultation.objects.get(slug="concluded").document
        parts = [interpreting.PartText("main", "", "<p>水价</p>")]
        for slug in ("explained", "shown", "taken"):
            made = interpreting.prepare_interpretation(
                document, by=self.official, slug=slug, title="解读", parts=parts
            )
            if slug != "explained":
                interpreting.publish_interpretation(made, by=self.editor)
            if slug == "taken":
                taken_back(made, by=self.official, confirmed_by=self.editor)

    def decisions(self) -> None:
        names = {"drafted": "饮水办法", "begun": "饮水办法", "halted": "灌溉办法", "ended": "排水办法"}
        for slug, title in names.items():
            row = decisions.prepare_decision(
                by=self.official, slug=slug, title=title, department=self.department
            )
            if slug == "drafted":
                continue
            decisions.list_decision(row, by=self.editor)
            stages.begin_stage(row, "risk_assessment", by=self.official)
            dossiers.taken(row, "agency_consultation", by=self.official, second=self.reviewer)
            dossiers.recorded(row, "expert_review", by=self.official)
            why = {"ground": "no_hearing_due", "public_note": "不直接涉及群众重大利益，也没有较大分歧。"}
            proposed = waivers.waive_stage(row, "hearing", by=self.official, **why)
            if slug != "begun":
                waivers.confirm_waiver(proposed, by=self.reviewer)
            if slug != "begun":
                decisions.stop_decision(row, by=self.editor, public_note="上位法正在修订，暂缓办理。")
            if slug == "ended":
                dossiers.ended(row, by=self.official, second=self.editor)
        self.hearings()
        self.executions()
        for year in (2025, 2026):
            yearly = lists.draft_list(self.department, year, [ROW], by=self.official)
            if year == 2025:
                yearly = lists.publish_list(yearly, by=self.editor)
                completion.record_completion(yearly, {1: ("under_way", "")}, by=self.official)

    def executions(self) -> None:
        """Of the matter that was decided: one change that holds, one that was not confirmed, one that waits."""
        matter = Decision.objects.get(slug="matter-of-concluded")
        office = dossiers.side_of("government_office")
        dossiers.carried_on(matter)
        resumed = dossiers.suspension(kind="resumed", ground="")
        for wait in (False, True):
            row = record_change(Decision.objects.get(pk=matter.pk), by=office.recorder, **resumed)
            if not wait:
                refuse_change(row, by=office.second)

    def directories(self) -> None:
        """Last year's with its completion, this year's as a draft; made last, for it asks for reasons."""
        office = dossiers.side_of("government_office")
        top = Department.objects.get(parent=None)
        line = ROW._replace(ways="", legal_basis="《水法》第三条")
        with clock.at(clock.starts_at(date(2025, 12, 20))):
            row = lists.draft_list(
                top, 2025, [line], by=office.recorder, consent_on=clock.today(), consent_document="会议纪要"
            )
            row = lists.publish_list(row, by=office.second)
            row = completion.record_completion(row, {1: ("under_way", "")}, by=office.recorder)
            row = completion.publish_completion(row, by=office.second)
        completion.record_completion(
            row, {1: ("cancelled", "上级统一办理，不再另行制定。")}, by=office.recorder
        )
        lists.draft_list(top, 2026, [line], by=office.recorder)

    def hearings(self) -> None:
        """One in each of its states, each of a matter of its own; and the other ways of hearing people."""
        steps = ("drafted", "coming", "announced", "listed", "recorded", "over", "off")
        for n, slug in enumerate(steps):
            with clock.at(clock.now() - timedelta(days=0 if slug == "coming" else 40)):
                row = decisions.prepare_decision(
                    by=self.official,
                    slug=f"hearing-{slug}",
                    title=f"{'甲乙丙丁戊己庚'[n]}村供水方案",
                    department=self.department,
                )
                decisions.list_decision(row, by=self.editor)
                hearing = hearings.prepared(row, by=self.official)
                if n:
                    hearings.announce_hearing(hearing, by=self.editor)
            if slug in ("listed", "recorded", "over"):
                hearings.sent(
                    hearings.listed(hearing, by=self.official, editor=self.editor), by=self.official
                )
            if slug in ("recorded", "over"):
                hearings.recorded(hearing, by=self.official)
            if slug == "over":
                hearings.publish_record(hearing, by=self.reviewer)
            if slug == "off":
                taken_back(hearing, by=self.official, confirmed_by=self.editor)
        hearings.engaged(row, by=self.official)
        hearings.engaged(row, by=self.official, second=self.reviewer)
        taken_back(
            hearings.engaged(row, by=self.official, second=self.reviewer), by=self.official,
            confirmed_by=self.editor,
        )  # fmt: skip

    def supervision_and_law(self) -> None:
        for row in Question.objects.filter(status="assigned"):
            assert row.deadline
            order = supervision.issue_order(
                row.deadline, by=self.supervisor, words="请立即办理", answer_by=clock.today()
            )
        supervision.answer_chaser(order, by=self.official, outcome="已办")
        supervision.publish_circular(
            by=self.supervisor, title="通报", first_on=clock.today(), last_on=clock.today()
        )
        with clock.at(clock.starts_at(date(2027, 1, 15))):
            list(look_after_duties())
            report = Duty.objects.get(rule_id="D1", department=self.department)
            record_duty(
                report, by=self.official, done_on=date(2027, 1, 14), evidence="https://www.example.org/"
            )
            statement = Duty.objects.filter(rule_id="D3")[0]
            record_duty(
                statement, by=self.editor, done_on=date(2027, 1, 14), evidence="https://www.example.org/"
            )
            confirm_duty(statement, by=self.supervisor)
        set_local_rule("A21", by=self.administrator, basis="县办〔2026〕1号", value=20)
        open_calendar(home(), name="县", by=None)
        day = Entry(clock.today() + timedelta(days=400), DayKind.HOLIDAY, "节日")
        amend_calendar(home(), source="县政府通知", by=self.administrator, reason=PUBLISHED, days=[day])
