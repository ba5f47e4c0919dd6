"""What an official reads in a mail is enough to know which thing it is, why, by when, and what is to be done."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest

from consultations.decisions.actions import list_decision, prepare_decision
from consultations.decisions.execution.actions import record_change, refuse_change
from consultations.decisions.models import Decision
from consultations.decisions.waivers import waive_stage
from consultations.documents.actions import revise
from consultations.documents.reading import read_text
from consultations.models import Consultation
from participation import clock
from participation.accounts.inviting import invite
from participation.accounts.models import Department, User
from participation.accounts.people import add_person
from participation.corrections.actions import correct_published, drop_correction, withdraw_published
from participation.deadlines.upkeep import lapse_requests, remind_of_pauses
from participation.notifications.choices import choose
from participation.notifications.models import Way
from participation.text.days import day_words
from participation.text.titles import nested
from responses.models import Duty, Question
from responses.questions.actions import assign_question
from responses.questions.intake import submit_question
from responses.questions.more_time import ask_for_extension, refuse_request
from responses.supervision.duties import look_after_duties, record_duty, return_duty
from tests.cast import side_of
from tests.dossiers import suspension
from tests.drafts import FINAL, REASON, after_closing, extended, made_final, paused
from tests.mailbox import Mailbox
from tests.news import at_once, morning, other_than_orders

Deliver = Callable[[], int]
DAY = date(2027, 1, 20)


def mails(mailbox: Mailbox, person: User) -> list[tuple[str, str]]:
    """Subject and text of what came to somebody since the last look."""
    found = [(str(each["Subject"]).strip(), str(each.get_content())) for each in mailbox.to(person.email)]
    mailbox.letters.clear()
    return found


@pytest.fixture
def question(department: Department, editor: User) -> Question:
    made, _issued = submit_question(by=None, kind="inquiry", title="何时通水？", body="何时？")
    return assign_question(made, department, by=editor)


@pytest.fixture
def matter(consultation: Consultation, official: User, reviewer: User, editor: User) -> Iterator[Decision]:
    """Decided today, its final text published."""
    with after_closing(consultation):
        final = revise(consultation.draft_version, read_text(FINAL, markdown=True), by=official)
        made_final(consultation, final, official=official, reviewer=reviewer, editor=editor)
        yield Decision.objects.get()


@pytest.fixture
def on_record(official: User, editor: User, department: Department) -> Decision:
    made = prepare_decision(by=official, slug="water", title="农村饮水管理办法", department=department)
    return list_decision(made, by=editor)


def test_a_duty_that_is_not_confirmed_is_one_mail_and_then_one_reminder(
    official: User, supervisor: User, mailbox: Mailbox, deliver_all: Deliver
) -> None:
    at_once(official)
    with clock.at(clock.starts_at(DAY)):
        list(look_after_duties())
        duty = Duty.objects.get(rule_id="D1")
        record_duty(duty, by=official, done_on=DAY, evidence="https://www.example.org/report.html")
        deliver_all()
        mailbox.letters.clear()
        return_duty(duty, by=supervisor, reason="链接打不开")
        deliver_all()
        [(subject, text)] = mails(mailbox, official)
    assert "未获确认，请重新办理并登记" in subject and "链接打不开" in text and "依据：《" in text
    assert "您所在的单位或者您负责的单位" in text.replace("\n", "")
    with clock.at(clock.starts_at(date(2027, 1, 29))):
        list(look_after_duties())
        deliver_all()
        [(subject, text)] = [each for each in mails(mailbox, official) if "年度报告" in each[0]]
    assert "即将到期" in subject and "链接打不开" in text


def test_what_was_not_confirmed_of_an_execution_says_why_and_what_is_to_be_done(
    matter: Decision, mailbox: Mailbox, deliver_all: Deliver
) -> None:
    office = side_of("government_office")
    at_once(office.recorder, office.second)
    row = record_change(matter, by=office.recorder, **suspension())
    deliver_all()
    [(_subject, text)] = mails(mailbox, office.second)
    assert "县长专题会议纪要" in text and "水源地突发污染" in text
    refuse_change(row, by=office.second, reason="文号与会议纪要不一致，请核对。")
    deliver_all()
    [(subject, text)] = mails(mailbox, office.recorder)
    assert "复核未通过，请核对后重新登记" in subject and "文号与会议纪要不一致" in text


def test_who_takes_a_record_back_is_not_told_that_it_was_refused(
    matter: Decision, mailbox: Mailbox, deliver_all: Deliver
) -> None:
    office = side_of("government_office")
    row = record_change(matter, by=office.recorder, **suspension())
    refuse_change(row, by=office.recorder, reason="文号有误。")
    deliver_all()
    assert not office.recorder.notifications.filter(matter="execution.refused").exists()


def test_a_stage_said_not_to_be_needed_says_on_which_ground(
    on_record: Decision, official: User, reviewer: User, mailbox: Mailbox, deliver_all: Deliver
) -> None:
    at_once(reviewer)
    note = "不直接涉及群众重大利益，也没有较大分歧。"
    waive_stage(on_record, "hearing", by=official, ground="no_hearing_due", public_note=note)
    deliver_all()
    [(_subject, text)] = mails(mailbox, reviewer)
    ground = on_record.stages.get(stage="hearing").get_ground_display()
    assert note in text and str(ground) in text


@pytest.mark.parametrize("act", ["更正", "撤回"])
def test_a_proposal_names_the_thing_and_what_would_become_of_it(
    act: str, consultation: Consultation, official: User, editor: User, mailbox: Mailbox, deliver_all: Deliver
) -> None:
    at_once(official, editor)
    deliver_all()
    mailbox.letters.clear()
    proposal = (
        correct_published(consultation, by=official, reason=REASON, changes={"phone": "12345"})
        if act == "更正"
        else withdraw_published(consultation, by=official, reason=REASON)
    )
    deliver_all()
    [(subject, _text)] = mails(mailbox, editor)
    assert subject.startswith(f"请复核{act}提议：公告，") and consultation.title in subject
    drop_correction(proposal, by=editor, note="仍须核对。")
    deliver_all()
    [(subject, _text)] = mails(mailbox, official)
    assert f"您提出的{act}未获采纳：公告，{consultation.title}" in subject


def test_more_time_says_how_much_and_the_new_day(
    question: Question, official: User, reviewer: User, mailbox: Mailbox, deliver_all: Deliver
) -> None:
    at_once(official, reviewer)
    ask_for_extension(question, by=official, days=3, reason=REASON)
    deliver_all()
    assert any("延期：3个工作日" in text for _subject, text in mails(mailbox, reviewer))
    request = question.deadline.requests.get()  # type: ignore[union-attr]
    refuse_request(question, request, by=reviewer, words="可以按期答复。")
    deliver_all()
    [(subject, text)] = mails(mailbox, official)
    assert question.number in subject and day_words(question.due_on, clock.today()) in subject
    assert "可以按期答复。" in text
    extended(question, 5, by=official, agreed_by=reviewer)
    deliver_all()
    question.refresh_from_db()
    [(subject, text)] = mails(mailbox, official)
    assert day_words(question.due_on, clock.today()) in subject and "延期：5个工作日" in text


def test_a_request_that_lapsed_says_by_which_day_the_answer_was_due(
    question: Question, official: User, mailbox: Mailbox, deliver_all: Deliver
) -> None:
    at_once(official)
    ask_for_extension(question, by=official, days=3, reason=REASON)
    with clock.at(clock.starts_at(question.due_on + timedelta(days=1))):
        list(lapse_requests(clock.now()) or ())
        mailbox.letters.clear()
        deliver_all()
        [(subject, text)] = [each for each in mails(mailbox, official) if "已失效" in each[0]]
    assert question.number in subject and "已逾期1个" in text


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "恢复后再计"), ("en", "are left")])
def test_a_pause_half_over_speaks_of_its_own_end_and_not_of_a_due_day(
    language: str, said: str, question: Question, official: User, reviewer: User, mailbox: Mailbox,
    deliver_all: Deliver,
) -> None:  # fmt: skip
    at_once(official)
    choose(official, ways={}, language=language)
    paused(question, by=official, agreed_by=reviewer, days=10)
    deliver_all()
    mailbox.letters.clear()
    until = Question.objects.get(pk=question.pk).deadline.paused_until  # type: ignore[union-attr]
    assert until is not None
    with clock.at(clock.starts_at(until - timedelta(days=2))):
        list(remind_of_pauses(clock.now()) or ())
        deliver_all()
        [(subject, text)] = mails(mailbox, official)
    assert question.number in subject and said in text.replace("\n", " ")
    assert "办理期限" not in text and "Due on" not in text


def test_a_digest_counts_what_is_to_be_done_and_says_why_something_came_back(
    question: Question, official: User, reviewer: User, mailbox: Mailbox, deliver_all: Deliver
) -> None:
    choose(official, ways=other_than_orders(Way.DIGEST))
    request = ask_for_extension(question, by=official, days=3, reason=REASON)
    refuse_request(question, request, by=reviewer, words="可以按期答复。")
    deliver_all()
    morning()
    deliver_all()
    [(subject, text)] = mails(mailbox, official)
    assert subject == "您有1项待办" and "可以按期答复。" in text and "您的期限申请未获同意" in text


def test_nobody_is_mailed_work_before_they_have_opened_their_link(
    question: Question, official: User, mailbox: Mailbox, deliver_all: Deliver
) -> None:
    official.set_unusable_password()
    official.save()
    at_once(official)
    deliver_all()
    morning()
    deliver_all()
    assert not mails(mailbox, official)
    official.set_password("a-long-enough-pass-phrase")
    official.save()
    morning()
    deliver_all()
    assert len(mails(mailbox, official)) == 1


def test_a_duty_about_a_question_names_it(
    question: Question, official: User, mailbox: Mailbox, deliver_all: Deliver
) -> None:
    at_once(official)
    deliver_all()
    mailbox.letters.clear()
    with clock.at(clock.starts_at(clock.today() + timedelta(days=63))):
        list(look_after_duties())
        deliver_all()
        assert any("单项否决" in each[0] and question.number in each[0] for each in mails(mailbox, official))


def test_each_step_of_a_question_has_a_subject_of_its_own_and_a_pause_says_what_to_do(
    department: Department,
    editor: User,
    official: User,
    reviewer: User,
    mailbox: Mailbox,
    deliver_all: Deliver,
) -> None:
    department.phone = "0855-1234567"
    department.save()
    made, _issued = submit_question(
        by=None, kind="inquiry", title="何时通水？", body="何时？", contact="zhu@example.org"
    )
    row = assign_question(made, department, by=editor)
    paused(
        row,
        by=official,
        agreed_by=reviewer,
        days=5,
        ground="C3-pause-materials",
        reason="请补充水表的照片和编号。",
    )
    deliver_all()
    found = {str(each["Subject"]).strip(): each.get_content() for each in mailbox.to("zhu@example.org")}
    number = made.number
    asked = f"请补充您的留言（{number}）"
    assert set(found) == {f"已收到您的留言（{number}）", f"您的留言已转交承办单位（{number}）", asked}
    said = found[asked].replace("\n", "")
    assert "前补充材料或者说明情况：请补充水表的照片和编号。" in said and "0855-1234567" in said


def test_an_invitation_speaks_the_language_of_who_is_invited_and_greets_them(
    administrator: User, mailbox: Mailbox, deliver_all: Deliver
) -> None:
    new = add_person(by=administrator, name="Shi Lei", username="shilei", email="shilei@example.org")
    User.objects.filter(pk=new.pk).update(language="en")
    invite(new, by=administrator)
    deliver_all()
    [(_subject, text)] = mails(mailbox, new)
    assert text.startswith("Dear Shi Lei,")


def test_a_title_within_a_title_has_single_marks() -> None:
    assert nested("《关于《饮水办法》的公告》和《解读》") == "《关于〈饮水办法〉的公告》和《解读》"
    assert nested("《甲》、《乙》") == "《甲》、《乙》" and nested("没有》") == "没有》"
