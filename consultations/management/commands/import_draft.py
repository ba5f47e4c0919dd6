"""import_draft FILE: a text becomes a document with clauses, or (--dry-run) shows what it would become."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from consultations.decisions.actions import attach
from consultations.decisions.models import Decision
from consultations.documents.actions import import_draft
from consultations.documents.reading import read_draft
from consultations.documents.reading.files import read_file
from consultations.documents.structure import Draft, FlatClause, Level, flatten
from participation.accounts.models import Department
from participation.errors import Refused


class Command(BaseCommand):
    help = "Reads a draft into chapters, articles and items and keeps it as a new document."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help=".docx, .md or .txt")
        parser.add_argument("--title", default="", help="instead of the title found in the file")
        parser.add_argument("--decision", default="", help="slug of the decision whose dossier it joins")
        parser.add_argument("--department", default="", help="slug of the lead unit (default: the county)")
        parser.add_argument("--dry-run", action="store_true", help="keep nothing, only show what was read")
        parser.add_argument("--json", action="store_true", help="one JSON document on standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            draft = read_draft(read_file(path), path.name)
            draft.title = options["title"] or draft.title
            clauses = flatten(draft)
            ids = [f"new-{clause.order + 1}" for clause in clauses]
            if not options["dry_run"]:
                ids = _keep(draft, path.name, options["department"], options["decision"])
        except Refused as refusal:
            raise CommandError(f"{path}: {refusal}") from refusal
        if options["json"]:
            self.stdout.write(json.dumps(_answer(draft, clauses, ids), ensure_ascii=False))
            return
        self.stdout.write(draft.title)
        for clause in clauses:
            self.stdout.write(f"{clause.level:10} {clause.path}  {clause.heading or clause.text[:40]}")
        for warning in draft.warnings:
            self.stderr.write(warning)


def _keep(draft: Draft, name: str, department_slug: str, decision_slug: str) -> list[str]:
    """Make the document and put it into its dossier; the lasting ids of its clauses, in order."""
    decision = Decision.objects.filter(slug=decision_slug).select_related("department").first()
    if decision_slug and decision is None:
        raise CommandError(f"no such decision: {decision_slug}")
    department = decision.department if decision and not department_slug else _department(department_slug)
    with transaction.atomic():
        version = import_draft(draft, department=department, by=None, source_name=name)
        if decision is not None:
            attach(decision, version.document, by=None)
    return list(version.passages.order_by("position").values_list("clause__uid", flat=True))


def _department(slug: str) -> Department:
    """The one named, else the county itself."""
    departments = Department.objects.filter(is_active=True)
    chosen = departments.filter(slug=slug) if slug else departments.filter(parent=None).order_by("pk")
    if (department := chosen.first()) is None:
        raise CommandError("no such department: name one with --department SLUG")
    return department


def _answer(draft: Draft, clauses: list[FlatClause], ids: list[str]) -> dict[str, Any]:
    return {
        "title": draft.title,
        "chapters": draft.count(Level.CHAPTER),
        "articles": draft.count(Level.ARTICLE),
        "clauses": [
            {
                "id": uid,
                "label": clause.label,
                "path": clause.path,
                "level": clause.level.value,
                "text": "\n".join(part for part in (clause.heading, clause.text) if part),
            }
            for clause, uid in zip(clauses, ids, strict=True)
        ],
        "warnings": draft.warnings,
    }
