"""The OpenAPI document and the page that says the same."""

import re

import pytest
from django.test import Client

from tests.frontend.api.conftest import Api

pytestmark = pytest.mark.django_db


def test_the_schema_is_openapi_3_1_and_names_every_operation(
    api: Api, capsys: pytest.CaptureFixture[str]
) -> None:
    found = api.get("schema/").json()
    assert found["openapi"].startswith("3.1")
    operations = {(method, path) for path, methods in found["paths"].items() for method in methods}
    assert len(operations) == 15
    assert ("post", "/api/v1/consultations/{slug}/comments/") in operations
    parameters = {each["name"] for each in found["paths"]["/api/v1/questions/"]["get"]["parameters"]}
    assert parameters == {"status", "kind", "department", "about", "q", "cursor", "page_size"}
    for methods in found["paths"].values():
        for operation in methods.values():
            assert "application/problem+json" in operation["responses"]["default"]["content"]
    assert capsys.readouterr().err == "", "drf-spectacular had to guess"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_needs_no_script_and_nothing_from_elsewhere(client: Client, language: str) -> None:
    answer = client.get("/api/v1/docs/", headers={"Accept-Language": language})
    page = answer.content.decode()
    assert answer.status_code == 200 and "consultations/{slug}/comments/" in page and "lookup_code" in page
    assert not re.search(r'(src|href)="(https?:)?//', page)
    assert 'id="window-closed"' in page, "a problem's type leads here"
    assert ("提交意见，有无账号均可" in page) == (language == "zh-hans")
