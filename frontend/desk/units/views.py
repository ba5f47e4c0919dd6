"""The special units at the desk: who reviews lawfulness, keeps the government's meetings, guards competition."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.decisions.models import DecisionStage
from consultations.decisions.recorders import RECORDERS
from frontend.desk.access import DeskRequest, at_desk, page
from frontend.desk.acts import WRONG, carry_out
from frontend.desk.desk_form import DeskForm
from frontend.desk.people.views import administrators_only, readers_only
from frontend.forms.rows import DepartmentField
from frontend.shared.dossier_marks import label_of
from participation.accounts.models import Department, SpecialUnit
from participation.accounts.policies import can_administer
from participation.accounts.queries import RECORDING_DUTIES, Duty
from participation.accounts.special_units import name_unit
from participation.ledger.audit import trail
from participation.transitions import Revised

NEEDS = {
    True: gettext_lazy("Nobody is named yet. Until then these stages of decisions cannot be recorded."),
    False: gettext_lazy("Nobody is named yet. Until then reports of wrongdoing have no receiver."),
}


def _departments() -> QuerySet[Department]:
    return Department.objects.filter(level=Department.Level.DEPARTMENT, is_active=True)


class UnitForm(DeskForm):
    """The department that has the duty."""

    edits = True
    department = DepartmentField(
        label=gettext_lazy("Department"), queryset=Department.objects.none(),
        error_messages={
            "required": gettext_lazy("Choose a department."),
            "invalid_choice": gettext_lazy("Choose a department of the county that is in use."),
        },
    )  # fmt: skip

    def prepare(self) -> None:
        """The county's departments; the one that has it now."""
        own = self.fields["department"]
        assert isinstance(own, forms.ModelChoiceField)
        own.queryset = _departments()
        if isinstance(self.row, SpecialUnit) and self.row.pk:
            self.initial.setdefault("department", self.row.department_id)

    def written_row(self) -> Revised | None:
        """The row, once there is one."""
        return self.row if self.row.pk else None


def stages_of(duty: str) -> list[str]:
    """The stages that the unit with this duty records."""
    return [
        label_of(stage)
        for stage in DecisionStage.Stage
        if stage in RECORDERS and RECORDERS[stage].duty == duty
    ]


@at_desk
def units(request: DeskRequest) -> HttpResponse:
    """Each duty with its unit, or the sentence that none is named."""
    readers_only(request)
    named = {row.duty: row for row in SpecialUnit.objects.select_related("department")}
    rows: list[dict[str, Any]] = [
        {
            "duty": duty,
            "row": named.get(duty),
            "stages": stages_of(duty),
            "needs": NEEDS[duty in RECORDING_DUTIES],
        }
        for duty in Duty
    ]
    context = {"rows": rows, "may": can_administer(request.user), "can_name": _departments().exists()}
    return page(request, "desk/units/list.html", context)


@at_desk
def unit(request: DeskRequest, duty: str) -> HttpResponse:
    """Name the unit for one duty."""
    administrators_only(request)
    if duty not in Duty.values:
        raise Http404
    row = SpecialUnit.objects.select_related("department").filter(duty=duty).first()
    form = UnitForm(request.POST or None, row=row or SpecialUnit(duty=duty), user=request.user)

    def do() -> None:
        name_unit(duty, form.cleaned_data["department"], by=request.user, seen=row)

    back = reverse("desk_units")
    if form.is_bound and carry_out(request, form, form.row, do):
        messages.success(request, _("The unit is named."))
        return HttpResponseRedirect(back)
    context = {
        "form": form, "duty": Duty(duty), "stages": stages_of(duty), "back": back,
        "trail": trail(row).order_by("-id") if row else [],
    }  # fmt: skip
    return page(request, "desk/units/unit.html", context, status=WRONG if form.errors else 200)
