"""The people who work here: the list, one person, and what the administrator does with an account."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from frontend.desk.access import DeskRequest, at_desk, page
from frontend.desk.acts import WRONG, carry_out, offered, run_act_page
from frontend.desk.desk_form import DeskForm
from frontend.desk.lists.views import show_list
from frontend.desk.people.acts import ACTS, END_ROLE
from frontend.desk.people.filters import STATES, PeopleFilter
from frontend.desk.people.forms import DaysForm, DetailsForm, NewPersonForm, RoleForm
from frontend.desk.people.history import history_of
from frontend.desk.people.listed import PEOPLE
from frontend.desk.people.rights import rights_of
from participation.accounts.inviting import expires_at, invite, link_of, reset_password
from participation.accounts.models import Invitation, Membership, User
from participation.accounts.people import add_person, edit_person, works_here
from participation.accounts.policies import can_administer, can_administer_person, can_see_people
from participation.accounts.roles import change_role_days, give_role
from participation.accounts.staff import ends_soon, state_of, with_roles
from participation.clock import now
from participation.delivery.mail import is_mail_sent


@at_desk
def people(request: DeskRequest) -> HttpResponse:
    """The list, with its filters and its files."""
    readers_only(request)
    form = PeopleFilter(request.GET)
    more = {"may": can_administer(request.user)}
    return show_list(request, PEOPLE, with_roles(form.apply()), form, "desk/people/list.html", more=more)


@at_desk
def new(request: DeskRequest) -> HttpResponse:
    """Add somebody, with roles, and send the link."""
    administrators_only(request)
    form = NewPersonForm(request.POST or None, user=request.user)
    made: list[Invitation] = []

    def do() -> None:
        with transaction.atomic():
            said = form.values()
            days = {name: said.pop(name) for name in ("starts_on", "ends_on")}
            roles, department = said.pop("roles"), said.pop("department")
            person = add_person(by=request.user, **said)
            for role in roles:
                give_role(person, department, role, by=request.user, **days)
            made.append(invite(person, by=request.user))

    there = form.unseen_namesakes() if form.is_bound and form.is_valid() else []
    if form.is_bound and not there and carry_out(request, form, request.user, do):
        row = made[0] if made else None
        return _sent(
            request, row or Invitation.objects.filter(user__username=form.cleaned_data["username"]).first()
        )
    context = {"form": form, "mails": is_mail_sent(), "namesakes": there}
    return page(request, "desk/people/new.html", context, status=WRONG if form.errors else 200)


@at_desk
def person(request: DeskRequest, username: str) -> HttpResponse:
    """One person: who, where, with which roles, what they may do and why, and what was changed."""
    row = _person(request, username)
    roles = list(row.memberships.select_related("department").order_by("department__path", "role"))
    out = getattr(row, "invitation", None)
    context = {
        "person": row,
        "state": state_of(row),
        "state_words": STATES[state_of(row)],
        "roles": [(each, ends_soon(each)) for each in roles if each.standing != "ended"],
        "ended": [each for each in roles if each.standing == "ended"],
        "link": out,
        "link_ends": expires_at(out) if out else None,
        "link_is_over": out is not None and expires_at(out) <= now(),
        "rights": rights_of(row),
        "trail": history_of(row),
        "may": can_administer_person(request.user, row),
        "is_above": can_administer(request.user) and not can_administer_person(request.user, row),
        "acts": offered(ACTS, request.user, row),
        "is_a_strangers": not works_here(row),
    }
    return page(request, "desk/people/person.html", context)


@at_desk
def edit(request: DeskRequest, username: str) -> HttpResponse:
    """Put the details right."""
    row = _person(request, username, writes=True)
    form = DetailsForm(request.POST or None, row=row, user=request.user)
    return _form_page(
        request, form, row, lambda: edit_person(row, by=request.user, **form.values()),
        _("Edit the details"), _("The details are kept."),
    )  # fmt: skip


@at_desk
def role(request: DeskRequest, username: str) -> HttpResponse:
    """Give a role."""
    row = _person(request, username, writes=True)
    form = RoleForm(request.POST or None, row=row, user=request.user)

    def do() -> None:
        said = form.values()
        give_role(row, said.pop("department"), said.pop("role"), by=request.user, **said)

    return _form_page(request, form, row, do, _("Give a role"), _("The role is given."))


@at_desk
def role_days(request: DeskRequest, pk: int) -> HttpResponse:
    """Change the days of a role."""
    held = _role(request, pk)
    form = DaysForm(request.POST or None, row=held, user=request.user)
    title = _("Days of the role: %(role)s, %(department)s") % {
        "role": held.get_role_display(), "department": held.department,
    }  # fmt: skip
    return _form_page(
        request, form, held.user, lambda: change_role_days(held, by=request.user, **form.values()),
        title, _("The days of the role are changed."), written=held,
    )  # fmt: skip


@at_desk
def role_end(request: DeskRequest, pk: int) -> HttpResponse:
    """Let a role end today."""
    held = _role(request, pk)
    back = reverse("desk_person", args=[held.user.username])
    return run_act_page(request, held, END_ROLE, title=str(held), back=back)


@at_desk
def act(request: DeskRequest, username: str, name: str) -> HttpResponse:
    """Move, close, open again, withdraw the link."""
    if name not in ACTS:
        raise Http404
    row = _person(request, username, writes=True)
    back = reverse("desk_person", args=[row.username])
    return run_act_page(request, row, ACTS[name], title=str(row), back=back)


@at_desk
def send_link(request: DeskRequest, username: str) -> HttpResponse:
    """Send the link again or, where there is a password, take it away first."""
    row = _person(request, username, writes=True)
    form = DeskForm(request.POST or None, row=row, user=request.user)
    resets = row.has_usable_password()
    made: list[Invitation] = []

    def do() -> None:
        made.append((reset_password if resets else invite)(row, by=request.user))

    if request.method == "POST" and carry_out(request, form, row, do):
        return _sent(request, made[0] if made else Invitation.objects.filter(user=row).first())
    mails = is_mail_sent() and bool(row.email)
    context = {"form": form, "person": row, "resets": resets, "mails": mails}
    return page(request, "desk/people/send_link.html", context, status=WRONG if form.errors else 200)


def readers_only(request: DeskRequest) -> None:
    """Raises PermissionDenied for whoever neither administers nor audits."""
    if not can_see_people(request.user):
        raise PermissionDenied


def administrators_only(request: DeskRequest) -> None:
    """Raises PermissionDenied for everybody else."""
    if not can_administer(request.user):
        raise PermissionDenied


def _sent(request: DeskRequest, row: Invitation | None) -> HttpResponse:
    """After a link was made: it is in the mail, or it is shown this once."""
    if row is None:
        raise Http404
    back = reverse("desk_person", args=[row.user.username])
    if row.is_mailed:
        messages.success(request, _("The link is in the mail to %(email)s.") % {"email": row.user.email})
        return HttpResponseRedirect(back)
    context = {"person": row.user, "link": link_of(row), "ends": expires_at(row), "back": back}
    return page(request, "desk/people/link.html", context)


def _form_page(
    request: DeskRequest, form: DeskForm, row: User, do: Callable[[], Any], title: str, done: str,
    *, written: Any = None,
) -> HttpResponse:  # fmt: skip
    """A form about one person, and back to the person."""
    if form.is_bound and carry_out(request, form, written or row, do):
        messages.success(request, done)
        return HttpResponseRedirect(reverse("desk_person", args=[row.username]))
    former = User.objects.get(pk=row.pk)
    context = {"form": form, "person": former, "page_title": title}
    return page(request, "desk/people/form.html", context, status=WRONG if form.errors else 200)


def _person(request: DeskRequest, username: str, *, writes: bool = False) -> User:
    readers_only(request)
    row = get_object_or_404(User.objects.select_related("invitation"), username=username)
    if writes and not can_administer_person(request.user, row):
        raise PermissionDenied
    return row


def _role(request: DeskRequest, pk: int) -> Membership:
    administrators_only(request)
    held = get_object_or_404(Membership.objects.select_related("user", "department"), pk=pk)
    if not can_administer_person(request.user, held.user):
        raise PermissionDenied
    return held
