"""What each consultation asks of a person: checking, weighing, feedback, publishing."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.comments.policies import can_moderate_in
from consultations.decisions.publishing import is_passed
from consultations.decisions.shortness import TooShort, too_short_ones
from consultations.models import Consultation, Feedback, Opinion, Version
from consultations.notices.counters import counts_for
from consultations.notices.phases import Phase, phase_of
from consultations.notices.policies import can_draft, can_publish, can_weigh
from consultations.outcomes.policies import can_publish_feedback, can_publish_final
from consultations.outcomes.queries import was_taken_back
from consultations.weighing.actions import PROPOSED
from frontend.shared.dates import say_day
from participation.accounts.models import Department, User
from participation.accounts.policies import can_administer, can_mend_jobs
from participation.accounts.queries import Role, county, departments_where, rows_done_for
from participation.deadlines.policies import can_change_rules
from participation.deadlines.queries import rules_to_confirm
from participation.delivery.mending import parked
from participation.ledger.audit import hands_of
from responses.interpretations.deadlines import to_interpret
from responses.interpretations.policies import WRITTEN as INTERPRETED
from responses.interpretations.policies import can_publish as can_publish_interpretation
from responses.models import Interpretation

Status = Consultation.Status
WORKERS = (Role.DRAFTER, Role.MODERATOR, Role.EDITOR, Role.REVIEWER)
MOST = 30


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do, where to do it, and by when."""

    label: str
    url: str
    due_on: date | None = None
    hint: str = ""


@dataclass(slots=True)
class ConsultationWork:
    """A consultation with its figures and what it asks of this person."""

    consultation: Consultation
    phase: Phase
    counts: dict[str, int]
    todos: list[Todo] = field(default_factory=list)

    @property
    def weighed(self) -> int:
        return self.counts["opinions"] - self.counts["open"]


def work_for(user: User) -> list[ConsultationWork]:
    """The consultations that ask something of this person, those that close first on top. Four queries."""
    rows = list(_at_work(user)[:MOST])
    counts = counts_for(row.pk for row in rows)
    found = [ConsultationWork(row, phase_of(row), counts[row.pk]) for row in rows]
    short = too_short_ones(rows)
    for work in found:
        work.todos = [*_too_short(short.get(work.consultation.pk), user), *todos_of(work, user)]
    return [work for work in found if work.todos]


def _at_work(user: User) -> QuerySet[Consultation]:
    drafts = Version.objects.filter(
        document=OuterRef("document"),
        status=Version.Status.DRAFT,
        number__gt=OuterRef("draft_version__number"),
    )
    proposals = Opinion.objects.filter(
        consultation=OuterRef("pk"), disposition="open", proposed_by__isnull=False
    ).exclude(Q(proposed_by__in=hands_of(user)) | Q(pk__in=rows_done_for(user, Opinion, *PROPOSED)))
    running = Q(status__in=[Status.DRAFT, Status.PUBLISHED])
    without_final = Q(status=Status.CONCLUDED, final_version=None)
    return (
        Consultation.objects.filter(running | without_final, department__in=departments_where(user, *WORKERS))
        .select_related("department", "draft_version", "feedback")
        .annotate(
            has_next_text=Exists(drafts),
            next_text_is_mine=Exists(drafts.filter(created_by__in=hands_of(user))),
            has_proposals=Exists(proposals),
            is_passed=is_passed("document"),
        )
        .order_by(F("closes_on").asc(), "id")
    )


def todos_of(work: ConsultationWork, user: User) -> list[Todo]:
    """What this person has to do with one consultation."""
    match work.phase:
        case Phase.DRAFT:
            return _before(work.consultation, user)
        case Phase.OPEN | Phase.CLOSED:
            return [*_while_it_runs(work, user), *_after_closing(work, user)]
        case Phase.CONCLUDED:
            return _final_text(work.consultation, user)
    return []


def _too_short(short: TooShort | None, user: User) -> list[Todo]:
    """A period that is too short for its matter: lengthened by who publishes, who is asked by who drafts."""
    if short is None or not short.can_be_lengthened:
        return []
    row, until = short.consultation, {"day": say_day(short.until, "auto")}
    if can_publish(user, row):
        url = reverse("desk_consultation_act", args=[row.slug, "extend"])
        return [
            Todo(
                _("The period is too short for its matter: lengthen it to %(day)s") % until,
                url,
                row.closes_on,
            )
        ]
    if not can_draft(user, row):
        return []
    label = _("The period is too short for its matter: have an editor lengthen it to %(day)s") % until
    return [Todo(label, reverse("desk_consultation", args=[row.slug]), row.closes_on)]


def _before(row: Consultation, user: User) -> list[Todo]:
    url = reverse("desk_consultation", args=[row.slug])
    if can_publish(user, row):
        return [Todo(_("Publish the notice"), url, row.opens_on)]
    return [Todo(_("Complete the notice"), url, row.opens_on)] if can_draft(user, row) else []


def _while_it_runs(work: ConsultationWork, user: User) -> list[Todo]:
    row, counts = work.consultation, work.counts
    found = []
    if counts["pending"] and can_moderate_in(user, row):
        message = ngettext("Check %(n)d comment", "Check %(n)d comments", counts["pending"])
        found.append(
            Todo(message % {"n": counts["pending"]}, f"{reverse('desk_moderation')}?consultation={row.slug}")
        )
    if counts["open"] and can_weigh(user, row):
        message = ngettext("Weigh %(n)d opinion", "Weigh %(n)d opinions", counts["open"])
        url = reverse("desk_weighing", args=[row.slug])
        found.append(Todo(message % {"n": counts["open"]}, f"{url}?disposition=open", row.feedback_due_on))
        if row.has_proposals:  # type: ignore[attr-defined]
            found.append(
                Todo(
                    _("Agree or not: opinions that a colleague proposes not to consider"),
                    f"{url}?disposition=proposed",
                )
            )
    return found


def _after_closing(work: ConsultationWork, user: User) -> list[Todo]:
    row = work.consultation
    if work.phase is not Phase.CLOSED:
        return []
    url = reverse("desk_feedback", args=[row.slug])
    feedback: Feedback | None = getattr(row, "feedback", None)
    found = []
    if feedback is None or (feedback.status == Feedback.Status.DRAFT and was_taken_back(feedback)):
        if can_draft(user, row):
            label = _("Write the feedback anew: it was taken back") if feedback else _("Write the feedback")
            found.append(Todo(label, url, row.feedback_due_on))
    elif feedback.status == Feedback.Status.DRAFT and can_publish_feedback(user, feedback):
        found.append(Todo(_("Publish the feedback"), url, row.feedback_due_on))
    return [*found, *_final_text(row, user)]


def _final_text(row: Consultation, user: User) -> list[Todo]:
    if row.final_version_id:
        return []
    if not row.has_next_text:  # type: ignore[attr-defined]
        url = reverse("desk_next_text", args=[row.slug])
        return [Todo(_("Bring in the next version"), url)] if can_draft(user, row) else []
    is_time = row.status == Status.CONCLUDED and row.is_passed  # type: ignore[attr-defined]
    if is_time and can_publish_final(user, row, None) and not row.next_text_is_mine:  # type: ignore[attr-defined]
        return [Todo(_("Publish the final text"), reverse("desk_consultation", args=[row.slug]))]
    return []


def platform_todos(user: User) -> list[Todo]:
    """What the platform itself asks of whoever looks after it."""
    return [*_first_steps(user), *_jobs_to_mend(user), *_rules_to_confirm(user)]


def _first_steps(user: User) -> list[Todo]:
    """Of a site on which nothing stands yet: the county, then its departments and people."""
    if not can_administer(user) or Department.objects.exclude(parent=None).exists():
        return []
    if county() is None:
        hint = _("everything stands under it: departments, people, what is published")
        return [Todo(_("Begin: set up the county itself"), reverse("desk_new_department"), hint=hint)]
    hint = _("from a spreadsheet, or one by one")
    return [Todo(_("Set up the departments and their people"), reverse("desk_import"), hint=hint)]


def _jobs_to_mend(user: User) -> list[Todo]:
    count = parked().count() if can_mend_jobs(user) else 0
    if not count:
        return []
    message = ngettext("%(n)d job could not be done", "%(n)d jobs could not be done", count) % {"n": count}
    hint = _("tried for three days, then parked")
    return [Todo(message, f"{reverse('desk_jobs')}?state=parked", hint=hint)]


def _rules_to_confirm(user: User) -> list[Todo]:
    count = len(rules_to_confirm()) if can_change_rules(user) else 0
    if not count:
        return []
    message = ngettext(
        "Confirm %(n)d default of the rulebook", "Confirm %(n)d defaults of the rulebook", count
    )
    hint = _("by a document of the county, or with its own number")
    return [Todo(message % {"n": count}, reverse("desk_confirmations"), hint=hint)]


def interpretations_for(user: User) -> QuerySet[Interpretation]:
    """Drafts to publish, and one's own unit's drafts to go on with."""
    mine = Q(department__in=departments_where(user, Role.DRAFTER))
    own = Q(created_by__in=hands_of(user)) | Q(pk__in=rows_done_for(user, Interpretation, *INTERPRETED))
    others = Q(department__in=departments_where(user, Role.EDITOR)) & ~own
    return (
        Interpretation.objects.filter(mine | others, status=Interpretation.Status.DRAFT)
        .select_related("department", "document")
        .order_by("id")[:MOST]
    )


def interpretations_to_write(user: User) -> list[Todo]:
    """The final texts of this person's units that nobody has begun to explain, by the day on which that is due."""
    url = reverse("desk_new_interpretation")
    return [
        Todo(_("Write the interpretation"), f"{url}?document={document.slug}", due_on, hint=document.title)
        for document, due_on in to_interpret(departments_where(user, Role.DRAFTER))[:MOST]
    ]


def todo_of(interpretation: Interpretation, user: User) -> str | Promise:
    """What this person has to do with a draft interpretation."""
    if can_publish_interpretation(user, interpretation):
        return _("Publish the interpretation")
    return _("Complete the interpretation")
