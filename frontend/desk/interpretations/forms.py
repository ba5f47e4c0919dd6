"""An interpretation with its parts, which are added, removed and moved without any script."""

import re
from contextlib import suppress
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from consultations.models import Document, Version
from frontend.desk.correcting import PublicReasonForm
from frontend.desk.desk_form import DeskForm, as_words, say_theirs
from frontend.desk.interpretations.rich_text import html_to_typed, typed_to_html
from frontend.forms.rows import RowField
from frontend.shared.version_words import text_words
from participation.accounts.queries import Role, departments_where
from responses.interpretations.actions import HEAD, PartText
from responses.interpretations.texts import newest_text
from responses.models import Interpretation, Part

MOST_PARTS = 30


class TextField(RowField):
    """One text of a document, by its number and what it is."""

    def label_from_instance(self, version: Version) -> str:
        """For instance “Version 2, final text”."""
        return text_words(version)


class InterpretationForm(DeskForm):
    """What stands above the parts, and the parts, which the view lays into it."""

    edits = True
    parts: "Parts | None" = None
    title = forms.CharField(
        label=_("Title"), max_length=300, error_messages={"required": _("Write a title.")}
    )
    summary = forms.CharField(
        label=_("In one paragraph"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    source = forms.CharField(label=_("Source"), required=False, max_length=160)
    chief_interpreter = forms.CharField(
        label=_("Chief interpreter"),
        required=False,
        max_length=120,
        help_text=_("The head of the drafting unit."),
    )

    version = TextField(
        label=_("Text it explains"),
        queryset=Version.objects.none(),
        required=False,  # left open: the one it is bound to
        error_messages={
            "invalid_choice": _("Choose the text of this document that is explained."),
        },
        help_text=_("The deadline of a final text ends only with an interpretation of that very text."),
    )
    field_order: tuple[str, ...] = ("title", "version", *HEAD[1:])

    def prepare(self) -> None:
        """What it says so far, and the texts of its document."""
        if isinstance(self.row, Interpretation):
            for name in HEAD:
                self.initial.setdefault(name, getattr(self.row, name))
            self.offer(Version.objects.filter(document=self.row.document_id), self.row.version)

    def offer(self, texts: QuerySet[Version], first: Version | None) -> None:
        """Let one of these be chosen."""
        field = self.fields["version"]
        assert isinstance(field, TextField)
        field.queryset = texts.select_related("document").order_by("document_id", "-number")
        field.empty_label = "—" if first is None else None
        self.initial.setdefault("version", first)

    def lines(self) -> dict[str, str]:
        """The head and each part."""
        return super().lines() | (self.parts or Parts.of(self.row)).lines()

    def lay_beside(self, theirs: DeskForm) -> None:
        """The parts are laid beside those in the same place."""
        super().lay_beside(theirs)
        if self.parts is not None:
            for mine, other in zip(self.parts.forms, Parts.of(theirs.row).forms, strict=False):
                say_theirs(mine, other)


class CorrectForm(InterpretationForm, PublicReasonForm):
    """A published one as it should read, and why."""

    field_order = ("title", "version", *HEAD[1:], "reason")

    def prepare(self) -> None:
        """Only a text that is public and holds."""
        super().prepare()
        texts = Version.objects.filter(document=self.row.document_id, withdrawn_at=None, status="published")
        self.offer(texts, self.row.version)


class NewForm(InterpretationForm):
    """A new one, about a document."""

    document = RowField(
        label=_("Document it explains"),
        queryset=Document.objects.none(),
        error_messages={"required": _("Choose the document."), "invalid_choice": _("Choose the document.")},
    )
    field_order = ("document", "version", *HEAD)

    def prepare(self) -> None:
        """The documents of one's own unit: who drafts, interprets."""
        own = self.fields["document"]
        assert isinstance(own, forms.ModelChoiceField)
        own.queryset = Document.objects.filter(
            department__in=departments_where(self.user, Role.DRAFTER)
        ).order_by("-id")
        self.fields["version"].help_text = _("Left open: the newest text of the document.")
        document = self._chosen(own)
        here = Q(document=document) if document else Q(document__in=own.queryset)
        self.offer(Version.objects.filter(here), newest_text(document) if document else None)

    def _chosen(self, own: "forms.ModelChoiceField[Document]") -> Document | None:
        """The document that leads here, or the one that was chosen on a form that is drawn again as typed."""
        first = self.initial.get("document")
        if first is None or isinstance(first, Document):
            return first
        with suppress(forms.ValidationError):
            chosen: Document = own.clean(first)
            return chosen
        return None

    def clean(self) -> None:
        """A text of the document that was chosen."""
        document, version = self.cleaned_data.get("document"), self.cleaned_data.get("version")
        if document and version and version.document_id != document.pk:
            self.add_error("version", _now("Choose the text of this document that is explained."))


class PartForm(forms.Form):
    """One part."""

    kind = forms.ChoiceField(label=_("Part"), choices=Part.Kind.choices)
    heading = forms.CharField(
        label=_("Heading"), required=False, max_length=160, help_text=_("Empty: the name of the part.")
    )
    body = forms.CharField(
        label=_("Text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("An empty line begins a new paragraph; lines that begin with “- ” make a list."),
    )

    def part(self) -> PartText:
        """The part as the room takes it."""
        form_data = self.cleaned_data
        return PartText(form_data["kind"], form_data["heading"], typed_to_html(form_data["body"]))


COUNT = re.compile(r"[0-9]{1,3}")


class Parts:
    """The parts of one interpretation as a list of forms, in their order."""

    is_damaged = False  # the form did not say how many there are

    def __init__(self, rows: list[dict[str, Any]], *, is_bound: bool = False) -> None:
        self.forms = [
            PartForm(row, prefix=f"part{n}") if is_bound else PartForm(initial=row, prefix=f"part{n}")
            for n, row in enumerate(rows)
        ]

    @classmethod
    def of(cls, row: Interpretation | None) -> "Parts":
        """The parts it has; for a new one those that every interpretation should have."""
        if row is None:
            return cls(
                [
                    {"kind": kind, "heading": "", "body": ""}
                    for kind in ("background", "basis", "main", "notes")
                ]
            )
        return cls(
            [
                {"kind": part.kind, "heading": part.heading, "body": html_to_typed(part.body)}
                for part in row.parts.all()
            ]
        )

    @classmethod
    def posted(cls, data: QueryDict) -> "Parts":
        """The parts as they were sent, after the button that was pressed: add, remove-n, up-n, down-n."""
        named = data.get("parts", "")
        count = min(int(named), MOST_PARTS) if COUNT.fullmatch(named) else 0
        rows: list[dict[str, Any]] = [
            {name: data.get(f"part{n}-{name}", "") for name in ("kind", "heading", "body")}
            for n in range(count)
        ]
        move, _sep, place = data.get("move", "").partition("-")
        at = int(place) if place.isdecimal() and int(place) < len(rows) else None
        if move == "add" and len(rows) < MOST_PARTS:
            rows.append({"kind": Part.Kind.MAIN, "heading": "", "body": ""})
        elif move == "remove" and at is not None:
            rows.pop(at)
        elif move in ("up", "down") and at is not None:
            other = at + (1 if move == "down" else -1)
            if 0 <= other < len(rows):
                rows[at], rows[other] = rows[other], rows[at]
        prefixed = [{f"part{n}-{name}": value for name, value in row.items()} for n, row in enumerate(rows)]
        made = cls([])
        made.is_damaged = not COUNT.fullmatch(named)
        made.forms = [PartForm(row, prefix=f"part{n}") for n, row in enumerate(prefixed)]
        return made

    def is_valid(self) -> bool:
        """Whether every part is right."""
        wrong = [form for form in self.forms if not form.is_valid()]  # all, so that all say what is wrong
        return not wrong and not self.is_damaged

    def lines(self) -> dict[str, str]:
        """Each part with its heading, for reading."""
        labels = dict(Part.Kind.choices)
        found = {}
        for n, form in enumerate(self.forms, 1):
            heading = form["heading"].value() or labels.get(form["kind"].value(), "")
            found[_now("Part %(n)d") % {"n": n}] = f"{heading}\n{as_words(form['body'])}"
        return found

    def texts(self) -> list[PartText]:
        """The parts as the room takes them."""
        return [form.part() for form in self.forms]
