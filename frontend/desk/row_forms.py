"""A form of the desk with rows: people of a list, groups that were heard. Rows left empty do not count."""

from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from frontend.desk.desk_form import DeskForm, as_words, say_theirs

MOST_ROWS = 100


class RowForm(forms.Form):
    """One row."""

    said_by: ClassVar[tuple[str, ...]] = ()  # the fields of which one makes the row count

    @property
    def person(self) -> Any:
        """Whose row it is, where it is somebody's."""
        return None

    @property
    def is_blank(self) -> bool:
        """Nothing was written in it."""
        return not any(self.cleaned_data.get(name) for name in self.said_by)

    def words(self) -> str:
        """What the row says, for reading."""
        if not any(as_words(self[name]) for name in self.said_by):
            return ""
        return "\n".join(filter(None, (as_words(field) for field in self.visible_fields())))


class RowsForm(DeskForm):
    """A form whose rows come with it; `cleaned_data["rows"]` holds those that count."""

    edits = True
    row_form: ClassVar[type[RowForm]] = RowForm
    rows_label: ClassVar[str | Promise] = ""
    blank_rows: ClassVar[int] = 3

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows: Any = self._drawn(self.data if self.is_bound else None)

    def kept_rows(self) -> list[dict[str, Any]]:
        """The rows as they stand."""
        return []

    def row_options(self) -> dict[str, Any]:
        """What each row form is made with."""
        return {}

    def clean(self) -> None:
        """The rows are judged with the form."""
        super().clean()
        if self.rows.is_valid():
            self.cleaned_data["rows"] = [row.cleaned_data for row in self.rows if not row.is_blank]
        else:
            self.add_error(None, _("Put right what is marked in the rows."))

    def lines(self) -> dict[str, str]:
        """The fields, and each row that is not empty."""
        rows = [words for row in self.rows if (words := row.words())]
        return super().lines() | {_("Row %(n)d") % {"n": n}: words for n, words in enumerate(rows, 1)}

    def lay_beside(self, theirs: DeskForm) -> None:
        """Each row is laid beside the one in the same place; what they have more of stands behind mine."""
        assert isinstance(theirs, RowsForm)
        super().lay_beside(theirs)
        mine = sum(bool(row.words()) for row in self.rows)
        others = theirs.kept_rows()
        assert isinstance(self.data, QueryDict)
        data = self.data.copy()
        total = str(min(max(len(self.rows.forms), len(others)), MOST_ROWS))
        data[f"{self.rows.prefix}-TOTAL_FORMS"] = total
        for n, other in enumerate(others[mine:], mine):
            for name, value in other.items():
                data[f"{self.rows.prefix}-{n}-{name}"] = "" if value in (None, False) else str(value)
        self.rows = self._drawn(data)
        self.rows.is_valid()
        for row, other in zip(self.rows.forms[:mine], others, strict=False):
            say_theirs(row, self.row_form(initial=other, **self.row_options()))

    def _drawn(self, data: Any) -> Any:
        made = forms.formset_factory(
            self.row_form, extra=self.blank_rows, max_num=MOST_ROWS, absolute_max=MOST_ROWS
        )
        initial = self.kept_rows() if data is None else None
        return made(data, initial=initial, form_kwargs=self.row_options(), prefix=self.add_prefix("rows"))
