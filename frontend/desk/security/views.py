"""What happened at the door and who changed what of people, for the county's administrator."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from frontend.desk.access import DeskRequest, at_desk, page
from frontend.desk.lists.views import show_list
from frontend.desk.people.history import told
from frontend.desk.security.forms import LogFilter
from frontend.desk.security.listed import LOG
from frontend.shared.audit_words import words_of
from frontend.shared.paging import page_of
from participation.accounts import security_log
from participation.accounts.models import User
from participation.accounts.policies import can_read_security_log, can_see_people


@at_desk
@require_safe
def log(request: DeskRequest) -> HttpResponse:
    """The newest first; what the filter asks stands in the address."""
    _readers_only(request)
    form = LogFilter(request.GET)
    return show_list(request, LOG, form.apply(), form, "desk/security/log.html")


@at_desk
@require_safe
def people(request: DeskRequest) -> HttpResponse:
    """Acts on accounts and roles, from the audit."""
    _readers_only(request)
    listed = page_of(request, security_log.changes_of_people(), "-id", size=30)
    persons = User.objects.in_bulk({entry.object_id for entry in listed.rows})
    rows = [
        (entry, words_of(entry), persons.get(entry.object_id), changed)
        for entry, changed in told(listed.rows)
    ]
    context = {"listed": listed, "rows": rows, "may_people": can_see_people(request.user)}
    return page(request, "desk/security/people.html", context)


def _readers_only(request: DeskRequest) -> None:
    if not can_read_security_log(request.user):
        raise PermissionDenied
