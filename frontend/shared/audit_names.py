"""What is noted with acts, in words: the name of each key, and what the codes mean."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Field, Model
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultations.decisions.models import ParticipationItem
from consultations.models import Comment, DecisionStage, ExecutionChange, Opinion
from consultations.notices.traits import Trait
from participation.accounts.contact_reading import Purpose
from participation.accounts.models import Membership
from participation.accounts.stand_in_models import StandIn
from participation.deadlines.rulebook import UnknownRule, rule
from participation.notifications.choices import GROUPS, STEPS
from participation.notifications.models import Way

FLOORS = ("consultations", "responses", "participation")
Words = str | Promise
NAMES: dict[str, Words] = {
    "reason": _("Reason"), "basis": _("Legal basis"), "ground": _("Ground"), "stage": _("Stage"),
    "round": _("Round"), "result": _("Result"), "department": _("Department"), "role": _("Role"),
    "roles": _("Role"), "starts_on": _("First day"), "ends_on": _("Last day"), "name": _("Name"),
    "username": _("Sign-in name"), "user.username": _("Sign-in name"),
    "email": _("Mail address"), "phone": _("Telephone"), "title": _("Title"),
    "body": _("Text"), "text": _("Text"), "rule": _("Rule"), "due_on": _("Due"), "due_before": _("Due before"),
    "days": _("Days"), "version": _("Version"), "kind": _("Kind"), "filter": _("Filter"), "format": _("Format"),
    "changed": _("Changed"), "list": _("List"), "closes_on": _("Last day"), "from": _("Department before"),
    "to": _("Department since"), "hidden": _("Places hidden"), "rating": _("Stars given"),
    "rating_note": _("Words with the rating"), "opinions": _("Points made of it"),
    "clauses": _("Articles and paragraphs"), "items": _("Items"), "participants": _("Participants"),
    "added": _("Added"), "removed": _("Taken off"), "files": _("Files"), "file": _("File"), "again": _("Once more"),
    "mailed": _("Sent by mail"), "purpose": _("Purpose"), "deputy": _("Who stands in"), "unit": _("Department"),
    "until": _("Until"), "count": _("How many"), "leans_on": _("Grounds of the answer"), "duty": _("Special unit"),
    "change": _("Change of the execution"), "closes_at": _("End of the period"),
    "feedback_due_on": _("Feedback due"), "summary": _("Summary"),
    "articles": _("Articles numbered anew"), "author": _("Account it belongs to"),
    "closed": _("Account closed with it"), "completion": _("Completion"),
    "completion_published_at": _("Completion published"), "concluded_at": _("Concluded on"),
    "contact": _("Name and contact"), "default_known": _("Used as the default, not confirmed"),
    "evidence": _("Evidence"), "execution": _("Execution"), "final_version": _("Final text"),
    "first": _("First day changed"), "first_day": _("First day"), "found_by_contact": _("Found by the contact"),
    "heading": _("Heading"), "issued_at": _("Made public"), "jobs": _("Jobs"),
    "label": _("Number of the clause"), "last": _("Last day changed"), "last_day": _("Last day"),
    "list_published_at": _("List published"), "materials_sent_on": _("Materials sent"),
    "merged_into": _("Joined to"), "parties": _("Groups of people heard"), "parts": _("Parts"),
    "place": _("Place"), "reason_code": _("Reason by kind"), "return_note": _("Why it was given back"),
    "slug": _("address on the site"), "texted": _("Text messages about"),
    "value": pgettext_lazy("amount", "Number"), "ways": pgettext_lazy("notifications", "By mail"),
    "why": _("Why absent"), "withdrawn_at": _("Taken back on"), "withdrawn_note": _("Why it was taken back"),
    "years": _("Years published"),
}  # fmt: skip
# what only the machine reads, or what the entry says already: numbers of rows, digests, who did it and when
UNSAID = {
    "act", "clause", "consultation", "consultation_id", "correction", "deadline", "decision", "document", "path",
    "cleared_at", "cleared_by", "cleared_text", "completion_by", "created_by", "drafted_at", "drafted_by",
    "draft_version", "opens_at", "proposed_by",
    "calendar.place", "calendaredition.place", "localrule.place", "job.kind",
    "where", "seed", "of", "there",  # of a load test
}  # fmt: skip


def _choices(choices: Any) -> Callable[[str], Words]:
    found = {str(code): label for code, label in choices}
    return lambda code: found.get(code, code)


def _rule(code: str) -> Words:
    try:
        return str(rule(code).label)
    except UnknownRule:  # of an older release
        return code


CODES: dict[str, Callable[[str], Words]] = {
    "change": _choices(ExecutionChange.Kind.choices),
    "completion": _choices(ParticipationItem.Outcome.choices),
    "concerns": _choices(Trait.choices),
    "default_known": _rule,
    "language": _choices(settings.LANGUAGES),
    "purpose": _choices(Purpose.choices),
    "reason_code": _choices(Opinion.ReasonCode.choices),
    "result": _choices(DecisionStage.Result.choices),
    "role": _choices(Membership.Role.choices),
    "rule": _rule,
    "stage": _choices(DecisionStage.Stage.choices),
    "texted": _choices([(name, group.label) for name, group in GROUPS.items()] + [(STEPS, _("Own items"))]),
    "ways": _choices(Way.choices),
    "why": _choices(StandIn.Why.choices),
    "timerequest.ground": _rule,
    "comment.reason": _choices(Comment.Reason.choices),
    "decision.ground": _choices(DecisionStage.Ground.choices),
}
CODES["roles"] = CODES["role"]


def is_said(kind: str, name: str) -> bool:
    """Whether people read it."""
    return name not in UNSAID and f"{kind}.{name}" not in UNSAID


def name_of(kind: str, name: str) -> str:
    """What a key is called, by the thing it was noted of; the key itself where no word is known."""
    own = model_of(kind)
    others = (each for floor in FLOORS for each in apps.get_app_config(floor).get_models())
    said = (
        NAMES.get(f"{kind}.{name}")
        or _verbose(own, name)
        or NAMES.get(name)
        or next(filter(None, (_verbose(each, name) for each in others)), None)
    )
    return name if said is None else str(capfirst(str(said)))


def code_words(kind: str, name: str, code: str) -> str | None:
    """What a code means; None where the key holds no codes."""
    if known := CODES.get(f"{kind}.{name}") or CODES.get(name):
        return str(known(code))
    choices = choices_of(field_of(kind, name))
    return choices.get(code)


def model_of(kind: str) -> type[Model] | None:
    """The model of that name; None for one of an older release."""
    for floor in FLOORS:
        if kind in apps.all_models[floor]:
            return apps.get_model(floor, kind)
    return None


def field_of(kind: str, name: str) -> "Field[Any, Any] | None":
    """The column of that name, if the thing has one."""
    model = model_of(kind)
    fields = {field.name: field for field in model._meta.concrete_fields} if model else {}
    return fields.get(name)


def choices_of(field: "Field[Any, Any] | None") -> dict[str, str]:
    """What may stand in a column, with its words."""
    return {str(code): str(label) for code, label in getattr(field, "flatchoices", ())}


@cache
def _verbose(model: type[Model] | None, name: str) -> Words | None:
    """The name that the forms give a field, where somebody gave it one."""
    fields = {field.name: field.verbose_name for field in model._meta.concrete_fields} if model else {}
    said = fields.get(name)
    return said if isinstance(said, Promise) else None
