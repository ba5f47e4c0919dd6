"""After publication: more time, corrections, a pause, a changed text; each says publicly why."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from consultations.documents.actions import revise
from consultations.documents.reading import read_text
from consultations.models import Consultation
from consultations.notices.changes import (
    extend_period,
    replace_text,
    resume_consultation,
    suspend_consultation,
)
from consultations.notices.phases import phase_of
from participation import clock
from participation.accounts.models import Department, User
from participation.corrections.actions import correct_published
from participation.errors import Conflict, Invalid, NotPermitted, WindowClosed
from tests.cast import Role, official_with
from tests.drafts import FINAL, SLIP, after_closing, comment_on, corrected
from tests.mailbox import Mailbox


def test_a_period_gets_longer_before_it_ends_and_never_shorter(
    consultation: Consultation, editor: User
) -> None:
    before, later = consultation.feedback_due_on, consultation.closes_on + timedelta(days=10)
    extended = extend_period(consultation, later, by=editor, note="应多数乡镇要求延长。")
    assert extended.closes_on == later and extended.closes_at == clock.ends_at(later)
    assert before and extended.feedback_due_on and extended.feedback_due_on > before
    with pytest.raises(Invalid) as refused:
        extend_period(extended, later - timedelta(days=10), by=editor, note="原定期限过长，现予缩短。")
    assert list(refused.value.errors) == ["closes_on"]
    assert [change.kind for change in extended.changes.all()] == ["extended"]


def test_a_period_that_has_ended_is_not_extended(consultation: Consultation, editor: User) -> None:
    with after_closing(consultation), pytest.raises(WindowClosed):
        extend_period(
            consultation,
            consultation.closes_on + timedelta(days=10),
            by=editor,
            note="应居民要求，延长征集期限。",
        )


def test_every_change_says_publicly_why(consultation: Consultation, editor: User) -> None:
    for act in (
        lambda: extend_period(consultation, consultation.closes_on + timedelta(days=1), by=editor, note=" "),
        lambda: suspend_consultation(consultation, by=editor, note=""),
    ):
        with pytest.raises(Invalid) as refused:
            act()
        assert list(refused.value.errors) == ["note"]


def test_the_drafter_does_not_change_a_published_notice(consultation: Consultation, official: User) -> None:
    with pytest.raises(NotPermitted):
        suspend_consultation(consultation, by=official, note="系统检修，征集暂停三天。")


def test_a_pause_moves_the_last_day_by_the_days_it_stood(consultation: Consultation, editor: User) -> None:
    promised = consultation.closes_on
    suspend_consultation(consultation, by=editor, note="系统检修，征集暂停三天。")
    with pytest.raises(WindowClosed):
        comment_on(consultation)
    with clock.at(clock.now() + timedelta(days=4)):
        resume_consultation(consultation, by=editor, note="系统检修完毕，恢复征集。")
    assert consultation.closes_on == promised + timedelta(days=4)
    assert phase_of(consultation) == "open"


def test_a_correction_keeps_what_stood_before_and_touches_no_date(
    consultation: Consultation, official: User, editor: User
) -> None:
    before = consultation.closes_on
    fixed = corrected(
        consultation, by=official, confirmed_by=editor, reason="电话有误。", phone="0855-1111111"
    )
    assert fixed.phone == "0855-1111111" and fixed.closes_on == before
    change = fixed.changes.get()
    assert (change.kind, change.note) == ("corrected", "电话有误。")
    assert change.correction.before == {"phone": "0855-0000000"}
    with pytest.raises(TypeError):
        correct_published(fixed, by=official, reason="改期", changes={"closes_on": clock.today()})
    with pytest.raises(Invalid):
        correct_published(fixed, by=official, reason="没有改动", changes={"phone": "0855-1111111"})
    with pytest.raises(Invalid) as refused:
        correct_published(fixed, by=official, reason="全删", changes={"phone": ""})
    assert list(refused.value.errors) == ["phone"], "one way to comment besides this site stays named"


def test_a_changed_text_begins_the_period_anew(
    consultation: Consultation, official: User, editor: User
) -> None:
    comment = comment_on(consultation, clause=consultation.draft_version.passages.get(label="第四条").clause)
    with clock.at(clock.now() + timedelta(days=20)):
        version = revise(consultation.draft_version, read_text(FINAL, markdown=True), by=official)
        changed = replace_text(consultation, version, by=editor, note="水价条款作重大修改。")
        assert changed.closes_on == clock.today() + timedelta(days=30)
    assert changed.draft_version == version
    assert comment.clause and comment.clause.passages.filter(version=version).exists()


def test_a_changed_text_may_keep_the_period_with_a_public_reason(
    consultation: Consultation, official: User, editor: User
) -> None:
    version = revise(consultation.draft_version, read_text(SLIP, markdown=True), by=official)
    changed = replace_text(
        consultation, version, by=editor, note="仅改正第三条的两处错别字。", begin_anew=False
    )
    assert changed.closes_on == consultation.closes_on
    assert [change.kind for change in changed.changes.all()] == ["text_changed"]
    with pytest.raises(Conflict):
        replace_text(changed, version, by=editor, note="按照意见再次修改草案。")


def test_who_commented_on_a_clause_that_changed_is_told_and_nobody_else(
    consultation: Consultation, official: User, editor: User, mailbox: Mailbox, deliver_all: Callable[[], int]
) -> None:
    text = consultation.draft_version.passages
    comment_on(consultation, clause=text.get(label="第四条").clause, contact="fourth@example.org")
    comment_on(consultation, clause=text.get(label="第二条").clause, contact="second@example.org")
    deliver_all()
    version = revise(consultation.draft_version, read_text(FINAL, markdown=True), by=official)
    replace_text(consultation, version, by=editor, note="水价条款作重大修改。")
    deliver_all()
    assert len(mailbox.to("fourth@example.org")) == 2  # received, changed
    assert len(mailbox.to("second@example.org")) == 1


def test_who_brought_a_new_text_in_does_not_put_it_out(
    consultation: Consultation, department: Department
) -> None:
    both = official_with("both", "全能", department, Role.DRAFTER, Role.EDITOR)
    version = revise(consultation.draft_version, read_text(FINAL, markdown=True), by=both)
    with pytest.raises(NotPermitted):
        replace_text(consultation, version, by=both, note="自己起草的文本自己发布。")
