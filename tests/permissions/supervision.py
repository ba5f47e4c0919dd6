"""Supervision: what is overdue, orders, bulletins."""

from contextlib import nullcontext
from datetime import timedelta
from typing import Any

from participation import clock
from participation.deadlines import actions as deadlines
from participation.deadlines.models import Deadline, TimeRequest
from responses.models import Duty
from responses.questions.more_time import grant_request
from responses.supervision import actions as supervision
from responses.supervision import duties
from responses.supervision import policies as supervision_policies
from responses.supervision.policies import duties_of, duties_under
from tests.drafts import REASON
from tests.permissions.matrix import Table, Verb, World, ask, seen, states

STATES = ("running", "overdue", "stopped")

SUPERVISION = (
    Verb("read the figures", lambda w, by: ask(supervision_policies.can_see_figures(by)),
         states("supervisor auditor", *STATES)),
    Verb("give more time", lambda w, by: _give_time(w, by), states("reviewer", "running")),
    Verb("order the department to act", lambda w, by: supervision.issue_order(
        w.deadline, by=by, words="请立即办理", answer_by=clock.today() + timedelta(days=3)),
         states("supervisor", "running", "overdue")),
    Verb("answer an order", lambda w, by: supervision.answer_chaser(_order(w), by=by, outcome="已办结"),
         states("answerer reviewer", "running", "overdue")),
    Verb("publish a bulletin", lambda w, by: supervision.publish_circular(
        by=by, title="通报", first_on=clock.today(), last_on=clock.today()), states("supervisor", *STATES)),
)  # fmt: skip


def _give_time(world: World, by: Any) -> Any:
    request = TimeRequest.objects.create(
        deadline=world.deadline, kind="extension", days=2, unit="working", reason=REASON, asked_by=world.colleague,
        asked_at=clock.now(),
    )  # fmt: skip
    return grant_request(world.public_question, request, by=by)


def _order(world: World) -> Any:
    from participation.accounts.models import User

    supervisor = User.objects.get(username="supervisor")
    return supervision.issue_order(world.deadline, by=supervisor, words="请立即办理", answer_by=clock.today())


def turn(world: World, state: str) -> Any:
    deadline = Deadline.objects.get(pk=world.deadline.pk)
    if state == "stopped":
        deadlines.stop(deadline, by=None)
    late = deadline.due_on + timedelta(days=5) if state == "overdue" else clock.today()
    return clock.at(clock.starts_at(late))


TABLE = Table("A deadline, as it stands", STATES, SUPERVISION, turn)

DUTY_STATES = ("open", "reported", "done")
DUTY = (
    Verb("read it", lambda w, by: seen(duties_of(by) | duties_under(by), _duty()),
         states("drafter editor supervisor auditor", *DUTY_STATES)),
    Verb("record that it is done", lambda w, by: duties.record_duty(
        _duty(), by=by, done_on=clock.today(), evidence="https://www.example.org/report"),
         states("drafter editor", "open")),
    Verb("confirm that it is done", lambda w, by: duties.confirm_duty(_duty(), by=by),
         states("supervisor", "reported")),
    Verb("give it back", lambda w, by: duties.return_duty(_duty(), by=by, reason="看不到报告"),
         states("supervisor", "reported")),
)  # fmt: skip


def _duty() -> Duty:
    return Duty.objects.get()


def turn_duty(world: World, state: str) -> Any:
    row = Duty.objects.create(
        rule_id="D1", department=world.department, period="2026", due_on=clock.today(), opened_at=clock.now()
    )
    if state != "open":
        row.status, row.done_on, row.recorded_by = state, clock.today(), world.colleague
        row.evidence = "https://www.example.org/report"
        row.save()
    return nullcontext()


DUTY_TABLE = Table("A duty, as it stands", DUTY_STATES, DUTY, turn_duty)
