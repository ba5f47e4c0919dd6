"""Everything that the county has to confirm, on one page: the default, its source, and the county's word on it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import ngettext

from frontend.desk.access import DeskRequest, at_desk, page
from frontend.desk.acts import WRONG, carry_out
from frontend.desk.rules.forms import ConfirmSeveralForm
from frontend.shared.rule_lines import RuleLine
from participation.deadlines.local_rules import confirm_rules
from participation.deadlines.policies import can_change_rules, can_read_law
from participation.deadlines.queries import confirmations


@at_desk
def board(request: DeskRequest) -> HttpResponse:
    """What waits and what was confirmed, by whom, when and on what document; POST confirms several by one document."""
    if not can_read_law(request.user):
        raise PermissionDenied
    found = confirmations()
    waiting = [each.rule for each in found if not each.rule.confirmed]
    known = (
        [each.rule for each in found] if request.method == "POST" else waiting
    )  # sent twice: the room judges
    form = ConfirmSeveralForm(request.POST or None, waiting=known, user=request.user)
    may = can_change_rules(request.user)
    if request.method == "POST":
        if not may:
            raise PermissionDenied
        if carry_out(request, form, request.user, lambda: confirm_rules(**form.values(), by=request.user)):
            n = len(form.cleaned_data["rules"])
            messages.success(
                request,
                ngettext("%(n)d default is confirmed.", "%(n)d defaults are confirmed.", n) % {"n": n},
            )
            return HttpResponseRedirect(reverse("desk_confirmations"))
    context = {
        "waiting": [RuleLine(rule) for rule in waiting],
        "given": [(each, RuleLine(each.default)) for each in found if each.rule.confirmed],
        "total": len(found),
        "form": form if may and waiting else None,
    }
    return page(request, "desk/rules/confirmations.html", context, status=WRONG if form.errors else 200)
