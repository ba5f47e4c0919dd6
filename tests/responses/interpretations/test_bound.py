"""An interpretation explains one text: of the draft it is none of the final text, whatever they have in common."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from consultations.decisions import gates
from consultations.decisions.models import Decision
from consultations.documents.actions import revise
from consultations.documents.editing import begin_revision
from consultations.documents.reading import read_text
from consultations.models import Consultation, Document, Version
from consultations.outcomes.corrections import correct_final
from participation import clock
from participation.accounts.models import User
from participation.corrections.actions import confirm_correction
from participation.deadlines import actions as deadlines
from participation.deadlines.local_rules import set_local_rule
from participation.deadlines.models import Deadline
from participation.errors import Incomplete, Invalid
from responses.interpretations.actions import (
    PartText,
    edit_interpretation,
    prepare_interpretation,
    publish_interpretation,
)
from responses.interpretations.texts import standing_final
from responses.models import Interpretation
from tests.drafts import FINAL, after_closing, corrected, made_final, passed_again, taken_back

pytestmark = pytest.mark.django_db
Deliver = Callable[[], int]


def explain(
    document: Document, by: User, editor: User, slug: str, version: Version | None = None
) -> Interpretation:
    parts = [PartText("main", "", "<p>水价上限降低。</p>")]
    made = prepare_interpretation(document, by=by, slug=slug, title="解读", version=version, parts=parts)
    return publish_interpretation(made, by=editor)


def live(document: Document) -> Deadline | None:
    return deadlines.live_deadline(document, "B2")


@pytest.fixture
def matter(
    consultation: Consultation, official: User, reviewer: User, editor: User, deliver_all: Deliver
) -> Iterator[Callable[[], Decision]]:
    """Decides the matter and publishes its final text, after the closing day: from then on it is that day."""
    with ExitStack() as later:

        def decide() -> Decision:
            later.enter_context(after_closing(consultation))
            decision = final_text_of(consultation, official, reviewer, editor)
            deliver_all()
            return decision

        yield decide


def final_text_of(consultation: Consultation, official: User, reviewer: User, editor: User) -> Decision:
    text = read_text(FINAL, markdown=True)
    final = revise(consultation.draft_version, text, by=official)
    made_final(consultation, final, official=official, reviewer=reviewer, editor=editor)
    return Decision.objects.get(consultations=consultation)


def stage_is_done(decision: Decision) -> bool:
    row = gates.latest(Decision.objects.get(pk=decision.pk), "interpretation")
    return row is not None and row.status == "done"


def test_it_is_bound_at_drafting_to_the_text_that_is_public(
    consultation: Consultation, official: User
) -> None:
    first = consultation.draft_version
    begin_revision(first, by=official)
    made = prepare_interpretation(consultation.document, by=official, slug="jd", title="解读")
    assert made.version == first
    second = consultation.document.versions.get(number=2)
    edit_interpretation(made, by=official, title="解读", version=second)
    assert Interpretation.objects.get().version == second


def test_a_text_of_another_document_or_one_that_nobody_may_read_is_refused(
    consultation: Consultation, notice: Consultation, official: User, editor: User, department: Any
) -> None:
    from consultations.documents.actions import import_draft

    other = import_draft(read_text(FINAL, markdown=True), department=department, by=official)
    with pytest.raises(Invalid) as refusal:
        prepare_interpretation(consultation.document, by=official, slug="jd", title="解读", version=other)
    assert list(refusal.value.errors) == ["version"]
    begin_revision(consultation.draft_version, by=official)
    coming = consultation.document.versions.get(number=2)
    parts = [PartText("main", "", "<p>水价</p>")]
    made = prepare_interpretation(
        consultation.document, by=official, slug="jd", title="解读", version=coming, parts=parts
    )
    with pytest.raises(Invalid):
        edit_interpretation(made, by=official, title="解读", version=other)
    with pytest.raises(Incomplete) as missing:
        publish_interpretation(Interpretation.objects.get(), by=editor)
    assert list(missing.value.errors) == ["version"]


def test_an_interpretation_of_the_draft_stops_nothing_of_the_final_text(
    consultation: Consultation,
    official: User,
    editor: User,
    matter: Callable[[], Decision],
    deliver_all: Deliver,
) -> None:
    explain(consultation.document, official, editor, "of-draft")
    deliver_all()
    decision = matter()
    running = live(consultation.document)
    assert running is not None and not stage_is_done(decision), "the draft's does not count"
    with clock.at(clock.now() + timedelta(hours=1)):
        explain(consultation.document, official, editor, "again", consultation.draft_version)
        deliver_all()
    assert live(consultation.document) is not None and not stage_is_done(decision)
    with clock.at(clock.now() + timedelta(hours=2)):
        explain(consultation.document, official, editor, "of-final", standing_final(consultation.document))
        deliver_all()
    assert live(consultation.document) is None and stage_is_done(decision)


def test_what_was_explained_before_the_matter_was_decided_is_noted_with_the_decision(
    consultation: Consultation,
    official: User,
    editor: User,
    matter: Callable[[], Decision],
    deliver_all: Deliver,
) -> None:
    decision = matter()
    explain(consultation.document, official, editor, "of-final")
    Decision.objects.filter(pk=decision.pk).update(
        status="under_way"
    )  # as while another of its texts is not out
    from participation.delivery.outbox import emit

    deliver_all()
    assert not stage_is_done(decision)
    Decision.objects.filter(pk=decision.pk).update(status="decided")
    emit("decision.decided", decision)
    deliver_all()
    assert stage_is_done(decision)


def replaced(consultation: Consultation, official: User, reviewer: User, editor: User) -> Version:
    """The final text with a slip put right: another version takes its place."""
    row = Consultation.objects.select_related("final_version").get(pk=consultation.pk)
    assert row.final_version is not None
    text = read_text(FINAL.replace("每日检测水质", "每日检测水质并记录"), markdown=True)
    new = revise(row.final_version, text, by=official)
    passed_again(new, official=official, reviewer=reviewer)
    proposal = correct_final(row, new, by=official, reason="漏印“并记录”三字。")
    confirm_correction(proposal, by=editor)
    return Version.objects.get(pk=new.pk)


def test_a_corrected_final_text_is_explained_anew_or_the_interpretation_is_bound_to_it(
    consultation: Consultation,
    official: User,
    reviewer: User,
    editor: User,
    matter: Callable[[], Decision],
    deliver_all: Deliver,
) -> None:
    matter()
    row = explain(consultation.document, official, editor, "of-final")
    deliver_all()
    assert live(consultation.document) is None
    new = replaced(consultation, official, reviewer, editor)
    deliver_all()
    assert standing_final(consultation.document) == new
    assert live(consultation.document) is not None, "the corrected text waits to be explained"
    for wrong in ("1x", "99", "", str(row.version.number)):  # the last one no longer holds
        with pytest.raises(Invalid) as refusal:
            corrected(row, by=official, confirmed_by=editor, version=wrong)
        assert "version" in refusal.value.errors or wrong == str(row.version.number)
    corrected(row, by=official, confirmed_by=editor, reason="改为解读更正后的文本。", version=str(new.number))
    deliver_all()
    assert Interpretation.objects.get().version == new and live(consultation.document) is None


def test_a_final_text_that_was_taken_back_owes_no_interpretation(
    consultation: Consultation,
    official: User,
    editor: User,
    matter: Callable[[], Decision],
    deliver_all: Deliver,
) -> None:
    matter()
    assert live(consultation.document) is not None
    taken_back(
        Consultation.objects.get(pk=consultation.pk), by=official, confirmed_by=editor, kind="final_text"
    )
    deliver_all()
    assert live(consultation.document) is None


def test_taking_the_draft_s_interpretation_back_starts_no_second_clock(
    consultation: Consultation,
    official: User,
    editor: User,
    matter: Callable[[], Decision],
    deliver_all: Deliver,
) -> None:
    of_draft = explain(consultation.document, official, editor, "of-draft")
    matter()
    explain(consultation.document, official, editor, "of-final", standing_final(consultation.document))
    deliver_all()
    taken_back(of_draft, by=official, confirmed_by=editor)
    deliver_all()
    assert live(consultation.document) is None
    taken_back(Interpretation.objects.get(slug="of-final"), by=official, confirmed_by=editor)
    deliver_all()
    assert live(consultation.document) is not None


@pytest.mark.parametrize("days", [0, 1])
def test_the_same_day_is_a_term_like_another(
    days: int, consultation: Consultation, official: User, editor: User,
    matter: Callable[[], Decision], deliver_all: Deliver, client: Client, supervisor: User,
) -> None:  # fmt: skip
    set_local_rule("B2", by=None, value=days, basis="青政办发〔2026〕9号")
    matter()
    running = live(consultation.document)
    assert running is not None and (running.due_on - running.started_on).days in (
        (0,) if not days else range(1, 9)
    )
    client.force_login(supervisor)
    page = client.get(f"/desk/supervision/deadlines/{running.pk}/").content.decode()
    assert ("当日" in page) == (days == 0)
    explain(consultation.document, official, editor, "of-final", standing_final(consultation.document))
    deliver_all()
    done = Deadline.objects.get(pk=running.pk)
    assert done.state == "stopped" and done.stopped_on == done.started_on <= done.due_on


def test_every_page_says_which_text_it_explains(
    consultation: Consultation, official: User, editor: User, matter: Callable[[], Decision], client: Client
) -> None:
    explain(consultation.document, official, editor, "of-draft")
    before = client.get("/interpretations/of-draft/").content.decode()
    assert "解读征求意见稿" in before and "内容可能不同" not in before
    decision = matter()
    explain(consultation.document, official, editor, "of-final", standing_final(consultation.document))
    decision.documents.add(consultation.document)
    of_draft = client.get("/interpretations/of-draft/").content.decode()
    assert "本解读所解读的是征求意见稿" in of_draft and "/interpretations/of-final/" in of_draft
    assert "解读正式文件" in client.get("/interpretations/of-final/").content.decode()
    for address in (
        "/interpretations/",
        f"/documents/{consultation.document.slug}/",
        f"/consultations/{consultation.slug}/",
        f"/decisions/{decision.slug}/",
    ):
        page = client.get(address).content.decode()
        assert "解读正式文件" in page and "解读征求意见稿" in page, address
    listed = client.get("/api/v1/interpretations/").json()["results"]
    said = {row["slug"]: (row["version"], row["explains_final"]) for row in listed}
    assert said == {"of-draft": (1, False), "of-final": (2, True)}


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_old_rows_are_bound_to_the_text_that_was_public_when_they_were_published(
    consultation: Consultation, official: User, reviewer: User, editor: User
) -> None:
    of_draft = explain(consultation.document, official, editor, "of-draft")
    with after_closing(consultation):
        final_text_of(consultation, official, reviewer, editor)
    final = standing_final(consultation.document)
    of_final = explain(consultation.document, official, editor, "of-final")
    waiting = prepare_interpretation(consultation.document, by=official, slug="waits", title="解读")
    Interpretation.objects.update(version=consultation.draft_version)
    moment = clock.now()
    Version.objects.filter(number=2).update(published_at=moment)
    Interpretation.objects.filter(pk=of_draft.pk).update(published_at=moment - timedelta(seconds=1))
    Interpretation.objects.filter(pk=of_final.pk).update(published_at=moment)
    MigrationExecutor(connection).migrate([("responses", "0010_handed_on")])
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    bound = dict(Interpretation.objects.values_list("pk", "version"))
    assert final is not None
    assert bound == {of_draft.pk: consultation.draft_version_id, of_final.pk: final.pk, waiting.pk: final.pk}
