"""合法性审核 for a normative document, 合法性审查 for a major decision: pages, desk, gates and API."""

import pytest
from django.test import Client

from consultations.decisions.actions import attach, list_decision, prepare_decision
from consultations.decisions.gates import gates
from consultations.decisions.models import Decision
from consultations.models import Version
from participation.accounts.models import Department, User
from tests.cast import side_of
from tests.desk_client import DeskClient
from tests.dossiers import recorded, sent_for_review
from tests.drafts import NEITHER
from tests.frontend.desk.conftest import at
from tests.frontend.public.conftest import words

NAMES = {"normative_document": "合法性审核", "major_decision": "合法性审查", "other": "合法性审查"}


@pytest.mark.parametrize("kind", NAMES)
def test_the_review_is_called_as_the_kind_of_the_matter_asks(
    kind: str, official: User, editor: User, department: Department, draft: Version
) -> None:
    made = prepare_decision(
        by=official,
        slug="water",
        title="饮水办法",
        department=department,
        kind=kind,
        classification_note=NEITHER,
    )
    attach(made, draft.document, by=official)
    matter = list_decision(made, by=editor)
    sent_for_review(matter, by=official)
    side, name = side_of("legality_review"), NAMES[kind]
    [other] = set(NAMES.values()) - {name}
    lead, lawyer = at(DeskClient(), official), at(DeskClient(), side.recorder)
    for page in (
        Client().get("/decisions/water/"), Client().get("/decisions/"), lead.get("/desk/decisions/water/"),
        lawyer.get("/desk/decisions/water/stages/legality_review/"),
    ):  # fmt: skip
        assert name in words(page) and f"{other}意见" not in words(page)
    assert other not in words(Client().get("/decisions/"))
    stages = Client().get("/api/v1/decisions/water/", headers={"Accept-Language": "zh-Hans"}).json()["stages"]
    stage = next(each for each in stages if each["stage"] == "legality_review")
    assert (stage["stage"], stage["label"]) == ("legality_review", name)
    asked = [gate.words for gate in gates(Decision.objects.get(), "collective_decision")]
    assert f"没有认定合法的{name}意见。" in asked


def test_what_waits_for_the_second_reviewer_is_called_so_too(
    official: User, editor: User, department: Department, draft: Version, tmp_path: object, settings: object
) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    made = prepare_decision(
        by=official, slug="water", title="饮水办法", department=department, kind="normative_document"
    )
    attach(made, draft.document, by=official)
    matter = list_decision(made, by=editor)
    sent_for_review(matter, by=official)
    recorded(matter, "legality_review")
    assert "复核：合法性审核" in words(at(DeskClient(), side_of("legality_review").second).get("/desk/"))
