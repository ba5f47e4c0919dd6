"""Only imports the rooms' models, so that tables are named consultations_comment and so on."""

from consultations.comments.models import Comment
from consultations.documents.models import Clause, Comparison, Document, Passage, Version
from consultations.notices.models import Consultation, Tally
from consultations.outcomes.models import Feedback
from consultations.weighing.models import Opinion

__all__ = [
    "Clause",
    "Comment",
    "Comparison",
    "Consultation",
    "Document",
    "Feedback",
    "Opinion",
    "Passage",
    "Tally",
    "Version",
]
