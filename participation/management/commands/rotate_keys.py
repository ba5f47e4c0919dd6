"""`rotate_keys [--new]`: seal names and contacts with the newest key; with --new, begin one first."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser

from participation.delivery.turns import turn
from participation.secrets.keys import begin_new_key
from participation.secrets.resealing import reseal, sealed_columns


class Command(BaseCommand):
    help = "Seal names and contacts at rest with the first key. It can be broken off and begun again; the site may run."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--new", action="store_true", help="put a new key first in the file of keys")

    def handle(self, **options: Any) -> None:
        if options["new"]:
            try:
                begin_new_key()
            except (ImproperlyConfigured, OSError) as problem:
                raise CommandError(str(problem)) from None
        sealed = lost = 0
        for model, names in sealed_columns():
            pieces = reseal(model, names)
            while True:
                with turn():
                    piece = next(pieces, None)
                if piece is None:
                    break
                sealed, lost = sealed + piece[0], lost + piece[1]
        self.stdout.write(f"{sealed} sealed anew.")
        if lost:
            raise CommandError(
                f"{lost} cannot be read: the key that sealed them is missing. They stay as they are; "
                "put the key back behind the others and run this again."
            )
        self.stdout.write(
            "Older keys open nothing here any more; keep them as long as backups from their time."
        )
