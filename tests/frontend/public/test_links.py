"""Links lead somewhere: none is left empty because its address was lost on the way into the template."""

from django.test import Client

from consultations.models import Clause, Consultation
from responses.models import Question


def test_no_link_is_empty(
    client: Client, concluded: Consultation, fourth: Clause, answered: Question
) -> None:
    base, text = f"/consultations/{concluded.slug}/", f"/documents/{concluded.document.slug}/"
    pages = [
        "/", "/consultations/", base, f"{base}comments/", f"{base}changes/", f"{base}changes/{fourth.uid}/",
        f"{base}feedback/", text, f"{text}compare/", f"{text}clauses/{fourth.uid}/", "/questions/",
        f"/questions/{answered.number}/", "/interpretations/", "/interpretations/explained/", "/decisions/",
    ]  # fmt: skip
    for page in pages:
        response = client.get(page)
        assert response.status_code == 200, page
        html = response.content.decode()
        assert 'href=""' not in html and 'href="#d-' not in html, page
