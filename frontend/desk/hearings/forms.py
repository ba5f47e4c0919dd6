"""The announcement of a hearing, its list of participants, its record."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultations.decisions.hearings.announcing import MOST_SEATS, WRITTEN, Listed
from consultations.decisions.hearings.corrections import CORRECTABLE
from consultations.decisions.hearings.files import purposes_now
from consultations.decisions.hearings.models import Hearing, HearingParticipant
from consultations.decisions.hearings.recording import HEAD, Statement
from consultations.decisions.models import Decision
from consultations.models import Consultation
from frontend.desk.correcting import AsItReadsForm
from frontend.desk.desk_form import DeskForm
from frontend.desk.file_page import FilesForm
from frontend.desk.row_forms import RowForm, RowsForm
from frontend.forms.fields import LongText
from frontend.forms.rows import RowField

A_DAY, AN_HOUR = {"type": "date"}, {"type": "time"}
NO_DAY = {"required": _("Give the day and the hour."), "invalid": _("Give the day and the hour.")}


def _day(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs=A_DAY, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, error_messages=NO_DAY, **more)


class HearingForm(DeskForm):
    """What everybody must know before a hearing (decree 713, article 16)."""

    edits = True
    before_publication = ("about", "place", "sides", "selection", "how_to_apply", "phone", "seats")
    title = forms.CharField(
        label=_("Topic of the hearing"), max_length=200, error_messages={"required": _("Write a title.")}
    )
    about = LongText(
        label=_("What is put up for hearing"), rows=5, most=5000, required=False,
        help_text=_("The draft in brief, and the questions on which people are heard."),
    )  # fmt: skip
    consultation = RowField(
        label=_("Consultation in which draft and note are published"), required=False,
        queryset=Consultation.objects.none(), empty_label=_("none: they are attached here"),
    )  # fmt: skip
    held_on = _day(_("Day of the hearing"))
    held_at = forms.TimeField(
        label=_("Hour"), widget=forms.TimeInput(attrs=AN_HOUR, format="%H:%M"), error_messages=NO_DAY
    )
    place = forms.CharField(label=_("Place"), max_length=240, required=False)
    organiser = forms.CharField(
        label=_("Organised by"), max_length=160, error_messages={"required": _("Say who organises it.")}
    )
    price_authority = forms.CharField(
        label=_("Price authority that presides"), max_length=160, required=False,
        help_text=_("Only for a hearing on a price that the government sets."),
    )  # fmt: skip
    sides = LongText(
        label=_("Sides concerned"), rows=4, most=2000, required=False,
        help_text=_("One a line. Each has to be represented among the participants."),
    )  # fmt: skip
    seats = forms.IntegerField(
        label=_("Number of participants"), min_value=0, max_value=MOST_SEATS, required=False
    )
    selection = LongText(
        label=_("Rules of selection"), rows=5, most=5000, required=False,
        help_text=_("How participants are chosen where more people apply than there are seats."),
    )  # fmt: skip
    apply_until = _day(_("Last day to apply"))
    how_to_apply = LongText(
        label=_("How to apply"), rows=4, most=2000, required=False,
        help_text=_("Where and how one applies to take part or to listen, and what one brings."),
    )  # fmt: skip
    phone = forms.CharField(label=_("Phone"), max_length=120, required=False)

    def prepare(self) -> None:
        """The matter's consultations; what stands there so far."""
        known = self.fields["consultation"]
        assert isinstance(known, forms.ModelChoiceField)
        decision = self.row.decision if isinstance(self.row, Hearing) else self.row
        known.queryset = decision.consultations.exclude(status=Consultation.Status.DRAFT).order_by("-id")
        if isinstance(self.row, Hearing):
            for name in WRITTEN:
                self.initial.setdefault(name, getattr(self.row, name) or None)
        elif isinstance(self.row, Decision):
            self.initial.setdefault("organiser", self.row.department.name)
            self.initial.setdefault("consultation", known.queryset.first())

    def clean_seats(self) -> int:
        """Left empty: not settled yet."""
        return self.cleaned_data["seats"] or 0

    def written_row(self) -> Any:
        """A new hearing is written on no row yet."""
        return self.row if isinstance(self.row, Hearing) else None


class ParticipantRow(RowForm):
    """Somebody on the list."""

    said_by = ("name", "represents")
    name = forms.CharField(label=pgettext_lazy("participant", "Name"), max_length=60, required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", "—"), *HearingParticipant.Kind.choices], required=False
    )
    side = forms.ChoiceField(label=_("Side"), required=False)
    represents = forms.CharField(label=_("Whom they represent"), max_length=200, required=False)
    is_masked = forms.BooleanField(label=_("Show the surname only"), required=False)

    def __init__(self, *args: Any, sides: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        side = self.fields["side"]
        assert isinstance(side, forms.ChoiceField)
        side.choices = [("", "—"), *((each, each) for each in sides)]


class ListForm(RowsForm):
    """The list of participants."""

    row_form = ParticipantRow

    def kept_rows(self) -> list[dict[str, Any]]:
        """Those listed so far."""
        return list(self.row.participants.values(*Listed._fields))

    def row_options(self) -> dict[str, Any]:
        """The sides that the announcement names."""
        return {"sides": self.row.side_names}

    def listed(self) -> list[Listed]:
        """As the room takes it."""
        return [Listed(**{name: row[name] for name in Listed._fields}) for row in self.cleaned_data["rows"]]


class StatementRow(RowForm):
    """What one participant said, and what came of it."""

    said_by = ("ordinal",)
    ordinal = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    attended = forms.BooleanField(label=_("Attended"), required=False)
    has_signed = forms.BooleanField(label=_("Has confirmed and signed the record"), required=False)
    said = LongText(label=_("What they said"), rows=4, most=5000, required=False)
    result = forms.ChoiceField(
        label=_("How it was taken up"),
        choices=[("", "—"), *HearingParticipant.Result.choices],
        required=False,
    )
    reason = LongText(label=_("Reason"), rows=2, most=2000, required=False)
    remark = forms.CharField(label=_("Why not attended or not signed"), max_length=300, required=False)

    def __init__(self, *args: Any, people: dict[int, HearingParticipant], **kwargs: Any) -> None:
        self.people = people
        super().__init__(*args, **kwargs)

    @property
    def person(self) -> HearingParticipant | None:
        """Whose row it is."""
        value = str(self["ordinal"].value() or "")
        return self.people.get(int(value)) if value.isdecimal() else None

    def words(self) -> str:
        """Whose row, and what it says."""
        return f"{self.person or ''}\n{super().words()}".strip()


class RecordForm(RowsForm):
    """The record: who presided, how it went, and a row for each participant."""

    row_form = StatementRow
    rows_label = _("What each participant said, and what came of it")
    before_publication = ("presider", "recorder", "summary")
    blank_rows = 0
    presider = forms.CharField(label=_("Presided by (name and office)"), max_length=120, required=False)
    recorder = forms.CharField(label=_("Recorded by"), max_length=120, required=False)
    summary = LongText(
        label=_("Course and result of the hearing"), rows=6, most=8000, required=False,
        help_text=_("Who explained the draft, what was asked and disputed, what the unit takes from it."),
    )  # fmt: skip

    def prepare(self) -> None:
        """What is recorded so far."""
        for name in HEAD:
            self.initial.setdefault(name, getattr(self.row, name))

    def kept_rows(self) -> list[dict[str, Any]]:
        """Each participant."""
        return list(self.row.participants.values("ordinal", *Statement._fields))

    def row_options(self) -> dict[str, Any]:
        """The participants."""
        return {"people": {each.ordinal: each for each in self.row.participants.all()}}

    def statements(self) -> dict[int, Statement]:
        """As the room takes it."""
        return {
            row["ordinal"]: Statement(*(row[name] for name in Statement._fields))
            for row in self.cleaned_data["rows"]
        }


class HearingFilesForm(FilesForm):
    """What they are, and the files."""

    def purposes(self) -> Iterable[tuple[str, Any]]:
        """What may be attached as it stands."""
        return [(each.value, each.label) for each in purposes_now(self.row)]


class CorrectForm(AsItReadsForm):
    """The announcement as it should read; a later day postpones the hearing."""

    title = HearingForm.base_fields["title"]
    about = LongText(label=_("What is put up for hearing"), rows=5, most=5000)
    held_on = HearingForm.base_fields["held_on"]
    held_at = HearingForm.base_fields["held_at"]
    place = forms.CharField(label=_("Place"), max_length=240)
    how_to_apply = LongText(label=_("How to apply"), rows=4, most=2000)
    apply_until = HearingForm.base_fields["apply_until"]
    phone = forms.CharField(label=_("Phone"), max_length=120)
    field_order = (*CORRECTABLE, "reason")
