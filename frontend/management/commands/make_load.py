"""`make_load`: synthetic comments and questions, so that everything can be measured with a county's worth of rows."""

import json
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Iterator
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from consultations.models import Consultation
from frontend.load import office
from frontend.load.batches import Load
from frontend.load.comments import load_comments
from frontend.load.questions import load_questions
from participation.errors import Refused
from participation.ledger.sequencing import sequence

HELP = """Write synthetic comments and questions in bulk, with everything the real acts would have left: opinions,
receipts, leaves, audit, counters, steps, deadlines, replies. No mails, no jobs. Only in an empty database (a
fictional county is made) or in the demo county: what the ledger has committed to cannot be taken out again.

The same --seed and number give the same texts, numbers and times on the same day; only the ledger's salts are
drawn anew. A second run adds nothing; one that was interrupted goes on where it stopped (each batch of 2,000 is one
transaction). Another number for the same seed is refused: take another seed, whose rows are added.

Look-up codes open none of these rows: a million hashes would take an hour. The officials of a new county have no
password: give one with `manage.py changepassword load-housing-1`."""


class Command(BaseCommand):
    help = HELP

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        """The help keeps its paragraphs."""
        return super().create_parser(
            prog_name, subcommand, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--comments", type=int, default=0, metavar="N")
        parser.add_argument("--questions", type=int, default=0, metavar="N")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--consultation", metavar="SLUG", help="into this one (default: one of its own)")
        parser.add_argument("--json", action="store_true", help="one JSON document on standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        counts = options["comments"], options["questions"]
        if min(counts) < 0 or not any(counts):
            raise CommandError("say how many: --comments N, --questions N")
        try:
            answer = self._load(*counts, options)
            sequence()
            self._tell_planner()
        except (Refused, LookupError) as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False))

    def _load(self, n_comments: int, n_questions: int, options: dict[str, Any]) -> dict[str, Any]:
        county, seed = office.county(), options["seed"]
        consultation = self._consultation(options["consultation"])
        comments = Load("comment", seed, n_comments, consultation.slug)
        questions = Load("question", seed, n_questions, county.slug)
        answer: dict[str, Any] = {"consultation": consultation.slug, "seed": seed}
        for load, steps in (
            (
                comments,
                load_comments(comments, county, consultation, office.weighers(consultation.department)),
            ),
            (
                questions,
                load_questions(
                    questions,
                    county,
                    office.router(county),
                    office.units(county),
                    office.clauses_of(consultation),
                ),
            ),
        ):
            answer[f"{load.kind}s"] = self._follow(load, steps, quiet=options["json"])
        return answer

    def _tell_planner(self) -> None:
        """What PostgreSQL would find out by itself some minutes later."""
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")

    def _consultation(self, slug: str | None) -> Consultation:
        if slug is None:
            return office.consultation()
        rows = Consultation.objects.select_related("department", "document", "draft_version")
        if (row := rows.filter(slug=slug).first()) is None:
            raise LookupError(f"no such consultation: {slug}")
        return row

    def _follow(self, load: Load, steps: Iterator[int], *, quiet: bool) -> dict[str, Any]:
        """Write it, saying how far it has come after each batch."""
        begin, there = perf_counter(), 0
        for there in steps:
            if not quiet:
                self.stdout.write(f"{there:,} of {load.count:,} {load.kind}s, {perf_counter() - begin:.0f} s")
        return {"there": there, "seconds": round(perf_counter() - begin, 1)}
