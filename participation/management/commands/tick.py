"""tick: what the scheduler does every minute, once, and the ledger sequenced."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from participation.delivery.schedule import tick
from participation.ledger.sequencing import sequence


class Command(BaseCommand):
    help = (
        "Hand every periodic job that has come due to the outbox, once; a running server or worker does them. "
        "Put what waits into the tree of the ledger."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON document on standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        handed, sequenced = tick(), sequence()
        if options["json"]:
            self.stdout.write(json.dumps({"handed_out": handed, "sequenced": sequenced}, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(handed) or "nothing has come due")
