"""Comments as what belongs to the person who wrote them."""

from collections.abc import Iterator
from contextlib import suppress

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from consultations.comments.actions import withdraw_comment
from consultations.comments.models import Comment, Opinion
from consultations.comments.queries import OVER
from consultations.notices.models import Consultation
from consultations.notices.phases import Phase, phase_of
from participation.accounts.belongings import Belongings, Told, keeps
from participation.accounts.models import User
from participation.errors import Conflict, NotPermitted, Refused
from participation.ledger.leaves import forget_person
from participation.transitions import edit

PERSONAL = ("author", "name", "contact")
ERASED = "comment.writer_erased"


def claim(pk: int, by: User) -> None:
    """Somebody who holds its code makes it theirs.

    Raises Conflict (it has an owner), NotPermitted (they entered it for another).
    """
    comment = Comment.objects.get(pk=pk)
    with edit(
        comment, by=by, act="comment.claimed", fields=["author", "hides_name"], leaf="comment"
    ) as change:
        if change.row.author_id is not None:
            raise Conflict(_("This item belongs to an account already."))
        if change.row.entered_by_id == by.pk:
            raise NotPermitted(_("You entered this for somebody else."))
        change.row.author, change.row.hides_name = by, by.hides_name


def show_name(person: User, shown: bool) -> None:
    """Under all the comments of this person, the masked name or none."""
    Comment.objects.filter(author=person).update(hides_name=not shown)


def undecided(person: User) -> int:
    """Comments that may still be taken back."""
    return sum(1 for comment in _of(person) if _may_withdraw(comment))


def let_go(person: User, take_back: bool) -> Iterator[None]:
    """Name, contact and author are erased, the words stay; one a piece. What was weighed meanwhile stays, too."""
    for comment in _of(person):
        with transaction.atomic():
            if take_back and _may_withdraw(comment):
                with suppress(Refused), transaction.atomic():
                    withdraw_comment(comment, by=None)
            forget_writer(comment)
            comment.files.update(uploaded_by=None)
        yield


def forget_writer(comment: Comment) -> None:
    """Erase what the comment says of its writer; the ledger then speaks of nobody."""
    with transaction.atomic():
        with edit(comment, by=None, act=ERASED, fields=PERSONAL, private=PERSONAL) as change:
            change.row.author, change.row.name, change.row.contact = None, "", ""
        forget_person("comment", comment, act=ERASED)


def waiting(person: User) -> list[str]:
    """Those that are still to be checked, weighed or answered in the feedback."""
    return list(_of(person).exclude(OVER).values_list("number", flat=True))


def told(person: User) -> Iterator[Told]:
    """Each with what became of it, as far as that is public."""
    for comment in _of(person):
        said = {
            _("Submitted"): comment.submitted_at, _("Status"): comment.get_status_display(),
            _("Stance"): comment.get_stance_display(), _("Channel"): comment.get_channel_display(),
            _("Text"): comment.body, _("Your name"): comment.name, _("E-mail or phone"): comment.contact,
            _("May be shown"): comment.wants_publication, _("Returned because"): comment.return_note,
        }  # fmt: skip
        if comment.consultation.status == Consultation.Status.CONCLUDED:
            said[_("Outcome")] = "; ".join(
                f"{point.get_disposition_display()} {point.reason}".strip()
                for point in comment.opinions.all()
            )
        yield Told(comment.number, comment.consultation.title, said, list(comment.files.all()))


def _of(person: User) -> QuerySet[Comment]:
    rows = Comment.objects.filter(author=person).select_related("consultation").order_by("pk")
    return rows.prefetch_related("files", "opinions")


def _may_withdraw(comment: Comment) -> bool:
    return (
        comment.status != Comment.Status.WITHDRAWN
        and comment.channel == Comment.Channel.ONLINE
        and phase_of(comment.consultation) in (Phase.OPEN, Phase.CLOSED)
        and all(point.disposition == Opinion.Disposition.OPEN for point in comment.opinions.all())
    )


keeps(Belongings("comment", claim, show_name, undecided, let_go, waiting, told))
