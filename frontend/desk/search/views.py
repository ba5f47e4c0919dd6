"""The search of the desk: everything this person works on, by kind; plain matching of every word."""

import unicodedata
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from frontend.desk.access import DeskRequest, at_desk, page
from frontend.desk.search.contacts import can_look_up
from frontend.desk.search.excerpt import around
from frontend.desk.search.kinds import Found, Kind, kinds_for
from frontend.shared.paging import Page, page_of
from participation.accounts.models import User

FIRST = 5  # of each kind on the page of all
MOST_WORDS = 8


class SearchForm(forms.Form):
    """The words, and the kind that is looked through."""

    q = forms.CharField(
        label=_("Words or number"), required=False, max_length=60,
        widget=forms.TextInput(attrs={"type": "search", "data-key": "/", "data-key-focus": "", "autofocus": ""}),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Kind"), required=False)

    def __init__(self, data: Any, *, user: User) -> None:
        super().__init__(data)
        self.kinds = kinds_for(user)
        chosen = self.fields["kind"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [("", _("All")), *((each.code, each.label) for each in self.kinds)]

    def words(self) -> list[str]:
        """As they are looked for: full-width signs as the plain ones, none twice."""
        if not self.is_valid():
            return []
        plain = unicodedata.normalize("NFKC", self.cleaned_data["q"])
        return list(dict.fromkeys(plain.split()))[:MOST_WORDS]

    def kind_chosen(self) -> Kind | None:
        """The one kind, if one is chosen."""
        code = self.cleaned_data.get("kind", "")
        return next((each for each in self.kinds if each.code == code), None)


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind; `more` leads to all of it, where there is more."""

    kind: Kind
    found: list[tuple[Found, str]]
    more: str


@at_desk
def search(request: DeskRequest) -> HttpResponse:
    """A few of each kind, or all of one, page by page."""
    form = SearchForm(request.GET, user=request.user)
    words = form.words()
    only = form.kind_chosen() if words else None
    listed = page_of(request, only.matching(request.user, words), only.order, size=30) if only else None
    groups = _one(only, listed, words) if only and listed else _all(request, form.kinds, words)
    context = {
        "filters": form, "words": words, "groups": groups, "listed": listed, "kind": only,
        "can_look_up": can_look_up(request.user),
        "all_kinds": f"{request.path}?{urlencode({'q': ' '.join(words)})}",
    }  # fmt: skip
    return page(request, "desk/search/page.html", context)


def _one(kind: Kind, listed: Page[Any], words: list[str]) -> list[Group]:
    return [Group(kind, _told(kind, listed.rows, words), "")] if listed.rows else []


def _all(request: DeskRequest, kinds: list[Kind], words: list[str]) -> list[Group]:
    groups = []
    for kind in kinds if words else ():
        rows = list(kind.matching(request.user, words)[: FIRST + 1])
        more = f"{reverse('desk_search')}?{urlencode({'q': ' '.join(words), 'kind': kind.code})}"
        if rows:
            told = _told(kind, rows[:FIRST], words)
            groups.append(Group(kind, told, more if len(rows) > FIRST else ""))
    return groups


def _told(kind: Kind, rows: Any, words: list[str]) -> list[tuple[Found, str]]:
    found = [kind.tell(row) for row in rows]
    return [(each, around(each.said, words)) for each in found]
