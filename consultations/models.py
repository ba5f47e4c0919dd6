"""Only imports the rooms' models, so that tables are named consultations_comment and so on."""

from consultations.comments.models import Comment
from consultations.decisions.models import Decision, DecisionStage, ParticipationItem, ParticipationList
from consultations.documents.models import Clause, Comparison, Document, Passage, Version
from consultations.notices.models import Consultation, NoticeChange, Tally
from consultations.outcomes.models import Feedback
from consultations.weighing.models import Opinion

__all__ = [
    "Clause",
    "Comment",
    "Comparison",
    "Consultation",
    "Decision",
    "DecisionStage",
    "Document",
    "Feedback",
    "NoticeChange",
    "Opinion",
    "ParticipationItem",
    "ParticipationList",
    "Passage",
    "Tally",
    "Version",
]
