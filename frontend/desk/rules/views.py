"""The rulebook at the desk: every rule with its sources, the county's own numbers, and who set them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from frontend.desk.access import DeskRequest, at_desk, page
from frontend.desk.acts import WRONG, carry_out
from frontend.desk.desk_form import DeskForm
from frontend.desk.rules.forms import ConfirmForm, RuleForm
from frontend.shared.rule_lines import RuleLine, chapters
from participation.deadlines.local_rules import confirm_rule, set_local_rule, withdraw_local_rule
from participation.deadlines.policies import can_change_rules, can_read_law
from participation.deadlines.queries import local_rules
from participation.deadlines.rulebook import Rule, Rulebook, UnknownRule


def find(rule_id: str) -> Rule:
    """The rule in force. Raises Http404."""
    try:
        return Rulebook().rule(rule_id)
    except UnknownRule:
        raise Http404 from None


@at_desk
def rulebook(request: DeskRequest) -> HttpResponse:
    """How many defaults wait for the county's word, then every rule with its number and basis."""
    if not can_read_law(request.user):
        raise PermissionDenied
    found = Rulebook().rules()
    context = {
        "open": [rule for rule in found if not rule.confirmed],
        "chapters": chapters(found),
        "total": len(found),
    }
    return page(request, "desk/rules/book.html", context)


@at_desk
def one(request: DeskRequest, rule_id: str) -> HttpResponse:
    """One rule with its history; POST sets the county's own number."""
    if not can_read_law(request.user):
        raise PermissionDenied
    rule = find(rule_id)
    form = RuleForm(request.POST or None, rule=rule, user=request.user)
    if request.method == "POST":
        if not can_change_rules(request.user):
            raise PermissionDenied
        if carry_out(
            request, form, request.user, lambda: set_local_rule(rule_id, by=request.user, **form.values())
        ):
            messages.success(request, _("The number is set. Running clocks keep what people were told."))
            return HttpResponseRedirect(reverse("desk_rule", args=[rule_id]))
    return _draw(request, rule, form, ConfirmForm(user=request.user))


@at_desk
@require_POST
def confirm(request: DeskRequest, rule_id: str) -> HttpResponse:
    """Say that the default holds here, and by which document."""
    if not can_change_rules(request.user):
        raise PermissionDenied
    rule = find(rule_id)
    form = ConfirmForm(request.POST, user=request.user)

    def do() -> None:
        confirm_rule(rule_id, by=request.user, basis=form.cleaned_data["basis"])

    if carry_out(request, form, request.user, do):
        messages.success(request, _("Confirmed: %(rule)s") % {"rule": rule.label})
        return HttpResponseRedirect(reverse("desk_confirmations"))
    return _draw(request, rule, RuleForm(rule=rule, user=request.user), form)


@at_desk
@require_POST
def withdraw(request: DeskRequest, rule_id: str, pk: int) -> HttpResponse:
    """Take back a number that was set by mistake."""
    if not can_change_rules(request.user):
        raise PermissionDenied
    row = get_object_or_404(local_rules(), pk=pk, rule_id=rule_id)
    form = DeskForm(request.POST, user=request.user)
    if carry_out(request, form, row, lambda: withdraw_local_rule(row, by=request.user)):
        messages.success(request, _("Taken back; what holds without it holds again."))
    else:
        messages.warning(request, " ".join(str(message) for message in form.non_field_errors()))
    return HttpResponseRedirect(reverse("desk_rule", args=[rule_id]))


def _draw(request: DeskRequest, rule: Rule, form: RuleForm, confirm_form: ConfirmForm) -> HttpResponse:
    may = can_change_rules(request.user)
    context = {
        "rule": rule,
        "line": RuleLine(rule),
        "form": form if may and not rule.is_gate else None,
        "confirm_form": confirm_form if may and not rule.confirmed else None,
        "history": list(local_rules().filter(rule_id=rule.id)),
        "may": may,
    }
    status = WRONG if form.errors or confirm_form.errors else 200
    return page(request, "desk/rules/rule.html", context, status=status)
