"""Publishing what was decided: the one door by which a final text becomes public."""

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.decisions import gates
from consultations.decisions.following import follow_publication
from consultations.decisions.models import Decision, DecisionStage
from consultations.decisions.nature import is_of_a_matter, matters_of
from consultations.decisions.stages import check_under_way
from consultations.documents.models import Document, Version
from consultations.documents.policies import can_publish_text
from consultations.notices.gates import Gate
from consultations.notices.models import Consultation
from consultations.notices.traits import is_named_as_rule
from consultations.outcomes.actions import publish_final_text
from consultations.outcomes.gates import gates_from
from participation.accounts.models import User
from participation.errors import NotPermitted
from participation.locks import lock_all

Kind = Consultation.Kind
Stage = DecisionStage.Stage
OF_A_MATTER = (Kind.MAJOR_DECISION, Kind.NORMATIVE_DOCUMENT, Kind.BUSINESS_RELATED)


@gates_from
def gates_of_matters(consultation: Consultation, version: Version) -> list[Gate]:
    """What the matters of a text ask for before it may be public, be it the first final text or one in its place."""
    rows = matters_of(consultation)
    asked = [gate for row in rows for gate in gates.gates_of_text(row, version)]
    asked += [gate for row in rows for gate in _header_fits(row, version)]
    named = is_named_as_rule(consultation.document.title)
    if named or consultation.kind in OF_A_MATTER or is_of_a_matter(consultation):
        message = _("It belongs to no dossier: open one and tie the consultation to it.")
        asked.insert(
            0, Gate("decision", message, consultation.legal_basis, bool(rows), _("It belongs to a dossier"))
        )
    return asked


def publish_final(
    consultation: Consultation, version: Version, *, by: User, text_seen: str = ""
) -> Consultation:
    """Publish the final text; what changed can be read from then on, and the matter is decided.

    `text_seen` is its digest as the editor read it: Conflict when it reads otherwise now.

    Raises Incomplete naming what the law still asks for (decree 713, articles 25 and 29 to 32), NotPermitted (a second
    person publishes), InvalidMove, Conflict.
    """
    if not can_publish_text(by, version, consultation.department):
        raise NotPermitted(_("An editor publishes, and never the person who drafted it."))
    with transaction.atomic():
        rows = lock_all(*matters_of(consultation))
        for row in rows:
            check_under_way(row)
        publish_final_text(consultation, version, by=by, text_seen=text_seen)
        for row in rows:
            follow_publication(row, by=by)
    return consultation


def _header_fits(row: Decision, version: Version) -> list[Gate]:
    """Whoever decides issues it, and it was not made before the meeting that decided it."""
    document, meeting = (
        Document.objects.get(pk=version.document_id),
        gates.latest(row, Stage.COLLECTIVE_DECISION),
    )
    asked = []
    if row.is_units_own:
        message = _("The unit decides it itself: it issues it in its own name.")
        own = document.issuer_id == row.department_id
        asked.append(Gate("issuer", message, "", own, _("It is issued by the unit that decides it")))
    if meeting is not None and meeting.held_on and document.made_on:
        message = _("It was made before the meeting that decided it.")
        after = document.made_on >= meeting.held_on
        asked.append(Gate("made_on", message, "", after, _("It was made on the day of the meeting or later")))
    return asked
