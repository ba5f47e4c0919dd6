"""tick: what the scheduler does every minute, once."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from participation.delivery.schedule import tick


class Command(BaseCommand):
    help = (
        "Hand every periodic job that has come due to the outbox, once. A running server or worker does them."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON document on standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        handed = tick()
        if options["json"]:
            self.stdout.write(json.dumps({"handed_out": handed}, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(handed) or "nothing has come due")
