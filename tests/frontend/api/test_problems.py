"""Whatever goes wrong under /api/ is told as a problem document."""

import pytest
from django.test import Client

from consultations.models import Consultation
from tests.frontend.api.conftest import Api, problem


@pytest.mark.parametrize(
    "path",
    [
        "/api/",
        "/api/v1/",
        "/api/v2/consultations/",
        "/api/v1/nothing/",
        "/api/v1/questions/a/b/",
        "/api/v1/statistics/",
    ],
)
def test_an_unknown_path_is_a_problem_and_not_a_page(client: Client, path: str) -> None:
    problem(client.get(path), 404)
    problem(client.post(path, "{}", content_type="application/json"), 404)


@pytest.mark.django_db
def test_a_missing_slash_leads_to_the_address_with_it(client: Client) -> None:
    answer = client.get("/api/v1/consultations?phase=open")
    assert (answer.status_code, answer["Location"]) == (308, "/api/v1/consultations/?phase=open")


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "POST"])
def test_a_method_that_is_not_there_is_a_405(client: Client, method: str, consultation: Consultation) -> None:
    answer = client.generic(method, f"/api/v1/consultations/{consultation.slug}/", "{}", "application/json")
    problem(answer, 405)
    assert "GET" in answer["Allow"]


@pytest.mark.django_db
def test_accept_does_not_matter_and_head_works(api: Api) -> None:
    assert api.get("consultations/", Accept="text/html").json()["results"] == []
    assert api.client.head("/api/v1/consultations/").status_code == 200


def test_a_host_that_is_not_ours_is_a_problem_too(settings: object) -> None:
    settings.ALLOWED_HOSTS = ["here.example"]  # type: ignore[attr-defined]
    problem(
        Client(raise_request_exception=False).get("/api/v1/consultations/", headers={"Host": "evil"}), 400
    )


@pytest.mark.django_db
def test_a_fault_of_ours_is_a_problem_that_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    from frontend.api import consultations

    monkeypatch.setattr(consultations, "visible_to", lambda user: 1 / 0)
    answer = Client(raise_request_exception=False).get("/api/v1/consultations/")
    assert "division" not in str(problem(answer, 500))
