"""How people were heard: the way, the days, who they were, what was said, what came of it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.decisions.engagements.actions import MOST_PEOPLE, WRITTEN, Party
from consultations.decisions.engagements.corrections import CORRECTABLE
from consultations.decisions.engagements.models import Engagement, EngagementFile, EngagementParty
from frontend.desk.correcting import AsItReadsForm
from frontend.desk.file_page import FilesForm
from frontend.desk.row_forms import RowForm, RowsForm
from frontend.forms.fields import LongText

A_DAY = {"type": "date"}


class PartyRow(RowForm):
    """A group of people who were heard."""

    said_by = ("who", "number")
    group = forms.ChoiceField(
        label=_("Group"), choices=[("", "—"), *EngagementParty.Group.choices], required=False
    )
    who = forms.CharField(label=_("Who they are"), max_length=200, required=False)
    number = forms.IntegerField(
        label=_("Number of people"), min_value=1, max_value=MOST_PEOPLE, required=False
    )


class EngagementForm(RowsForm):
    """One meeting, visit or survey."""

    row_form = PartyRow
    rows_label = _("Who was heard")
    before_publication = ("place", "said", "outcome")
    kind = forms.ChoiceField(
        label=_("Way of hearing"), choices=Engagement.Kind.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the kinds offered.")},
    )  # fmt: skip
    held_on = forms.DateField(
        label=_("Began on"), widget=forms.DateInput(attrs=A_DAY, format="%Y-%m-%d"),
        error_messages={"required": _("Say on which day it was held.")},
    )  # fmt: skip
    until = forms.DateField(
        label=_("Last day, where it took several"), required=False,
        widget=forms.DateInput(attrs=A_DAY, format="%Y-%m-%d"),
    )  # fmt: skip
    place = forms.CharField(
        label=_("Place"), max_length=240, required=False, help_text=_("Or how people were reached.")
    )
    said = LongText(
        label=_("Opinions heard"), rows=7, most=8000, required=False,
        help_text=_("A summary for everybody, by points; no names or numbers of persons."),
    )  # fmt: skip
    outcome = LongText(
        label=_("How they were taken up"), rows=5, most=8000, required=False,
        help_text=_("What was taken up in the draft, what was not, and why."),
    )  # fmt: skip

    def prepare(self) -> None:
        """What it says so far."""
        if isinstance(self.row, Engagement):
            for name in WRITTEN:
                self.initial.setdefault(name, getattr(self.row, name))

    def written_row(self) -> Any:
        """A new one is written on no row yet."""
        return self.row if isinstance(self.row, Engagement) else None

    def kept_rows(self) -> list[dict[str, Any]]:
        """The groups written down so far."""
        return list(self.row.parties.values(*Party._fields)) if isinstance(self.row, Engagement) else []

    def written(self) -> dict[str, Any]:
        """As the room takes it."""
        rows = self.cleaned_data["rows"]
        parties = [Party(row["group"], row["who"], row["number"] or 0) for row in rows]
        return {**{name: self.cleaned_data[name] for name in WRITTEN}, "parties": parties}


class EngagementFilesForm(FilesForm):
    """Whether they are for everybody, and the files."""

    def prepare(self) -> None:
        """Here it is asked who may fetch them."""
        super().prepare()
        self.fields["purpose"].label = _("Who may fetch them")

    def purposes(self) -> Iterable[tuple[str, Any]]:
        """For everybody, or kept on file."""
        return EngagementFile.choices


class CorrectForm(AsItReadsForm):
    """What was published, as it should read."""

    place = forms.CharField(label=_("Place"), max_length=240)
    said = LongText(label=_("Opinions heard"), rows=7, most=8000)
    outcome = LongText(label=_("How they were taken up"), rows=5, most=8000)
    field_order = (*CORRECTABLE, "reason")
