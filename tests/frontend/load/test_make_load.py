"""`make_load`: so many rows, once, whatever happens on the way; ledger and counters agree."""

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count

from consultations.models import Comment, Consultation, Opinion
from consultations.notices.counters import clause_counts, counts_of
from frontend.load import batches, office
from frontend.load.batches import Load
from frontend.load.comments import load_comments
from participation import clock
from participation.accounts.models import Department
from participation.delivery.models import Event, Job
from participation.ledger.audit import trail
from participation.ledger.leaves import verify
from participation.ledger.models import AuditEntry, Leaf, Receipt
from participation.ledger.receipts import find
from participation.locks import separate_acts
from responses.models import Question

pytestmark = pytest.mark.django_db
COUNT = 300


def make_load(**options: Any) -> dict[str, Any]:
    out = StringIO()
    call_command("make_load", json=True, stdout=out, **options)
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer


@pytest.fixture
def few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> int:
    """Batches of a hundred."""
    monkeypatch.setattr(batches, "BATCH", 100)
    return 100


def test_three_hundred_of_each_verify_and_their_counters_equal_a_recount() -> None:
    answer = make_load(comments=COUNT, questions=COUNT)
    assert (answer["comments"]["there"], answer["questions"]["there"]) == (COUNT, COUNT)
    assert (Comment.objects.count(), Question.objects.count()) == (COUNT, COUNT)
    assert list(verify()) == []
    consultation = Consultation.objects.get(slug=answer["consultation"])
    counts = counts_of(consultation)
    for rows, name in ((Comment.objects.all(), "status"), (Opinion.objects.all(), "disposition")):
        for value, n in rows.values_list(name).annotate(n=Count("pk")).order_by():
            assert counts.pop(value) == n
    assert counts == {"received": COUNT, "opinions": Opinion.objects.count()}, "and nothing else is counted"
    weighed = (
        Comment.objects.exclude(status="withdrawn").values_list("clause").annotate(n=Count("pk")).order_by()
    )
    assert clause_counts(consultation) == {clause or 0: n for clause, n in weighed}


def test_every_list_has_something() -> None:
    make_load(comments=COUNT, questions=COUNT)
    assert set(Comment.objects.values_list("status", flat=True)) == set(Comment.Status.values)
    assert set(Opinion.objects.values_list("disposition", flat=True)) == set(Opinion.Disposition.values)
    assert set(Question.objects.values_list("status", flat=True)) == set(Question.Status.values)
    assert Question.objects.exclude(department=None).values("department").distinct().count() >= 5
    lengths = sorted(map(len, Comment.objects.values_list("body", flat=True)))
    assert lengths[0] >= 10 and lengths[-1] <= 800 and lengths[-1] > 4 * lengths[COUNT // 2]


def test_nobody_is_mailed() -> None:
    office.county()
    office.consultation()
    before = (Event.objects.count(), Job.objects.count())
    make_load(comments=COUNT, questions=COUNT)
    assert (Event.objects.count(), Job.objects.count()) == before


def test_no_code_opens_a_synthetic_receipt() -> None:
    make_load(comments=1)
    receipt = Receipt.objects.get()
    assert receipt.code_hash == "!" and find(receipt.number, "!") is None and find(receipt.number, "") is None


def test_a_second_run_adds_nothing(few_at_a_time: int) -> None:
    make_load(comments=COUNT, questions=COUNT)
    before = [model.objects.count() for model in (Comment, Question, Leaf, AuditEntry)]
    make_load(comments=COUNT, questions=COUNT)
    assert before == [model.objects.count() for model in (Comment, Question, Leaf, AuditEntry)]


def rows() -> list[Any]:
    said = ("number", "body", "submitted_at", "status")
    return [
        *Comment.objects.order_by("id").values_list(*said),
        *Question.objects.order_by("id").values_list(*said),
    ]


def once(**options: Any) -> list[Any]:
    """The rows that such a run makes; then they are gone again."""
    with transaction.atomic(), separate_acts():
        make_load(**options)
        made = rows()
        transaction.set_rollback(True)
    return made


@pytest.mark.long
def test_the_same_seed_makes_the_same_texts_numbers_and_times(few_at_a_time: int) -> None:
    first = once(comments=COUNT, questions=COUNT)
    assert once(comments=COUNT, questions=COUNT) == first
    other = once(comments=COUNT, questions=COUNT, seed=2)
    assert {row[0] for row in other}.isdisjoint(row[0] for row in first)


@pytest.mark.long
def test_one_that_was_interrupted_goes_on_where_it_stopped(few_at_a_time: int) -> None:
    whole = once(comments=COUNT)
    county, consultation = office.county(), office.consultation()
    people = office.weighers(consultation.department)
    steps = load_comments(Load("comment", 1, COUNT, consultation.slug), county, consultation, people)
    assert next(steps) == few_at_a_time
    del steps
    with clock.at(clock.now() + timedelta(days=2)):  # it may be finished another day
        assert make_load(comments=COUNT)["comments"]["there"] == COUNT
    assert rows() == whole
    assert list(verify()) == []


def test_a_batch_that_fails_leaves_nothing_of_itself(
    few_at_a_time: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = batches.Record.write

    def fail(kept: batches.Record) -> None:
        if Leaf.objects.exists():
            raise KeyboardInterrupt
        write(kept)

    monkeypatch.setattr(batches.Record, "write", fail)
    with pytest.raises(KeyboardInterrupt):
        make_load(comments=COUNT)
    assert Comment.objects.count() == Receipt.objects.count() == few_at_a_time
    assert counts_of(office.consultation())["received"] == few_at_a_time
    assert list(verify()) == []


@pytest.mark.long
def test_another_number_for_the_same_seed_is_refused_and_another_seed_is_added() -> None:
    make_load(comments=10)
    with pytest.raises(CommandError, match="Seed 1 has made 10 of 10 comments here"):
        make_load(comments=20)
    make_load(comments=20, seed=2)
    assert Comment.objects.count() == 30 and list(verify()) == []


def test_a_number_that_is_taken_is_drawn_anew() -> None:
    make_load(comments=50)
    taken = rows()
    AuditEntry.objects.filter(act="load.comments").delete()  # as if the same dice fell once more
    make_load(comments=50)
    assert Comment.objects.count() == 100 and rows()[:50] == taken
    assert list(verify()) == []


def test_it_goes_into_the_consultation_that_is_named_and_no_other(county: Department) -> None:
    with pytest.raises(CommandError, match="is no fictional county"):
        make_load(comments=1)
    county.slug = office.COUNTY
    county.save()
    with pytest.raises(CommandError, match="no such consultation"):
        make_load(comments=1, consultation="nowhere")


def test_beside_the_history_of_a_notice_no_batch_is_noted() -> None:
    make_load(comments=10)
    acts = trail(office.consultation()).values_list("act", flat=True)
    assert list(acts) == ["consultation.prepared", "consultation.published"]


def test_a_consultation_that_is_over_takes_none() -> None:
    make_load(comments=5)
    Consultation.objects.update(status="concluded", concluded_at=clock.now())
    with pytest.raises(CommandError, match="takes no comments"):
        make_load(comments=5, seed=2)
    assert Comment.objects.count() == 5
