"""The notice of a consultation, the text under discussion, and comments that came on paper."""

from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from consultations.documents.reading import read_draft, read_html, read_text
from consultations.documents.structure import Draft
from consultations.models import Comment, Consultation
from frontend.desk.acts import DeskForm
from frontend.desk.carrying import carried, carry
from frontend.desk.fields import Words
from participation.accounts.models import Department
from participation.accounts.queries import Role, departments_where
from participation.deadlines.rulebook import COMMENT_PERIODS, Rulebook
from participation.errors import Refused

MOST_FILE = 3 * 1024 * 1024
A_DAY = {"type": "date"}
CONTACTS = ("phone", "postal_address", "email", "hall")


class TextForm(forms.Form):
    """A draft as a file, or pasted. Valid once it has been read; `draft` then holds what was read."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
        help_text=_("Word (.docx), Markdown or plain text"),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.md,.markdown,.txt"}),
    )
    text = forms.CharField(
        label=_("Or paste the text here"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12, "data-paste-html": "html"}),
        strip=False,
    )
    html = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)  # js/paste.js fills it
    draft: Draft | None = None
    source_name = ""

    def clean(self) -> None:
        """Read it now: what cannot be read is said beside the field."""
        file, text = self.cleaned_data.get("file"), self.cleaned_data.get("text", "")
        if file and file.size > MOST_FILE:
            self.add_error("file", _("This file is too large. Please take out pictures, or paste the text."))
        elif not file and not text.strip():
            self.add_error("file", _("Choose a file or paste the text."))
        elif not self.errors:
            self._read(file, text)

    def _read(self, file: Any, text: str) -> None:
        try:
            if file:
                self.draft = read_draft(file.read(), file.name)
            else:
                html = self.cleaned_data.get("html", "")
                self.draft = read_html(html) if html else read_text(text, markdown=True)
        except Refused as refused:
            self.add_error("file" if file else "text", str(refused))
            return
        self.source_name = file.name if file else ""
        if not self.draft.nodes:
            self.add_error("file" if file else "text", _("No text was found in this file."))


class NewTextForm(TextForm):
    """The first text of a new consultation, and whose it is."""

    department = forms.ModelChoiceField(label=_("Lead unit"), queryset=Department.objects.none())
    field_order = ("department", "file", "text")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = self.fields["department"]
        assert isinstance(own, forms.ModelChoiceField)
        own.queryset = departments_where(user, Role.DRAFTER)
        own.empty_label = None


class KeepTextForm(DeskForm):
    """What was read, carried to the confirmation, sealed so that it comes back as it was shown."""

    title = forms.CharField(
        label=_("Title"), max_length=300, error_messages={"required": _("Write a title.")}
    )
    carried = forms.CharField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, text: TextForm, **more: Any) -> "KeepTextForm":
        """The confirmation of a text just read."""
        assert text.draft is not None
        department = text.cleaned_data.get("department")
        sealed = carry(text.draft, text.source_name, department.pk if department else None)
        return cls(initial={"title": text.draft.title[:300], "carried": sealed}, **more)

    def clean_carried(self) -> tuple[Draft, str, int | None]:
        """Open the seal."""
        try:
            return carried(self.cleaned_data["carried"])
        except signing.BadSignature as broken:
            raise forms.ValidationError(
                _("The text got lost on the way. Please choose the file again.")
            ) from broken


class NoticeForm(DeskForm):
    """Everything the notice says. Incomplete notices are kept; the checklist says what is open."""

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
    summary = Words(
        label=_("Summary in plain words"), required=False, rows=5,
        help_text=_("What changes for whom, from when. People read this first."),
    )  # fmt: skip
    drafting_note = Words(label=_("Drafting note"), required=False, rows=8, most=20_000)
    opens_on = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs=A_DAY, format="%Y-%m-%d"))
    closes_on = forms.DateField(
        label=_("Last day"), widget=forms.DateInput(attrs=A_DAY, format="%Y-%m-%d"),
        help_text=_("It ends at 24:00. The first day is not counted."),
    )  # fmt: skip
    shortening_reason = Words(
        label=_("Reason for a shorter period"), required=False, rows=3, most=2000,
        help_text=_("Only when the period is shorter than the law asks for; it is public."),
    )  # fmt: skip
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=120)
    postal_address = forms.CharField(label=_("Postal address"), required=False, max_length=240)
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=240)
    hall = forms.CharField(label=_("Counter or meeting"), required=False, max_length=240)

    def prepare(self) -> None:
        """What the notice says so far; beside each kind the period it asks for."""
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        book = Rulebook()
        kind.choices = [
            (code, _("%(kind)s, at least %(amount)s") % {"kind": label, "amount": book.rule(rule_id).amount})
            for (code, label), rule_id in zip(
                Consultation.Kind.choices, map(COMMENT_PERIODS.get, Consultation.Kind.values), strict=True
            )
            if rule_id
        ]
        if isinstance(self.row, Consultation):
            for name in self.fields:
                if name != "idempotency_key":
                    self.initial.setdefault(name, getattr(self.row, name))

    def said(self) -> dict[str, Any]:
        """The fields as the room takes them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "idempotency_key"}


class EnterForm(DeskForm):
    """A comment that did not come over this site."""

    channel = forms.ChoiceField(
        label=_("How it came"),
        choices=[each for each in Comment.Channel.choices if each[0] != Comment.Channel.ONLINE],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it came.")},
    )
    clause = forms.ChoiceField(label=_("Which part"), required=False)
    stance = forms.ChoiceField(
        label=_("Stance"),
        choices=Comment.Stance.choices,
        widget=forms.RadioSelect,
        initial=Comment.Stance.NEUTRAL,
    )
    body = Words(
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


class WithdrawForm(DeskForm):
    """Why, for everyone to read."""

    public_note = Words(
        label=_("Public note"),
        most=2000,
        rows=4,
        error_messages={"required": _("Say publicly why it is withdrawn.")},
    )


class PublicNoteForm(DeskForm):
    """A reason for everyone to read."""

    note = Words(
        label=_("Public note"), most=2000, rows=4, error_messages={"required": _("Say publicly why.")}
    )


class ExtendForm(PublicNoteForm):
    """A later last day."""

    closes_on = forms.DateField(
        label=_("New last day"), widget=forms.DateInput(attrs=A_DAY, format="%Y-%m-%d")
    )
    field_order = ("closes_on", "note")
