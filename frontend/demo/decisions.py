"""Dossiers: each consultation's matter from the yearly list to the archive; and the yearly lists themselves."""

from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from consultations.decisions.actions import attach, list_decision, prepare_decision, stop_decision
from consultations.decisions.confirming import confirm_result
from consultations.decisions.execution.actions import confirm_change, record_change
from consultations.decisions.execution.policies import MEETING
from consultations.decisions.gates import latest
from consultations.decisions.lists import Listed, draft_list, publish_list
from consultations.decisions.models import Decision, ParticipationList
from consultations.decisions.particulars import particulars_of
from consultations.decisions.stages import begin_stage, complete_stage
from consultations.decisions.waivers import confirm_waiver, waive_stage
from consultations.models import Consultation
from frontend.demo import content
from frontend.demo.papers import paper
from frontend.demo.play import Play, Thread
from participation import clock
from participation.accounts.models import Department


class Dossier:
    """A consultation's decision.toml."""

    def __init__(self, play: Play, folder: Path) -> None:
        self.play, self.slug = play, folder.name
        self.notice = content.table(folder / "notice.toml")
        self.row = content.table(folder / "decision.toml")

    def lay(self) -> None:
        """Put the matter's stages on the calendar."""
        thread = Thread(self.play)
        thread.then(self.row["prepared"], "09:40", self._prepare, roll="back")
        thread.then(self.row["prepared"], "10:40", self._list, roll="back")
        for stage in self.row["stage"]:
            if "begins" in stage:  # a review begins while something else goes on
                begun = partial(self._begin, stage)
                Thread(self.play).then(stage["begins"], "09:05", begun, roll="back")
            if "day" in stage:
                at = stage.get("time", "11:30")
                thread.then(stage["day"], at, partial(self._complete, stage), roll="back")
                if "ground" not in stage and "waits" not in stage:
                    thread.then(stage["day"], at, partial(self._confirm, stage), roll="back")
        for change in self.row.get("execution", []):
            own = Thread(self.play)
            own.then(change["day"], change["time"], partial(self._change_execution, change), roll="forward")
        if stopped := self.row.get("suspended"):
            own = Thread(self.play)
            own.then(stopped["day"], stopped["time"], partial(self._suspend, stopped), roll="forward")

    def _prepare(self) -> None:
        lead = Department.objects.get(slug=self.notice["department"])
        kind = self.notice["kind"]
        planned = self.play.today + timedelta(days=self.row["planned"])
        prepare_decision(
            by=self.play.cast.official(lead, "drafter"),
            slug=self.slug,
            title=self.notice["document"]["title"],
            department=lead,
            kind=kind if kind in Decision.Kind.values else Decision.Kind.NORMATIVE_DOCUMENT,
            decision_authority=self.row["decision_authority"],
            summary=self.row["summary"],
            planned_on=self.play.calendar.next_working_day(planned),
            concerns=self.row.get("concerns", []),
            **{name: self.row.get(name, False) for name in ("affects_business", "is_technical", "is_risky")},
        )

    def _list(self) -> None:
        note = self.row.get("outside", "")
        list_decision(self._decision(), by=self.play.cast.county("editor"), outside_note=note)

    def attach(self) -> None:
        """Tie the consultation and its document to the matter; laid when the notice has been published."""
        decision = self._decision()
        consultation = Consultation.objects.select_related("document").get(slug=self.slug)
        by = self.play.cast.official(decision.department, "drafter")
        attach(decision, consultation, by=by)
        attach(decision, consultation.document, by=by)

    def _begin(self, stage: dict[str, Any]) -> None:
        decision = self._decision()
        begin_stage(decision, stage["stage"], by=self.play.cast.official(decision.department, "drafter"))

    def _complete(self, stage: dict[str, Any]) -> None:
        decision = self._decision()
        if ground := stage.get("ground"):
            by = self.play.cast.official(decision.department, "drafter")
            row = waive_stage(decision, stage["stage"], by=by, ground=ground, public_note=stage["note"])
            confirm_waiver(row, by=self.play.cast.official(decision.department, "reviewer"))
            return
        complete_stage(
            decision,
            stage["stage"],
            by=self.play.cast.recorder(decision, stage["stage"]),
            result=stage.get("result", ""),
            held_on=clock.today() if stage.get("held") else None,
            public_note=stage["note"],
            particulars={**_days(decision, stage["stage"]), **stage.get("said", {})},
            files=[paper(stage["paper"])] if "paper" in stage else [],
            show=stage.get("show", False),
        )

    def _confirm(self, stage: dict[str, Any]) -> None:
        row = latest(self._decision(), stage["stage"])
        assert row is not None, stage
        confirm_result(row, by=self.play.cast.second_of(row))

    def _change_execution(self, change: dict[str, Any]) -> None:
        decision = self._decision()
        row = record_change(
            decision,
            by=self.play.cast.recorder(decision, MEETING),
            kind=change["kind"],
            ground=change.get("ground", ""),
            decided_by=change["decided_by"],
            decided_on=clock.today(),
            document_name=change["document"],
            public_note=change["note"],
            files=[paper(change["paper"])] if "paper" in change else [],
        )
        confirm_change(row, by=self.play.cast.second_of_change(row))

    def _suspend(self, stopped: dict[str, Any]) -> None:
        stop_decision(self._decision(), by=self.play.cast.county("editor"), public_note=stopped["note"])

    def _decision(self) -> Decision:
        return Decision.objects.select_related("department").get(slug=self.slug)


def _days(decision: Decision, stage: str) -> dict[str, Any]:
    """The days that a stage names: each that of its record."""
    return {each.key: clock.today() for each in particulars_of(decision, stage) if each.kind == "day"}


def lay_lists(play: Play) -> None:
    """Put the yearly lists of matters open to participation on the calendar, one a department."""
    file = content.table(content.ROOT / "participation.toml")
    thread = Thread(play)
    for row in file["list"]:
        thread.then(file["drafted"], "10:00", partial(_draft_list, play, file, row), roll="back")
    for row in file["list"]:
        thread.then(file["published"], "15:00", partial(_publish_list, play, row["department"]), roll="back")


def _draft_list(play: Play, file: dict[str, Any], row: dict[str, Any]) -> None:
    unit = Department.objects.get(slug=row["department"])
    items = [
        Listed(
            matter=item["matter"],
            procedure=file["procedure"],
            unit=unit.name,
            planned=item["planned"],
            ways=item["ways"],
            decision=Decision.objects.filter(slug=item.get("decision", "")).first(),
            has_hearing=item.get("hearing", False),
        )
        for item in row["item"]
    ]
    draft_list(unit, clock.today().year, items, by=play.cast.official(unit, "drafter"))


def _publish_list(play: Play, slug: str) -> None:
    row = ParticipationList.objects.select_related("department").get(department__slug=slug, status="draft")
    publish_list(row, by=play.cast.county("editor"))
