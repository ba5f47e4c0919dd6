"""Word files of a text and of what changed, for whoever may read the page."""

from io import BytesIO

from django.test import Client
from docx import Document

from consultations.documents.queries import passages
from consultations.documents.reading import read_draft
from consultations.documents.structure import flatten
from consultations.models import Consultation, Version


def test_a_published_text_comes_as_a_word_file_that_reads_back(
    client: Client, consultation: Consultation
) -> None:
    version = consultation.draft_version
    response = client.get(f"/documents/{version.document.slug}/{version.number}.docx")
    assert response["Content-Disposition"].startswith("attachment;")
    back = read_draft(response.content, "back.docx")
    assert flatten(back) == [row.flat() for row in passages(version)]
    assert back.title == version.title


def test_an_unpublished_text_is_nobodys_to_download(client: Client, draft: Version) -> None:
    assert client.get(f"/documents/{draft.document.slug}/{draft.number}.docx").status_code == 404


def test_what_changed_comes_as_a_table(client: Client, concluded: Consultation) -> None:
    response = client.get(f"/consultations/{concluded.slug}/changes.docx")
    rows = [[cell.text for cell in row.cells] for row in Document(BytesIO(response.content)).tables[0].rows]
    assert rows[0] == ["修改前", "修改后", "说明"]
    assert any("三元" in row[0] and "二元五角" in row[1] for row in rows)


def test_before_the_end_there_is_nothing_to_compare(client: Client, consultation: Consultation) -> None:
    assert client.get(f"/consultations/{consultation.slug}/changes.docx").status_code == 404
