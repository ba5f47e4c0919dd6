"""What this person did and somebody else has to go on with: nothing to do, and good to know where it lies."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from consultations.models import DecisionStage
from frontend.shared.corrections import subjects_of
from frontend.shared.dossier_marks import label_of
from participation.accounts.models import User
from participation.corrections.models import Correction
from participation.deadlines.models import TimeRequest
from responses.models import Question, Reply

MOST = 12


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A thing of this person's that waits: for what, and since when."""

    title: str
    url: str
    waits_for: str
    since: datetime | None


def elsewhere(user: User) -> list[Elsewhere]:
    """The longest first, at most a dozen. Five queries at most."""
    found = chain(_replies(user), _requests(user), _records(user), _corrections(user))
    return sorted(found, key=lambda each: (each.since is None, each.since and each.since.timestamp()))[:MOST]


def _replies(user: User) -> Iterator[Elsewhere]:
    rows = Reply.objects.filter(drafted_by=user, status=Reply.Status.SUBMITTED, question__status="assigned")
    for row in rows.select_related("question").order_by("submitted_at")[:MOST]:
        url = reverse("desk_question", args=[row.question.number])
        yield Elsewhere(row.question.title, url, _("waits to be signed off"), row.submitted_at)


def _requests(user: User) -> Iterator[Elsewhere]:
    asked = TimeRequest.objects.filter(asked_by=user, status=TimeRequest.Status.WAITING).order_by("asked_at")
    since = {row.deadline_id: row.asked_at for row in asked[:MOST]}
    for row in Question.objects.filter(deadline__in=since) if since else ():
        assert row.deadline_id is not None
        url = reverse("desk_question", args=[row.number])
        yield Elsewhere(row.title, url, _("waits for a decision on more time"), since[row.deadline_id])


def _records(user: User) -> Iterator[Elsewhere]:
    recorded = Q(status="begun", recorded_by=user)
    rows = DecisionStage.objects.filter(recorded | Q(status="proposed", entered_by=user))
    for row in rows.select_related("decision").order_by("id")[:MOST]:
        label = label_of(DecisionStage.Stage(row.stage), row.decision.kind)
        url = reverse("desk_stage", args=[row.decision.slug, row.stage])
        yield Elsewhere(
            row.decision.title, url, _("waits for a second person: %(stage)s") % {"stage": label}, None
        )


def _corrections(user: User) -> Iterator[Elsewhere]:
    rows = list(Correction.objects.filter(proposed_by=user, status="proposed").order_by("id")[:MOST])
    subjects = subjects_of(rows) if rows else {}
    for row in rows:
        url = reverse("desk_correction", args=[row.pk])
        yield Elsewhere(
            subjects[row.pk].title, url, _("waits for a second person on the correction"), row.proposed_at
        )
