"""Making a public dossier lighter: what it is in the eyes of the law, proposed by one, confirmed by another."""

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.decisions.models import Decision
from consultations.decisions.nature import FLAGS, traits_of
from consultations.notices.traits import CONCERNS
from frontend.desk.concerns import with_floors
from frontend.desk.correcting import AsItReadsForm, PublicReasonForm, correct_act
from frontend.forms.fields import LongText, explaining


class NatureForm(PublicReasonForm):
    """Its kind and what else it is; whoever only adds something edits the dossier instead."""

    edits = True
    kind = forms.ChoiceField(label=_("Kind"), choices=Decision.Kind.choices, widget=forms.RadioSelect)
    traits = forms.MultipleChoiceField(
        label=_("What it is in the eyes of the law"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=lambda: with_floors((each.value, each.label) for each in (*FLAGS, *CONCERNS)),
    )  # fmt: skip
    classification_note = explaining(LongText(
        label=_("Why it is neither a major decision nor a normative document"), required=False, rows=3, most=2000,
        help_text=_("Only for another matter: why, and which unit found so. It is public."),
    ))  # fmt: skip
    field_order = ("kind", "traits", "classification_note", "reason")

    def prepare(self) -> None:
        """As the dossier says now."""
        self.initial.setdefault("kind", self.row.kind)
        self.initial.setdefault("classification_note", self.row.classification_note)
        self.initial.setdefault("traits", [each for each in traits_of(self.row) if each != self.row.kind])

    def clean(self) -> None:
        """Kind and traits are one list in the room."""
        if not self.errors:
            self.cleaned_data["traits"] = [self.cleaned_data["kind"], *self.cleaned_data["traits"]]


NATURE = correct_act(
    "decision",
    NatureForm,
    label=_("Propose to change what it is in the eyes of the law"),
    explanation=_(
        "Periods and reviews follow from it. A second person confirms it; what it was before, and why, stands on "
        "the page of the dossier."
    ),
    about="desk/decisions/about.html",
)


ON_ITS_PAGE = _("It stands on the page of the dossier, for everybody.")


class EndForm(PublicReasonForm):
    """Why it ends, for everybody to read."""

    def prepare(self) -> None:
        """It is no correction of words."""
        self.fields["reason"].help_text = ON_ITS_PAGE


class RenameForm(AsItReadsForm):
    """The name by which people and lists know it."""

    title = forms.CharField(
        label=_("Title of the matter"), max_length=300, error_messages={"required": _("Write a title.")}
    )
    field_order = ("title", "reason")

    def prepare(self) -> None:
        """As it is called now."""
        super().prepare()
        self.fields["reason"].help_text = ON_ITS_PAGE


RENAME = correct_act(
    "decision",
    RenameForm,
    label=_("Propose another name"),
    explanation=_(
        "A second person confirms it; the name before, and why it changed, stands on the page of the dossier."
    ),
    about="desk/decisions/about.html",
)
