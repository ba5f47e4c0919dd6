"""The form of the desk: the row it writes on, who fills it in, and the state of the row it was drawn from."""

from typing import Any, ClassVar

from django import forms
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.forms.once import OnceForm
from frontend.shared.dates import say_day
from participation.accounts.models import User
from participation.transitions import Revised

NOT_BEGUN = "new"  # carried by a form that was drawn when there was nothing yet
NEVER_SEEN = -2  # the revision of a row that the form was not drawn from: it equals none
DAMAGED = gettext_lazy("This form is damaged. Open the page again and copy your text over.")
CARRIED = ("idempotency_key", "revision")  # what a form carries beside what is filled in


class DeskForm(OnceForm):
    """A form about a row. With `edits` its fields are what the row says, and two texts of it can be compared."""

    edits = False
    before_publication: ClassVar[tuple[str, ...]] = ()  # a draft may lack them, what is published may not
    revision = forms.RegexField(
        rf"^(\d{{1,18}}-\d{{1,9}}|{NOT_BEGUN})?$", widget=forms.HiddenInput, required=False,
        error_messages={"invalid": DAMAGED},
    )  # fmt: skip

    def __init__(self, *args: Any, row: Any = None, user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row, self.user = row, user
        for name in self.before_publication:
            self.fields[name].needed_before_publication = True  # type: ignore[attr-defined]
        self.prepare()
        self.initial.setdefault("revision", seen_as(self.written_row()))

    def prepare(self) -> None:
        """Set choices and first values from the row."""

    def written_row(self) -> Revised | None:
        """The row whose revision the form carries; None when there is none yet."""
        return self.row if isinstance(self.row, Revised) else None

    def revision_seen(self, written: Revised) -> int:
        """The revision from which the form was drawn; of another row, or of none, it was not drawn from this one."""
        pk, _dash, revision = self.cleaned_data["revision"].partition("-")
        return int(revision) if revision and int(pk) == written.pk else NEVER_SEEN

    def options(self) -> dict[str, Any]:
        """What else the form was made with, to make it again."""
        return {}

    def drawn_anew(self, theirs: Model) -> "DeskForm":
        """The same form over what stands there now."""
        row = self.row
        if isinstance(theirs, type(row)):
            row = theirs
        elif row is not None:
            row.refresh_from_db()
        return type(self)(row=row, user=self.user, prefix=self.prefix, **self.options())

    def values(self) -> dict[str, Any]:
        """What was filled in, as the room takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name not in CARRIED}

    def lines(self) -> dict[str, str]:
        """What the form says, by label, for reading."""
        return {str(field.label): as_words(field) for field in self.visible_fields()}

    def lay_beside(self, theirs: "DeskForm") -> None:
        """Show at each field what the other text says there, where it says something else."""
        say_theirs(self, theirs)


def seen_as(row: Revised | None) -> str:
    """The row and its revision, as a form carries them."""
    return f"{row.pk}-{row.revision}" if row is not None and row.pk else NOT_BEGUN


def say_theirs(mine: forms.BaseForm, theirs: forms.BaseForm) -> None:
    """Give each field of one form the other's words, where they differ."""
    for field in mine.visible_fields():
        if field.name in theirs.fields:
            words = as_words(theirs[field.name])
            if words != as_words(field):
                field.field.theirs = words or _("(nothing)")  # type: ignore[attr-defined]


def as_words(bound: forms.BoundField) -> str:
    """What stands in a field, as a person reads it."""
    field, value = bound.field, bound.value()
    if isinstance(field, forms.BooleanField):
        return _("yes") if field.to_python(value) else _("no")
    if isinstance(field, forms.ChoiceField):
        chosen = [str(field.prepare_value(each)) for each in (value if isinstance(value, list) else [value])]
        choices = [(str(code), str(label)) for code, label in bound.field.widget.choices]
        return _(", ").join(label for code, label in choices if code and code in chosen)
    if isinstance(field, forms.DateField):
        try:
            day = field.to_python(value)
        except forms.ValidationError:
            return str(value)
        return str(say_day(day, "auto")) if day else ""
    return str("" if value is None else value).replace("\r\n", "\n").strip()
