"""Who may come to the desk, and what every page of it carries: the ways around and the department."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_htmx.middleware import HtmxDetails

from consultations.models import Consultation
from consultations.notices import policies as notices
from frontend.context import Way, ways
from frontend.desk.weighty import show_again_who_you_are
from frontend.shared.typed import typed
from participation.accounts.models import User
from participation.accounts.policies import (
    can_administer,
    can_read_audit,
    can_read_security_log,
    can_see_jobs,
    can_see_people,
    is_official,
)
from participation.accounts.queries import READERS, Role, departments_where, has_role, on_behalf_of, roles_of
from participation.accounts.standing_in import lent_to
from participation.notifications.queries import unread_by
from participation.notifications.standing_in import waiting_for
from responses.interpretations import policies as interpretations
from responses.models import Interpretation, Question
from responses.questions import policies as questions
from responses.supervision.policies import EVERY_WORKER

P = ParamSpec("P")


class DeskRequest(HttpRequest):
    """A request of somebody who has a role."""

    user: User
    htmx: HtmxDetails


class Answered(Exception):
    """Ends a view: this page stands instead of its own."""

    def __init__(self, page: HttpResponse) -> None:
        super().__init__()
        self.page = page


View = Callable[Concatenate[DeskRequest, P], HttpResponse]
STANDS_IN = "stands_in"  # in the session: the stand-in that was taken up
INSIDERS = (*notices.INSIDERS, Role.ANSWERER)
CORRECTING = (Role.DRAFTER, Role.ANSWERER, Role.REVIEWER, Role.EDITOR, *READERS)


def _with(*roles: str) -> Callable[[User], bool]:
    return lambda user: has_role(user, *roles)


WAYS: tuple[tuple[str, str | Promise, Callable[[User], bool]], ...] = (
    ("/desk/", _("My work"), lambda user: True),
    ("/desk/consultations/", _("Consultations"), _with(*notices.INSIDERS)),
    ("/desk/moderation/", _("Check comments"), _with(Role.MODERATOR)),
    ("/desk/questions/", _("Questions"), _with(*questions.HANDLERS, *questions.ROUTERS)),
    (
        "/desk/interpretations/",
        _("Interpretations"),
        _with(Role.DRAFTER, Role.REVIEWER, Role.EDITOR, *READERS),
    ),
    ("/desk/decisions/", _("Decisions"), _with(Role.DRAFTER, Role.REVIEWER, Role.EDITOR, *READERS)),
    ("/desk/corrections/", _("Corrections"), _with(*CORRECTING)),
    ("/desk/orders/", _("Reminders and orders"), _with(*EVERY_WORKER)),
    ("/desk/supervision/", _("Supervision"), _with(*READERS)),
    (
        "/desk/audit/",
        pgettext_lazy("the desk", "Audit"),
        lambda user: can_read_audit(user) and not can_administer(user),
    ),
    ("/desk/people/", pgettext_lazy("the desk", "Administration"), can_administer),
)
# Behind the one way "Administration", for an auditor "Audit": drawn as tabs on each of these pages.
ADMINISTRATION: tuple[tuple[str, str | Promise, Callable[[User], bool]], ...] = (
    ("/desk/people/", _("People"), can_see_people),
    ("/desk/departments/", pgettext_lazy("of all levels", "Departments"), can_see_people),
    ("/desk/people/rights/", _("Who may do what"), can_see_people),
    ("/desk/units/", _("Special units"), can_see_people),
    ("/desk/rules/", _("Rules"), _with(Role.ADMINISTRATOR)),
    ("/desk/calendars/", _("Calendars"), _with(Role.ADMINISTRATOR)),
    ("/desk/jobs/", _("Background jobs"), can_see_jobs),
    ("/desk/audit/", pgettext_lazy("the desk", "Audit"), can_read_audit),
    ("/desk/security/", _("Security log"), can_read_security_log),
)


def at_desk(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Only for people with a role, and for who looks after the platform. Others are sent to sign in; residents who
    are signed in are told why not.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            if request.headers.get("HX-Request"):
                return HttpResponse(status=401)  # a fragment: what is typed in the page stays as it is
            if written := typed(request):
                return render(request, "desk/signed_out.html", {"typed": written}, status=403)
            return redirect_to_login(request.get_full_path())
        if not is_official(request.user):
            return render(request, "desk/closed.html", status=403)
        show_again_who_you_are(request)
        if not take_up(request) and request.method == "POST":
            return _lost(request, typed(request), 403, "desk/not_for_them.html")  # type: ignore[arg-type]
        try:
            response = view(request, *args, **kwargs)  # type: ignore[arg-type]
        except Answered as answered:
            response = answered.page
        except (Http404, PermissionDenied) as refused:
            if not (written := typed(request)):
                raise
            response = _lost(request, written, 404 if isinstance(refused, Http404) else 403)  # type: ignore[arg-type]
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return guarded  # type: ignore[return-value]


def take_up(request: HttpRequest) -> bool:
    """Go on standing in for whom this person has taken it up, for as long as it holds; then it is laid down.

    False at that moment: what is sent with this very request was meant in the other's name.
    """
    chosen = request.session.get(STANDS_IN)
    if chosen is None or not isinstance(request.user, User):
        return True
    row = next((each for each in lent_to(request.user) if each.pk == chosen), None)
    if row is None:
        act_for(request, None)
        messages.warning(request, _("You no longer stand in for anybody: you act for yourself again."))
    else:
        request.user = on_behalf_of(request.user, row.person)
    return row is not None


def act_for(request: HttpRequest, stand_in: int | None) -> None:
    """From now on for somebody else, or for oneself again; a page that was drawn before is not sent any more, so that
    nothing is done in a name that its page did not say."""
    if stand_in is None:
        request.session.pop(STANDS_IN, None)
    else:
        request.session[STANDS_IN] = stand_in
    rotate_token(request)


def _lost(
    request: DeskRequest, written: list[str], status: int, template: str = "desk/lost.html"
) -> HttpResponse:
    """What this was about went elsewhere while somebody wrote on it: the text is given back, to be copied."""
    status = 409 if request.headers.get("HX-Request") else status  # htmx shows no other page than this
    return as_whole_page(page(request, template, {"typed": written}, status=status))


def as_whole_page(answer: HttpResponse) -> HttpResponse:
    """Let htmx, where it asked for a piece, put this in the place of the whole page."""
    answer["HX-Retarget"], answer["HX-Reswap"] = "body", "innerHTML show:window:top"
    return answer


def page(request: DeskRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Draw a page of the desk."""
    table = [(path, label) for path, label, may in WAYS if may(request.user)]
    own = next((role.department for role in roles_of(request.user)), None)
    tabs = _administration(request)
    here = table[-1][0] if tabs else request.path
    frame = {
        "desk_nav": ways(table, here), "desk_department": own, "desk_tabs": tabs,
        "unread": unread_by(request.user).count(),
        "lent": [(row, waiting_for(row.person).count()) for row in lent_to(request.user)],
    }  # fmt: skip
    return render(request, template, frame | context, status=status)


def _administration(request: DeskRequest) -> list[Way]:
    """The tabs of the pages of the administrator and the auditor, on these pages only."""
    if not any(request.path.startswith(path) for path, _label, _may in ADMINISTRATION):
        return []
    table = [(path, label) for path, label, may in ADMINISTRATION if may(request.user)]
    return ways(table, request.path) if can_see_people(request.user) else []


def my_consultation(request: DeskRequest, slug: str) -> Consultation:
    """A consultation this person works on or oversees; for everybody else it is not here."""
    rows = notices.visible_to(request.user).select_related("draft_version", "final_version", "document")
    row = get_object_or_404(rows, slug=slug)
    if not notices.can_read_inside(request.user, row):
        raise Http404
    return row


def my_question(request: DeskRequest, number: str) -> Question:
    """A question this person handles or oversees; for everybody else it is not here."""
    rows = questions.visible_to(request.user).select_related(
        "reply__drafted_by",
        "reply__department",
        "document",
        "consultation",
        "interpretation",
        "merged_into",
        "deadline__department",
    )
    row = get_object_or_404(rows, number=number)
    if not questions.can_read_inside(request.user, row):
        raise Http404
    return row


def explained(user: User) -> QuerySet[Interpretation]:
    """The interpretations this person writes, publishes or oversees, published ones of others not among them."""
    own = departments_where(user, Role.DRAFTER, Role.REVIEWER, Role.EDITOR, *READERS)
    return interpretations.visible_to(user).filter(department__in=own)


def my_interpretation(request: DeskRequest, slug: str) -> Interpretation:
    """One of them; for everybody else it is not here."""
    return get_object_or_404(explained(request.user), slug=slug)
