"""setup_county: departments and people from the template, as often as you like; and what the county still lacks."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from participation.accounts.import_rows import Line, read_lines
from participation.accounts.importing import Outcome, Report, import_lines, try_import
from participation.accounts.models import Membership, User
from participation.accounts.queries import Role, county, unnamed_duties
from participation.delivery.mail import is_mail_sent
from participation.errors import Refused

KINDS = ("new", "changed", "unchanged", "wrong")


class Command(BaseCommand):
    help = "Set the county up from spreadsheets (the template is at /desk/people/import/), and say what it still lacks."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--departments", type=Path, metavar="FILE.xlsx")
        parser.add_argument("--people", type=Path, metavar="FILE.xlsx")
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
        parser.add_argument(
            "--right-rows", action="store_true", help="keep the right rows though others are wrong"
        )
        parser.add_argument("--invite", action="store_true", help="mail the new people their links")
        parser.add_argument("--json", action="store_true", help="one JSON document on standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        lines = [*_lines(options["departments"], "departments"), *_lines(options["people"], "people")]
        report = Report()
        if lines:
            report = try_import(lines, by=None)
            keeps = not options["dry_run"] and (options["right_rows"] or not report.wrong)
            if keeps:
                report = import_lines(lines, by=None, right_rows=True, invites=options["invite"])
        said = {
            "rows": {kind: report.count(kind) for kind in KINDS},
            "kept": report.is_kept,
            "invited": report.invited,
            "errors": [_error(each) for each in report.wrong],
            "lacking": lacking(),
        }
        self.stdout.write(json.dumps(said, ensure_ascii=False) if options["json"] else _words(said))
        if report.wrong and not report.is_kept and not options["dry_run"]:
            raise CommandError(_("Nothing was imported: %(n)d rows are wrong.") % {"n": len(report.wrong)})


def lacking() -> list[str]:
    """What has to be there before the county can work, in sentences."""
    found = []
    if county() is None:
        found.append(_("The county itself is not set up: a row of level “county”, or /desk/departments/."))
    held = Membership.objects.in_force().filter(role=Role.ADMINISTRATOR, department__parent=None)
    if not held.filter(user__is_active=True).exists() and not User.objects.filter(is_superuser=True).exists():
        found.append(_("Nobody administers it: ./run manage createsuperuser, then go on at /desk/people/."))
    found += [_("Not named at /desk/units/: %(duty)s") % {"duty": duty.label} for duty in unnamed_duties()]
    if not is_mail_sent():
        found.append(_("EMAIL_URL is not set: links are handed over by hand."))
    return found


def _lines(path: Path | None, sheet: str) -> list[Line]:
    if path is None:
        return []
    try:
        return [line for line in read_lines(path.read_bytes()) if line.sheet == sheet]
    except OSError as problem:
        raise CommandError(f"{path}: {problem.strerror}") from problem
    except Refused as refused:
        raise CommandError(f"{path}: {refused}") from refused


def _error(outcome: Outcome) -> dict[str, Any]:
    wrong = [{"column": where, "reason": why} for where, why in outcome.wrong]
    return {"sheet": outcome.line.sheet, "row": outcome.line.number, "wrong": wrong}


def _words(said: dict[str, Any]) -> str:
    lines = [", ".join(f"{kind}: {n}" for kind, n in said["rows"].items())]
    lines += [
        f"{each['sheet']} {each['row']}: {one['column']}: {one['reason']}"
        for each in said["errors"]
        for one in each["wrong"]
    ]
    return "\n".join([*lines, *said["lacking"]])
