"""The documents of the demo's stages: opinions, reports and minutes, a page of Word each."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from consultations.documents.exporting.page import new_document


def paper(row: dict[str, Any]) -> SimpleUploadedFile:
    """A Word file with this title, these paragraphs and who signed it."""
    document = new_document(row["title"])
    for line in [*row["text"].strip().splitlines(), row["signed"]]:
        document.add_paragraph(line)
    content = BytesIO()
    document.save(content)
    return SimpleUploadedFile(f"{row['title']}.docx", content.getvalue())
