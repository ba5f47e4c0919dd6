"""What a new text does to each clause is said before it is kept, and it is what then happens."""

from consultations.documents.actions import revise
from consultations.documents.reading import read_text
from consultations.documents.reimport import reimport
from consultations.models import Version
from participation.accounts.models import User
from tests.drafts import DRAFT

NEW = (
    DRAFT.replace("第四条 水费每吨不超过三元。\n", "")
    .replace("（二）公布收费标准。", "（二）公布收费标准和投诉电话。")
    .replace("第三条 供水", "第三条 乡镇人民政府设饮水安全专管员，由县财政发给补贴。\n\n第四条 供水")
)


def test_each_clause_is_kept_reworded_new_or_gone(draft: Version) -> None:
    found = reimport(draft, read_text(NEW, markdown=True))
    assert found.sums() == {"kept": 6, "reworded": 1, "moved": 0, "new": 1, "gone": 1}
    by_kind = {each.kind: each for each in found.identities}
    assert by_kind["gone"].old and by_kind["gone"].old.label == "第四条"
    assert by_kind["new"].new and "专管员" in by_kind["new"].new.text
    assert by_kind["reworded"].new and by_kind["reworded"].new.label == "（二）"


def test_what_was_said_is_what_happens(draft: Version, official: User) -> None:
    said = reimport(draft, read_text(NEW, markdown=True))
    made = revise_of(draft, official)
    kept = set(made.passages.values_list("clause_id", flat=True))
    for each in said.identities:
        if each.kind == "gone":
            assert each.clause_id not in kept
        elif each.kind != "new":
            assert each.clause_id in kept


def revise_of(draft: Version, official: User) -> Version:
    from consultations.documents.actions import publish_version

    publish_version(draft, by=official)
    return revise(draft, read_text(NEW, markdown=True), by=official)


def test_two_clauses_that_changed_places(draft: Version) -> None:
    swapped = DRAFT.replace("第一条 为了保障农村饮水安全，制定本办法。\n\n", "").replace(
        "集中供水工程。\n", "集中供水工程。\n\n第一条 为了保障农村饮水安全，制定本办法。\n"
    )
    sums = reimport(draft, read_text(swapped, markdown=True)).sums()
    assert sums["moved"] == 1 and sums["new"] == sums["gone"] == sums["reworded"] == 0
