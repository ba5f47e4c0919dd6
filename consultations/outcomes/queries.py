"""Reading the outcome: what changed, and the comments behind each change."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, When, Window
from django.db.models.functions import Coalesce, RowNumber

from consultations.comments.models import Comment, Opinion
from consultations.documents.comparing import Row
from consultations.documents.queries import comparison
from consultations.notices.counters import counts_of
from consultations.notices.models import Consultation
from consultations.outcomes.models import Feedback
from consultations.weighing.policies import are_public
from participation.ledger.audit import trail

Disposition = Opinion.Disposition
HEARD = (Disposition.ADOPTED, Disposition.PARTLY_ADOPTED)
BEHIND = (*HEARD, Disposition.NOT_ADOPTED)
FEW = 4
IN_FAVOUR = Q(disposition=Disposition.ADOPTED, comment__stance=Comment.Stance.SUPPORT, changed_clause=None)
WITHOUT_CLAUSE = Q(disposition__in=HEARD, changed_clause=None) & ~IN_FAVOUR


def was_taken_back(feedback: Feedback) -> bool:
    """Whether it was withdrawn and nobody has written it anew since: as it reads, it stood in public once."""
    last = trail(feedback).filter(act__in=("feedback.drafted", "feedback.withdrawn")).last()
    return last is not None and last.act == "feedback.withdrawn"


@dataclass(frozen=True)
class OpinionsBehind:
    """The opinions behind a change: how many became what, and the first of those heard and of those refused."""

    counts: Mapping[str, int] = field(default_factory=dict)
    heard: list[Opinion] = field(default_factory=list)
    refused: list[Opinion] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def total_heard(self) -> int:
        return sum(self.counts.get(each, 0) for each in HEARD)

    @property
    def few(self) -> list[Opinion]:
        """The first, those heard before those refused."""
        return [*self.heard, *self.refused]


def changes(consultation: Consultation) -> list[dict[str, Any]]:
    """Draft → final, row by row, each with what is behind it; empty before the final text is published.

    Each row is a row of compare_documents with `behind` added: the opinions that name a clause of the row as changed
    because of them, and those on its clauses that were refused. Nothing is behind any before the feedback is
    published. Two queries for all rows together, and no more opinions than are shown.
    """
    if consultation.final_version is None:
        return []
    rows = comparison(consultation.draft_version, consultation.final_version)
    if not are_public(consultation):
        return [{**row, "behind": OpinionsBehind()} for row in rows]
    opinions = opinions_behind(consultation)
    counts, first = _counts(opinions), _first(opinions)
    return [{**row, "behind": _behind(clauses_of(row), counts, first)} for row in rows]


def change_at(consultation: Consultation, uid: str) -> Row | None:
    """The row of the comparison that speaks of this clause; where two do, the one that bears its name."""
    if consultation.final_version is None:
        return None
    rows = comparison(consultation.draft_version, consultation.final_version)
    found = [row for row in rows if uid in clauses_of(row)]
    return min(found, key=lambda row: clauses_of(row)[0] != uid, default=None)


def clauses_of(row: Mapping[str, Any]) -> list[str]:
    """The lasting ids that a row of a comparison speaks of; the one it is known by comes first."""
    return [uid for side in (row["new"], row["old"]) if side for uid in side["clauses"]]


def opinions_behind(consultation: Consultation, uids: Iterable[str] | None = None) -> QuerySet[Opinion]:
    """Opinions that are shown behind a change, of all clauses or of some, each with its clause as `behind`.

    That is the clause that changed because of it; of one that was refused, else, the clause its comment is on. None
    before the feedback is published.
    """
    refused_on = Case(When(disposition=Disposition.NOT_ADOPTED, then=F("comment__clause__uid")))
    rows = Opinion.objects.filter(
        consultation=consultation, comment__status=Comment.Status.PUBLISHED, disposition__in=BEHIND
    ).annotate(behind=Coalesce(F("changed_clause__uid"), refused_on))
    if not are_public(consultation):
        return rows.none()
    return rows.filter(behind__isnull=False) if uids is None else rows.filter(behind__in=list(uids))


def dispositions_of(opinions: QuerySet[Opinion]) -> dict[str, int]:
    """How many of them became what. One query."""
    return dict(opinions.order_by().values_list("disposition").annotate(n=Count("pk")))


def adopted_without_clause(consultation: Consultation) -> QuerySet[Opinion]:
    """Opinions that were adopted, in whole or in part, and name no clause that changed because of them.

    Asked for before the final text is published: without it nobody can see on the page what their words brought about.
    Whoever was only in favour asked for no change.
    """
    rows = Opinion.objects.filter(WITHOUT_CLAUSE, consultation=consultation)
    return rows.select_related("comment__clause").order_by("pk")


def digest_of_feedback(feedback: Feedback) -> str:
    """What tells one feedback from another as it would be public: its paragraphs, its sums, and what became of each
    opinion with its reason."""
    columns = ("pk", "disposition", "reason", "reason_code", "changed_clause_id")
    opinions = Opinion.objects.filter(consultation=feedback.consultation_id).order_by("pk")
    said = [feedback.asked, feedback.said, feedback.did, sorted(counts_of(feedback.consultation).items())]
    whole = json.dumps([*said, *opinions.values_list(*columns)], ensure_ascii=False)
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()


def _counts(opinions: QuerySet[Opinion]) -> dict[str, dict[str, int]]:
    """By clause, how many became what. One query."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    rows: QuerySet[Any, Any] = opinions.order_by()
    for uid, disposition, n in rows.values_list("behind", "disposition").annotate(n=Count("pk")):
        found[uid][disposition] = n
    return found


def _first(opinions: QuerySet[Opinion]) -> dict[str, list[Opinion]]:
    """By clause, the first few that were heard and the first few that were refused. One query."""
    place = Window(RowNumber(), partition_by=[F("behind"), F("is_heard")], order_by=F("pk").asc())
    numbered = opinions.annotate(is_heard=Q(disposition__in=HEARD), place=place).filter(place__lte=FEW)
    found: dict[str, list[Opinion]] = defaultdict(list)
    rows = opinions.filter(pk__in=numbered.values("pk")).select_related("comment", "changed_clause")
    for opinion in rows.order_by("pk"):
        found[opinion.behind].append(opinion)  # type: ignore[attr-defined]
    return found


def _behind(
    uids: list[str], counts: Mapping[str, dict[str, int]], first: Mapping[str, list[Opinion]]
) -> OpinionsBehind:
    here = dict.fromkeys(uids)
    sums = {each.value: sum(counts.get(uid, {}).get(each, 0) for uid in here) for each in BEHIND}
    rows = sorted((row for uid in here for row in first.get(uid, [])), key=lambda row: row.pk)
    heard = [row for row in rows if row.disposition in HEARD]
    refused = [row for row in rows if row.disposition not in HEARD]
    return OpinionsBehind(sums, heard[:FEW], refused[:FEW])
