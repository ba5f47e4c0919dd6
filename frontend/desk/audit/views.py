"""The audit for whoever oversees the county: every act, who did it, when, on what, and what stood there before."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from frontend.desk.access import DeskRequest, at_desk, page
from frontend.desk.audit.forms import AuditFilter
from frontend.desk.audit.listed import AUDIT, lines
from frontend.desk.lists.views import show_list
from participation.accounts.policies import can_read_audit
from participation.ledger.models import AuditEntry


@at_desk
@require_safe
def audit(request: DeskRequest) -> HttpResponse:
    """The newest first; what the filter asks stands in the address."""
    _readers_only(request)
    form = AuditFilter(request.GET)
    rows = form.apply().select_related("by", "on_behalf_of")
    return show_list(request, AUDIT, rows, form, "desk/audit/list.html")


@at_desk
@require_safe
def entry(request: DeskRequest, pk: int) -> HttpResponse:
    """One act with everything that was noted of it, and the way to all of the same thing."""
    _readers_only(request)
    row = get_object_or_404(AuditEntry.objects.select_related("by", "on_behalf_of"), pk=pk)
    [line] = lines([row])
    context = {"entry": row, "words": line.words, "about": line.about, "lines": line.noted}
    return page(request, "desk/audit/entry.html", context)


def _readers_only(request: DeskRequest) -> None:
    if not can_read_audit(request.user):
        raise PermissionDenied
