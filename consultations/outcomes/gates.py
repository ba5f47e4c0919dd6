"""What is asked for before a final text may be public, first or in the place of another one: of the document here, of
its matter by the room above, which adds its own."""

import re
from collections.abc import Callable

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from consultations.documents.headers import NUMBER_TAKEN, checked_by, is_cleared, is_number_taken
from consultations.documents.models import Document, Version
from consultations.documents.titles import mark_in
from consultations.notices import floors
from consultations.notices.gates import Gate
from consultations.notices.models import Consultation
from consultations.notices.traits import Trait
from participation import clock
from participation.deadlines.rulebook import rule
from participation.errors import Incomplete
from participation.text.days import day_words
from participation.text.reasons import is_name, is_reason

GateSource = Callable[[Consultation, Version], list[Gate]]
_sources: list[GateSource] = []
ReadyCheck = Callable[[Version], bool]
_ready: list[ReadyCheck] = []
IN_FORCE = re.compile(
    r"自\s*(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日\s*起\s*(?:正式)?(?:施行|实施|执行|生效)"
)
NUMBERED = {Trait.MAJOR_DECISION, Trait.NORMATIVE_DOCUMENT, Trait.BUSINESS_RELATED}


def gates_from(source: GateSource) -> GateSource:
    """Have this room's gates asked too."""
    _sources.append(source)
    return source


def ready_when(check: ReadyCheck) -> ReadyCheck:
    """Have this room asked, too, whether the time of a text to be examined and published has come."""
    _ready.append(check)
    return check


def is_ready(version: Version) -> bool:
    """Whether a text waits for who examines and publishes it; before that it may still change."""
    return all(check(version) for check in _ready)


def gates_of_final(consultation: Consultation, version: Version) -> list[Gate]:
    """Everything asked for, met or not: what the desk shows and the refusal says."""
    return [gate for source in _sources for gate in source(consultation, version)] + gates_of_header(
        consultation, version
    )


def require_final(consultation: Consultation, version: Version) -> None:
    """Raise Incomplete naming what is missing, each with its basis."""
    missing: dict[str, list[str]] = {}
    for gate in gates_of_final(consultation, version):
        if not gate.met:
            missing.setdefault(gate.field, []).append(gate.refusal)
    if missing:
        raise Incomplete(_("The final text cannot be published yet."), errors=missing)


def gates_of_header(consultation: Consultation, version: Version) -> list[Gate]:
    """Who issues it, when it was made and holds from, that it may be open, and that somebody looked at just that."""
    row, today = (
        Document.objects.get(pk=version.document_id),
        clock.today(),
    )  # as it stands, whoever looked before
    mark = mark_in(version.title or row.title)
    still = _("The title still says “%(mark)s”: take it out where the draft is edited.") % {"mark": mark}
    asked = [
        Gate("title", still, "", not mark, _("The title is that of a final text")),
        Gate("issuer", _("The header does not name the authority that issues it."), "", row.issuer_id is not None,
             _("The issuing authority is named")),
        Gate("made_on", _("The header does not say on which day it was made, or that day is still to come."), "",
             row.made_on is not None and row.made_on <= today, _("The day on which it was made is there")),
        Gate("effective_on", _("The header does not say from when it is in force."), "", row.effective_on is not None,
             _("The day from which it is in force is there")),
        Gate("disclosure", _("The header does not say that it is open to all."), "国办发〔2016〕80号",
             row.disclosure == Document.Disclosure.PUBLIC, _("It is open to all")),
        Gate("cleared", _("Nobody has examined this text for what may not be published."), rule("E2").basis,
             is_cleared(row, version), _("This text was examined and may be published")),
    ]  # fmt: skip
    traits = floors.traits_of(consultation)
    if traits & NUMBERED:
        asked.insert(2, Gate("document_number", _("The header has no document number."), "",
                             is_name(row.document_number), _("The document number is there")))  # fmt: skip
    if is_number_taken(row):
        asked.insert(2, Gate("document_number", str(NUMBER_TAKEN), "", False, ""))
    asked += _as_its_text(row, version)
    return asked + _in_force(row, business=Trait.BUSINESS_RELATED in traits)


@checked_by
def header_against_its_text(document: Document) -> dict[str, list[str]]:
    """A header that is out is corrected to no other day than the text that stands names."""
    finals = document.versions.filter(is_final=True, withdrawn_at=None).order_by("-number")
    gates = [gate for version in finals[:1] for gate in _as_its_text(document, version)]
    return {gate.field: [gate.words] for gate in gates if not gate.met}


def _as_its_text(row: Document, version: Version) -> list[Gate]:
    """Where the text names the day from which it holds, the header names the same."""
    found = [IN_FORCE.search(text) for text in version.passages.values_list("text", flat=True)]
    days = {"-".join(each.zfill(2) for each in match.groups()) for match in found if match}
    if len(days) != 1 or row.effective_on is None:
        return []
    try:
        day = parse_date(days.pop())
    except ValueError:  # the text names a day that no calendar has
        day = None
    if day is None:
        message = _("The text names a day that there is not, from which it holds.")
        return [Gate("document", message, "", False, "")]
    message = _("The text says that it holds from %(day)s, its header names another day.") % {
        "day": day_words(day)
    }
    return [
        Gate("effective_on", message, "", day == row.effective_on, _("Text and header name the same day"))
    ]


def _in_force(row: Document, *, business: bool) -> list[Gate]:
    """Nothing holds before everybody could read it, and business gets time to adapt, or the header says why not."""
    if row.effective_on is None:
        return []
    said, today = is_reason(row.effective_note), clock.today()
    before = _("It would be in force before it is published: say in the header why.")
    asked = [Gate("effective_note", before, "", said or row.effective_on >= today,
                  _("It comes into force on its publication or later, or its header says why not"))]  # fmt: skip
    if business:
        at_once = _("It concerns business and leaves no time to adapt: say in the header why.")
        asked.append(
            Gate("effective_note", at_once, rule("A7-transition").basis, said or row.effective_on > today,
                 _("Business has time to adapt, or the header says why not"))
        )  # fmt: skip
    return asked
