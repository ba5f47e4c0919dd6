"""Reading comments in sums."""

from django.db.models import Count, Q

from consultations.comments.models import Comment
from consultations.notices.models import Consultation

# Nothing more comes of it.
OVER = Q(status=Comment.Status.WITHDRAWN) | Q(
    consultation__status__in=(Consultation.Status.CONCLUDED, Consultation.Status.WITHDRAWN)
)


def withheld_by_reason(consultation: Consultation) -> list[tuple[str, int]]:
    """How many comments are not shown, for each reason: what everybody may know about them."""
    rows = (
        Comment.objects.filter(consultation=consultation, status=Comment.Status.WITHHELD)
        .values_list("withholding_reason")
        .annotate(n=Count("pk"))
        .order_by("withholding_reason")
    )
    return [(str(Comment.Reason(reason).label), n) for reason, n in rows]
