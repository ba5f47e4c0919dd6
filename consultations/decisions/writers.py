"""Who wrote what a matter says: its texts, its notices, the feedback on what people said."""

from django.db.models import Model, Q, QuerySet

from consultations.decisions.models import Decision
from consultations.documents.models import Document
from consultations.documents.policies import WRITTEN
from consultations.notices.models import Consultation
from consultations.notices.policies import WRITTEN as NOTICE_WRITTEN
from consultations.outcomes.models import Feedback
from consultations.outcomes.policies import DRAFTED
from participation.accounts.models import User
from participation.ledger.audit import hands_of
from participation.ledger.models import AuditEntry


def has_written_of(user: User, decision: Decision) -> bool:
    """Whether this person wrote any version of a text of the matter, a notice of it or its feedback. One query."""
    return written_by(user, Decision.objects.filter(pk=decision.pk)).exists()


def written_by(user: User, decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    """Those of them of which this person wrote anything: in their own name, on another's behalf, or another on theirs;
    also what stands no longer."""
    hands, within = hands_of(user), decisions.values("pk")
    notices = Consultation.objects.filter(decisions__in=within)
    texts = Document.objects.filter(Q(decisions__in=within) | Q(consultations__decisions__in=within))
    feedback = Feedback.objects.filter(consultation__in=notices.values("pk"))
    own_text = Q(versions__created_by__in=hands) | Q(pk__in=_acted_on(texts, hands, *WRITTEN))
    own_words = Q(created_by__in=hands) | Q(feedback__drafted_by__in=hands)
    own_words |= Q(pk__in=_acted_on(notices, hands, *NOTICE_WRITTEN))
    own_words |= Q(feedback__in=_acted_on(feedback, hands, *DRAFTED))
    wrote = texts.filter(own_text).values("pk")
    tied = Q(documents__in=wrote) | Q(consultations__document__in=wrote)
    return decisions.filter(tied | Q(consultations__in=notices.filter(own_words).values("pk"))).distinct()


def _acted_on(rows: QuerySet[Model], hands: list[int], *acts: str) -> QuerySet[AuditEntry, int]:
    entries = AuditEntry.objects.filter(Q(by__in=hands) | Q(on_behalf_of__in=hands), act__in=acts)
    kind = rows.model._meta.model_name
    return entries.filter(kind=kind, object_id__in=rows.values("pk")).values_list("object_id", flat=True)
