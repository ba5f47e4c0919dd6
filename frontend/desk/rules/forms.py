"""What an administrator fills in about a rule: the county's own number, or that a default holds here."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from frontend.desk.desk_form import DeskForm
from participation import clock
from participation.deadlines.local_rules import MOST_BASIS
from participation.deadlines.models import LocalRule
from participation.deadlines.rulebook import Rule

A_DAY = {"type": "date"}


def document() -> forms.CharField:
    """The field for the document that sets or confirms a number."""
    return forms.CharField(
        label=gettext_lazy("Document that sets it"), max_length=MOST_BASIS,
        help_text=gettext_lazy("Its full name and number, such as 《…县…办法》第七条 or 县府办发〔2026〕9号."),
        error_messages={"required": gettext_lazy("Name the document that sets this number.")},
    )  # fmt: skip


class RuleForm(DeskForm):
    """The county's own number."""

    value = forms.CharField(label=pgettext_lazy("amount", "Number"), max_length=8)
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), choices=LocalRule.Unit.choices)
    rolls = forms.BooleanField(
        label=gettext_lazy("A last day that is off moves to the next working day"), required=False
    )
    basis = document()
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
        if rule.same_day:
            self.fields["value"].help_text = _("0 is the same day.")
        self.initial.setdefault("rolls", rule.rolls)
        self.initial.setdefault("valid_from", clock.today())

    def clean_value(self) -> str:
        """A whole number, 0 for the same day where the rule allows it, or a day of the year such as 01-31."""
        value: str = self.cleaned_data["value"].strip()
        if self.data.get(self.add_prefix("unit")) != LocalRule.Unit.DATE and not (
            value.isascii() and value.isdigit() and int(value) <= 3660
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

    basis = document()


class ConfirmSeveralForm(ConfirmForm):
    """The defaults that one document confirms."""

    rules = forms.MultipleChoiceField(
        label=gettext_lazy("Defaults"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick what the document confirms.")},
    )  # fmt: skip

    def __init__(self, *args: Any, waiting: list[Rule], **kwargs: Any) -> None:
        self.waiting = waiting
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """What waits can be ticked."""
        offered = self.fields["rules"]
        assert isinstance(offered, forms.MultipleChoiceField)
        offered.choices = [(each.id, str(each.label)) for each in self.waiting]

    @property
    def ticked(self) -> list[str]:
        """What was ticked, to draw it again."""
        return list(self["rules"].value() or [])
