"""What happened at the door and who changed what of people, for the county's administrator."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from frontend.desk.access import DeskRequest, at_desk, page
from frontend.desk.people.history import told
from frontend.desk.security.forms import LogFilter
from frontend.shared.audit_words import words_of
from frontend.shared.paging import page_of
from frontend.shared.spreadsheets import Sheet, as_csv
from participation.accounts import security_log
from participation.accounts.models import User
from participation.accounts.policies import can_read_security_log, can_see_people
from participation.accounts.security_models import SecurityEvent

MOST = 10_000  # lines of a download


@at_desk
@require_safe
def log(request: DeskRequest) -> HttpResponse:
    """The newest first; what the filter asks stands in the address."""
    _readers_only(request)
    form = LogFilter(request.GET)
    if request.GET.get("format") == "csv":
        return _as_csv(form)
    listed = page_of(request, form.apply(), "-id", size=30)
    query = request.GET.copy()
    query.pop("cursor", None)
    query["format"] = "csv"
    context = {"form": form, "listed": listed, "csv": query.urlencode()}
    return page(request, "desk/security/log.html", context)


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


def _as_csv(form: LogFilter) -> HttpResponse:
    columns = [(_("Time"), 20), (_("What"), 30), (_("Account"), 20), (_("Where from"), 14), (_("Device"), 24)]
    lines = ([event.at.isoformat(timespec="seconds"), *_said(event)] for event in form.apply()[:MOST])
    return as_csv(Sheet(_("Security log"), columns, lines), _("Security log"))


def _said(event: SecurityEvent) -> list[str]:
    account = event.user.username if event.user else ""
    return [event.get_kind_display(), account, event.place, event.device]
