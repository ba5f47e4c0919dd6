"""compare_documents OLD NEW: what changed from one text to the other, article by article."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from consultations.documents.comparing import Row, compare_drafts
from consultations.documents.reading import Unreadable, read_draft
from consultations.documents.reading.files import read_file
from consultations.documents.structure import Draft


class Command(BaseCommand):
    help = "Pairs the articles of two texts by what they say and marks the words that changed."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("old", type=Path, metavar="OLD", help=".docx, .md or .txt")
        parser.add_argument("new", type=Path, metavar="NEW", help=".docx, .md or .txt")
        parser.add_argument("--json", action="store_true", help="one JSON document on standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        old, new = _draft(options["old"]), _draft(options["new"])
        rows = compare_drafts(old, new)
        if options["json"]:
            answer = {"old": old.title, "new": new.title, "changes": rows}
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
            return
        for row in rows:
            self.stdout.write(_line(row))


def _draft(path: Path) -> Draft:
    try:
        return read_draft(read_file(path), path.name, keep_invisible=True)
    except Unreadable as refusal:
        raise CommandError(f"{path}: {refusal}") from refusal


def _line(row: Row) -> str:
    before = (row["old"]["label"] or row["old"]["path"]) if row["old"] else ""
    after = (row["new"]["label"] or row["new"]["path"]) if row["new"] else ""
    marked = {"=": "{}", "-": "[-{}-]", "+": "{{+{}+}}"}
    text = "".join(marked[sign].format(words) for sign, words in row["words"])
    if row["kind"] == "same":
        text = ""
    return f"{row['kind']:8} {before} → {after}  {text}".rstrip()
