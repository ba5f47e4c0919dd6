"""Whoever signs, publishes, confirms or changes roles shows again who they are, and loses nothing by it."""

import time
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import get_resolver

from frontend.desk import weighty
from frontend.signin import recent
from participation.accounts.models import Department, User
from participation.accounts.security_models import SecurityEvent
from responses.models import Chaser, Circular, Question, Reply
from tests.cast import PASSWORD
from tests.desk_client import DeskClient
from tests.frontend.desk.conftest import at, question, reply, unsent

__all__ = ["question", "reply", "unsent"]
pytestmark = pytest.mark.django_db
AGAIN = "/accounts/reauthenticate/"


@pytest.fixture(autouse=True)
def half_an_hour(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.REAUTHENTICATE_AFTER = 30


def later(monkeypatch: pytest.MonkeyPatch, minutes: float) -> None:
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + minutes * 60)


def sign(client: Client, question: Question) -> Any:
    return client.post(f"/desk/questions/{question.number}/do/sign/", {"hide": ""})


def test_right_after_the_sign_in_nobody_is_asked(client: Client, reviewer: User, reply: Reply) -> None:
    assert sign(at(client, reviewer), reply.question)["Location"].startswith("/desk/")
    assert Reply.objects.get().signed_by == reviewer


def test_later_one_is_asked_and_what_was_sent_goes_on_by_itself(
    client: Client, reviewer: User, reply: Reply, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(client, reviewer).get("/desk/")
    later(monkeypatch, 31)
    asked = sign(client, reply.question)
    assert asked.status_code == 302 and asked["Location"].startswith(f"{AGAIN}?next=")
    assert Reply.objects.get().signed_by is None
    page = client.get(asked["Location"])
    wrong = client.post(AGAIN, {"password": "wrong", "next": page.context["redirect_field_value"]})
    assert wrong.status_code == 200 and Reply.objects.get().signed_by is None
    done = client.post(AGAIN, {"password": PASSWORD, "next": page.context["redirect_field_value"]})
    assert done.status_code == 302 and done["Location"].startswith("/desk/")
    assert Reply.objects.get().signed_by == reviewer
    assert SecurityEvent.objects.filter(kind="confirmed", user=reviewer).count() == 1
    assert SecurityEvent.objects.filter(kind="failed", user=reviewer).count() == 1


def test_nothing_that_is_sent_with_it_makes_it_weigh_less(
    administrator: User, neighbour: User, county: Department, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = at(DeskClient(), administrator)
    client.get("/desk/")
    later(monkeypatch, 31)
    sent = {"department": county.pk, "role": "editor", "way": "anything", "name": "anything"}
    asked = client.post(f"/desk/people/of/{neighbour.username}/role/", sent)
    assert asked["Location"].startswith(AGAIN) and not neighbour.memberships.exists()


def test_what_comes_back_refused_goes_to_its_own_address(
    client: Client, official: User, reply: Reply, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(client, official).get("/desk/")
    later(monkeypatch, 31)
    asked = sign(client, reply.question)
    to = client.get(asked["Location"]).context["redirect_field_value"]
    back = client.post(AGAIN, {"password": PASSWORD, "next": to})
    assert back.status_code == 422 and f'action="{to}"' in back.content.decode()
    assert Reply.objects.get().signed_by is None


def test_what_weighs_less_asks_nobody(
    client: Client, official: User, question: Question, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(client, official).get("/desk/")
    later(monkeypatch, 31)
    answer = client.post(f"/desk/questions/{question.number}/", {"body": "写到一半。", "go": "keep"})
    assert (
        not answer.headers.get("Location", "").startswith(AGAIN) and Reply.objects.get().body == "写到一半。"
    )


def test_roles_are_given_by_whoever_shows_again_who_they_are(
    client: Client, administrator: User, neighbour: User, county: Department, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(client, administrator)
    page = f"/desk/people/of/{neighbour.username}/role/"
    form = client.get(page).context["form"]
    later(monkeypatch, 31)
    given = {"role": "editor", "department": county.pk, "idempotency_key": form["idempotency_key"].value(),
             "revision": form["revision"].value()}  # fmt: skip
    asked = client.post(page, given)
    assert asked["Location"].startswith(AGAIN) and not neighbour.memberships.exists()
    to = client.get(asked["Location"]).context["redirect_field_value"]
    client.post(AGAIN, {"password": PASSWORD, "next": to})
    assert neighbour.memberships.get().role == "editor"


def test_an_act_in_the_administrators_corner_asks_too(
    client: Client, resident: User, neighbour: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    User.objects.filter(pk=resident.pk).update(is_staff=True, is_superuser=True)
    client.force_login(resident)
    later(monkeypatch, 31)
    page = f"/admin/participation/user/{neighbour.pk}/change/"
    assert client.post(page, {"username": "other"})["Location"].startswith(AGAIN)


@pytest.mark.parametrize("address", ["/desk/supervision/circulars/new/", "/desk/supervision/deadlines/1/"])
def test_a_bulletin_and_an_order_of_supervision_are_given_by_whoever_shows_again_who_they_are(
    client: Client, supervisor: User, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    at(client, supervisor).get("/desk/")
    later(monkeypatch, 31)
    assert client.post(address, {"title": "通报"})["Location"].startswith(AGAIN)
    assert not Circular.objects.exists() and not Chaser.objects.exists()


# What weighs less: what a second person still confirms, what goes back to its writer, what only colleagues see.
LIGHT = {
    "desk_consultation_act": {"header", "correct", "correct-header"},
    "desk_decision_act": {"rename", "nature", "terminate", "execution", "refuse_execution"},
    "desk_department_act": set(),
    "desk_duty_act": {"record", "return"},
    "desk_engagement_act": {"correct"},
    "desk_feedback_act": set(),
    "desk_hearing_act": {"materials", "drop", "correct"},
    "desk_interpretation_act": set(),
    "desk_person_act": set(),
    "desk_question_act": {
        "route", "return", "refuse", "withdraw-request", "pause", "extend", "resume", "give-back"
    },
}  # fmt: skip


def test_of_every_act_with_a_page_it_is_known_whether_it_weighs() -> None:
    from frontend.desk.consultations.acts import ACTS as consultation
    from frontend.desk.decisions.acts import ACTS as decision
    from frontend.desk.departments.acts import ACTS as department
    from frontend.desk.engagements.acts import ACTS as engagement
    from frontend.desk.feedback.views import ACTS as feedback
    from frontend.desk.hearings.acts import ACTS as hearing
    from frontend.desk.interpretations.views import ACTS as interpretation
    from frontend.desk.people.acts import ACTS as person
    from frontend.desk.questions.acts import ACTS as question
    from frontend.desk.supervision.duties import ACTS as duty

    tables: dict[str, Any] = {
        "consultation": consultation, "decision": decision, "department": department, "duty": duty,
        "engagement": engagement, "feedback": feedback, "hearing": hearing, "interpretation": interpretation,
        "person": person, "question": question,
    }  # fmt: skip
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert set(weighty.WEIGHTY) <= names
    assert {name for name in names if name.startswith("desk_") and name.endswith("_act")} == set(LIGHT)
    for noun, acts in tables.items():
        heavy, light = weighty.WEIGHTY[f"desk_{noun}_act"], LIGHT[f"desk_{noun}_act"]
        assert heavy | light == set(acts) and not heavy & light, noun


def test_a_session_that_says_nothing_of_its_age_is_old(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user, request.session = AnonymousUser(), {}  # type: ignore[assignment]
    assert not recent.is_recent(request)


@pytest.mark.parametrize(
    ("address", "field"), [(AGAIN, "password"), ("/accounts/password/change/", "oldpassword")]
)
def test_an_open_session_guesses_no_more_than_the_sign_in(
    client: Client, reviewer: User, monkeypatch: pytest.MonkeyPatch, address: str, field: str
) -> None:
    cache.clear()
    at(client, reviewer).get("/desk/")
    later(monkeypatch, 31)
    new = {"password1": "lan-hua-7-xiang", "password2": "lan-hua-7-xiang"}
    statuses = [client.post(address, {**new, field: "wrong"}).status_code for _ in range(8)]
    assert statuses == [200] * 6 + [429] * 2
    assert SecurityEvent.objects.filter(kind="failed", user=reviewer).count() == 6
