"""Each kind of matter comes to its publication through every gate that its nature sets, and through no other way.

At each step the final text is tried: it is refused until the last gate is met, and names no gate that has been met.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from consultations.decisions.actions import attach, list_decision, prepare_decision
from consultations.decisions.models import Decision
from consultations.decisions.publishing import publish_final
from consultations.documents.actions import revise
from consultations.documents.reading import read_text
from consultations.models import Consultation, Version
from consultations.notices.actions import prepare_consultation, publish_consultation
from consultations.outcomes.actions import draft_feedback, publish_feedback
from participation import clock
from participation.accounts.models import User
from participation.errors import Incomplete
from tests.cast import Side
from tests.dossiers import meeting_waits_for, sent_for_review, started, taken
from tests.drafts import FINAL, NEITHER, headed, notice_fields
from tests.hearings import engaged, held

KINDS: dict[str, dict[str, Any]] = {
    "a major decision": {"kind": "major_decision"},
    "a normative document": {"kind": "normative_document"},
    "a document that concerns business": {"kind": "normative_document", "affects_business": True},
    "a technical and risky one": {"kind": "major_decision", "is_technical": True, "is_risky": True},
    "a plan of town and country": {"kind": "other", "concerns": ["planning"]},
    "land that is taken": {"kind": "other", "concerns": ["land"]},
    "houses that are taken, against most": {"kind": "major_decision", "concerns": ["demolition", "objected"]},
    "a price": {"kind": "normative_document", "concerns": ["price"]},
}


@pytest.fixture
def people(
    official: User, reviewer: User, editor: User, justice: Side, office: Side, market: Side
) -> dict[str, User]:
    return {"official": official, "reviewer": reviewer, "editor": editor}


def steps(
    matter: Decision, nature: dict[str, Any], row: Consultation, people: dict[str, User]
) -> Iterator[set[str]]:
    """One step after another as the law has them; each gives the fields that the meeting waits for no longer."""
    official, reviewer, editor = people["official"], people["reviewer"], people["editor"]
    publish_feedback(draft_feedback(row, by=official, asked="问了", said="答了", did="改了"), by=reviewer)
    yield {"public_participation"}
    started(matter, by=official, second=reviewer)
    yield {"initiation", "agency_consultation"}
    if {"price", "objected"} & set(nature.get("concerns", [])):
        how = {"price_authority": "县发展和改革局"} if "price" in nature["concerns"] else {}
        held(matter, by=official, editor=editor, reviewer=reviewer, **how)
        yield {"hearing"}
    if nature.get("is_technical"):
        taken(matter, "expert_review", by=official, second=reviewer)
        yield {"expert_review"}
    if nature.get("is_risky"):
        taken(matter, "risk_assessment", by=official, second=reviewer)
        yield {"risk_assessment"}
    if nature.get("affects_business"):
        engaged(matter, by=official, second=reviewer)
        taken(matter, "fair_competition_review")
        yield {"engagements", "fair_competition_review"}
    sent_for_review(Decision.objects.get(pk=matter.pk), by=official)
    with later(50):
        taken(matter, "legality_review")
        yield {"legality_review", "held_on"}


def later(days: int) -> Any:
    return clock.at(clock.now() + timedelta(days=days))


def refused(row: Consultation, final: Version, editor: User) -> set[str]:
    with pytest.raises(Incomplete) as refusal:
        publish_final(Consultation.objects.get(pk=row.pk), final, by=editor)
    return set(refusal.value.errors)


@pytest.mark.parametrize("nature", KINDS.values(), ids=KINDS)
def test_it_reaches_publication_through_every_gate_and_no_other_way(
    draft: Version, people: dict[str, User], nature: dict[str, Any], settings: Any, tmp_path: Any,
) -> None:  # fmt: skip
    settings.MEDIA_ROOT = tmp_path
    official, reviewer, editor = people["official"], people["reviewer"], people["editor"]
    matter = prepare_decision(
        by=official,
        slug="m",
        title="农村饮水管理办法",
        department=draft.document.department,
        classification_note=NEITHER if nature["kind"] == "other" else "",
        **nature,
    )
    attach(matter, draft.document, by=official)
    matter = list_decision(matter, by=editor)
    notice = prepare_consultation(draft, by=official, slug="n", **notice_fields(kind="other"))
    row = publish_consultation(notice, by=editor, default_known=True)
    attach(matter, row, by=official)
    with clock.at(row.closes_at + timedelta(hours=9)):
        final = revise(draft, read_text(FINAL, markdown=True), by=official)
        open_gates = set(meeting_waits_for(matter))
        for met in steps(matter, nature, row, people):
            left = set(meeting_waits_for(matter)) if open_gates - met else set()
            assert not left & met and left <= open_gates | {"held_on"}, (
                "what is met is asked for no more, and nothing new is"
            )
            assert refused(row, final, editor)
            open_gates = left
        assert not open_gates
        with later(60):
            taken(matter, "collective_decision")
            expected = {"party_report"} if nature["kind"] == "major_decision" else set()
            header = {"issuer", "made_on", "effective_on", "disclosure", "cleared"}
            assert refused(row, final, editor) - {"document_number"} == expected | header
            if expected:
                taken(matter, "party_report")
            headed(final.document, official=official, reviewer=reviewer)
            published = publish_final(Consultation.objects.get(pk=row.pk), final, by=editor)
    assert published.final_version == final
    assert Decision.objects.get(pk=matter.pk).status == "decided"
