"""due_date START N: the last day of a legal term and how it was counted."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from participation.deadlines.counting import UnknownCalendar, calendar_for
from participation.deadlines.explanations import explain
from participation.deadlines.national import national_calendar
from participation.deadlines.workdays import WorkCalendar


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _calendar(place: str) -> WorkCalendar:
    """Before the first `migrate` there are the nation's tables only."""
    try:
        return calendar_for(place)
    except DatabaseError:
        return national_calendar()


class Command(BaseCommand):
    help = "The last day of a term of N days; START is not counted, N = 0 gives START."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("start", type=_day, metavar="START", help="YYYY-MM-DD, not counted itself")
        parser.add_argument("n", type=int, metavar="N", help="how many days")
        parser.add_argument("--unit", choices=["working", "calendar"], required=True)
        parser.add_argument(
            "--rolls", action="store_true", help="a day off at the end gives way to a working day"
        )
        parser.add_argument("--calendar", default="cn", help="cn, cn/guizhou, …")
        parser.add_argument("--json", action="store_true", help="one JSON document on standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            calendar = _calendar(options["calendar"])
            due = calendar.due_date(options["start"], options["n"], options["unit"], rolls=options["rolls"])
        except UnknownCalendar as error:
            raise CommandError(f"no such calendar: {error}") from error
        except ValueError as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            answer = {"due": due.due.isoformat(), "provisional": due.provisional, "basis": explain(due)}
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        else:
            self.stdout.write(f"{due.due.isoformat()}\n{explain(due)}")
