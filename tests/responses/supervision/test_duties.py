"""What a unit owes by a day: opened ahead of it, done by what happened or recorded and confirmed, chased when late."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from consultations.decisions.actions import prepare_decision
from consultations.decisions.completion import publish_completion, record_completion
from consultations.decisions.lists import draft_list, publish_list
from consultations.decisions.models import Decision, DecisionStage
from participation import clock
from participation.accounts.models import Department, User
from participation.deadlines.local_rules import set_local_rule
from participation.errors import Conflict, Invalid, InvalidMove, NotPermitted
from participation.ledger.models import AuditEntry
from responses.models import Duty, Question
from responses.questions.actions import assign_question, decline_question
from responses.questions.intake import submit_question
from responses.replies.actions import draft_reply, publish_reply, submit_reply
from responses.supervision.duties import confirm_duty, look_after_duties, record_duty, return_duty
from tests.cast import Side, official_with
from tests.mailbox import Mailbox
from tests.news import at_once
from tests.permissions.decision import ROW

JANUARY = date(2027, 1, 4)
PAGE = "https://www.example.org/report/2026.html"


def look(day: date = JANUARY) -> list[str]:
    """The daily job of that day; the duties that stand on the list then."""
    with clock.at(clock.starts_at(day) + timedelta(hours=7)):
        list(look_after_duties())
    return sorted(f"{row.rule_id} {row.period} {row.due_on} {row.status}" for row in Duty.objects.all())


def test_the_duties_of_a_year_are_on_the_list_thirty_days_ahead_and_once(
    department: Department, official: User, other_department: Department, township: Department
) -> None:
    assert look(date(2026, 12, 20)) == ["D4 2026-4 2026-12-31 open"]
    found = [f"{what} 2027-01-31 open" for what in ("A19 2027", "D1 2026", "D3 2026")]
    assert look() == look() == [*found, "D4 2026-4 2026-12-31 open"]
    assert {row.department for row in Duty.objects.filter(rule_id__in=["A19", "D1"])} == {department}
    assert Duty.objects.get(rule_id="D3").department == department.parent


def test_a_year_that_is_over_when_the_site_begins_is_not_owed(official: User) -> None:
    assert look(date(2026, 5, 4)) == []
    assert "D2 2026 2027-03-31 open" in look(date(2027, 3, 2))


def test_the_countys_own_day_moves_what_is_still_open(official: User, administrator: User) -> None:
    look()
    set_local_rule("A19", by=administrator, by_date="02-01", basis="县府办发〔2026〕9号")
    assert "A19 2027 2027-02-01 open" in look()
    assert AuditEntry.objects.filter(act="duty.moved").count() == 1


def test_a_list_that_is_published_is_a_duty_done_by_what_happened(
    department: Department, official: User, editor: User, deliver_all: Callable[[], int]
) -> None:
    look()
    with clock.at(clock.starts_at(date(2027, 1, 20))):
        publish_list(draft_list(department, 2026, [ROW], by=official), by=editor)
        deliver_all()
        assert Duty.objects.get(rule_id="A19").status == "open"  # the list of another year
        publish_list(draft_list(department, 2027, [ROW], by=official), by=editor)
        deliver_all()
    duty = Duty.objects.get(rule_id="A19")
    assert (duty.status, duty.done_on, duty.recorded_by) == ("done", date(2027, 1, 20), None)


def test_a_list_that_is_out_before_its_duty_is_opened_bothers_nobody(
    department: Department, official: User, editor: User, mailbox: Mailbox, deliver_all: Callable[[], int]
) -> None:
    publish_list(draft_list(department, 2027, [ROW], by=official), by=editor)
    look()
    deliver_all()
    assert Duty.objects.get(rule_id="A19").status == "done"
    assert not [letter for letter in mailbox.to(official.email) if "清单" in str(letter["Subject"])]


def test_a_message_is_alarming_before_three_months_and_done_when_it_is_closed(
    department: Department, official: User, reviewer: User, editor: User, supervisor: User, mailbox: Mailbox,
    deliver_all: Callable[[], int],
) -> None:  # fmt: skip
    with clock.at(clock.starts_at(date(2026, 11, 30))):
        question, _issued = submit_question(
            by=None, kind="inquiry", title="何时？", body="何时通水？", department=department
        )
    at_once(official, supervisor, editor)
    assert not Duty.objects.filter(rule_id="C1").exists()
    look(date(2027, 1, 28))
    assert not Duty.objects.filter(rule_id="C1").exists()
    look(date(2027, 1, 29))
    duty = Duty.objects.get(rule_id="C1")
    assert (duty.due_on, duty.subject_id, duty.department) == (date(2027, 2, 28), question.pk, department)
    deliver_all()
    for person in (official, supervisor, editor):
        assert any("答复留言" in str(letter["Subject"]) for letter in mailbox.to(person.email)), person
    with pytest.raises(NotPermitted):
        record_duty(duty, by=official, done_on=date(2027, 1, 29), evidence=PAGE)
    with clock.at(clock.starts_at(date(2027, 2, 1))):
        row = Question.objects.get(pk=question.pk)
        with pytest.raises(InvalidMove):
            decline_question(row, by=official, reason="不属于政府职责，请找供水企业。")
        row = assign_question(row, department, by=editor)
        reply = submit_reply(draft_reply(row, by=official, body="二月底前恢复供水。"), by=official)
        publish_reply(reply, by=reviewer)
        deliver_all()
    duty.refresh_from_db()
    assert (duty.status, duty.done_on) == ("done", date(2027, 2, 1))


def test_a_message_that_goes_to_another_unit_takes_its_duty_along(
    department: Department, other_department: Department, official: User, editor: User
) -> None:
    with clock.at(clock.starts_at(date(2026, 11, 2))):
        question, _issued = submit_question(by=None, kind="inquiry", title="何时？", body="何时通水？")
    look(date(2027, 1, 20))
    assert Duty.objects.get(rule_id="C1").department == department.parent
    assign_question(Question.objects.get(pk=question.pk), other_department, by=editor)
    look(date(2027, 1, 21))
    assert Duty.objects.get(rule_id="C1").department == other_department


def test_what_the_platform_does_not_see_is_recorded_with_evidence_and_confirmed_by_another(
    department: Department, official: User, supervisor: User
) -> None:
    look()
    duty = Duty.objects.get(rule_id="D1")
    with clock.at(clock.starts_at(date(2027, 1, 20))):
        record_duty(duty, by=official, done_on=date(2027, 1, 19), evidence=PAGE, note="已在门户网站公布")
        with pytest.raises(NotPermitted):
            confirm_duty(duty, by=official)
        confirm_duty(duty, by=supervisor)
    duty.refresh_from_db()
    assert (duty.status, duty.done_on, duty.evidence) == ("done", date(2027, 1, 19), PAGE)
    assert (duty.recorded_by, duty.confirmed_by) == (official, supervisor)
    with pytest.raises((Conflict, InvalidMove)):
        confirm_duty(duty, by=supervisor)


def test_whoever_recorded_it_does_not_confirm_it_as_a_supervisor_either(department: Department) -> None:
    both = official_with("both", "兼任", department, "drafter", "supervisor")
    look()
    duty = Duty.objects.get(rule_id="D1")
    with clock.at(clock.starts_at(date(2027, 1, 20))):
        record_duty(duty, by=both, done_on=date(2027, 1, 19), evidence=PAGE)
        with pytest.raises(NotPermitted):
            confirm_duty(duty, by=both)
    with pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.filter(pk=duty.pk).update(confirmed_by=both)


def test_evidence_that_does_not_do_is_given_back_with_a_reason(
    official: User, supervisor: User, mailbox: Mailbox, deliver_all: Callable[[], int]
) -> None:
    look()
    duty = Duty.objects.get(rule_id="D1")
    with clock.at(clock.starts_at(date(2027, 1, 20))):
        record_duty(duty, by=official, done_on=date(2027, 1, 19), evidence=PAGE)
        with pytest.raises(Invalid) as refused:
            return_duty(duty, by=supervisor, reason=" ")
        assert list(refused.value.errors) == ["reason"]
        return_duty(duty, by=supervisor, reason="链接打不开")
        deliver_all()
    assert (duty.status, duty.done_on, duty.returned_because) == ("open", None, "链接打不开")
    assert any("链接打不开" in str(letter.get_content()) for letter in mailbox.to(official.email))
    with clock.at(clock.starts_at(date(2027, 1, 21))):
        record_duty(duty, by=official, done_on=date(2027, 1, 19), evidence=PAGE)
    assert duty.returned_because == ""


@pytest.mark.parametrize(
    ("evidence", "day", "field"),
    [
        ("", 19, "evidence"),
        ("见门户网站", 19, "evidence"),
        ("javascript:alert(1)", 19, "evidence"),
        ("ftp://www.example.org/a", 19, "evidence"),
        ("https://www.example.org/" + "a" * 500, 19, "evidence"),
        (PAGE, 21, "done_on"),
    ],
)
def test_what_cannot_be_seen_or_is_still_to_come_is_not_recorded(
    official: User, evidence: str, day: int, field: str
) -> None:
    look()
    duty = Duty.objects.get(rule_id="D1")
    with clock.at(clock.starts_at(date(2027, 1, 20))), pytest.raises(Invalid) as refused:
        record_duty(duty, by=official, done_on=date(2027, 1, day), evidence=evidence)
    assert list(refused.value.errors) == [field]
    assert Duty.objects.get(pk=duty.pk).status == "open"


def test_two_who_record_at_once_leave_one_record(official: User, editor: User) -> None:
    look()
    mine, theirs = (Duty.objects.get(rule_id="D1") for _who in range(2))
    with clock.at(clock.starts_at(date(2027, 1, 20))):
        record_duty(mine, by=official, done_on=date(2027, 1, 19), evidence=PAGE)
        with pytest.raises(Conflict):
            record_duty(theirs, by=editor, done_on=date(2027, 1, 18), evidence=PAGE)


def test_one_mail_ahead_one_when_near_one_when_late_and_then_to_the_supervisor_too(
    official: User, supervisor: User, mailbox: Mailbox, deliver_all: Callable[[], int]
) -> None:
    def subjects(person: User) -> list[str]:
        told = [str(letter["Subject"]) for letter in mailbox.to(person.email)]
        return [each for each in told if "本部门政府信息公开工作年度报告" in each]

    at_once(official)
    for day in (JANUARY, JANUARY, date(2027, 1, 28), date(2027, 1, 29), date(2027, 2, 1), date(2027, 2, 2)):
        look(day)
        with clock.at(clock.starts_at(day)):
            deliver_all()
    assert ["待办" in each or "即将到期" in each for each in subjects(official)] == [True, True, False]
    assert len(subjects(supervisor)) == 1 and "已逾期" in subjects(supervisor)[0]


def test_the_directory_and_its_completion_are_owed_by_the_government_office(
    county: Department, office: Side, deliver_all: Callable[[], int]
) -> None:
    assert "A18-date 2027 2027-03-31 open" in look(date(2027, 3, 10))
    assert {row.department.slug for row in Duty.objects.filter(rule_id="A18-date")} == {"office"}
    with clock.at(clock.starts_at(date(2027, 3, 20))):
        drawn_up = draft_list(
            county, 2027, [ROW._replace(legal_basis="水法")], by=office.recorder, consent_on=clock.today(),
            consent_document="纪要",
        )  # fmt: skip
        row = publish_list(drawn_up, by=office.second)
        deliver_all()
    assert Duty.objects.get(rule_id="A18-date").status == "done"
    assert "A18-completion 2027 2027-12-31 open" in look(date(2027, 12, 10))
    with clock.at(clock.starts_at(date(2027, 12, 20))):
        row = record_completion(row, {1: ("under_way", "")}, by=office.recorder)
        deliver_all()
        assert Duty.objects.get(rule_id="A18-completion").status == "open"
        publish_completion(row, by=office.second)
        deliver_all()
    assert Duty.objects.get(rule_id="A18-completion").status == "done"


def test_no_completion_is_owed_of_a_directory_that_there_is_not(county: Department, office: Side) -> None:
    assert not [each for each in look(date(2026, 12, 10)) if each.startswith("A18")]


def test_a_report_on_a_year_is_not_done_before_the_year_is_over(
    department: Department, official: User
) -> None:
    look()
    duty = Duty.objects.get(rule_id="D1")
    with clock.at(clock.starts_at(JANUARY)):
        with pytest.raises(Invalid) as refused:
            record_duty(duty, by=official, done_on=date(2026, 12, 31), evidence=PAGE)
        assert set(refused.value.errors) == {"done_on"}
        assert record_duty(duty, by=official, done_on=date(2027, 1, 2), evidence=PAGE).status == "reported"


def test_an_evaluation_that_is_only_begun_is_still_owed(
    department: Department, official: User, editor: User
) -> None:
    matter = prepare_decision(by=official, slug="m", title="农村饮水管理办法", department=department)
    Decision.objects.update(status="decided", published_at=clock.now())
    DecisionStage.objects.create(
        decision=matter,
        stage="publication",
        round=1,
        begun_on=date(2026, 1, 4),
        done_on=date(2026, 1, 4),
        status="done",
    )
    begun = DecisionStage.objects.create(
        decision=matter, stage="post_evaluation", round=1, begun_on=date(2026, 12, 1), status="begun"
    )
    look(JANUARY)
    duty = Duty.objects.get(rule_id="A16")
    assert duty.status == "open"
    DecisionStage.objects.filter(pk=begun.pk).update(status="done", done_on=JANUARY)
    look(JANUARY)
    duty.refresh_from_db()
    assert (duty.status, duty.done_on) == ("done", JANUARY)
