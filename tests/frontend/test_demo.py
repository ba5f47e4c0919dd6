"""The shop window: a whole county, made once, whose history is as real as anybody's."""

import stat
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings

from consultations.decisions.models import Decision, DecisionStage, ParticipationList
from consultations.decisions.particulars import papers_of
from consultations.decisions.recorders import recorder_of, unit_of
from consultations.decisions.stages import FOLLOWING
from consultations.models import Comment, Consultation, Engagement, Hearing
from consultations.notices.counters import counts_of
from consultations.notices.phases import Phase, phase_of
from consultations.outcomes.queries import changes
from frontend.demo import signins
from participation import clock
from participation.accounts.models import Department, User
from participation.accounts.queries import belongs_to
from participation.deadlines.models import TimeRequest
from participation.delivery.models import Job
from participation.ledger.leaves import verify
from responses.models import Interpretation, Question
from responses.supervision.models import Chaser

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.xdist_group("demo")]


@pytest.fixture(scope="module")
def county(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The demo county, made once for these tests and then undone; gives its DATA_DIR."""
    data_dir = tmp_path_factory.mktemp("demo")
    with django_db_blocker.unblock(), override_settings(DATA_DIR=data_dir), transaction.atomic():  # type: ignore[attr-defined]
        call_command("load_demo", verbosity=0)
        yield data_dir
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def made(county: Path) -> Path:
    return county


def test_there_is_a_consultation_in_every_phase() -> None:
    phases = Counter(phase_of(each) for each in Consultation.objects.all())
    assert phases[Phase.OPEN] == 2
    assert all(phases[each] == 1 for each in (Phase.CLOSED, Phase.CONCLUDED, Phase.UPCOMING, Phase.WITHDRAWN))


def test_there_is_enough_to_look_at() -> None:
    places = Counter(Department.objects.values_list("level", flat=True))
    assert (places["county"], places["department"], places["township"], places["village"]) == (1, 8, 3, 3)
    assert Comment.objects.count() >= 40
    assert set(Comment.objects.values_list("status", flat=True)) == set(Comment.Status.values)
    assert Question.objects.count() >= 20
    assert set(Question.objects.values_list("status", flat=True)) == set(Question.Status.values)


def test_every_interpretation_of_a_final_text_has_questions_with_and_without_an_answer() -> None:
    of_final = Interpretation.objects.filter(status="published", version__is_final=True)
    assert of_final.count() == 4
    for each in of_final:
        states = set(each.questions.filter(is_public=True).values_list("status", flat=True))
        assert "answered" in states and states - {"answered"}, each.title


def test_a_draft_and_its_final_text_are_each_explained() -> None:
    rows = Interpretation.objects.filter(document__slug="rural-water").order_by("version__number")
    assert [(row.slug, row.version.is_final) for row in rows] == [
        ("rural-water-draft", False),
        ("rural-water", True),
    ]


def test_time_was_asked_for_granted_refused_and_waits() -> None:
    found = set(TimeRequest.objects.values_list("kind", "status"))
    assert found >= {
        ("pause", "granted"),
        ("extension", "granted"),
        ("extension", "refused"),
        ("extension", "waiting"),
    }
    paused = Question.objects.select_related("deadline").get(status="paused")
    assert paused.deadline and paused.deadline.paused_until
    assert paused.deadline.paused_until >= clock.today()


def test_the_directory_was_adjusted_and_last_years_lists_say_what_became_of_them() -> None:
    rows = ParticipationList.objects.filter(kind="directory", status="published")
    first, second = rows.filter(completion_published_at=None).order_by("edition")
    assert first.items.count() == second.items.count() == 10
    assert all(each.consent_on and each.consent_document for each in rows)
    tied = {
        each.decision.slug: each.decision.status
        for each in second.items.exclude(decision=None)
        if each.decision
    }
    assert tied == {"town-parking": "under_way"}
    assert second.items.exclude(note="").count() == 4
    over = ParticipationList.objects.exclude(completion_published_at=None)
    assert {each.department.slug for each in over} == {"yunxiu", "water", "education"}
    outcomes = {item.outcome for each in over for item in each.items.all()}
    assert outcomes == {"completed", "under_way", "adjusted", "cancelled"}
    assert Decision.objects.get(slug="school-move").outside_note


def test_the_ledger_holds_every_row_it_owes() -> None:
    assert list(verify()) == []


def test_the_sums_of_the_concluded_consultation_close() -> None:
    counts = counts_of(Consultation.objects.get(slug="rural-water"))
    shown = ("published", "private", "pending", "returned", "withheld", "withdrawn")
    weighed = ("adopted", "partly_adopted", "not_adopted", "out_of_scope", "not_considered", "open")
    assert counts["received"] == sum(counts[name] for name in shown)
    assert counts["opinions"] == sum(counts[name] for name in weighed)
    assert counts["pending"] == counts["open"] == 0


def test_each_clause_that_changed_has_the_comments_behind_it() -> None:
    rows = [row for row in changes(Consultation.objects.get(slug="rural-water")) if row["kind"] != "same"]
    kinds = Counter(row["kind"] for row in rows)
    assert kinds["changed"] >= 8 and kinds["added"] and kinds["removed"] and kinds["moved"]
    last_article = rows[-1]
    assert all(row["behind"].total for row in rows if row is not last_article), (
        "only the day it takes effect has none"
    )


def test_the_matter_of_the_concluded_consultation_went_through_every_stage() -> None:
    decision = Decision.objects.get(slug="rural-water")
    assert decision.status == Decision.Status.DECIDED
    assert {"legality_review", "collective_decision", "publication"} <= {
        row.stage for row in decision.stages.filter(status="done")
    }
    lists = ParticipationList.objects.filter(kind="participation", status="published")
    assert lists.filter(completion_published_at=None).count() == 6


def test_every_stage_was_recorded_by_whom_the_law_names_and_confirmed_by_another() -> None:
    recorded = DecisionStage.objects.filter(recorded_by__isnull=False).select_related("decision__department")
    assert recorded.filter(status="done").count() >= 20
    for row in recorded:
        unit = unit_of(row.decision, recorder_of(row.decision, row.stage))
        assert unit and row.recorded_by and belongs_to(row.recorded_by, unit), row
        assert row.status == "begun" or (row.confirmed_by and row.confirmed_by != row.recorded_by), row
        assert not papers_of(row.stage).required or row.files.exists(), row
    assert (
        DecisionStage.objects.filter(status="done", recorded_by=None).exclude(stage__in=FOLLOWING).count()
        == 0
    )


def test_one_hearing_was_held_and_one_is_to_come() -> None:
    held, ahead = Hearing.objects.order_by("announced_at")
    assert (held.status, ahead.status) == ("concluded", "announced")
    assert held.participants.count() == 11 and held.participants.filter(attended=True).count() == 10
    assert held.is_price and ahead.is_price, "water and parking are prices that the government sets"
    assert held.announced_at and held.list_published_at and held.concluded_at
    assert held.announced_at < held.list_published_at < held.concluded_at and ahead.held_on > clock.today()
    review = held.decision.stages.get(stage="legality_review")
    assert review.begun_on > clock.day_of(held.concluded_at), "reviewed after everybody was heard"


def test_people_were_heard_in_other_ways_on_every_matter() -> None:
    kinds = Counter(Engagement.objects.filter(status="published").values_list("kind", flat=True))
    assert {"site_visit", "forum", "questionnaire", "talks", "attendance"} <= set(kinds)
    assert not Decision.objects.filter(engagements=None).exists()


def test_what_is_overdue_has_been_called_for_and_ordered() -> None:
    assert {"notice", "chaser", "order"} == set(Chaser.objects.values_list("kind", flat=True))


def test_nothing_was_mailed_and_nothing_waits_to_be() -> None:
    from django.core import mail

    assert mail.outbox == []
    assert not Job.objects.filter(done_at__isnull=True).exists()


def test_a_second_run_changes_nothing() -> None:
    before = (User.objects.count(), Comment.objects.count(), Question.objects.count(), signins.read())
    call_command("load_demo", verbosity=0)
    assert before == (User.objects.count(), Comment.objects.count(), Question.objects.count(), signins.read())


def test_everybody_can_sign_in_with_the_password_written_down() -> None:
    people = signins.read()
    assert {name for _, name, _ in people} == set(
        User.objects.exclude(password__startswith="!").values_list("username", flat=True)
    ), "who was invited has none yet"
    client = Client()
    for _, name, password in people[:1] + people[-1:]:
        assert client.login(username=name, password=password)


def test_the_passwords_are_their_owners_alone(made: Path) -> None:
    assert stat.S_IMODE((made / signins.NAME).stat().st_mode) == 0o600
