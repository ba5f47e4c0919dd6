"""Publishing what was decided: the one door by which a final text becomes public."""

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from consultations.decisions import gates
from consultations.decisions.execution.queries import confirmed_changes
from consultations.decisions.following import follow_publication
from consultations.decisions.models import DECREE, Decision, DecisionStage
from consultations.decisions.names import gates_of_names, names_a_listed
from consultations.decisions.nature import is_of_a_matter, matters_of
from consultations.decisions.put_out import was_put_out
from consultations.decisions.rounds import sent_back
from consultations.decisions.stages import check_under_way
from consultations.documents.headers import checked_by
from consultations.documents.models import Document, Version
from consultations.documents.queries import is_slip
from consultations.notices.gates import Gate
from consultations.notices.models import Consultation
from consultations.notices.traits import is_named_as_concern, is_named_as_rule
from consultations.outcomes.actions import publish_final_text
from consultations.outcomes.corrections import feedback_held_by, held_by
from consultations.outcomes.gates import gates_from, ready_when
from consultations.outcomes.policies import can_publish_final
from participation.accounts.models import Department, User
from participation.accounts.queries import Duty, special_unit
from participation.errors import Message, NotPermitted
from participation.locks import lock_all

Kind = Consultation.Kind
Stage = DecisionStage.Stage
RESTS = (DecisionStage.Status.BEGUN, DecisionStage.Status.DONE)
OF_A_MATTER = (Kind.MAJOR_DECISION, Kind.NORMATIVE_DOCUMENT, Kind.BUSINESS_RELATED)


@gates_from
def gates_of_matters(consultation: Consultation, version: Version) -> list[Gate]:
    """What the matters of a text ask for before it may be public, be it the first final text or one in its place."""
    rows, document = matters_of(consultation), Document.objects.get(pk=version.document_id)
    asked = [gate for row in rows for gate in gates.gates_of_text(row, version)]
    asked += [gate for row in rows for gate in _header_fits(row, document)]
    asked += [gate for row in rows for gate in _adjusted_on_record(row, consultation, version)]
    if rows:
        asked += gates_of_names(consultation, consultation.title, document.title, version.title)
    named = is_named_as_rule(consultation.document.title, consultation.title, version.title)
    told = consultation.kind in OF_A_MATTER or consultation.concerns
    told = told or names_a_listed(consultation, version.title)
    told = told or is_named_as_concern(consultation.document.title, consultation.title, version.title)
    if named or told or is_of_a_matter(consultation):
        message = _("It belongs to no dossier: open one and tie the consultation to it.")
        asked.insert(
            0, Gate("decision", message, consultation.legal_basis, bool(rows), _("It belongs to a dossier"))
        )
    return (
        asked if rows else [*asked, *_issued_by_itself(consultation, document), *was_put_out(None, [version])]
    )


def _issued_by_itself(consultation: Consultation, document: Document) -> list[Gate]:
    """Without a dossier nobody above has decided it: the unit issues it in its own name."""
    own = document.issuer_id in (None, consultation.department_id)
    message = _("Without a dossier the unit issues it in its own name.")
    return [Gate("issuer", message, "", own, _("It is issued by the unit itself"))]


def is_passed(document: str) -> Combinable:
    """As a filter: nothing is left to be decided of the document with that key (`pk`, `document`), since every matter
    of it was passed by its last meeting, or it belongs to none."""
    last = DecisionStage.objects.filter(decision=OuterRef("pk"), stage=Stage.COLLECTIVE_DECISION).order_by(
        "-round"
    )
    own = Q(documents=OuterRef(document)) | Q(consultations__document=OuterRef(document))
    matters = Decision.objects.filter(own).exclude(status=Decision.Status.TERMINATED)
    met = Coalesce(Subquery(last.values("result")[:1]), Value(""))
    return ~Exists(matters.annotate(met=met).exclude(met=DecisionStage.Result.PASSED))


@ready_when
def text_is_passed(version: Version) -> bool:
    """A text is examined and published once the meeting passed its matter: before, it may still change."""
    return Document.objects.filter(is_passed("pk"), pk=version.document_id).exists()


def publish_final(
    consultation: Consultation, version: Version, *, by: User, text_seen: str = ""
) -> Consultation:
    """Publish the final text; what changed can be read from then on, and the matter is decided.

    `text_seen` is its digest as the editor read it: Conflict when it reads otherwise now.

    Raises Incomplete naming what the law still asks for (decree 713, articles 25 and 29 to 32), NotPermitted (a second
    person publishes), InvalidMove, Conflict.
    """
    if not can_publish_final(by, consultation, version):
        raise NotPermitted(_("An editor publishes, and never the person who drafted it."))
    with transaction.atomic():
        rows = lock_all(*matters_of(consultation))
        for row in rows:
            check_under_way(row)
        publish_final_text(consultation, version, by=by, text_seen=text_seen)
        for row in rows:
            follow_publication(row, by=by)
    return consultation


@held_by
def carried_out_still(consultation: Consultation) -> Message:
    """What was decided is taken from the public only when its execution was ended on record (decree 713, art. 37), also
    while another text of the matter is still to come."""
    if any(row.execution != Decision.Execution.ENDED for row in matters_of(consultation)):
        return _(
            "The matter is decided by this text. It is withdrawn once the end of its execution is on record "
            "(decree 713, article 37); a mistake in it is corrected."
        )
    return ""


@feedback_held_by
def reviewed_on_it(consultation: Consultation) -> Message:
    """What was sent for the review of law, or passed, rests on what the public was told (decree 713, articles 25, 29);
    a review or meeting that sends it back frees it."""
    for row in matters_of(consultation):
        review = gates.latest(row, Stage.LEGALITY_REVIEW)
        if review is not None and review.status in RESTS and sent_back(row) is None:
            return _(
                "The matter was sent for review on this feedback: it is corrected, or the review returns it first."
            )
    return ""


def _adjusted_on_record(row: Decision, consultation: Consultation, version: Version) -> list[Gate]:
    """What was decided reads otherwise only once it was adjusted on record; a slip of the pen is put right before."""
    final = consultation.final_version
    if row.status != Decision.Status.DECIDED and final is None:
        return []
    if final is None or row.execution == Decision.Execution.ENDED:
        message = _(
            "The matter is decided and its text was withdrawn, or its execution has ended: open another one."
        )
        return [Gate("decision", message, f"{DECREE}第三十七条", False, "")]
    if is_slip(final, version, turning=False):
        return []
    met = gates.latest(row, Stage.COLLECTIVE_DECISION)
    own = {"kind": "adjusted", "confirmed_at__gte": final.published_at}
    rows = confirmed_changes(row).filter(**own)
    adjusted = met is not None and rows.filter(decided_on__gte=met.held_on or met.begun_on).exists()
    message = _("It says something else than what was decided: the adjustment is put on record first.")
    holds = _("The adjustment of what was decided is on record")
    return [Gate("decision", message, f"{DECREE}第三十七条", adjusted, holds)]


def _may_issue(row: Decision, issuer: Department) -> bool:
    office = special_unit(Duty.GOVERNMENT_OFFICE)
    is_above = row.department.path.startswith(issuer.path)
    return is_above or (office is not None and office.pk == issuer.pk)


@checked_by
def header_against_its_matters(document: Document) -> dict[str, list[str]]:
    """A header that is out is corrected to what its matters allow, and to nothing else."""
    own = Q(documents=document.pk) | Q(consultations__document=document.pk)
    rows = Decision.objects.filter(own).exclude(status=Decision.Status.TERMINATED).distinct()
    wrong: dict[str, list[str]] = {}
    for gate in (gate for row in rows for gate in _header_fits(row, document)):
        if not gate.met:
            wrong.setdefault(gate.field, []).append(gate.words)
    return wrong


def _header_fits(row: Decision, document: Document) -> list[Gate]:
    """Whoever decides issues it, and it was not made before the meeting that decided it."""
    meeting = gates.latest(row, Stage.COLLECTIVE_DECISION)
    asked = []
    if document.issuer is not None and not row.is_units_own:
        message = _(
            "The government that decides it issues it, or its office, or with its consent the lead unit."
        )
        asked.append(
            Gate(
                "issuer", message, "", _may_issue(row, document.issuer), _("It is issued by who may issue it")
            )
        )
    if row.is_units_own:
        message = _("The unit decides it itself: it issues it in its own name.")
        own = document.issuer_id == row.department_id
        asked.append(Gate("issuer", message, "", own, _("It is issued by the unit that decides it")))
    if meeting is not None and meeting.held_on and document.made_on:
        message = _("It was made before the meeting that decided it.")
        after = document.made_on >= meeting.held_on
        asked.append(Gate("made_on", message, "", after, _("It was made on the day of the meeting or later")))
    return asked
