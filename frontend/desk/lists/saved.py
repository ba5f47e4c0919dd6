"""Views of lists that a person keeps: shown above the list, kept and deleted."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from frontend.desk.access import DeskRequest, at_desk
from frontend.desk.acts import ActPage, carry_out, run_act_page
from frontend.desk.lists.address import Link, carried
from frontend.desk.lists.forms import KeepForm
from participation.accounts.saved_view_models import SavedView
from participation.accounts.saved_views import drop_view, keep_view, views_of

DROP: ActPage[SavedView] = ActPage(
    label=gettext_lazy("Delete the view"),
    explanation=gettext_lazy("The list and what stands in it stay; only the view goes."),
    may=lambda user, row: row.person_id == user.pk,
    do=lambda row, by, form_data: drop_view(row, by=by),
    done=gettext_lazy("The view is deleted."),
)


def saved_in(request: DeskRequest) -> dict[str, Any]:
    """What a list says of its views. One query."""
    code = _code(request)
    here = carried(request.GET)
    views = [
        (
            Link(row.name, _address(row), QueryDict(row.query) == here),
            reverse("desk_drop_view", args=[row.pk]),
        )
        for row in views_of(request.user).filter(list=code)
    ]
    query = here.urlencode()
    keep = f"{reverse('desk_keep_view', args=[code])}?{query}"
    return {"views": views, "keep": keep if query else "", "keep_form": KeepForm(auto_id="keep_%s")}


@at_desk
@require_POST
def keep(request: DeskRequest, code: str) -> HttpResponse:
    """The list with the filters that stand in this address, under a name."""
    query = carried(request.GET).urlencode()
    back = f"{_list(code)}?{query}"
    form = KeepForm(request.POST, user=request.user, auto_id="keep_%s")
    if carry_out(
        request,
        form,
        request.user,
        lambda: keep_view(code, form.cleaned_data["name"], query, by=request.user),
    ):
        messages.success(request, _("The view is kept. It stands above the list."))
    else:
        messages.warning(request, " ".join(str(each) for errors in form.errors.values() for each in errors))
    return HttpResponseRedirect(back)


@at_desk
def drop(request: DeskRequest, pk: int) -> HttpResponse:
    """One's own, after one more look."""
    row = get_object_or_404(views_of(request.user), pk=pk)
    return run_act_page(request, row, DROP, title=row.name, back=_list(row.list))


def _code(request: DeskRequest) -> str:
    assert request.resolver_match is not None
    return str(request.resolver_match.url_name)


def _list(code: str) -> str:
    """The address of a list at the desk. Raises Http404 when there is none of that name."""
    try:
        address = reverse(code)
    except NoReverseMatch as none:
        raise Http404 from none
    if not code.startswith("desk"):
        raise Http404
    return address


def _address(row: SavedView) -> str:
    return f"{_list(row.list)}?{row.query}"
