"""Only imports the rooms' models, so that tables are named consultations_comment and so on."""

from consultations.comments.models import Comment, Opinion
from consultations.decisions.engagements.models import Engagement, EngagementParty
from consultations.decisions.execution.models import ExecutionChange
from consultations.decisions.hearings.models import Hearing, HearingParticipant
from consultations.decisions.models import Decision, DecisionStage, ParticipationItem, ParticipationList
from consultations.documents.models import Clause, Comparison, Document, Passage, Version
from consultations.notices.models import Consultation, Counter, NoticeChange
from consultations.outcomes.models import Feedback

__all__ = [
    "Clause",
    "Comment",
    "Comparison",
    "Consultation",
    "Counter",
    "Decision",
    "DecisionStage",
    "Document",
    "Engagement",
    "EngagementParty",
    "ExecutionChange",
    "Feedback",
    "Hearing",
    "HearingParticipant",
    "NoticeChange",
    "Opinion",
    "ParticipationItem",
    "ParticipationList",
    "Passage",
    "Version",
]
