"""Putting the consultations on the calendar: notice, comments, weighing, feedback, final text."""

from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from consultations.decisions.publishing import publish_final
from consultations.documents.actions import import_draft, revise
from consultations.documents.headers import PRINTED_YEAR, clear_for_publication, edit_header
from consultations.documents.queries import digest_of
from consultations.models import Consultation, Version
from consultations.notices.actions import prepare_consultation, publish_consultation
from consultations.notices.changes import extend_period
from consultations.notices.floors import SHORTENED
from consultations.outcomes.actions import draft_feedback, publish_feedback
from frontend.demo import content
from frontend.demo.comments import Letter
from frontend.demo.decisions import Dossier
from frontend.demo.hearings import lay_engagements, lay_hearing
from frontend.demo.play import Play, Thread
from participation import clock
from participation.accounts.models import Department, User
from participation.corrections.actions import confirm_correction, correct_published, withdraw_published
from participation.deadlines.rulebook import rule

WAYS = ("phone", "postal_address", "hall")


class Stage:
    """One consultation's folder and the scenes in it."""

    def __init__(self, play: Play, folder: Path) -> None:
        self.play, self.folder = play, folder
        self.slug = folder.name
        self.notice = content.table(folder / "notice.toml")
        self.letters = content.table(folder / "comments.toml").get("comment", [])

    def lay(self) -> None:
        """Put everything about this consultation on the calendar."""
        announced = self.notice["announced"]
        thread = Thread(self.play)
        thread.then(announced - 4, "10:20", self._prepare, roll="back")
        thread.then(announced, "08:40", self._publish, roll="back")
        dossier = Dossier(self.play, self.folder)
        dossier.lay()
        thread.then(announced, "08:50", dossier.attach, roll="back")
        lay_hearing(self.play, self.folder)
        lay_engagements(self.play, self.folder)
        self._lay_changes(thread)
        if withdrawn := self.notice.get("withdrawn"):
            thread.then(withdrawn["day"], withdrawn["time"], self._withdraw, roll="forward")
        if (self.folder / "final.md").exists():
            self._lay_outcome(thread)
        for n, row in enumerate(self.letters):
            Letter(self.play, self.slug, row, weighed=self._weighed(n)).lay()

    def _weighed(self, n: int) -> int | None:
        """The day on which the n-th letter is weighed: they are spread over the days that the notice names."""
        if "weighed" not in self.notice:
            return None
        first, last = self.notice["weighed"]
        return int(first + (last - first) * n // len(self.letters))

    def _lay_changes(self, thread: Thread) -> None:
        if corrected := self.notice.get("corrected"):
            thread.then(
                corrected["day"], corrected["time"], partial(self._correct, corrected), roll="forward"
            )
        if extended := self.notice.get("extended"):
            thread.then(extended["day"], extended["time"], partial(self._extend, extended), roll="back")

    def _lay_outcome(self, thread: Thread) -> None:
        feedback = content.table(self.folder / "feedback.toml")
        document = self.notice["document"]
        thread.then(self.notice["weighed"][0] - 2, "11:00", self._revise, roll="back")
        thread.then(feedback["drafted"], "15:40", lambda: self._draft_feedback(feedback), roll="back")
        thread.then(feedback["day"], feedback["time"], self._publish_feedback, roll="back")
        thread.then(document["published"], "09:30", self._publish_final, roll="back")

    def _prepare(self) -> None:
        text = content.draft(self.folder / "draft.md")
        lead = Department.objects.get(slug=self.notice["department"])
        drafter = self.play.cast.official(lead, "drafter")
        document = self.notice["document"]
        version = import_draft(
            text,
            department=lead,
            by=drafter,
            title=document["title"],
            slug=document["slug"],
            source_name="draft.md",
        )
        opens = self.play.today + timedelta(days=self.notice["opens"])
        closes = opens + timedelta(days=self.notice["days"])
        if "shortening_ground" in self.notice:  # days off may stretch what is left at least
            closes = max(closes, rule(SHORTENED).earliest_end(opens))
        prepare_consultation(
            version,
            by=drafter,
            slug=self.slug,
            title=text.title,
            kind=self.notice["kind"],
            summary="\n".join(self.notice["summary"]),
            drafting_note=content.text(self.folder / "note.txt"),
            opens_on=opens,
            closes_on=closes,
            concerns=self.notice.get("concerns", []),
            shortening_ground=self.notice.get("shortening_ground", ""),
            shortening_reason=self.notice.get("shortening_reason", ""),
            **{way: self.notice[way] for way in WAYS},
        )

    def _publish(self) -> None:
        publish_consultation(self._consultation(), by=self.play.cast.county("editor"))

    def _correct(self, step: dict[str, Any]) -> None:
        row = self._consultation()
        drafter, editor = self._drafter(row), self.play.cast.county("editor")
        proposal = correct_published(row, by=drafter, reason=step["note"], changes={"phone": step["phone"]})
        confirm_correction(proposal, by=editor)

    def _extend(self, step: dict[str, Any]) -> None:
        consultation = self._consultation()
        later = consultation.closes_on + timedelta(days=step["days"])
        extend_period(consultation, later, by=self.play.cast.county("editor"), note=step["note"])

    def _withdraw(self) -> None:
        row = self._consultation()
        proposal = withdraw_published(row, by=self._drafter(row), reason=self.notice["withdrawn"]["note"])
        confirm_correction(proposal, by=self.play.cast.county("editor"))

    def _revise(self) -> None:
        consultation = self._consultation()
        drafter = self.play.cast.official(consultation.department, "drafter")
        with clock.at(clock.starts_at(self.play.today)):  # its days are told from today
            text = content.draft(self.folder / "final.md")
        revise(consultation.draft_version, text, by=drafter, title=text.title, source_name="final.md")

    def _draft_feedback(self, feedback: dict[str, Any]) -> None:
        consultation = self._consultation()
        paragraphs = {name: feedback[name] for name in ("asked", "said", "did")}
        draft_feedback(
            consultation, by=self.play.cast.official(consultation.department, "drafter"), **paragraphs
        )

    def _publish_feedback(self) -> None:
        consultation = self._consultation()
        publish_feedback(
            consultation.feedback, by=self.play.cast.official(consultation.department, "reviewer")
        )

    def _publish_final(self) -> None:
        consultation = self._consultation()
        final = Version.objects.get(document=consultation.document, number=2)
        head(final, self.play, self.notice["document"])
        publish_final(consultation, final, by=self.play.cast.county("editor"))

    def _drafter(self, row: Consultation) -> User:
        return self.play.cast.official(row.department, "drafter")

    def _consultation(self) -> Consultation:
        return Consultation.objects.select_related("department", "document", "draft_version").get(
            slug=self.slug
        )


def head(final: Version, play: Play, row: dict[str, Any]) -> None:
    """Fill in the header of a document, and have its final text examined."""
    document = final.document
    effective_on = play.today + timedelta(days=row["effective"])
    ends = effective_on.replace(year=effective_on.year + row["years"], day=min(effective_on.day, 28))
    made_on = clock.day_of(play.moment(row["published"] - 2, "09:00", "back"))
    edit_header(
        document, by=play.cast.official(document.department, "drafter"),
        issuer=Department.objects.get(slug=row["issuer"]), document_number=PRINTED_YEAR.sub(f"〔{made_on.year}〕", row["number"]),
        index_number=row["index"], subject=row["subject"],
        made_on=made_on, effective_on=effective_on, expires_on=ends, disclosure="public",
    )  # fmt: skip
    examiner = play.cast.official(document.department, "reviewer")
    clear_for_publication(final, by=examiner, text_seen=digest_of(final))
