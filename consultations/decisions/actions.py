"""What is done with a decision: put on record, tied to what belongs to it, stopped with a public note."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from consultations.decisions.following import follow_participation
from consultations.decisions.lists import is_listed_as_major, is_outside_directory, tie_listed
from consultations.decisions.models import Decision, DecisionStage
from consultations.decisions.names import AS_LISTED, CONCERN_OR_WHY, namesake_of, of_this_name
from consultations.decisions.nature import FLAGS, check_own, notices_of, taken_away, traits_of
from consultations.decisions.policies import (
    can_handle,
    can_list,
    can_prepare,
    can_stop,
)
from consultations.decisions.rounds import latest
from consultations.documents.models import Document
from consultations.notices.models import Consultation
from consultations.notices.phases import Phase, phase_of
from consultations.notices.traits import checked_concerns, is_named_as_concern, labels_of
from participation import clock
from participation.accounts.models import Department, User
from participation.delivery.outbox import emit
from participation.errors import Incomplete, Invalid, InvalidMove, Message, NotPermitted
from participation.ledger.audit import has_done, record
from participation.locks import lock
from participation.text.cleaning import plain
from participation.text.reasons import explained, is_name, is_reason, name_wanted, reason_wanted
from participation.transitions import edit, transition

Status = Decision.Status
TOLD = ("title", "classification_note")  # changed by two once everybody was told
WORDS = ("title", "summary", "decision_authority", "legal_basis", "classification_note")
MOVES = {
    Status.DRAFT: [Status.UNDER_WAY],
    Status.UNDER_WAY: [Status.DECIDED, Status.SUSPENDED, Status.TERMINATED],
    Status.SUSPENDED: [Status.UNDER_WAY, Status.TERMINATED],
}


def prepare_decision(*, by: User, slug: str, title: str, department: Department, **fields: Any) -> Decision:
    """Open a dossier; it is public once an editor lists it. Raises NotPermitted, Invalid."""
    if not can_prepare(by, department):
        raise NotPermitted(_("Only a drafter of the lead unit keeps the dossier."))
    decision = Decision(
        slug=slug, title=plain(title), department=department, created_at=clock.now(), created_by=by, **fields
    )
    decision.concerns = checked_concerns(decision.concerns)
    _check_words({name: getattr(decision, name) for name in WORDS})
    check_own(decision)
    with transaction.atomic():
        if Decision.objects.filter(slug=slug).exists():
            raise Invalid(_("This address is taken."), errors={"slug": [_("This address is taken.")]})
        decision.save()
        record("decision.prepared", decision, by=by)
        emit("decision.prepared", decision, by=by)
    return decision


EDITABLE = (
    "title", "kind", "decision_authority", "summary", "legal_basis", "planned_on", "affects_business",
    "is_technical", "is_risky", "concerns", "is_units_own", "classification_note",
)  # fmt: skip


def edit_decision(decision: Decision, *, by: User, **fields: Any) -> Decision:
    """Change what the dossier says of the matter, before it is decided.

    Raises NotPermitted, InvalidMove, Invalid (also for what is taken away of the matter's traits once it is public:
    that is proposed with `correct_published`).
    """
    if not can_handle(by, decision):
        raise NotPermitted(_("Only a drafter of the lead unit keeps the dossier."))
    if unknown := set(fields) - set(EDITABLE):
        raise TypeError(unknown)
    new = {name: plain(value) if isinstance(value, str) else value for name, value in fields.items()}
    _check_words(new)
    leaf = "decision" if decision.published_at else None
    with edit(
        decision, by=by, act="decision.edited", fields=EDITABLE, leaf=leaf, event="decision.edited"
    ) as change:
        if change.row.status not in (Status.DRAFT, Status.UNDER_WAY, Status.SUSPENDED):
            raise InvalidMove(_("This matter is not under way."))
        before, was_own = traits_of(change.row), change.row.is_units_own
        told = {name: getattr(change.row, name) for name in TOLD}
        vars(change.row).update(new)
        change.row.concerns = checked_concerns(change.row.concerns)
        check_own(change.row, was_own=was_own)
        if change.row.published_at:
            _check_still_told(told, change.row)
            _check_not_lighter(before, change.row)
            _check_says_why_neither(change.row)
            _check_listed(before, change.row)
    return decision


def _check_words(new: dict[str, Any]) -> None:
    """A title names the matter; what else is written of it is no mere sign. Raises Invalid by field."""
    errors: dict[str, list[Message]] = {
        name: [name_wanted()] for name in WORDS if new.get(name) and not is_name(new[name])
    }
    if "title" in new and not is_name(new["title"]):
        errors["title"] = [_("Write a title.")]
    if errors:
        raise Invalid(_("Something in it cannot stand like this."), errors=errors)


def _check_still_told(told: dict[str, str], row: Decision) -> None:
    """By its name people and lists know it, and why it is no other kind they were told: two people change that, with a
    public reason (`putting_right`)."""
    if changed := [name for name, text in told.items() if text and getattr(row, name) != text]:
        message = _("It is on public record: this is changed with a public reason and a second person.")
        raise Invalid(message, errors={name: [message] for name in changed})


def check_alone(row: Decision) -> None:
    """One matter has one dossier: what the first one owes is not left behind with a second. Raises Invalid."""
    if (other := namesake_of(row)) is not None:
        message = _(
            "A matter of this name is on public record already (%(address)s): go on there, or end it first."
        )
        text = message % {"address": f"/decisions/{other.slug}/"}
        raise Invalid(text, errors={"title": [text]})


def _check_says_why_neither(row: Decision) -> None:
    """Whoever calls it another matter says publicly why it is none of those for which the law has a procedure; so does
    whoever says of what is called a price, a plan or the taking of land that it is none."""
    if row.kind == Decision.Kind.OTHER and not is_reason(row.classification_note):
        message = _(
            "Say publicly why it is neither a major decision nor a normative document, and who found so."
        )
        raise Incomplete(
            _("It cannot be put on record like this."),
            errors={"classification_note": [message, reason_wanted()]},
        )
    if is_named_as_concern(row.title) and not row.concerns and not is_reason(row.classification_note):
        raise Incomplete(str(CONCERN_OR_WHY), errors={"concerns": [str(CONCERN_OR_WHY)]})


def _check_listed(before: list[str], row: Decision) -> None:
    """What becomes a major decision on the way stands in the directory by then (decree 713, article 3)."""
    grown = row.kind == Decision.Kind.MAJOR_DECISION and row.kind not in before
    if grown and is_outside_directory(row) and not row.outside_note:
        message = _(
            "It stands in no published directory of major decisions: the directory is adjusted first."
        )
        raise Invalid(message, errors={"kind": [message]})


def _check_not_lighter(before: list[str], row: Decision) -> None:
    """What the public has been told the matter is, one person does not take away."""
    if gone := taken_away(before, traits_of(row)):
        message = _("Taken away only with a public reason and a second person: %(traits)s.")
        text = message % {"traits": _(", ").join(labels_of(gone))}
        fields = [FLAGS.get(each, "kind" if each in Decision.Kind.values else "concerns") for each in gone]
        raise Invalid(text, errors={field: [text] for field in fields})


def list_decision(decision: Decision, *, by: User, outside_note: str = "") -> Decision:
    """Make the dossier public (decree 713, article 3).

    A major decision that stands in no published directory, where the county has one, is taken up with a public note
    (the directory is adjusted as things are). Raises NotPermitted for whoever prepared it, Conflict, Invalid,
    Incomplete for what the directory lists and the dossier calls something else.
    """
    if not can_list(by, decision) or has_done(by, decision, "decision.edited"):
        raise NotPermitted(_("An editor publishes, and never the person who drafted it."))
    with transition(decision, Status.UNDER_WAY, by=by, table={Status.DRAFT: [Status.UNDER_WAY]},
                event="decision.listed", leaf="decision") as move:  # fmt: skip
        move.row.published_at = clock.now()
        check_alone(move.row)
        if move.row.kind != Decision.Kind.MAJOR_DECISION and is_listed_as_major(move.row):
            raise Incomplete(_("It cannot be put on record like this."), errors={"kind": [str(AS_LISTED)]})
        _check_as_before(move.row)
        _check_says_why_neither(move.row)
        tie_listed(move.row)
        if is_outside_directory(move.row):
            move.row.outside_note = plain(outside_note)
            if not is_reason(move.row.outside_note):
                message = _("It stands in no published directory: say publicly why it is taken up.")
                raise Invalid(message, errors={"outside_note": [message, reason_wanted()]})
    return decision


def attach(decision: Decision, what: Document | Consultation, *, by: User | None) -> None:
    """Tie a document, with every notice of it, or a consultation to its matter. `by=None`: at the command line.

    Raises NotPermitted, Invalid for what belongs to another matter, InvalidMove for a notice of a decided one.
    """
    if by is not None and not can_handle(by, decision):
        raise NotPermitted(_("Only a drafter of the lead unit keeps the dossier."))
    with transaction.atomic():
        locked = lock(decision)
        _check_nobody_elses(locked, what)
        if locked.status == Status.DECIDED:
            raise InvalidMove(
                _("The matter is decided: nobody is heard on it afterwards. Open another matter.")
            )
        if isinstance(what, Document) and _was_passed(locked):
            raise InvalidMove(_("The meeting has passed the matter: no further text is tied to it."))
        notices = [what] if isinstance(what, Consultation) else list(_of_nobody_else(locked, what))
        if isinstance(what, Document):
            locked.documents.add(what)
        for notice in notices:
            if locked.status == Status.SUSPENDED and phase_of(notice) in (Phase.UPCOMING, Phase.OPEN):
                raise InvalidMove(_("The matter is suspended, and people may comment on this notice."))
            locked.consultations.add(notice)
        if notices:
            follow_participation(locked, by=by)
        record("decision.attached", decision, by=by, note={what._meta.model_name or "": what.pk})


def _check_as_before(row: Decision) -> None:
    """What ended under this name is not begun anew as something less: that takes a public reason and two people, once
    it is on record. Raises Incomplete."""
    ended = of_this_name(Decision.objects.filter(status=Status.TERMINATED).exclude(pk=row.pk), row.title)
    gone = taken_away(traits_of(ended), traits_of(row)) if ended is not None else []
    if ended is not None and gone:
        message = _(
            "A matter of this name ended (%(address)s), which was: %(traits)s. Take it up as that; what it is no "
            "longer is changed on record, with a public reason."
        ) % {"address": f"/decisions/{ended.slug}/", "traits": _(", ").join(labels_of(gone))}
        raise Incomplete(_("It cannot be put on record like this."), errors={"kind": [message]})


def _was_passed(locked: Decision) -> bool:
    met = latest(locked, DecisionStage.Stage.COLLECTIVE_DECISION)
    return met is not None and met.result == DecisionStage.Result.PASSED and met.done_on is not None


def _of_nobody_else(locked: Decision, document: Document) -> QuerySet[Consultation]:
    others = Decision.objects.exclude(pk=locked.pk).exclude(status=Status.TERMINATED)
    return document.consultations.exclude(decisions__in=others)


def _check_nobody_elses(locked: Decision, what: Document | Consultation) -> None:
    """What people said on one matter is not heard on another; that of a matter that ended may be taken over."""
    other = what.decisions.exclude(pk=locked.pk).exclude(status=Status.TERMINATED).first()
    if other is not None:
        message = _("It belongs to another matter: %(title)s.") % {"title": other.title}
        raise Invalid(message, errors={what._meta.model_name or "": [message]})


def stop_decision(decision: Decision, *, by: User, public_note: str) -> Decision:
    """Suspend the matter, with a public note; that it ends takes two people (`putting_right`).

    Raises Invalid, NotPermitted, Conflict, and InvalidMove while people are still asked to comment on it or to come to
    its hearing."""
    if not can_stop(by, decision):
        raise NotPermitted(_("Only an editor may stop a decision."))
    note = explained(public_note, field="public_note")
    with transition(
        decision, Status.SUSPENDED, by=by, table=MOVES, event="decision.suspended", leaf="decision"
    ) as move:
        if message := in_the_way_of_stopping(move.row):
            raise InvalidMove(message)
        move.row.public_note = note
    return decision


def in_the_way_of_stopping(decision: Decision) -> Message:
    """Why it is not stopped now: nobody writes on a matter that stands still, nor prepares for a hearing of it."""
    running = [each for each in notices_of(decision) if phase_of(each) in (Phase.UPCOMING, Phase.OPEN)]
    if running:
        message = _("People may still comment on it: suspend or take back “%(title)s” first.")
        return message % {"title": running[0].title}
    if notices_of(decision).filter(final_version__isnull=False).exists():
        return _("A final text of it is public: what was decided is suspended or ended as an execution.")
    if decision.hearings.filter(status="announced").exists():
        return _("A hearing of it is announced: it is taken back first.")
    return ""


def resume_decision(decision: Decision, *, by: User) -> Decision:
    """Take a suspended matter up again. Raises NotPermitted, InvalidMove, Conflict."""
    if not can_stop(by, decision):
        raise NotPermitted(_("Only an editor may take a matter up again."))
    table = {Status.SUSPENDED: [Status.UNDER_WAY]}
    with transition(
        decision, Status.UNDER_WAY, by=by, table=table, event="decision.resumed", leaf="decision"
    ) as move:
        move.row.public_note = ""
    return decision
