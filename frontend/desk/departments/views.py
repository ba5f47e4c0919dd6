"""The departments at the desk: the tree, one of them, setting up, changing, closing."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from frontend.desk.access import DeskRequest, at_desk, page
from frontend.desk.acts import WRONG, carry_out, offered, run_act_page
from frontend.desk.departments.acts import ACTS
from frontend.desk.departments.forms import DepartmentForm
from frontend.desk.people.views import administrators_only, readers_only
from frontend.shared.audit_notes import brief, notes_of
from participation.accounts.actions import edit_department, found_department
from participation.accounts.models import Department, Membership
from participation.accounts.open_work import work_of
from participation.accounts.policies import can_administer
from participation.accounts.queries import county
from participation.accounts.tree import found, in_order, tree
from participation.ledger.audit import trail
from participation.text.sorting import in_pinyin


@at_desk
def departments(request: DeskRequest) -> HttpResponse:
    """The tree, or those that a word leads to."""
    readers_only(request)
    words = request.GET.get("q", "").strip()[:100]
    whole = tree()
    context = {
        "tree": whole, "words": words, "found": list(found(whole, words)) if words else None,
        "may": can_administer(request.user),
    }  # fmt: skip
    return page(request, "desk/departments/list.html", context)


@at_desk
def department(request: DeskRequest, department: str) -> HttpResponse:
    """One of them: where it stands, who works there, what it has in hand, what was changed."""
    readers_only(request)
    row = get_object_or_404(Department.objects.select_related("parent"), slug=department)
    rows = list(trail(row).order_by("-id")[:40])
    people = Membership.objects.not_over().filter(department=row).select_related("user")
    context = {
        "row": row,
        "children": in_order(row.children.all()),
        "people": list(people.order_by("role", in_pinyin("user__name"))),
        "work": work_of(row) if row.is_active else [],
        "former": list(row.former_slugs.values_list("slug", flat=True)),
        "trail": [(entry, brief(noted)) for entry, noted in zip(rows, notes_of(rows), strict=True)],
        "acts": offered(ACTS, request.user, row),
        "may": can_administer(request.user),
    }
    return page(request, "desk/departments/department.html", context)


@at_desk
def new(request: DeskRequest) -> HttpResponse:
    """Set one up; the first is the county itself."""
    administrators_only(request)
    top = county()
    first = {} if top else {"level": Department.Level.COUNTY}
    under = Department.objects.filter(slug=request.GET.get("under", "")).first() or top
    form = DepartmentForm(
        request.POST or None, user=request.user, initial={"parent": under.pk if under else None, **first}
    )
    if form.is_bound and carry_out(
        request, form, request.user, lambda: found_department(by=request.user, **form.values())
    ):
        messages.success(request, _("The department is set up."))
        return HttpResponseRedirect(reverse("desk_department", args=[form.cleaned_data["slug"]]))
    return _drawn(
        request,
        form,
        {"back": reverse("desk_departments"), "page_title": _("Set up a department"), "row": None},
    )


@at_desk
def edit(request: DeskRequest, department: str) -> HttpResponse:
    """Rename it, move it, change how it is reached."""
    administrators_only(request)
    row = get_object_or_404(Department, slug=department)
    form = DepartmentForm(request.POST or None, row=row, user=request.user)
    if form.is_bound and carry_out(
        request, form, row, lambda: edit_department(row, by=request.user, **form.values())
    ):
        messages.success(request, _("The department is changed."))
        return HttpResponseRedirect(reverse("desk_department", args=[form.cleaned_data["slug"]]))
    back = reverse("desk_department", args=[department])
    return _drawn(request, form, {"back": back, "page_title": _("Change the department"), "row": row})


@at_desk
def act(request: DeskRequest, department: str, name: str) -> HttpResponse:
    """Close it or open it again."""
    administrators_only(request)
    if name not in ACTS:
        raise Http404
    row = get_object_or_404(Department, slug=department)
    return run_act_page(
        request, row, ACTS[name], title=str(row), back=reverse("desk_department", args=[department])
    )


def _drawn(request: DeskRequest, form: DepartmentForm, context: dict[str, Any]) -> HttpResponse:
    status = WRONG if form.errors else 200
    return page(request, "desk/departments/form.html", {"form": form, **context}, status=status)
