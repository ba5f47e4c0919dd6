"""What hearings, and the other ways of hearing people, ask of a person, the nearest day first."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from consultations.decisions.engagements.models import Engagement
from consultations.decisions.engagements.policies import can_publish as can_publish_engagement
from consultations.decisions.hearings.due import hearing_is_due
from consultations.decisions.hearings.gates import announcement, materials_by
from consultations.decisions.hearings.gates import participants as of_the_list
from consultations.decisions.hearings.models import Hearing
from consultations.decisions.hearings.policies import (
    can_announce,
    can_propose_correction,
    can_publish_list,
    can_publish_record,
    can_write,
)
from consultations.decisions.models import Decision, DecisionStage
from consultations.decisions.policies import can_handle
from frontend.desk.home.todo import Todo
from participation import clock
from participation.accounts.models import User
from participation.accounts.queries import Role, departments_where

WORKERS = (Role.DRAFTER, Role.EDITOR, Role.REVIEWER)
UNDER_WAY = Decision.Status.UNDER_WAY
MOST = 30
Found = tuple[str, Todo]  # the matter, and what to do


def hearings_for(user: User) -> list[Found]:
    """Announcements to publish, lists and records that are missing, hearings that are owed, records to publish."""
    own = departments_where(user, *WORKERS)
    running = Hearing.objects.filter(
        status__in=(Hearing.Status.DRAFT, Hearing.Status.ANNOUNCED), decision__department__in=own,
        decision__status=UNDER_WAY,
    )  # fmt: skip
    found = [
        (row.title, todo)
        for row in running.select_related("decision__department").order_by("held_on")[:MOST]
        for todo in _of_hearing(row, user)
    ]
    drafts = Engagement.objects.filter(
        status=Engagement.Status.DRAFT, decision__department__in=own, decision__status=UNDER_WAY
    )
    for each in drafts.select_related("decision__department").order_by("id")[:MOST]:
        if can_publish_engagement(user, each):
            url = reverse("desk_engagement", args=[each.pk])
            found.append(
                (
                    f"{each.decision} · {each.get_kind_display()}",
                    Todo(_("Publish how people were heard"), url),
                )
            )
    found += _owed(user)
    return sorted(found, key=lambda row: row[1].due_on or date.max)


def _of_hearing(row: Hearing, user: User) -> Iterator[Todo]:
    url = reverse("desk_hearing", args=[row.pk])
    early = materials_by(row)
    if row.status == Hearing.Status.DRAFT:
        if can_announce(user, row) and all(gate.met for gate in announcement(row)):
            yield Todo(_("Announce the hearing"), url)
        elif can_write(user, row):
            yield Todo(_("Complete the announcement of the hearing"), url, row.apply_until)
    elif row.list_published_at is None and clock.today() >= row.held_on:
        if can_propose_correction(user, row):
            yield Todo(_("No list was published: postpone the hearing, or call it off"), url, row.held_on)
    elif row.list_published_at is None:
        if clock.today() > row.apply_until:
            if can_publish_list(user, row) and all(gate.met for gate in of_the_list(row)):
                yield Todo(_("Publish the list of participants"), url, early)
            elif can_write(user, row):
                yield Todo(_("Draw up the list of participants"), url, early)
    elif row.materials_sent_on is None:
        if can_write(user, row):
            yield Todo(_("Send the materials to the participants"), url, early)
    elif clock.today() >= row.held_on:
        if row.presider and can_publish_record(user, row):
            yield Todo(_("Publish the record of the hearing"), url)
        elif can_write(user, row):
            yield Todo(_("Write the record of the hearing"), url)


def _owed(user: User) -> Iterator[Found]:
    """A hearing is due, and none was announced or held."""
    taken = DecisionStage.objects.filter(
        stage=DecisionStage.Stage.HEARING, status__in=(DecisionStage.Status.BEGUN, DecisionStage.Status.DONE)
    )
    rows = Decision.objects.filter(status=UNDER_WAY, department__in=departments_where(user, Role.DRAFTER))
    rows = rows.exclude(pk__in=taken.values("decision")).exclude(hearings__status=Hearing.Status.DRAFT)
    for row in rows.select_related("department").prefetch_related("listed_in__list").order_by("id")[:MOST]:
        if hearing_is_due(row) and can_handle(user, row):
            yield (
                row.title,
                Todo(_("Prepare the hearing that is due"), reverse("desk_new_hearing", args=[row.slug])),
            )
