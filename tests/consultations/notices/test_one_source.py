"""One deadline, one day: what the notice said, what the desk chases and what every page shows is the same."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from consultations.models import Consultation
from consultations.notices.deadlines import start_for_closed
from consultations.notices.terms import feedback_term
from participation import clock
from participation.deadlines.amending import Entry, amend_calendar, open_calendar
from participation.deadlines.local_rules import set_local_rule
from participation.deadlines.models import CalendarDay, Deadline
from participation.deadlines.places import home
from participation.deadlines.workdays import DayKind
from responses.models import Question
from responses.questions.intake import submit_question
from tests.drafts import after_closing
from tests.frontend.public.conftest import words

FREE = DayKind.HOLIDAY


def owed(consultation: Consultation) -> tuple[Consultation, Deadline]:
    """The day after closing: the deadline runs."""
    list(start_for_closed(clock.now()) or ())
    return Consultation.objects.get(pk=consultation.pk), Deadline.objects.live().get(
        subject_kind="consultation"
    )


def amend(*days: date, taken_back: tuple[date, ...] = ()) -> None:
    open_calendar(home(), name="县", by=None)
    entries = [Entry(day, FREE, "县庆") for day in days]
    amend_calendar(home(), source="县政府通知", by=None, days=entries, take_back=taken_back)


def test_the_rule_of_the_day_of_publication_holds(consultation: Consultation, client: Client) -> None:
    promised, told = consultation.feedback_due_on, feedback_term(consultation).amount
    with clock.at(clock.now() + timedelta(days=1)):
        set_local_rule("A21", by=None, basis="县办〔2026〕9号", value=10)  # shorter, from now on
    with after_closing(consultation):
        row, deadline = owed(consultation)
        assert row.feedback_due_on == deadline.due_on == promised
        page = words(client.get(f"/consultations/{consultation.slug}/"))
    assert told in page and "10个工作日" not in page


def test_a_longer_promise_is_kept_when_the_deadline_starts(consultation: Consultation) -> None:
    later = consultation.closes_on + timedelta(days=60)
    Consultation.objects.filter(pk=consultation.pk).update(feedback_due_on=later)
    with after_closing(consultation):
        row, deadline = owed(consultation)
    assert row.feedback_due_on == deadline.due_on == later


def test_to_see_that_nothing_is_left_to_do_costs_the_same_however_many_have_closed(
    consultation: Consultation, django_assert_num_queries: Callable[..., Any]
) -> None:
    with after_closing(consultation):
        row, deadline = owed(consultation)
        for n in range(30):
            row.pk, row.slug = None, f"closed-{n}"
            row.save(force_insert=True)
            deadline.pk, deadline.subject_id = None, row.pk
            deadline.save(force_insert=True)
        with django_assert_num_queries(1):
            list(start_for_closed(clock.now()) or ())


def test_the_notice_follows_its_deadline_when_a_calendar_changes(
    consultation: Consultation, deliver_all: Callable[[], int]
) -> None:
    with after_closing(consultation):
        row, deadline = owed(consultation)
        Deadline.objects.filter(pk=deadline.pk).update(rolls=True)
        amend(deadline.due_on)
        deliver_all()
        deadline.refresh_from_db()
        row.refresh_from_db()
    assert row.feedback_due_on == deadline.due_on


@pytest.mark.parametrize("page", ["public", "desk"])
def test_a_promised_day_that_stands_is_the_day_every_page_shows(
    page: str, deliver_all: Callable[[], int], department: object, official: object, editor: object
) -> None:
    """A free day inside the term is taken back: the count would end earlier, the promise stands."""
    from participation.accounts.models import Department, User
    from responses.questions.actions import assign_question
    from tests.frontend.desk.conftest import at

    assert isinstance(department, Department) and isinstance(official, User) and isinstance(editor, User)
    monday = date(2026, 3, 2)
    with clock.at(clock.starts_at(monday) + timedelta(hours=9)):
        amend(date(2026, 3, 4))
        question, _issued = submit_question(
            by=None, kind="inquiry", title="何时通水？", body="何时？", wants_publication=True
        )
        assign_question(question, department, by=editor, show=True)
        promised = Question.objects.get(pk=question.pk).due_on
        amend(taken_back=(date(2026, 3, 4),))
        deliver_all()
        row = Question.objects.select_related("deadline").get(pk=question.pk)
        assert row.deadline and row.due_on == row.deadline.due_on == promised
        client = Client() if page == "public" else at(Client(), official)
        address = f"/questions/{row.number}/" if page == "public" else f"/desk/questions/{row.number}/"
        shown = client.get(address)
        assert f'class="due"><time datetime="{promised:%Y-%m-%d}"' in shown.content.decode()
        assert shown.content.decode().count('class="due"') == 1
        assert "仍按该日计算" in words(shown)


def test_a_question_is_no_longer_provisional_once_the_tables_are_there(
    deliver_all: Callable[[], int], department: object
) -> None:
    with clock.at(clock.starts_at(date(2026, 12, 28)) + timedelta(hours=9)):
        question, _issued = submit_question(by=None, kind="inquiry", title="何时？", body="何时通水？")
        assert question.due_is_provisional
        amend_calendar(
            "cn", source="国务院办公厅通知", by=None, years=(2027,),
            days=[Entry(date(2027, 1, 2), DayKind.MAKEUP, "元旦")],
        )  # fmt: skip
        deliver_all()
        row = Question.objects.select_related("deadline").get(pk=question.pk)
    assert row.deadline and (row.due_is_provisional, row.deadline.provisional) == (False, False)
    assert row.due_on == row.deadline.due_on == question.due_on
    assert CalendarDay.objects.filter(day=date(2027, 1, 2)).exists()
