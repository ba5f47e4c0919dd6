"""Which people are listed: everything of it stands in the address."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from frontend.desk.lists.filters import ListFilter
from frontend.forms.rows import DepartmentField
from participation.accounts import staff
from participation.accounts.models import Department, User
from participation.accounts.queries import Role

STATES = {
    "active": _("Active"),
    "invited": _("Invited"),
    "unlinked": _("Without a link"),
    "disabled": _("Closed account"),
    "without_role": _("Without a role"),
}


class PeopleFilter(ListFilter):
    """By what is typed, by department with all beneath it, by role and by state."""

    q = forms.CharField(label=_("Name, sign-in name or mail"), required=False, max_length=100)
    department = DepartmentField(
        Department.objects.all(), label=_("Department, with all beneath it"), required=False,
        to_field_name="slug", empty_label=_("All departments"),
    )  # fmt: skip
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("All roles")), *Role.choices])
    state = forms.ChoiceField(label=_("Status"), required=False, choices=[("", _("All")), *STATES.items()])

    def apply(self) -> QuerySet[User]:
        """The people that match what could be understood."""
        chosen = self.chosen()
        rows = staff.staff(chosen.get("q", ""))
        if department := chosen.get("department"):
            rows = staff.in_department(rows, department)
        if role := chosen.get("role"):
            rows = staff.with_role(rows, role)
        return staff.in_state(rows, chosen.get("state", ""))
