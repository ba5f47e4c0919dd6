"""What the law asks for before a consultation may be published. The desk's checklist and the refusal say the same."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from consultations.notices import floors
from consultations.notices.models import Consultation
from consultations.notices.traits import Trait, is_named_as_concern, is_named_as_rule
from participation import clock
from participation.deadlines.rulebook import Rule, rule
from participation.errors import Incomplete
from participation.text.days import day_words
from participation.text.reasons import is_name, is_reason


@dataclass(frozen=True)
class Gate:
    """One thing the law asks for: whether it is there, in which field, and by which basis."""

    field: str
    words: str
    basis: str
    met: bool
    holds: str  # what is true once it is met

    @property
    def refusal(self) -> str:
        """What is missing, with its basis."""
        said = {"words": self.words, "basis": self.basis}
        return _("%(words)s (%(basis)s)") % said if self.basis else self.words


GateSource = Callable[[Consultation], list[Gate]]
_sources: list[GateSource] = []


def gates_from(source: GateSource) -> GateSource:
    """Have this room's gates asked too."""
    _sources.append(source)
    return source


def gates(consultation: Consultation) -> list[Gate]:
    """Everything asked for, met or not, in the order in which the desk shows it."""
    return [
        *(gate for source in _sources for gate in source(consultation)),
        *_kind(consultation),
        *_of_its_matter(consultation),
        *_notice_parts(consultation),
        *_period(consultation),
    ]


def require(consultation: Consultation) -> None:
    """Raise Incomplete naming each field that keeps the notice from being published, with its basis."""
    missing: dict[str, list[str]] = {}
    for gate in gates(consultation):
        if not gate.met:
            missing.setdefault(gate.field, []).append(gate.refusal)
    if missing:
        raise Incomplete(_("The notice cannot be published yet."), errors=missing)


def require_known_default(consultation: Consultation, *, is_known: bool) -> Rule:
    """The rule of the least period. Raise Incomplete while it is a default of this platform that the county has not
    confirmed, and whoever publishes does not say that this is known.
    """
    law = floors.floor_of(consultation)
    if not law.confirmed and not is_known:
        message = _(
            "The least period rests on a default that the county has not confirmed: say that you know it."
        )
        raise Incomplete(message, errors={"default_known": [message]})
    return law


def _kind(consultation: Consultation) -> list[Gate]:
    """Whoever calls it another matter says publicly why it is none of the others, unless a dossier on public record
    does; what is called a normative document, plans, prices and the taking of land or houses want the dossier."""
    document = consultation.document
    if consultation.kind != Trait.OTHER or is_on_record(consultation):
        return []
    named = is_named_as_rule(document.title, consultation.title)
    concerned = consultation.concerns or is_named_as_concern(document.title, consultation.title)
    by_name = _(
        "By its name it is a normative document: choose that kind, or tie it to a dossier that says what it is."
    )
    by_concern = _(
        "Plans, prices and the taking of land or houses belong to a dossier on public record: tie it to one."
    )
    says_why = _(
        "Say publicly why it is neither a major decision nor a normative document, and who found so."
    )
    return [
        *([Gate("kind", by_name, "国办发〔2018〕37号", False, "")] if named else []),
        *([Gate("concerns", by_concern, rule("A2").basis, False, "")] if concerned else []),
        Gate("classification_note", says_why, "国办发〔2018〕37号", is_reason(consultation.classification_note),
             _("It says why it is neither a major decision nor a normative document")),
    ]  # fmt: skip


def is_on_record(consultation: Consultation) -> bool:
    """Whether a dossier on public record, which did not end, says what it is."""
    on_record = Q(published_at__isnull=False) & ~Q(status="terminated")
    own = consultation.pk is not None and consultation.decisions.filter(on_record).exists()
    return own or consultation.document.decisions.filter(on_record).exists()


def _of_its_matter(consultation: Consultation) -> list[Gate]:
    """Nobody is asked to write on a matter that stands still."""
    said = stands_still(consultation)
    return [Gate("decision", said, "", False, "")] if said else []


def stands_still(consultation: Consultation) -> str:
    """Why nobody is asked to comment on its matters now; empty where none stands in the way."""
    states = set(consultation.document.decisions.values_list("status", flat=True))
    if consultation.pk:
        states |= set(consultation.decisions.values_list("status", flat=True))
    if "suspended" in states:
        return _("Its matter is suspended: it is taken up again first.")
    if states == {"terminated"}:
        return _("Its matter ended without a decision: tie the text to another one first.")
    return ""


def _notice_parts(consultation: Consultation) -> list[Gate]:
    """Decree 713, article 15, names the parts of a major decision's notice; the others rest on their own rule."""
    is_major = Trait.MAJOR_DECISION in floors.traits_of(consultation)
    basis = rule("A2").basis if is_major else floors.floor_of(consultation).basis
    ways = (consultation.phone, consultation.postal_address, consultation.email, consultation.hall)
    return [
        Gate("title", _("The title is missing."), "", is_name(consultation.title), _("The title is there")),
        Gate("document", _("The draft has no text."), basis, consultation.draft_version.passages.exists(),
             _("The draft has its text")),
        Gate("drafting_note", _("Write the drafting note, in sentences that explain the draft."), basis,
             is_reason(consultation.drafting_note),
             _("The drafting note is there")),
        Gate("summary", _("Write the summary in plain words, in a sentence that says what it is about."), "",
             is_reason(consultation.summary),
             _("The summary is there")),
        Gate("phone", _("Name at least one way to comment besides this site."), "", any(map(is_name, ways)),
             _("There is another way to comment")),
    ]  # fmt: skip


def _period(consultation: Consultation) -> list[Gate]:
    """Long enough for everything that it is about; shortened only where the law allows it, and not to nothing."""
    floor = floors.floor_of(consultation)
    holds = _("The period is long enough")
    if barred := floors.barred_by(consultation):
        message = _("The period is at least %(amount)s, and nobody may shorten it.") % {
            "amount": barred.amount
        }
        asked = [Gate("closes_on", message, barred.basis, False, holds)]
    elif floors.is_shortened(consultation):
        asked = _shortening(consultation, floor)
    else:
        asked = [Gate("closes_on", holds, floor.basis, True, holds)]
    still = consultation.opens_on >= clock.today()
    return [
        *asked,
        Gate("opens_on", _("The first day has passed."), "", still, _("The first day is still to come")),
    ]


def _shortening(consultation: Consultation, floor: Rule) -> list[Gate]:
    least = floors.shortened_floor(consultation)
    says_ground = consultation.shortening_ground in floors.Ground.values
    first = day_words(floors.earliest_end(consultation, consultation.opens_on))
    ground = _(
        "The period is shorter than %(amount)s: let it end on %(day)s or later, or say on which ground."
    ) % {
        "amount": floor.amount,
        "day": first,
    }
    reason = _("The period is shorter than %(amount)s: say publicly why, in a sentence that explains it.")
    too_short = _("Even a shortened period is at least %(amount)s.") % {"amount": least.amount}
    return [
        Gate("shortening_ground", ground, floor.basis, says_ground, _("The ground for the shorter period is named")),
        Gate("shortening_reason", reason % {"amount": floor.amount}, floor.basis,
             is_reason(consultation.shortening_reason), _("The period is shorter, and the reason is given")),
        Gate("closes_on", too_short, least.basis, consultation.closes_on >= least.earliest_end(consultation.opens_on),
             _("What is left of the period is long enough")),
    ]  # fmt: skip
