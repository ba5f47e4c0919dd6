"""Reading replies."""

from datetime import datetime

from consultations.documents.models import Passage, Version
from consultations.documents.queries import PASSAGES_STANDING_LAST
from participation.accounts.models import User
from participation.ledger.audit import trail
from responses.questions.models import Question
from responses.replies.models import KeptDraft, Reply


def reply_of(question: Question) -> Reply | None:
    """Its reply, if the department it lies with has begun one; a draft of a department before stays that one's own."""
    reply: Reply | None = getattr(question, "reply", None)
    return reply if reply and reply.department_id == question.department_id else None


def first_draft(question: Question) -> Reply | KeptDraft | None:
    """What the department goes on writing from: its draft, or what it had drafted when the question lay here before."""
    if (reply := reply_of(question)) or not hasattr(question, "reply"):
        return reply
    return KeptDraft.objects.filter(question=question, department=question.department_id).first()


def cited(reply: Reply) -> list[Passage]:
    """The clauses that a published reply leans on, each in the version that held when it was published; one that stood
    in none is taken from where it stands now. One query."""
    rows = (
        Passage.objects.filter(clause__replies=reply, version__status=Version.Status.PUBLISHED)
        .select_related("clause", "version__document")
        .order_by(*PASSAGES_STANDING_LAST)
    )
    best = {
        row.clause_id: row for row in sorted(rows, key=lambda row: _held(row.version, reply.published_at))
    }
    return sorted(best.values(), key=lambda row: (row.version.document_id, row.version.number, row.position))


def _held(version: Version, at: datetime | None) -> int:
    """Its number where it was out and held at that moment, else 0: the highest is the one that was quoted."""
    if at is None or version.published_at is None or version.published_at > at:
        return 0
    return version.number if version.withdrawn_at is None or version.withdrawn_at > at else 0


def signed_for(reply: Reply | None) -> User | None:
    """On whose behalf the reply was signed off, where somebody stood in. No query where nobody ever did."""
    if reply is None or reply.signed_by is None or reply.signed_by.deputy_until is None:
        return None
    entry = trail(reply).filter(act="reply.published", by=reply.signed_by).last()
    return entry.on_behalf_of if entry else None
