"""Keeping a list as one looks at it. Nothing of the county changes by it, so it is no act and stands in no audit."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from participation.accounts.models import User
from participation.accounts.policies import is_official
from participation.accounts.saved_view_models import SavedView
from participation.errors import Invalid, NotPermitted
from participation.locks import lock
from participation.text.cleaning import one_line

MOST = 20  # of one list
LONGEST = {"name": 40, "query": 1000}


def views_of(person: User) -> QuerySet[SavedView]:
    """One's own, the oldest first."""
    return SavedView.objects.filter(person=person)


def keep_view(of: str, name: str, query: str, *, by: User) -> SavedView:
    """Keep the list `of` with `query` for oneself; what had the name goes. Raises NotPermitted (no official), Invalid
    under "name" (none, too long, too many of this list, or too much to keep).
    """
    if not is_official(by):
        raise NotPermitted(_("Only people who work here keep lists."))
    name = one_line(name)
    with transaction.atomic():
        lock(User(pk=by.pk))  # so that two at once are not more than the most
        if wrong := _wrong(views_of(by).filter(list=of), name, query):
            raise Invalid(wrong, errors={"name": [wrong]})
        row, _is_new = SavedView.objects.update_or_create(
            person_id=by.pk, list=of, name=name, defaults={"query": query}
        )
    return row


def drop_view(row: SavedView, *, by: User) -> None:
    """Keep it no longer. Raises NotPermitted for another's."""
    if row.person_id != by.pk:
        raise NotPermitted(_("This view is somebody else's."))
    views_of(by).filter(pk=row.pk).delete()


def _wrong(kept: QuerySet[SavedView], name: str, query: str) -> str:
    if not name:
        return _("Give the view a name.")
    if len(name) > LONGEST["name"]:
        return _("At most %(most)d characters.") % {"most": LONGEST["name"]}
    if len(query) > LONGEST["query"]:
        return _("The filters are too long to be kept.")
    if not kept.filter(name=name).exists() and kept.count() >= MOST:
        return _("At most %(most)d views of one list are kept. Delete one first.") % {"most": MOST}
    return ""
