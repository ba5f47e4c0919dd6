"""Who may see and handle comments."""

from django.db.models import Q, QuerySet

from consultations.comments.models import Comment, Opinion
from consultations.notices.models import Consultation
from consultations.notices.phases import Phase, phase_of
from consultations.notices.policies import INSIDERS, can_read_inside
from participation import clock
from participation.accounts.models import User
from participation.accounts.queries import Anyone, Role, departments_where, has_role, is_person, roles_of
from participation.ledger.audit import trail

ACCEPTED = ("comment.published", "comment.private")


def visible_to(user: Anyone) -> QuerySet[Comment]:
    """Published comments for everyone, one's own, and for officials those of their consultations."""
    rows = Comment.objects.select_related("consultation__department", "clause")
    public = Q(status=Comment.Status.PUBLISHED) & ~Q(consultation__status=Consultation.Status.DRAFT)
    if not is_person(user):
        return rows.filter(public)
    own = Q(author=user)
    if not roles_of(user):
        return rows.filter(public | own)
    return rows.filter(public | own | Q(consultation__department__in=departments_where(user, *INSIDERS)))


def to_moderate(user: Anyone) -> QuerySet[Comment]:
    """What waits for this moderator, oldest first."""
    return (
        Comment.objects.filter(
            status=Comment.Status.PENDING,
            consultation__department__in=departments_where(user, Role.MODERATOR),
        )
        .select_related("consultation", "clause")
        .order_by("id")
    )


def can_moderate(user: Anyone, comment: Comment) -> bool:
    """A moderator of the lead unit or above it."""
    return can_moderate_in(user, comment.consultation)


def can_moderate_in(user: Anyone, consultation: Consultation) -> bool:
    """A moderator of the lead unit or above it."""
    return has_role(user, Role.MODERATOR, at=consultation.department)


def can_undo_acceptance(user: User, comment: Comment) -> bool:
    """What one let through oneself today and nobody has weighed since; later it is withheld, for one of the reasons."""
    last = trail(comment).filter(act__in=ACCEPTED).last()
    if last is None or last.by_id != user.pk or last.at < clock.starts_at(clock.today()):
        return False
    return not comment.opinions.exclude(disposition=Opinion.Disposition.OPEN, proposed_by=None).exists()


def can_return(consultation: Consultation) -> bool:
    """Only while the writer can send it again."""
    return phase_of(consultation) is Phase.OPEN


def can_read_contact(user: Anyone, comment: Comment) -> bool:
    """Those who check comments or draft for the consultation, not those who only oversee it."""
    return has_role(user, Role.MODERATOR, Role.DRAFTER, at=comment.consultation.department)


def can_look_up_contacts(user: Anyone) -> bool:
    """Whoever may open the contact of comments of any consultation at all."""
    return has_role(user, Role.MODERATOR, Role.DRAFTER)


def can_enter(user: Anyone, consultation: Consultation) -> bool:
    """Officials of the consultation may enter what came by phone, letter or in person."""
    return can_read_inside(user, consultation) and has_role(
        user, Role.DRAFTER, Role.MODERATOR, Role.EDITOR, at=consultation.department
    )
