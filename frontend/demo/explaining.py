"""Documents in force and their interpretations."""

from functools import partial
from pathlib import Path
from typing import Any

from consultations.documents.actions import import_draft, publish_version
from consultations.documents.headers import issue
from consultations.models import Document, Version
from frontend.demo import content
from frontend.demo.consultations import head
from frontend.demo.play import Play, Thread
from participation.accounts.models import Department
from participation.corrections.actions import confirm_correction, correct_published
from responses.interpretations.actions import (
    PartText,
    parts_of,
    prepare_interpretation,
    publish_interpretation,
)
from responses.models import Interpretation


def lay_document(play: Play, file: Path) -> None:
    """Put a document that needed no consultation here on the calendar."""
    row = content.table(file)

    def bring_in() -> None:
        unit = Department.objects.get(slug=row["department"])
        text = content.draft(file.with_suffix(".md"))
        by = play.cast.official(unit, "drafter")
        import_draft(text, department=unit, by=by, slug=row["slug"], source_name=file.with_suffix(".md").name)

    def publish() -> None:
        version = Version.objects.select_related("document").get(document__slug=row["slug"], number=1)
        head(version, play, row)
        editor = play.cast.county("editor")
        issue(version, by=editor)
        publish_version(version, by=editor, is_final=True)

    thread = Thread(play)
    thread.then(row["published"] - 20, "14:30", bring_in, roll="back")
    thread.then(row["published"], "09:20", publish, roll="back")


def lay_interpretation(play: Play, file: Path) -> None:
    """Put an interpretation on the calendar: written the day before, published by the editor."""
    row = content.table(file)
    thread = Thread(play)
    thread.then(row["day"] - 1, "16:00", lambda: _write(play, row), roll="back")
    thread.then(row["day"], row["time"], lambda: _publish(play, row), roll="back")
    for name in ("corrected", "proposed"):
        if step := row.get(name):
            thread.then(step["day"], step["time"], partial(_correct, play, row, step, name), roll="back")


def _write(play: Play, row: dict[str, Any]) -> None:
    document = Document.objects.select_related("department").get(slug=row["document"])
    prepare_interpretation(
        document,
        by=play.cast.official(document.department, "drafter"),
        slug=row["slug"],
        title=row["title"],
        version=document.versions.get(number=row["version"]) if "version" in row else None,
        summary=row["summary"],
        source=row["source"],
        chief_interpreter=row["chief_interpreter"],
        parts=[PartText(part["kind"], part.get("heading", ""), part["body"]) for part in row["part"]],
    )


def _publish(play: Play, row: dict[str, Any]) -> None:
    interpretation = Interpretation.objects.select_related("department").get(slug=row["slug"])
    publish_interpretation(interpretation, by=play.cast.county("editor"))


def _correct(play: Play, row: dict[str, Any], step: dict[str, Any], name: str) -> None:
    """Proposed by the drafter; one of them still waits for the editor."""
    interpretation = Interpretation.objects.select_related("department").get(slug=row["slug"])
    parts = [
        [part.kind, part.heading, part.body.replace(step["old"], step["new"])]
        for part in parts_of(interpretation)
    ]
    drafter = play.cast.official(interpretation.department, "drafter")
    proposal = correct_published(interpretation, by=drafter, reason=step["reason"], changes={"parts": parts})
    if name == "corrected":
        confirm_correction(proposal, by=play.cast.county("editor"))
