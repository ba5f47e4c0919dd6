"""The forms about one person: details, roles with their days, a move, a reason."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend.desk.desk_form import DeskForm
from frontend.forms.fields import LimitedText
from frontend.forms.rows import CHOOSE, DepartmentField
from participation.accounts.models import Department, Membership, User
from participation.accounts.queries import Role
from participation.accounts.staff import namesakes
from participation.accounts.tree import in_order

NOT_THERE = _("Choose a department that is in use.")


class DepartmentChoice(DepartmentField):
    """A department in use, shown where it stands in the tree."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Department"))
        options["error_messages"] = {"required": NOT_THERE, "invalid_choice": NOT_THERE}
        super().__init__(Department.objects.filter(is_active=True), **options)

    def label_from_instance(self, obj: Any) -> str:
        """Indented by its depth."""
        depth = max(str(obj.path).count("/") - 2, 0)
        return "\u3000" * depth + str(obj)


def day(label: Any, **options: Any) -> forms.DateField:
    """A day that may be left out."""
    shown = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=shown, **options)


class DetailsForm(DeskForm):
    """Who it is and how to reach them."""

    edits = True
    name = forms.CharField(label=_("Name"), max_length=80)
    username = forms.CharField(
        label=_("Sign-in name"), max_length=150, widget=forms.TextInput(attrs={"autocapitalize": "none"})
    )
    email = forms.EmailField(label=_("Mail address"), required=False)
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=40)

    def prepare(self) -> None:
        """As they stand."""
        if isinstance(self.row, User) and self.row.pk:
            for name in ("name", "username", "email", "phone"):
                self.initial.setdefault(name, getattr(self.row, name))


class RoleForm(DeskForm):
    """A role, where and how long."""

    role = forms.ChoiceField(label=_("Role"), choices=[("", CHOOSE), *Role.choices])
    department = DepartmentChoice()
    starts_on = day(_("First day"), help_text=_("Left empty: today."))
    ends_on = day(_("Last day"), help_text=_("The role holds on this day too. Left empty: no end."))


class NamesakesSeen(forms.CharField):
    """For which name in which department it was shown who is there already: the form comes back saying so."""

    def __init__(self) -> None:
        super().__init__(required=False, max_length=200, widget=forms.HiddenInput)

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What is drawn again."""
        return initial


class NewPersonForm(DetailsForm):
    """Somebody new, with at least one role."""

    edits = False
    namesakes_seen = NamesakesSeen()
    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=Role.choices, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Give at least one role.")},
    )  # fmt: skip
    department = DepartmentChoice()
    starts_on = day(_("First day"), help_text=_("Left empty: today."))
    ends_on = day(_("Last day"), help_text=_("The role holds on this day too. Left empty: no end."))

    def prepare(self) -> None:
        """Sent again as it is, it stands."""
        super().prepare()
        if self.is_bound:
            self.initial["namesakes_seen"] = f"{self.data.get('department')} {self.data.get('name')}"[
                :200
            ].strip()

    def unseen_namesakes(self) -> list[User]:
        """Who of this name is in this department already, unless that was said; asked of a form that is right."""
        form_data = self.cleaned_data
        if form_data["namesakes_seen"] == self.initial["namesakes_seen"]:
            return []
        found = list(namesakes(form_data["name"], form_data["department"]))
        is_taken = any(each.username == form_data["username"] for each in found)  # the room refuses that
        return [] if is_taken else found

    def values(self) -> dict[str, Any]:
        """Without what was seen."""
        return {name: value for name, value in super().values().items() if name != "namesakes_seen"}


class DaysForm(DeskForm):
    """The days of a role that runs."""

    edits = True
    starts_on = day(_("First day"))
    ends_on = day(_("Last day"), help_text=_("A day before today ends the role at once. Left empty: no end."))

    def prepare(self) -> None:
        """As they stand."""
        if isinstance(self.row, Membership):
            self.initial.setdefault("starts_on", self.row.starts_on)
            self.initial.setdefault("ends_on", self.row.ends_on)


class MoveForm(DeskForm):
    """From where to where."""

    origin = DepartmentField(Department.objects.none(), label=_("Department they leave"))
    department = DepartmentChoice(label=_("Department they move to"))

    def prepare(self) -> None:
        """The departments in which the person has roles."""
        own = self.fields["origin"]
        assert isinstance(own, forms.ModelChoiceField)
        rows = Membership.objects.not_over().filter(user=self.row)
        own.queryset = Department.objects.filter(pk__in=rows.values("department"))
        if first := next(iter(in_order(own.queryset)), None):
            self.initial.setdefault("origin", first.pk)


class ReasonForm(DeskForm):
    """Why."""

    reason = LimitedText(label=_("Reason"), rows=3, most=500)
