"""The people whose work it is are told of reminders, chasers, orders and duties; supervisors of what was recorded."""

from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from participation import clock
from participation.accounts.queries import Role
from participation.deadlines.models import Deadline
from participation.deadlines.rulebook import rule
from participation.delivery.registry import Payload, on
from participation.notifications.actions import follow, still_waiting
from participation.notifications.models import Kind, Notification
from participation.notifications.registry import Due, Matter, Says, register
from responses.questions.models import Question
from responses.supervision.duty_plans import PLANS
from responses.supervision.models import Chaser, Duty
from responses.supervision.policies import EVERY_WORKER, can_confirm_duty, hears_of_duty, hears_of_push
from responses.supervision.subjects import subject_of

WORKS = gettext_noop("this is the work of your department, or of one that you look after")


def _push_says(row: Chaser) -> Says:
    subject = subject_of(row.deadline)
    return {"title": subject.title, "note": row.words or subject.waits_for}


def _push_waits(row: Chaser) -> bool:
    """While the term still runs to the day it speaks of; an order until it is answered."""
    if row.deadline.state != Deadline.State.RUNNING:
        return False
    if row.kind == Chaser.Kind.ORDER:
        return row.answered_at is None
    is_late = row.due_on < clock.today()
    return row.deadline.due_on == row.due_on and is_late == (row.kind == Chaser.Kind.CHASER)


def _push_url(row: Chaser) -> str:
    is_order = row.kind == Chaser.Kind.ORDER
    return f"/desk/orders/{row.pk}/" if is_order else subject_of(row.deadline).path or "/desk/orders/"


def _push_due(row: Chaser) -> Due:
    return Due(row.answer_by) if row.answer_by else Due(row.due_on, row.deadline.unit)


def _about(row: Chaser) -> str:
    """A reminder is of the thing itself; an order is something of its own, to be answered."""
    if row.kind == Chaser.Kind.ORDER:
        return f"order:{row.pk}"
    return f"{row.deadline.subject_kind}:{row.deadline.subject_id}"


def _push(kind: str, told_as: Kind, words: str) -> Matter[Chaser]:
    return register(Matter(
        name=f"push.{kind}", kind=told_as, model=Chaser, words=words, why=WORKS, says=_push_says, url=_push_url,
        may=hears_of_push, waits=_push_waits, due=_push_due, about=_about, roles=EVERY_WORKER,
        related=("deadline__department", "department"), reminds=told_as != Kind.ORDERED,
    ))  # fmt: skip


PUSHES = {
    Chaser.Kind.NOTICE: (Kind.DUE_SOON, gettext_noop("Due soon: %(title)s")),
    Chaser.Kind.CHASER: (Kind.OVERDUE, gettext_noop("Overdue: %(title)s")),
    Chaser.Kind.ORDER: (Kind.ORDERED, gettext_noop("Answer the supervision order: %(title)s")),
}
DUTIES = {
    "opened": (Kind.NEW, gettext_noop("To be done: %(duty)s, %(unit)s")),
    "due_soon": (Kind.DUE_SOON, gettext_noop("Due soon: %(duty)s, %(unit)s")),
    "overdue": (Kind.OVERDUE, gettext_noop("Overdue: %(duty)s, %(unit)s")),
    "returned": (Kind.RETURNED, gettext_noop("Not confirmed: %(duty)s, %(unit)s")),
}
MATTERS: dict[str, Matter[Duty]] = {}


def _duty_says(row: Duty) -> Says:
    said = [row.returned_because, _("Basis: %(basis)s") % {"basis": rule(row.rule_id).basis_said}]
    about = subject_of(row).name if row.subject_kind else ""
    duty = _("%(duty)s (%(about)s)") if about else "%(duty)s"
    return {
        "duty": duty % {"duty": PLANS[row.rule_id].title, "about": about},
        "unit": row.department,
        "note": "\n".join(filter(None, said)),
    }


def _duty_waits(row: Duty, *, stands: str) -> bool:
    """A duty is one thing: what was said of it gives way to what is said now."""
    now = row.reminded_of or "opened"
    if now != "returned" and row.due_on < clock.today():
        now = "overdue"
    return row.status == Duty.Status.OPEN and stands == now


def _duty_url(row: Duty) -> str:
    return f"/desk/supervision/duties/{row.pk}/"


def _duty_due(row: Duty) -> Due:
    return Due(row.due_on, "calendar")


PUSH_MATTERS = {kind: _push(kind, *said) for kind, said in PUSHES.items()}
for _stands, (_told_as, _words) in DUTIES.items():
    MATTERS[_stands] = register(Matter(
        name=f"duty.{_stands}", kind=_told_as, model=Duty, words=_words, why=WORKS, says=_duty_says, url=_duty_url,
        may=partial(hears_of_duty, is_late=_stands == "overdue"), waits=partial(_duty_waits, stands=_stands),
        due=_duty_due, related=("department",),
    ))  # fmt: skip
CONFIRM = register(Matter(
    name="duty.confirm", kind=Kind.SECOND_PERSON, model=Duty,
    words=gettext_noop("Confirm that it is done: %(duty)s, %(unit)s"),
    why=gettext_noop("you oversee this department"), says=_duty_says, url=_duty_url, may=can_confirm_duty,
    waits=lambda row: row.status == Duty.Status.REPORTED, roles=(Role.SUPERVISOR,), related=("department",),
))  # fmt: skip


@on("supervision.notice", "supervision.chaser", "supervision.order", "supervision.answered",
    name="supervision.tell_department")  # fmt: skip
def tell_department(event: Payload) -> None:
    """Those who do the work, and for chasers and orders those who sign or publish it too."""
    chaser = Chaser.objects.select_related("deadline__department", "department").get(pk=event["object_id"])
    matter = PUSH_MATTERS[Chaser.Kind(chaser.kind)]
    follow(matter, chaser, event)


@on("reply.submitted", name="supervision.reminder_moves_on")
def reminder_moves_on(event: Payload) -> None:
    """Who has sent an answer to be signed is reminded of it no more."""
    of_question = Question.objects.filter(reply=event["object_id"])
    chasers = Chaser.objects.filter(deadline__in=of_question.values("deadline")).exclude(
        kind=Chaser.Kind.ORDER
    )
    names = [PUSH_MATTERS[kind].name for kind in (Chaser.Kind.NOTICE, Chaser.Kind.CHASER)]
    told = Notification.objects.filter(matter__in=names, object_id__in=chasers.values("pk"), done_at=None)
    still_waiting(told.select_related("person"))


@on("duty.opened", "duty.due_soon", "duty.overdue", "duty.returned", "duty.recorded", "duty.confirmed", "duty.done",
    name="supervision.tell_of_duty")  # fmt: skip
def tell_of_duty(event: Payload) -> None:
    """Those who do it, by how it stands; the supervisors, once it is said to be done."""
    duty = Duty.objects.select_related("department").get(pk=event["object_id"])
    for matter in (*MATTERS.values(), CONFIRM):
        follow(matter, duty, event)
