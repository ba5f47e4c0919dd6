"""The rulebook at the desk: what nobody has confirmed yet on top, the county's own numbers, and who set them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from frontend.desk.access import DeskRequest, at_desk, page
from frontend.desk.acts import WRONG, carry_out
from frontend.desk.desk_form import DeskForm
from frontend.shared.rule_labels import chapters, layer_of
from participation import clock
from participation.deadlines.local_rules import confirm_rule, set_local_rule, withdraw_local_rule
from participation.deadlines.models import LocalRule
from participation.deadlines.policies import can_change_rules, can_read_law
from participation.deadlines.queries import local_rules
from participation.deadlines.rulebook import Rule, Rulebook, UnknownRule

A_DAY = {"type": "date"}


class RuleForm(DeskForm):
    """The county's own number."""

    value = forms.CharField(label=pgettext_lazy("amount", "Number"), max_length=8)
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), choices=LocalRule.Unit.choices)
    rolls = forms.BooleanField(
        label=gettext_lazy("A last day that is off moves to the next working day"), required=False
    )
    basis = forms.CharField(
        label=gettext_lazy("Document that sets it"), max_length=300,
        error_messages={"required": gettext_lazy("Name the document that sets this number.")},
    )  # fmt: skip
    valid_from = forms.DateField(
        label=gettext_lazy("In force from"), widget=forms.DateInput(attrs=A_DAY, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, rule: Rule, **kwargs: Any) -> None:
        self.rule = rule
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Begin with what holds now."""
        unit = self.fields["unit"]
        assert isinstance(unit, forms.ChoiceField)
        unit.choices = [each for each in LocalRule.Unit.choices if each[0]]
        rule = self.rule
        self.initial.setdefault("value", rule.by_date or rule.value)
        self.initial.setdefault("unit", rule.unit)
        self.initial.setdefault("rolls", rule.rolls)
        self.initial.setdefault("valid_from", clock.today())

    def clean_value(self) -> str:
        """A whole number, or a day of the year such as 01-31."""
        value: str = self.cleaned_data["value"].strip()
        if self.data.get(self.add_prefix("unit")) != LocalRule.Unit.DATE and not (
            value.isascii() and value.isdigit() and 0 < int(value) <= 3660
        ):
            raise forms.ValidationError(_("Give a number."))
        return value

    def values(self) -> dict[str, Any]:
        """The fields as the room takes them."""
        form_data = self.cleaned_data
        is_date = form_data["unit"] == LocalRule.Unit.DATE
        return {
            "value": None if is_date else int(form_data["value"]),
            "by_date": form_data["value"] if is_date else "",
            **{name: form_data[name] for name in ("unit", "rolls", "basis", "valid_from")},
        }


class ConfirmForm(DeskForm):
    """That the default holds here, and by which document."""

    basis = forms.CharField(label=gettext_lazy("Document that sets it"), required=False, max_length=300)


def find(rule_id: str) -> Rule:
    """The rule in force. Raises Http404."""
    try:
        return Rulebook().rule(rule_id)
    except UnknownRule:
        raise Http404 from None


@at_desk
def rulebook(request: DeskRequest) -> HttpResponse:
    """The defaults that wait to be confirmed, then every rule with its number and basis."""
    if not can_read_law(request.user):
        raise PermissionDenied
    found = Rulebook().rules()
    context = {
        "open": [rule for rule in found if not rule.confirmed],
        "chapters": chapters(found),
        "may_change": can_change_rules(request.user),
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
    may = can_change_rules(request.user)
    if request.method == "POST":
        if not may:
            raise PermissionDenied
        if carry_out(
            request, form, request.user, lambda: set_local_rule(rule_id, by=request.user, **form.values())
        ):
            messages.success(request, _("The number is set. Running clocks keep what people were told."))
            return HttpResponseRedirect(reverse("desk_rule", args=[rule_id]))
    context = {
        "rule": rule,
        "layer": layer_of(rule),
        "shipped": Rulebook().shipped_rule(rule_id, clock.today()),
        "form": form if may and not rule.is_gate else None,
        "confirm_form": ConfirmForm(user=request.user) if may and not rule.confirmed else None,
        "history": list(local_rules().filter(rule_id=rule_id)),
        "may": may,
    }
    return page(request, "desk/rules/rule.html", context, status=WRONG if form.errors else 200)


@at_desk
@require_POST
def confirm(request: DeskRequest, rule_id: str) -> HttpResponse:
    """Say that the default holds here."""
    if not can_change_rules(request.user):
        raise PermissionDenied
    rule = find(rule_id)
    form = ConfirmForm(request.POST, user=request.user)

    def do() -> None:
        confirm_rule(rule_id, by=request.user, basis=form.cleaned_data["basis"])

    if carry_out(request, form, request.user, do):
        messages.success(request, _("Confirmed: %(rule)s") % {"rule": rule.label})
    else:
        messages.warning(request, " ".join(str(message) for message in form.non_field_errors()))
    return HttpResponseRedirect(reverse("desk_rules"))


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
