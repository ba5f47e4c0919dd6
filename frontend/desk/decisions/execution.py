"""Recording what the deciding organ decided on the execution of a decided matter; a second person confirms it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.decisions.execution.actions import confirm_change, record_change, refuse_change
from consultations.decisions.execution.models import ExecutionChange
from consultations.decisions.execution.policies import (
    can_confirm_change,
    can_record_change,
    can_refuse_change,
)
from consultations.decisions.execution.queries import kinds_now, waiting_change
from consultations.decisions.models import Decision
from frontend.desk.acts import ActPage
from frontend.desk.desk_form import DeskForm
from frontend.forms.fields import LongText, explaining
from frontend.forms.files import FilesField
from participation.accounts.models import User
from participation.errors import Conflict
from participation.text.reasons import LEAST
from participation.transitions import Revised


class ExecutionForm(DeskForm):
    """What was decided, by whom, when, in which document, and why, for everybody to read."""

    kind = forms.ChoiceField(
        label=_("What was decided"), widget=forms.RadioSelect, choices=ExecutionChange.Kind.choices,
        error_messages={"required": _("Choose one of the kinds offered.")},
    )  # fmt: skip
    ground = forms.ChoiceField(
        label=_("Ground"), widget=forms.RadioSelect, choices=ExecutionChange.Ground.choices, required=False,
        help_text=_("Not asked where the execution is resumed."),
    )  # fmt: skip
    decided_by = forms.ChoiceField(
        label=_("Who decided it"), widget=forms.RadioSelect, choices=ExecutionChange.Decider.choices,
        error_messages={"required": _("Say who decided it.")},
    )  # fmt: skip
    decided_on = forms.DateField(
        label=_("Decided on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Say on which day it was decided.")},
    )  # fmt: skip
    document_name = forms.CharField(
        label=_("Minutes or document"), max_length=200,
        error_messages={"required": _("Name the minutes or the document of this decision.")},
    )  # fmt: skip
    files = FilesField(  # type: ignore[assignment]
        label=_("Minutes of the meeting"),
        help_text=_(
            "Needed where a meeting decided it. Up to five files of 10 MB each; they stay inside, nobody outside can "
            "fetch them."
        ),
    )
    public_note = explaining(LongText(
        label=_("Public note"), rows=4, most=2000, min_length=LEAST,
        help_text=_("Everybody reads it once a second person has confirmed it."),
        error_messages={"required": _("Say publicly why.")},
    ))  # fmt: skip

    def prepare(self) -> None:
        """What may follow on what was decided before."""
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [(each.value, each.label) for each in kinds_now(self.row)]


class WaitingForm(DeskForm):
    """Over the record that waits, as this person read it."""

    def prepare(self) -> None:
        """The record."""
        self.change = waiting_change(self.row)

    def written_row(self) -> Revised | None:
        """The record: it is confirmed as it was read."""
        return self.change

    def clean(self) -> None:
        """Handed to the room with the rest."""
        self.cleaned_data["change"] = self.change


class RefuseForm(WaitingForm):
    """Why not."""

    reason = LongText(label=_("Why it is not confirmed"), rows=3, most=2000, required=False)


def _record(row: Decision, by: User, form_data: dict[str, Any]) -> None:
    record_change(row, by=by, **{name: form_data[name] for name in ASKED})


def _waiting(form_data: dict[str, Any]) -> ExecutionChange:
    change: ExecutionChange | None = form_data["change"]
    if change is None:
        raise Conflict(_("No record waits for a second person."))
    return change


def _may(may: Any) -> Any:
    def offered(user: User, row: Decision) -> bool:
        change = waiting_change(row) if row.status == Decision.Status.DECIDED else None
        return change is not None and may(user, change)

    return offered


ASKED = ("kind", "ground", "decided_by", "decided_on", "document_name", "files", "public_note")
ABOUT = "desk/decisions/execution.html"
EXECUTION_ACTS: dict[str, ActPage[Decision]] = {
    "execution": ActPage(
        label=_("Record a change of its execution"),
        explanation=_(
            "Suspended, resumed, adjusted or ended, as the deciding organ decided it. In an urgent case its head may "
            "suspend first; to adjust or end it, the procedure prescribed is gone through. A second person confirms "
            "it, then everybody reads it."
        ),
        may=lambda user, row: (
            row.status == Decision.Status.DECIDED
            and bool(kinds_now(row))
            and can_record_change(user, row)
            and waiting_change(row) is None
        ),
        do=_record,
        done=_("Recorded. It counts once a second person has confirmed it."),
        form=ExecutionForm,
        tone="btn--line",
        about=ABOUT,
    ),
    "confirm_execution": ActPage(
        label=_("Confirm the change of its execution"),
        explanation=_("From then on it holds, and everybody reads it in the dossier and beside the text."),
        may=_may(can_confirm_change),
        do=lambda row, by, form_data: confirm_change(_waiting(form_data), by=by),
        done=_("It is confirmed and public."),
        form=WaitingForm,
        about=ABOUT,
    ),
    "refuse_execution": ActPage(
        label=_("Do not confirm the change of its execution"),
        explanation=_("Nothing becomes public. It is recorded anew where it is needed."),
        may=_may(can_refuse_change),
        do=lambda row, by, form_data: refuse_change(_waiting(form_data), by=by, reason=form_data["reason"]),
        done=_("It is not confirmed."),
        form=RefuseForm,
        tone="btn--line",
        about=ABOUT,
    ),
}
