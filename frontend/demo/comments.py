"""One letter in a consultation: sent, checked, weighed, each at its moment."""

from functools import partial
from typing import Any

from consultations.comments.actions import accept_comment, return_comment, withdraw_comment, withhold_comment
from consultations.comments.intake import submit_comment
from consultations.models import Clause, Comment, Consultation, Opinion, Version
from consultations.weighing.actions import (
    confirm_not_considered,
    dispose_opinion,
    propose_not_considered,
    split_comment,
)
from frontend.demo.clauses import clause_of
from frontend.demo.play import Play, Thread
from participation.accounts.models import User

NOBODY = {"匿名", "未署名"}


class Letter:
    """A row of comments.toml."""

    def __init__(self, play: Play, slug: str, row: dict[str, Any], *, weighed: int | None) -> None:
        self.play, self.slug, self.row = play, slug, row
        self.weighed = row["day"] + 3 if weighed is None else weighed

    def lay(self) -> None:
        """Put what happens with this letter on the calendar."""
        row, thread = self.row, Thread(self.play)
        by_hand = "channel" in row
        thread.then(row["day"], row["time"], self._submit, roll="forward" if by_hand else "")
        if withdrawn := row.get("withdrawn"):
            thread.then(withdrawn["day"], withdrawn["time"], self._withdraw)
        elif row.get("moderated", True):
            minute = sum(row["key"].encode()) % 50 + 10
            thread.then(row["day"] + 1, f"09:{minute}", self._moderate, roll="forward")
        points = row.get("opinion", [])
        if points:
            thread.then(self.weighed, "10:10", self._split, roll="back")
        for n, point in enumerate(points or [row], 1):
            if "disposition" in point:
                thread.then(self.weighed, "10:30", partial(self._dispose, n, point), roll="back")

    def _submit(self) -> None:
        row, consultation = self.row, self._consultation()
        account = User.objects.get(username=row["who"]) if "who" in row else None
        by_hand = "channel" in row
        name = account.name if account else row["name"]
        clause = clause_of(consultation.draft_version, row["clause"]) if "clause" in row else None
        issued = submit_comment(
            consultation,
            by=self.play.cast.official(consultation.department, "drafter") if by_hand else account,
            body=row["body"],
            clause=clause,
            stance=row["stance"],
            name="" if name in NOBODY else name,
            contact=row.get("contact", ""),
            wants_publication=row.get("publish", True),
            channel=row.get("channel", "online"),
        )
        self.play.kept[row["key"]] = issued.number

    def _withdraw(self) -> None:
        withdraw_comment(self._comment(), by=None)

    def _moderate(self) -> None:
        comment, moderator = self._comment(), self.play.cast.county("moderator")
        if withheld := self.row.get("withheld"):
            withhold_comment(comment, by=moderator, reason=withheld["reason"])
        elif returned := self.row.get("returned"):
            return_comment(comment, by=moderator, note=returned["note"])
        else:
            accept_comment(comment, by=moderator, hide=self.row.get("hide", []))

    def _split(self) -> None:
        comment = self._comment()
        drafter = self.play.cast.official(comment.consultation.department, "drafter")
        split_comment(comment, [point["text"] for point in self.row["opinion"]], by=drafter)

    def _dispose(self, n: int, point: dict[str, Any]) -> None:
        opinion = Opinion.objects.select_related("consultation__department").get(
            comment__number=self.play.kept[self.row["key"]], ordinal=n
        )
        lead = opinion.consultation.department
        drafter = self.play.cast.official(lead, "drafter")
        if point["disposition"] == "not_considered":
            opinion = propose_not_considered(
                opinion, by=drafter, reason_code=point["code"], reason=point["reason"]
            )
            confirm_not_considered(opinion, by=self.play.cast.second_drafter(lead))
        else:
            changed = self._changed(opinion.consultation, point)
            dispose_opinion(
                opinion, point["disposition"], by=drafter, reason=point["reason"], changed_clause=changed
            )

    def _changed(self, consultation: Consultation, point: dict[str, Any]) -> Clause | None:
        """`changed` names a clause of the final text, `removed` one that only the draft had."""
        if name := point.get("removed"):
            return clause_of(consultation.draft_version, name)
        if name := point.get("changed"):
            newest = Version.objects.filter(document_id=consultation.document_id).order_by("-number")[0]
            return clause_of(newest, name)
        return None

    def _comment(self) -> Comment:
        rows = Comment.objects.select_related("consultation__department")
        return rows.get(number=self.play.kept[self.row["key"]])

    def _consultation(self) -> Consultation:
        return Consultation.objects.select_related("department", "document", "draft_version").get(
            slug=self.slug
        )
