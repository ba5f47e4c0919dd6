"""The county's directories of major decisions, and what became of last year's lists."""

from datetime import date
from functools import partial
from typing import Any

from consultations.decisions.completion import publish_completion, record_completion
from consultations.decisions.lists import Listed, draft_list, publish_list
from consultations.decisions.models import Decision, ParticipationList
from frontend.demo import content
from frontend.demo.play import Play, Thread
from participation import clock
from participation.accounts.models import Department
from participation.accounts.queries import Duty, county, special_unit

COLUMNS = ("matter", "unit", "legal_basis", "procedure", "planned", "ways", "note")


def lay_directories(play: Play) -> None:
    """Put this year's directory with its adjustment, and last year's lists with their completion, on the calendar."""
    file = content.table(content.ROOT / "directory.toml")
    thread = Thread(play)
    for row in file["edition"]:
        thread.then(row["consent"], "10:20", partial(_draft, play, row), roll="back")
        thread.then(row["published"], "15:40", partial(_publish, play), roll="back")
    year = clock.day_of(play.moment(file["edition"][0]["published"], "15:40", "back")).year - 1
    for row in file["last_year"]:
        _lay_last_year(play, row, year)


def _lay_last_year(play: Play, row: dict[str, Any], year: int) -> None:
    """Drawn up in spring, completed in December; the days are those of that year."""
    unit = Department.objects.get(slug=row["department"])
    thread, about = Thread(play), f"{year}-{unit.pk}"
    for month, day, at, act in (
        (2, 24, "10:00", partial(_draft, play, row, unit)), (2, 26, "15:00", partial(_publish, play, unit)),
        (12, 16, "10:30", partial(_record, play, row, unit, about)),
        (12, 22, "16:00", partial(_complete, play, about)),
    ):  # fmt: skip
        thread.then((date(year, month, day) - play.today).days, at, act, roll="back")


def _draft(play: Play, row: dict[str, Any], unit: Department | None = None) -> None:
    unit, year = unit or _county(), clock.today().year
    items = [
        Listed(
            **{name: item.get(name, "").format(year, year + 1) for name in COLUMNS},
            decision=Decision.objects.filter(slug=item.get("decision", "")).first(),
            has_hearing=item.get("hearing", False),
        )
        for item in row["item"]
    ]
    last = ParticipationList.objects.filter(department=unit, year=year).order_by("-edition").first()
    consent = {} if unit.parent_id else {"consent_on": clock.today(), "consent_document": row["document"]}
    draft_list(unit, year, items, by=play.cast.official(_keeper(unit), "drafter"), seen=last, **consent)


def _publish(play: Play, unit: Department | None = None) -> None:
    publish_list(_newest(unit or _county()), by=_editor(play, unit or _county()))


def _record(play: Play, row: dict[str, Any], unit: Department, about: str) -> None:
    said = {n: (each["outcome"], each.get("why", "")) for n, each in enumerate(row["item"], 1)}
    by = play.cast.official(_keeper(unit), "drafter")
    play.kept[about] = record_completion(_newest(unit), said, by=by)


def _complete(play: Play, about: str) -> None:
    row = play.kept.pop(about)
    publish_completion(row, by=_editor(play, row.department))


def _newest(unit: Department) -> ParticipationList:
    rows = ParticipationList.objects.select_related("department").filter(department=unit)
    return rows.filter(year=clock.today().year).order_by("-edition")[0]


def _keeper(unit: Department) -> Department:
    office = unit if unit.parent_id else special_unit(Duty.GOVERNMENT_OFFICE)
    assert office is not None, "the county's file names it"
    return office


def _editor(play: Play, unit: Department) -> Any:
    return play.cast.county("editor") if unit.parent_id else play.cast.official(_keeper(unit), "editor")


def _county() -> Department:
    top = county()
    assert top is not None
    return top
