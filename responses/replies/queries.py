"""Reading replies."""

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
