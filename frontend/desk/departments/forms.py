"""The forms about a department."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from frontend.desk.desk_form import DeskForm
from frontend.desk.people.forms import DepartmentChoice
from participation.accounts.models import Department

DETAILS = ("name", "name_en", "slug", "level", "parent", "phone", "address")


class DepartmentForm(DeskForm):
    """What it is called, where it stands and how it is reached."""

    edits = True
    name = forms.CharField(label=pgettext_lazy("of a department", "name"), max_length=120)
    name_en = forms.CharField(label=_("English name"), max_length=160, required=False)
    slug = forms.SlugField(
        label=_("address on the site"), max_length=60,
        help_text=_("Latin letters, figures and dashes. Links to an address that it had before lead to the new one."),
    )  # fmt: skip
    level = forms.ChoiceField(label=_("level"), choices=Department.Level.choices)
    parent = DepartmentChoice(
        label=_("stands under"), required=False, empty_label=_("Nothing: it is the county itself"),
        help_text=_("Moved, it takes along all that stands under it, its people and its roles."),
    )  # fmt: skip
    phone = forms.CharField(label=_("phone"), max_length=60, required=False)
    address = forms.CharField(label=_("address"), max_length=200, required=False)

    def prepare(self) -> None:
        """As it stands; a new one is a department under the county."""
        row = self.row
        if isinstance(row, Department) and row.pk:
            for name in DETAILS:
                self.initial.setdefault(name, row.serializable_value(name))
            own = self.fields["parent"]
            assert isinstance(own, DepartmentChoice)
            assert own.queryset is not None
            own.queryset = own.queryset.exclude(path__startswith=row.path)
        else:
            self.initial.setdefault("level", Department.Level.DEPARTMENT)

    def values(self) -> dict[str, Any]:
        """As the room takes it: no place is None."""
        return super().values() | {"parent": self.cleaned_data["parent"] or None}
