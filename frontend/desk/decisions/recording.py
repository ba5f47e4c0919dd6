"""Recording a stage and confirming it: forms made from the table of what the law wants said."""

from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.decisions.gates import latest
from consultations.decisions.models import Decision, DecisionStage
from consultations.decisions.particulars import MOST, Particular, papers_of, particulars_of
from consultations.decisions.stages import RESULTS
from frontend.desk.desk_form import DeskForm
from frontend.forms.fields import LongText
from frontend.forms.files import FilesField
from participation import clock
from participation.transitions import Revised

A_DAY = {"type": "date"}
HELD = (DecisionStage.Stage.HEARING, DecisionStage.Stage.COLLECTIVE_DECISION)
OWN = ("result", "held_on", "document_name", "public_note", "inside_note", "files", "show")


class RecordForm(DeskForm):
    """That a stage was taken: its result, what the law wants said of it, its documents."""

    result = forms.ChoiceField(
        label=gettext_lazy("Result"), widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the result.")},
    )  # fmt: skip
    held_on = forms.DateField(
        label=gettext_lazy("Held on"), widget=forms.DateInput(attrs=A_DAY, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Say on which day it was held.")},
    )  # fmt: skip
    document_name = forms.CharField(
        label=gettext_lazy("Name of the document that records it"), required=False, max_length=200
    )
    files = FilesField()  # type: ignore[assignment]
    show = forms.BooleanField(label=gettext_lazy("Everybody may fetch these documents"), required=False)
    public_note = LongText(label=gettext_lazy("Public note"), required=False, rows=3, most=2000)
    inside_note = LongText(label=gettext_lazy("Note for the file"), required=False, rows=3, most=2000)

    def __init__(self, *args: Any, stage: str, **kwargs: Any) -> None:
        self.stage = stage
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Only what this stage asks; what was written for a record that was refused stands there again."""
        decision: Decision = self.row
        written = latest(decision, self.stage)
        pending: dict[str, Any] = (written.pending or {}) if written else {}
        results = RESULTS.get(DecisionStage.Stage(self.stage))
        if results and self.row.kind != Decision.Kind.MAJOR_DECISION:
            results = tuple(each for each in results if each != DecisionStage.Result.EXPLORATORY)
        chosen = self.fields["result"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [(code, DecisionStage.Result(code).label) for code in results or ()]
        asked = particulars_of(decision, self.stage)
        self.fields.update({each.key: field_of(each) for each in asked})
        papers = papers_of(self.stage, self.row.kind)
        files = self.fields["files"]
        files.label = str(papers.label)
        if not papers.may_be_shown:
            files.help_text = _("%(kinds)s It stays inside; nobody outside can fetch it.") % {
                "kinds": files.help_text
            }
        self.order_fields(
            [
                "result",
                "held_on",
                *(each.key for each in asked),
                "files",
                "show",
                "document_name",
                "public_note",
            ]
        )
        for name, there in (
            ("result", results),
            ("held_on", self.stage in HELD),
            ("show", papers.may_be_shown),
        ):
            if not there:
                del self.fields[name]
        self.initial.update({"show": papers.is_shown, **pending, **pending.get("particulars", {})})
        self.kept_files = list(written.files.order_by("pk")) if written and pending else []
        self.asked = {each.key: each for each in asked}
        files.needed_in_cases = papers.required  # type: ignore[attr-defined]  # which cases, the room judges

    def rows(self) -> list[tuple[forms.BoundField, str]]:
        """Each field with the results that ask for it; none: all do."""
        return [
            (field, " ".join(self.asked[field.name].results) if field.name in self.asked else "")
            for field in self.visible_fields()
        ]

    def clean_held_on(self) -> Any:
        """A meeting is recorded once it was held."""
        if self.cleaned_data["held_on"] > clock.today():
            raise forms.ValidationError(_("It is recorded once it was held."))
        return self.cleaned_data["held_on"]

    def values(self) -> dict[str, Any]:
        """As the room takes it."""
        form_data = super().values()
        own = {name: form_data.pop(name) for name in OWN if name in form_data}
        return {**own, "particulars": form_data}

    def options(self) -> dict[str, Any]:
        """The stage."""
        return {"stage": self.stage}


def field_of(asked: Particular) -> forms.Field:
    """The field for one particular. Whether it is missing with this result, the room judges."""
    message = {"required": _("The law wants this said.")}
    options: dict[str, Any] = {
        "label": asked.label, "required": asked.is_always_asked, "help_text": _help(asked), "error_messages": message,
    }  # fmt: skip
    match asked.kind:
        case "tick":
            field: forms.Field = forms.BooleanField(**options)
        case "choice":
            field = forms.ChoiceField(choices=asked.choices, widget=forms.RadioSelect, **options)
        case "number":
            field = forms.IntegerField(min_value=1, max_value=99, **options)
        case "day":
            field = forms.DateField(widget=forms.DateInput(attrs=A_DAY, format="%Y-%m-%d"), **options)
        case "text":
            field = forms.CharField(max_length=MOST["text"], **options)
        case _:
            field = LongText(rows=3, most=MOST["long"], **options)
    field.needed_in_cases = asked.required  # type: ignore[attr-defined]
    return field


def _help(asked: Particular) -> str:
    parts = [str(asked.help)] if asked.help else []
    if asked.required and asked.results:
        labels = _(" or ").join(f"“{DecisionStage.Result(each).label}”" for each in asked.results)
        case = _("Needed with the result %(labels)s.") % {"labels": labels}
        parts.insert(0, format_html('<span class="case">{}</span>', case))
    if asked.given:
        parts.insert(0, _("Needed where the field above is filled in."))
    if not asked.public:
        parts.append(_("It stays inside."))
    return format_html_join(" ", "{}", ((part,) for part in parts))


class ConfirmForm(DeskForm):
    """The second person's word on a record as it was read."""

    def __init__(self, *args: Any, stage: str, **kwargs: Any) -> None:
        self.stage = stage
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """The round of which the form speaks."""
        self.round = latest(self.row, self.stage)

    def written_row(self) -> Revised | None:
        """The round: what was recorded anew meanwhile is looked at anew."""
        return self.round

    def options(self) -> dict[str, Any]:
        """The stage."""
        return {"stage": self.stage}


class RefuseForm(ConfirmForm):
    """Why not as recorded, for who recorded it."""

    reason = LongText(
        label=gettext_lazy("Reason"), rows=3, most=2000,
        help_text=gettext_lazy("Who recorded it reads this. It is not public."),
        error_messages={"required": gettext_lazy("Say why.")},
    )  # fmt: skip


class TakeBackForm(ConfirmForm):
    """One's own record, before anybody has confirmed it."""
