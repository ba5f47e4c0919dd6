"""`ledger verify`: every row against its newest leaf, every leaf against its row."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from participation.ledger.leaves import forgotten, verify
from participation.ledger.models import Leaf


class Command(BaseCommand):
    help = "Verify the ledger: exits 1 and names the first entry that was altered, removed or inserted."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["verify"])
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        fault = next(verify(), None)
        leaves, erased = Leaf.objects.count(), forgotten()
        if options["as_json"]:
            first = {"kind": fault.kind, "id": fault.object_id, "problem": fault.problem} if fault else None
            told = {"ok": fault is None, "leaves": leaves, "first_bad": first}
            self.stdout.write(json.dumps(told | ({"forgotten": erased} if erased else {})))
            if fault:
                raise SystemExit(1)
            return
        if fault:
            raise CommandError(f"{fault.kind} {fault.object_id}: {fault.problem}")
        said = f"; of {erased} rows what they said of a person was erased by order" if erased else ""
        self.stdout.write(f"{leaves} leaves, all in order{said}")
