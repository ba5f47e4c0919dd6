"""The people whose work it is get one mail a notice, chaser or order."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.accounts.models import Department
from participation.accounts.queries import Role, people_with
from participation.deadlines.explanations import day_words
from participation.deadlines.rulebook import rule
from participation.delivery.mail import Letter, letter, post_all
from participation.delivery.registry import Payload, on
from responses.supervision.duty_plans import PLANS
from responses.supervision.models import Chaser, Duty
from responses.supervision.policies import heads_of, workers_on

DUTY_NEWS = {
    "opened": gettext_lazy("To be done by %(day)s: %(duty)s"),
    "due_soon": gettext_lazy("Due soon, on %(day)s: %(duty)s"),
    "overdue": gettext_lazy("Overdue since %(day)s: %(duty)s"),
    "returned": gettext_lazy("Not confirmed, to be done by %(day)s: %(duty)s"),
}


@on("supervision.notice", "supervision.chaser", "supervision.order", name="supervision.tell_department")
def tell_department(event: Payload) -> None:
    """A mail to those who do the work, and for chasers and orders to those who sign or publish it too."""
    chaser = Chaser.objects.select_related("deadline", "department").get(pk=event["object_id"])
    if chaser.department is None:
        return
    roles = list(workers_on(chaser.deadline))
    if chaser.kind != Chaser.Kind.NOTICE:
        roles += heads_of(chaser.deadline)
    subject = _("%(push)s: due %(day)s") % {
        "push": chaser.get_kind_display(),
        "day": day_words(chaser.due_on),
    }
    body = letter(
        subject, chaser.words, _("Go to the desk: %(link)s") % {"link": f"{settings.SITE_URL}/desk/"}
    )
    post_all(
        Letter(address, subject, body, f"mail:push:{chaser.pk}:{address}")
        for address in sorted(_addresses(roles, chaser.department))
    )


@on("duty.opened", "duty.due_soon", "duty.overdue", "duty.returned", name="supervision.tell_of_duty")
def tell_of_duty(event: Payload) -> None:
    """A mail to those who do it. Those who sign it and the supervisors hear of what is late, and of what would fail the
    whole site as soon as it is on the list.
    """
    duty = Duty.objects.select_related("department").get(pk=event["object_id"])
    if duty.status == Duty.Status.DONE:
        return
    stands, plan = event["name"].split(".")[1], PLANS[duty.rule_id]
    if plan.alarms or stands == "overdue":
        addresses = _addresses([*plan.doers, Role.SUPERVISOR], duty.department)
    else:
        own = _addresses([plan.doers[0]], duty.department)
        addresses = own or _addresses([*plan.doers], duty.department)
    law = rule(duty.rule_id)
    subject = DUTY_NEWS[stands] % {"duty": plan.title, "day": day_words(duty.due_on)}
    link = f"{settings.SITE_URL}/desk/supervision/duties/{duty.pk}/"
    lines = [
        duty.department,
        law.basis,
        duty.returned_because,
        _("Go to the desk: %(link)s") % {"link": link},
    ]
    body = letter(subject, *(str(each) for each in lines if each))
    post_all(
        Letter(address, subject, body, f"mail:duty:{event['event']}:{address}")
        for address in sorted(addresses)
    )


def _addresses(roles: list[str], department: Department) -> set[str]:
    return {person.email for role in roles for person in people_with(role, at=department) if person.email}
