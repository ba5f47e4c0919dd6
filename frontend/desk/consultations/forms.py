"""The notice of a consultation, and comments that came on paper."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.decisions.shortness import too_short_ones
from consultations.models import Comment, Consultation
from consultations.notices.floors import Ground
from frontend.desk.concerns import ConcernsField, with_floors
from frontend.desk.desk_form import DeskForm
from frontend.forms.fields import LimitedText, explaining
from frontend.forms.stances import StanceField

A_DAY = {"type": "date"}
CONTACTS = ("phone", "postal_address", "email", "hall")


class NoticeForm(DeskForm):
    """Everything the notice says. Incomplete notices are kept; the checklist says what is open."""

    edits = True
    before_publication = ("summary", "drafting_note")
    title = forms.CharField(
        label=_("Title of the notice"), max_length=300, error_messages={"required": _("Write a title.")}
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=Consultation.Kind.choices,
        widget=forms.RadioSelect,
        help_text=_("It sets the shortest period the law allows."),
        error_messages={"required": _("Choose the kind.")},
    )
    concerns = ConcernsField()
    classification_note = explaining(LimitedText(
        label=_("Why it is neither a major decision nor a normative document"), required=False, rows=3, most=2000,
        help_text=_("Only for another matter without a dossier on public record: why, and which unit found so. It is "
                    "public."),
    ))  # fmt: skip
    summary = LimitedText(
        label=_("Summary in plain words"), required=False, rows=5,
        help_text=_("What changes for whom, from when. People read this first."),
    )  # fmt: skip
    drafting_note = LimitedText(label=_("Drafting note"), required=False, rows=8, most=20_000)
    opens_on = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs=A_DAY, format="%Y-%m-%d"))
    closes_on = forms.DateField(
        label=_("Last day"), widget=forms.DateInput(attrs=A_DAY, format="%Y-%m-%d"),
        help_text=_("It ends at 24:00. The first day is not counted."),
    )  # fmt: skip
    shortening_ground = forms.ChoiceField(
        label=_("Ground for a shorter period"), required=False,
        choices=[("", _("The period is not shortened")), *Ground.choices],
    )  # fmt: skip
    shortening_reason = explaining(LimitedText(
        label=_("Reason for a shorter period"), required=False, rows=3, most=2000,
        help_text=_("Only when the period is shorter than the law asks for: what is urgent, and why it cannot wait. "
                    "It is public."),
    ))  # fmt: skip
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=120)
    postal_address = forms.CharField(label=_("Postal address"), required=False, max_length=240)
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=240)
    hall = forms.CharField(label=_("Counter or meeting"), required=False, max_length=240)

    def prepare(self) -> None:
        """What the notice says so far; beside each kind the period it asks for."""
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = with_floors(Consultation.Kind.choices)
        if isinstance(self.row, Consultation):
            for field in self.visible_fields():
                self.initial.setdefault(field.name, getattr(self.row, field.name))


class EnterForm(DeskForm):
    """A comment that did not come over this site."""

    channel = forms.ChoiceField(
        label=_("How it came"),
        choices=[each for each in Comment.Channel.choices if each[0] != Comment.Channel.ONLINE],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it came.")},
    )
    clause = forms.ChoiceField(label=_("Which part"), required=False)
    stance = StanceField(label=_("Stance"))
    body = LimitedText(
        label=_("What the person said"), rows=10, help_text=_("In their own words, whole."),
        error_messages={"required": _("Write what the person said.")},
    )  # fmt: skip
    name = forms.CharField(label=_("Name"), required=False, max_length=80)
    contact = forms.CharField(label=_("E-mail or telephone"), required=False, max_length=160)
    publish = forms.BooleanField(label=_("The person agreed that it is shown"), required=False)

    def __init__(self, *args: Any, clauses: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        part = self.fields["clause"]
        assert isinstance(part, forms.ChoiceField)
        part.choices = [("", _("The whole draft")), *clauses]


class PublicNoteForm(DeskForm):
    """A reason for everyone to read."""

    note = explaining(
        LimitedText(
            label=_("Public note"), most=2000, rows=4, error_messages={"required": _("Say publicly why.")}
        )
    )


class ExtendForm(PublicNoteForm):
    """A later last day."""

    closes_on = forms.DateField(
        label=_("New last day"), widget=forms.DateInput(attrs=A_DAY, format="%Y-%m-%d")
    )
    field_order = ("closes_on", "note")

    def prepare(self) -> None:
        """The first day that would be long enough, where the notice is too short for its matter."""
        super().prepare()
        if short := too_short_ones([self.row]).get(self.row.pk):
            self.initial["closes_on"] = short.until
