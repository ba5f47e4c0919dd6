"""Weighing: the filters of the list and what is done with one opinion."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.models import Clause, Opinion
from frontend.desk.desk_form import DeskForm
from frontend.forms.fields import explaining

Disposition = Opinion.Disposition
PROPOSED = "proposed"
UNNAMED = "unnamed"
CHOSEN = [
    each for each in Disposition.choices if each[0] not in (Disposition.OPEN, Disposition.NOT_CONSIDERED)
]


class OpinionFilterForm(forms.Form):
    """What part of the opinions is listed."""

    disposition = forms.ChoiceField(label=_("Disposition"), required=False)
    clause = forms.ChoiceField(label=_("Clause"), required=False)
    q = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"type": "search", "data-key": "/", "data-key-focus": ""}),
    )

    def __init__(self, *args: object, clauses: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        dispositions = self.fields["disposition"]
        assert isinstance(dispositions, forms.ChoiceField)
        dispositions.choices = [
            ("", _("All")),
            *Disposition.choices,
            (PROPOSED, _("Proposed: not to consider")),
            (UNNAMED, _("Adopted, no clause named")),
        ]
        clause = self.fields["clause"]
        assert isinstance(clause, forms.ChoiceField)
        clause.choices = [("", _("All")), ("whole", _("The whole draft")), *clauses]


class DisposeForm(DeskForm):
    """The disposition with its reason and the clause that changed."""

    edits = True
    disposition = forms.ChoiceField(
        label=_("Disposition"), choices=CHOSEN, widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the dispositions offered.")},
    )  # fmt: skip
    reason = explaining(
        forms.CharField(
            label=_("Reason"),
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 5}),
            help_text=_("The person who wrote this will read it. Only “adopted” goes without."),
        )
    )
    changed_clause = forms.ChoiceField(
        label=_("Clause that changed because of it"),
        required=False,
        help_text=_("As it is called in the newest text."),
    )

    def __init__(self, *args: object, clauses: list[tuple[str, str]], **kwargs: object) -> None:
        self.clauses = clauses
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    def prepare(self) -> None:
        """The clauses of the newest text; what has been decided so far."""
        changed = self.fields["changed_clause"]
        assert isinstance(changed, forms.ChoiceField)
        changed.choices = [("", _("None, or not yet")), *self.clauses]
        row: Opinion = self.row
        self.initial.setdefault("disposition", row.disposition)
        self.initial.setdefault("reason", row.reason)
        self.initial.setdefault("changed_clause", row.changed_clause.uid if row.changed_clause else "")

    def options(self) -> dict[str, Any]:
        """The clauses that are offered."""
        return {"clauses": self.clauses}

    def clause(self) -> Clause | None:
        """The clause chosen, if any."""
        uid = self.cleaned_data.get("changed_clause")
        return Clause.objects.filter(uid=uid).first() if uid else None


class ProposeForm(DeskForm):
    """Propose that an opinion cannot be weighed."""

    reason_code = forms.ChoiceField(
        label=_("Why it cannot be weighed"), choices=Opinion.ReasonCode.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Tick the reason.")},
    )  # fmt: skip
    reason = explaining(
        forms.CharField(
            label=_("Reason in words"),
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 3}),
            error_messages={"required": _("Give the reason: the person who wrote this will read it.")},
        )
    )


class SplitForm(DeskForm):
    """Cut a letter into its points."""

    texts = forms.CharField(
        label=_("The points, each set apart by an empty line"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "Two to thirty points, in the writer's own words as far as possible. Each is weighed by itself."
        ),
        error_messages={"required": _("Write two to thirty points.")},
    )

    def prepare(self) -> None:
        """Begin with the letter itself."""
        self.initial.setdefault("texts", self.row.comment.body)

    def points(self) -> list[str]:
        """The points as they were set apart."""
        return [
            point.strip() for point in re.split(r"\n\s*\n", self.cleaned_data["texts"].replace("\r\n", "\n"))
        ]
