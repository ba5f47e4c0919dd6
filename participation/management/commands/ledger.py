"""`ledger verify | checkpoint | export | rotate`: the public record, for who runs the site."""

import json
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser

from participation.ledger import rotation
from participation.ledger.checking import statements, verify
from participation.ledger.exporting import export
from participation.ledger.leaves import Fault, forgotten
from participation.ledger.models import Checkpoint, Leaf
from participation.ledger.sequencing import sequence
from participation.ledger.tree import newest

MOST = 1000  # faults that are told; who has more has seen enough


class Command(BaseCommand):
    help = (
        "verify: everything against the tree and its signatures; exits 1 and names what was altered, removed, inserted "
        "or reordered. checkpoint: print the newest. export DIR: the whole log as files. rotate: begin a new key; with "
        "--retire, let the older ones go."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["verify", "checkpoint", "export", "rotate"])
        parser.add_argument(
            "folder", nargs="?", metavar="DIR", help="for export: an empty folder, or a new one"
        )
        parser.add_argument("--against", metavar="FILE", help="for verify: a checkpoint that was kept")
        parser.add_argument("--retire", action="store_true", help="for rotate: the older keys sign no more")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['what']}")(options)
        except (ImproperlyConfigured, OSError) as problem:
            raise CommandError(str(problem)) from None

    def _verify(self, options: dict[str, Any]) -> None:
        kept = Path(options["against"]).read_text() if options["against"] else None
        faults = list(islice(verify(kept), MOST))
        if options["as_json"]:
            self.stdout.write(json.dumps(_told(faults), ensure_ascii=False))
            if faults:
                raise SystemExit(1)
            return
        if faults:
            raise CommandError("\n".join(f"{each.kind} {each.object_id}: {each.problem}" for each in faults))
        told = _told(faults)
        said = (
            f"; of {told['forgotten']} rows what they said of a person was erased by order"
            if forgotten()
            else ""
        )
        since = f"; proven since {told['proven_since']}" if told.get("proven_since") else ""
        self.stdout.write(f"{told['leaves']} leaves, all in order{since}{said}")

    def _checkpoint(self, _options: dict[str, Any]) -> None:
        self.stdout.write(self._head().note, ending="")

    def _export(self, options: dict[str, Any]) -> None:
        if not options["folder"]:
            raise CommandError("say where to: ledger export DIR")
        folder = Path(options["folder"])
        if folder.exists() and any(folder.iterdir()):
            raise CommandError(f"{folder} is not empty: choose another folder.")
        count = export(self._head(), folder)
        self.stdout.write(
            json.dumps({"entries": count}) if options["as_json"] else f"{count} entries in {folder}"
        )

    def _rotate(self, options: dict[str, Any]) -> None:
        if options["retire"]:
            self.stdout.write("\n".join(f"retired: {vkey}" for vkey in rotation.retire()))
            if settings.LEDGER_KEY:
                self.stdout.write("Leave only the first in LEDGER_KEY and start the site again.")
            return
        self.stdout.write(f"signs from now on: {rotation.begin()}")
        self.stdout.write(
            "Publish it where the old key was published. The old one goes on signing until --retire."
        )

    def _head(self) -> Checkpoint:
        sequence()
        head = newest()
        if head is None:
            raise CommandError("The log has no entry yet.")
        return head


def _told(faults: list[Fault]) -> dict[str, Any]:
    named = [{"kind": each.kind, "id": each.object_id, "problem": each.problem} for each in faults]
    first = next(iter(statements()), None)
    return {
        "ok": not faults,
        "leaves": Leaf.objects.count(),
        "first_bad": named[0] if named else None,
        "faults": named,
        **({"proven_since": first.at.isoformat()} if first else {}),
        **({"forgotten": erased} if (erased := forgotten()) else {}),
    }
