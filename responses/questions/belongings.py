"""Questions as what belongs to the person who asked them."""

from django.utils.translation import gettext as _

from participation.accounts.belongings import Belongings, keeps
from participation.accounts.models import User
from participation.errors import Conflict
from participation.transitions import edit
from responses.questions.models import Question


def claim(pk: int, by: User) -> None:
    """Somebody who holds its code makes it theirs. Raises Conflict (it has an owner)."""
    question = Question.objects.get(pk=pk)
    with edit(
        question, by=by, act="question.claimed", fields=["author", "hides_name"], leaf="question"
    ) as change:
        if change.row.author_id is not None:
            raise Conflict(_("This item belongs to an account already."))
        change.row.author, change.row.hides_name = by, by.hides_name


def show_name(person: User, shown: bool) -> None:
    """Under all the questions of this person, the masked name or none."""
    Question.objects.filter(author=person).update(hides_name=not shown)


keeps(Belongings("question", claim, show_name))
