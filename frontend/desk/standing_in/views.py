"""Leave and stand-ins: naming one for oneself or, as administrator, for somebody; taking it up and laying it down."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from frontend.desk.access import DeskRequest, act_for, at_desk, page
from frontend.desk.acts import WRONG, carry_out
from frontend.desk.standing_in.forms import StandInForm
from frontend.shared.dates import say_day
from participation.accounts.models import User
from participation.accounts.policies import can_administer_person
from participation.accounts.stand_in_models import StandIn
from participation.accounts.standing_in import can_end_stand_in, end_stand_in, lent_to, name_stand_in
from participation.clock import today
from participation.errors import InvalidMove


@at_desk
def standing_in(request: DeskRequest) -> HttpResponse:
    """Who stands in for me, for whom I stand in, and the form to name somebody."""
    return _page(request, User.objects.get(pk=request.user.pk), reverse("desk_standing_in"))


@at_desk
def of_person(request: DeskRequest, username: str) -> HttpResponse:
    """The same of somebody else, by who administers them."""
    person = get_object_or_404(User, username=username)
    if not can_administer_person(request.user, person):
        raise PermissionDenied
    return _page(request, person, reverse("desk_stand_in_of", args=[username]))


@at_desk
@require_POST
def take_up(request: DeskRequest, pk: int) -> HttpResponse:
    """Act on behalf of the other from now on."""
    row = next((each for each in lent_to(request.user) if each.pk == pk), None)
    if row is None:
        messages.warning(request, _("You do not stand in for this person today."))
    else:
        act_for(request, row.pk)
        said = _("You act on behalf of %(name)s until you lay it down.")
        messages.success(request, said % {"name": row.person})
    return HttpResponseRedirect("/desk/")


@at_desk
@require_POST
def lay_down(request: DeskRequest) -> HttpResponse:
    """Act for oneself again."""
    act_for(request, None)
    messages.success(request, _("You act for yourself again."))
    return HttpResponseRedirect("/desk/")


@at_desk
@require_POST
def end(request: DeskRequest, pk: int) -> HttpResponse:
    """End it before its last day."""
    row = get_object_or_404(StandIn.objects.select_related("person", "deputy"), pk=pk)
    if not can_end_stand_in(request.user, row):
        raise PermissionDenied
    try:
        end_stand_in(row, by=request.user)
    except InvalidMove as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("The standing in is ended."))
    own = request.user.pk in (row.person_id, row.deputy_id)
    back = reverse("desk_standing_in") if own else reverse("desk_stand_in_of", args=[row.person.username])
    return HttpResponseRedirect(back)


def _page(request: DeskRequest, person: User, back: str) -> HttpResponse:
    form = StandInForm(request.POST or None, row=person, user=request.user)
    if form.is_bound and carry_out(
        request, form, person, lambda: name_stand_in(person, by=request.user, **form.values())
    ):
        if (first := form.cleaned_data["first_day"]) > today():
            said = _("The stand-in is named from %(day)s on; both are told by mail.") % {
                "day": say_day(first, "auto")
            }
        else:
            said = _("The stand-in is named; both are told by mail.")
        messages.success(request, said)
        return HttpResponseRedirect(back)
    rows = StandIn.objects.select_related("person", "deputy").order_by("-first_day", "-pk")
    context = {
        "form": form, "person": person, "is_own": person.pk == request.user.pk,
        "of_mine": [_shown(row) for row in rows.filter(person=person)[:30]],
        "of_others": [_shown(row) for row in rows.filter(deputy=person)[:30]],
        "acts_now": request.user.stands_in_for,
    }  # fmt: skip
    return page(request, "desk/standing_in/page.html", context, status=WRONG if form.errors else 200)


def _shown(row: StandIn) -> tuple[StandIn, str]:
    """With how it stands: holds, comes, over."""
    if row.ended_at is not None or row.last_day < today():
        return row, "over"
    return row, "holds" if row.holds_today else "comes"
