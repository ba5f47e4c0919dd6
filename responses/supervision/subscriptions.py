"""Every morning the reminders and calls go out; the people of the department get one mail a push."""

from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from consultations.comments.subscriptions import letter
from participation.accounts.queries import Role, people_with
from participation.deadlines.ticking import daily
from participation.deadlines.words import day_words
from participation.delivery.mail import post
from participation.delivery.outbox import on
from responses.supervision.actions import push_all
from responses.supervision.models import Push


@daily("supervision.push", at=time(7))
def push_every_morning(_slot: datetime) -> None:
    """Once a day, caught up after a night without power; nothing is said twice for the same due day."""
    push_all()


@on("supervision.reminder", "supervision.call", "supervision.order")
def tell_the_department(event: dict[str, Any]) -> None:
    """A mail to the answerers, and for calls and orders to the reviewers too."""
    push = Push.objects.select_related("clock", "department").get(pk=event["object_id"])
    if push.department is None:
        return
    roles = [Role.ANSWERER] if push.kind == Push.Kind.REMINDER else [Role.ANSWERER, Role.REVIEWER]
    people = {
        person.email for role in roles for person in people_with(role, at=push.department) if person.email
    }
    subject = _("%(push)s: due %(day)s") % {"push": push.get_kind_display(), "day": day_words(push.due_on)}
    body = letter(subject, push.words, _("Go to the desk: %(link)s") % {"link": f"{settings.SITE_URL}/desk/"})
    for address in sorted(people):
        post(address, subject, body, key=f"mail:push:{push.pk}:{address}"[:160])
