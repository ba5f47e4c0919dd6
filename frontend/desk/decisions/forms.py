"""The matter, its stages, what is tied to it, and its yearly list."""

from typing import Any

from django import forms
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultations.decisions.lists import Listed, is_outside_directory
from consultations.decisions.models import PROVISIONS, Decision
from consultations.decisions.waivers import NAMED, grounds_left
from consultations.models import Consultation, Document, Version
from consultations.notices.policies import visible_to as consultations_visible_to
from frontend.desk.concerns import ConcernsField
from frontend.desk.desk_form import DeskForm
from frontend.forms.fields import LongText, explaining
from frontend.forms.rows import DepartmentField, RowField
from frontend.shared.dates import say_day
from participation.accounts.models import Department
from participation.accounts.queries import Role, departments_where
from participation.text.reasons import LEAST

A_DAY = {"type": "date"}
RESERVED = ("lists", "new")
NEWEST = Prefetch(
    "versions", Version.objects.select_related("created_by").order_by("-number"), to_attr="newest"
)


def described(version: Version) -> str:
    """A version in a line of a list: title, draft or final, number, day, by whom."""
    kind = (
        now("Final text")
        if version.is_final
        else now("Draft for comment")
        if version.published_at
        else now("Draft")
    )
    parts = [
        version.title or version.document.title, kind, now("version %(n)d") % {"n": version.number},
        say_day(version.published_at or version.created_at, "auto"), version.created_by or "",
    ]  # fmt: skip
    return " · ".join(str(part) for part in parts if part)


def say_period(row: Consultation) -> str:
    """From which day to which."""
    return f"{say_day(row.opens_on, 'auto')}{now(' to ')}{say_day(row.closes_on, 'auto')}"


class DecisionForm(DeskForm):
    """What the dossier says of the matter."""

    edits = True
    title = forms.CharField(
        label=_("Title of the matter"), max_length=300, error_messages={"required": _("Write a title.")}
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=Decision.Kind.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose the kind.")},
    )  # fmt: skip
    classification_note = explaining(LongText(
        label=_("Why it is neither a major decision nor a normative document"), required=False, rows=3, most=2000,
        help_text=_("Only for another matter: why, and which unit found so. It is public."),
    ))  # fmt: skip
    decision_authority = forms.CharField(label=_("Decided by"), required=False, max_length=160)
    summary = LongText(
        label=_("Summary in plain words"), required=False, rows=4, most=2000,
        help_text=_("What will be decided, and whom it concerns."),
    )  # fmt: skip
    legal_basis = LongText(label=_("Legal basis"), required=False, rows=2, most=2000)
    planned_on = forms.DateField(
        label=_("Planned for"), required=False, widget=forms.DateInput(attrs=A_DAY, format="%Y-%m-%d")
    )
    affects_business = forms.BooleanField(
        label=_("It affects business"), required=False,
        help_text=_("A fair-competition review is asked for before the meeting."),
    )  # fmt: skip
    is_technical = forms.BooleanField(
        label=_("It is technical"), required=False,
        help_text=_("Expert opinions are asked for before the meeting."),
    )  # fmt: skip
    is_risky = forms.BooleanField(
        label=_("It may harm society, the environment or public finances"), required=False,
        help_text=_("A risk assessment is asked for before the meeting."),
    )  # fmt: skip
    concerns = ConcernsField()

    is_units_own = forms.BooleanField(
        label=_("The lead unit decides and issues it itself"), required=False,
        help_text=_("A document of the unit's own, not of the county government; set before it is on public record."),
    )  # fmt: skip

    def prepare(self) -> None:
        """What the dossier says so far."""
        if isinstance(self.row, Decision):
            for field in self.visible_fields():
                self.initial.setdefault(field.name, getattr(self.row, field.name))
            if self.row.published_at:
                self.fields["title"].disabled = True
                self.fields["classification_note"].disabled = bool(self.row.classification_note)
                self.fields["title"].help_text = now(
                    "On public record: another name is proposed among the acts."
                )


class NewDecisionForm(DecisionForm):
    """The same, with its address and its lead unit."""

    slug = forms.SlugField(
        label=_("Page address"), max_length=80,
        help_text=_("Latin letters, figures and hyphens, such as rural-water. It stays."),
        error_messages={"required": _("Give it an address.")},
    )  # fmt: skip
    department = DepartmentField(label=_("Lead unit"), queryset=Department.objects.none())
    field_order = ("title", "slug", "department")

    def prepare(self) -> None:
        """The departments this person drafts for."""
        own = self.fields["department"]
        assert isinstance(own, forms.ModelChoiceField)
        own.queryset = departments_where(self.user, Role.DRAFTER).filter(is_active=True)
        own.empty_label = None

    def clean_slug(self) -> str:
        """Some addresses are taken by other pages."""
        slug: str = self.cleaned_data["slug"]
        if slug in RESERVED:
            raise forms.ValidationError(_("This address is taken."))
        return slug


class TextChoice(RowField):
    """Texts to choose from, told apart: title, draft or final, version, day, by whom."""

    def label_from_instance(self, obj: Any) -> str:
        """From the newest version, which the queryset has read along."""
        newest: list[Version] = obj.newest
        return described(newest[0]) if newest else str(obj)


class NoticeChoice(RowField):
    """Consultations to choose from: title, where each stands, its period, by whom it was written."""

    def label_from_instance(self, obj: Any) -> str:
        """As the lists of the desk name it."""
        said = [obj.title, str(obj.get_status_display()), say_period(obj)]
        return " · ".join([*said, *([str(obj.created_by)] if obj.created_by else [])])


class AttachForm(DeskForm):
    """A consultation or a text of the same department that belongs to the matter."""

    consultation = NoticeChoice(
        label=_("Consultation"), queryset=Consultation.objects.none(), required=False,
        help_text=_("Its text comes with it."),
    )  # fmt: skip
    document = TextChoice(label=_("Document"), queryset=Document.objects.none(), required=False)

    def prepare(self) -> None:
        """What this person may see, is the lead unit's, and is not tied to it yet."""
        decision: Decision = self.row
        near = departments_where(self.user, Role.DRAFTER)
        consultation, document = self.fields["consultation"], self.fields["document"]
        assert isinstance(consultation, forms.ModelChoiceField) and isinstance(
            document, forms.ModelChoiceField
        )
        taken = Decision.objects.exclude(status=Decision.Status.TERMINATED).exclude(pk=decision.pk)
        rows = consultations_visible_to(self.user).filter(department__in=near).exclude(decisions__in=taken)
        texts = Document.objects.filter(department__in=near).exclude(decisions__in=taken)
        if not self.is_bound:  # sent twice, it names what was tied the first time
            rows, texts = rows.exclude(decisions=decision), texts.exclude(decisions=decision)
        consultation.queryset = rows.select_related("created_by").order_by("-id")
        document.queryset = texts.prefetch_related(NEWEST).order_by("-id")

    def clean(self) -> None:
        """One of the two."""
        if not self.errors and not (
            self.cleaned_data.get("consultation") or self.cleaned_data.get("document")
        ):
            raise forms.ValidationError(_("Choose what belongs to it."))

    def chosen(self) -> list[Document | Consultation]:
        """The consultation, with its text, or the text."""
        consultation: Consultation | None = self.cleaned_data["consultation"]
        document: Document | None = self.cleaned_data["document"]
        found: list[Document | Consultation] = [consultation, consultation.document] if consultation else []
        return found + ([document] if document and document not in found else [])


class BeginForm(DeskForm):
    """Begin a stage today."""

    inside_note = LongText(label=_("Note for the file"), required=False, rows=3, most=2000)


class WaiveForm(DeskForm):
    """On which ground the stage is not needed, and why here, for everyone to read."""

    ground = forms.ChoiceField(
        label=_("Ground"), widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the grounds that the law has for this stage.")},
    )  # fmt: skip
    public_note = explaining(LongText(
        label=_("Why it is not needed"), rows=3, most=2000, min_length=LEAST,
        help_text=_("Everybody reads it once a second person has agreed."),
        error_messages={"required": _("Say publicly why it is not needed.")},
    ))  # fmt: skip
    document_name = forms.CharField(
        label=_("Document on which it rests"), max_length=200, required=False,
        help_text=_(
            "The report of the earlier assessment with its day; or the opinion of the secrecy review or the provision "
            "that forbids to publish it."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, stage: str, **kwargs: Any) -> None:
        self.stage = stage
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """The grounds of this stage, each with its provision."""
        chosen = self.fields["ground"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [
            (each, f"{each.label} · {PROVISIONS[each]}") for each in grounds_left(self.row, self.stage)
        ]
        if not set(NAMED) & set(grounds_left(self.row, self.stage)):
            del self.fields["document_name"]

    def options(self) -> dict[str, Any]:
        """The stage."""
        return {"stage": self.stage}


class StopForm(DeskForm):
    """Why, for everyone to read."""

    public_note = explaining(
        LongText(
            label=_("Public note"), rows=4, most=2000, error_messages={"required": _("Say publicly why.")}
        )
    )


class ListRowForm(forms.Form):
    """One row of a department's yearly list; an empty one does not count."""

    columns: tuple[str, ...] = ("matter", "procedure", "unit", "planned", "ways", "has_hearing")
    matter = forms.CharField(label=_("Matter"), max_length=300, required=False)
    procedure = forms.CharField(label=_("Procedure"), max_length=300, required=False)
    unit = forms.CharField(label=_("Unit in charge"), max_length=160, required=False)
    planned = forms.CharField(label=_("Planned for"), max_length=60, required=False)
    ways = forms.CharField(label=_("Ways to take part"), max_length=300, required=False)
    has_hearing = forms.BooleanField(label=_("A hearing will be held"), required=False)
    decision = RowField(
        label=_("Dossier"), queryset=Decision.objects.none(), required=False, empty_label=_("none yet")
    )

    def __init__(
        self, *args: Any, dossiers: QuerySet[Decision], choices: list[tuple[Any, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        dossier = self.fields["decision"]
        assert isinstance(dossier, forms.ModelChoiceField)
        dossier.queryset = dossiers
        dossier.choices = choices  # the same for each row, read once

    @property
    def is_blank(self) -> bool:
        """Nothing was written in it."""
        return not any(self.cleaned_data.get(name) for name in self.columns)

    def row(self) -> Listed:
        """As the room takes it."""
        form_data = self.cleaned_data
        return Listed(**{name: form_data[name] for name in (*self.columns, "decision")})


class DirectoryRowForm(ListRowForm):
    """One row of the county's directory."""

    columns = ("matter", "unit", "legal_basis", "procedure", "planned", "has_hearing", "note")
    ways = None  # type: ignore[assignment]  # takes the field away
    legal_basis = forms.CharField(label=_("Legal or policy basis"), max_length=500, required=False)
    note = forms.CharField(label=pgettext_lazy("column", "Remarks"), max_length=300, required=False)
    field_order = (*columns, "decision")


class OnRecordForm(DeskForm):
    """Put a dossier on public record; a major decision that stands in no directory with a reason."""

    outside_note = explaining(LongText(
        label=_("Why it is taken up outside the directory"), required=False, rows=3, most=2000,
        help_text=_("It stands in no published directory of major decisions. Everybody reads this on its page."),
    ))  # fmt: skip

    def prepare(self) -> None:
        """Asked only where it is."""
        if not is_outside_directory(self.row):
            del self.fields["outside_note"]
