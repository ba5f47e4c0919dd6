"""Comments as what belongs to the person who wrote them."""

from django.utils.translation import gettext as _

from consultations.comments.models import Comment
from participation.accounts.belongings import Belongings, keeps
from participation.accounts.models import User
from participation.errors import Conflict, NotPermitted
from participation.transitions import edit


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


keeps(Belongings("comment", claim, show_name))
