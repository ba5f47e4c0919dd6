"""Hearings and the other ways of hearing people: each consultation's hearing.toml and engagements.toml."""

from datetime import date, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from consultations.decisions.engagements.actions import Party, draft_engagement, publish_engagement
from consultations.decisions.hearings.announcing import (
    Listed,
    announce_hearing,
    draft_hearing,
    note_materials,
    publish_list,
    write_list,
)
from consultations.decisions.hearings.files import attach_files
from consultations.decisions.hearings.recording import Statement, publish_record, write_record
from consultations.models import Consultation, Decision, Engagement, Hearing
from frontend.demo import content
from frontend.demo.papers import paper
from frontend.demo.play import Play, Thread
from participation import clock
from participation.deadlines.rulebook import rule

SPARE = 3  # days between what the law asks for and what is done
TO_RECORD = 4  # days from the hearing to its record


class Sitting:
    """One hearing. Its days follow from the day of its announcement, so that each keeps its distance in any year."""

    def __init__(self, play: Play, folder: Path) -> None:
        self.play, self.slug = play, folder.name
        self.row = content.table(folder / "hearing.toml")
        worked = play.calendar.next_working_day
        self.announced = clock.day_of(play.moment(self.row["announced"], "15:00", "back"))
        self.apply_until = self.announced + timedelta(days=self.row["apply_days"])
        self.listed = worked(self.apply_until + timedelta(days=1))
        self.held_on = worked(rule("A4").earliest_end(self.listed) + timedelta(days=SPARE))

    def lay(self) -> None:
        """Put it on the calendar, as far as it has come."""
        self._at(self.announced, "09:30", self._prepare)
        self._at(self.announced, "15:00", self._announce)
        if not self.row["held"]:
            return
        self._at(self.listed, "09:20", self._list)
        self._at(self.listed, "16:30", self._send)
        self._at(self.held_on, "17:20", self._record)
        published = self.play.calendar.next_working_day(self.held_on + timedelta(days=TO_RECORD))
        self._at(published, "10:40", self._publish)

    def _at(self, day: date, at: str, act: Any) -> None:
        self.play.add(self.play.moment((day - self.play.today).days, at), act)

    def _prepare(self) -> None:
        decision = Decision.objects.select_related("department").get(slug=self.slug)
        names = (
            "title", "place", "price_authority", "seats", "phone", "about", "selection", "how_to_apply",
        )  # fmt: skip
        draft_hearing(
            decision, by=self._drafter(decision), held_on=self.held_on, apply_until=self.apply_until,
            held_at=time.fromisoformat(self.row["hour"]), sides="\n".join(self.row["sides"]),
            consultation=Consultation.objects.get(slug=self.slug), **{name: self.row[name] for name in names},
        )  # fmt: skip

    def _announce(self) -> None:
        announce_hearing(self._hearing(), by=self.play.cast.county("editor"))

    def _list(self) -> None:
        row = self._hearing()
        people = [
            Listed(each["name"], each["kind"], each["side"], each["represents"], each.get("masked", False))
            for each in self.row["participant"]
        ]
        write_list(row, people, by=self._drafter(row.decision))
        publish_list(row, by=self.play.cast.county("editor"))

    def _send(self) -> None:
        row = self._hearing()
        note_materials(row, by=self._drafter(row.decision))

    def _record(self) -> None:
        row = self._hearing()
        drafter = self._drafter(row.decision)
        statements = {
            n: _statement(each) for n, each in enumerate(self.row["participant"], 1)
        }  # fmt: skip
        write_record(
            row, by=drafter, presider=self.row["presider"], recorder=self.row["recorder"],
            summary=self.row["summary"], statements=statements,
        )  # fmt: skip
        names = [each["name"] for each in self.row["participant"] if "said" in each]
        title = f"{self.row['title']}听证笔录签字页"
        signed = paper(
            {"title": title, "text": "\n".join(names), "signed": "以上听证参加人已核对笔录并签字。"}
        )
        attach_files(row, [signed], by=drafter, purpose="hearing_signed")

    def _publish(self) -> None:
        row = self._hearing()
        publish_record(row, by=self.play.cast.official(row.decision.department, "reviewer"))

    def _hearing(self) -> Hearing:
        return Hearing.objects.select_related("decision__department").get(decision__slug=self.slug)

    def _drafter(self, decision: Decision) -> Any:
        return self.play.cast.official(decision.department, "drafter")


def lay_hearing(play: Play, folder: Path) -> None:
    """Put the hearing of a matter on the calendar, where it has one."""
    if (folder / "hearing.toml").exists():
        Sitting(play, folder).lay()


def lay_engagements(play: Play, folder: Path) -> None:
    """Put the other ways by which people were heard on the calendar: written down and published on one day."""
    file = folder / "engagements.toml"
    for row in content.table(file)["engagement"] if file.exists() else ():
        Thread(play).then(row["published"], "15:10", partial(_engage, play, folder.name, row), roll="back")


def _engage(play: Play, slug: str, row: dict[str, Any]) -> None:
    decision = Decision.objects.select_related("department").get(slug=slug)
    first, last = (_day(play, row.get(name)) for name in ("first", "last"))
    assert first is not None
    made = draft_engagement(
        decision, by=play.cast.official(decision.department, "drafter"), kind=row["kind"], held_on=first,
        until=last, place=row["place"], said=row["said"], outcome=row["outcome"],
        parties=[Party(**party) for party in row["parties"]],
    )  # fmt: skip
    made = Engagement.objects.select_related("decision__department").get(pk=made.pk)
    publish_engagement(made, by=play.cast.official(decision.department, "reviewer"))


def _day(play: Play, day: int | None) -> date | None:
    """Officials' days roll back to a worked one; the first never comes after the last."""
    return None if day is None else min(clock.day_of(play.moment(day, "12:00", "back")), clock.today())


def _statement(row: dict[str, Any]) -> Statement:
    came = "said" in row
    return Statement(
        came, came, row.get("said", ""), row.get("result", ""), row.get("reason", ""), row.get("remark", "")
    )
