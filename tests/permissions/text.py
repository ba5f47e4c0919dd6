"""A text: brought in, edited clause by clause, revised."""

from contextlib import nullcontext
from typing import Any

from consultations.documents import actions as documents
from consultations.documents import editing, reorder
from consultations.documents.reading import read_text
from consultations.models import Passage, Version
from participation import clock
from tests.drafts import DRAFT
from tests.permissions.matrix import Table, Verb, World, states

BOTH = ("draft", "published")


def _fourth(world: World) -> Passage:
    return world.final.passages.get(label="第四条")


TEXT = (
    Verb("bring a text in", lambda w, by: documents.import_draft(
        read_text(DRAFT, markdown=True), department=w.department, by=by), states("drafter", *BOTH)),
    Verb("bring its next version in", lambda w, by: documents.revise(
        w.final, read_text(DRAFT, markdown=True), by=by), states("drafter", "published")),
    Verb("begin its next version as a copy", lambda w, by: editing.begin_revision(w.final, by=by),
         states("drafter", "published")),
    Verb("change its title", lambda w, by: editing.retitle(w.final, "农村饮水管理办法", by=by),
         states("drafter", "draft")),
    Verb("reword a clause", lambda w, by: editing.reword_clause(
        _fourth(w), editing.Wording("第四条", "", "水费每吨二元。"), by=by), states("drafter", "draft")),
    Verb("add a clause", lambda w, by: editing.add_clause(
        w.final, _fourth(w).clause, "article", editing.Wording("第五条", "", "新的一条。"), by=by),
         states("drafter", "draft")),
    Verb("move a clause", lambda w, by: reorder.move_clause(w.final, _fourth(w).clause, None, by=by),
         states("drafter", "draft")),
    Verb("remove a clause", lambda w, by: editing.remove_clause(w.final, _fourth(w).clause, by=by),
         states("drafter", "draft")),
    Verb("number the articles anew", lambda w, by: reorder.renumber_articles(w.final, by=by),
         states("drafter", "draft")),
)  # fmt: skip


def turn(world: World, state: str) -> Any:
    at = clock.now() if state == "published" else None
    Version.objects.filter(pk=world.final.pk).update(status=state, published_at=at)
    return nullcontext()


TABLE = Table("A text, by the status of its newest version", BOTH, TEXT, turn)
