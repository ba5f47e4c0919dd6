"""The people whose work it is get one mail a notice, chaser or order."""

from django.conf import settings
from django.utils.translation import gettext as _

from participation.accounts.models import Department
from participation.accounts.queries import people_with
from participation.deadlines.explanations import day_words
from participation.delivery.mail import Letter, letter, post_all
from participation.delivery.registry import Payload, on
from responses.supervision.models import Chaser
from responses.supervision.policies import heads_of, workers_on


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


def _addresses(roles: list[str], department: Department) -> set[str]:
    return {person.email for role in roles for person in people_with(role, at=department) if person.email}
