"""What is filled in while a draft is edited clause by clause."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultations.documents.editing import MOST_TITLE, MOST_WORDS, Wording
from consultations.documents.structure import Level
from consultations.models import Clause, Passage, Version
from frontend.desk.desk_form import DeskForm
from frontend.forms.fields import LongText
from frontend.shared.text_view import label_of

LEVELS = (
    (Level.ARTICLE, _("Article (条)")),
    (Level.ITEM, _("Item (项)")),
    (Level.SUBITEM, _("Sub-item (目)")),
    (Level.POINT, _("Point")),
    (Level.PARAGRAPH, _("Paragraph (款、段)")),
    (Level.CHAPTER, _("Chapter (章)")),
    (Level.SECTION, _("Section (节)")),
    (Level.PART, _("Part (编)")),
    (Level.SUBPART, _("Sub-part (分编)")),
    (Level.HEADING, _("Heading")),
    (Level.PREAMBLE, _("Preamble")),
    (Level.TABLE, _("Table")),
    (Level.ANNEX, _("Annex")),
    (Level.SIGNATURE, _("Signature")),
)


class WordingForm(DeskForm):
    """What a clause says."""

    edits = True
    label = forms.CharField(
        label=pgettext_lazy("of a clause", "Number"),
        required=False,
        max_length=40,
        help_text=_("Such as 第三条 or （一）"),
    )
    heading = forms.CharField(label=_("Short title"), required=False, max_length=300)
    text = LongText(
        label=_("Text"), required=False, rows=6, most=MOST_WORDS,
        help_text=_("Each paragraph (款) on a line of its own; items are clauses of their own."),
    )  # fmt: skip

    def prepare(self) -> None:
        """What it says now."""
        if isinstance(self.row, Passage):
            for name in ("label", "heading", "text"):
                self.initial.setdefault(name, getattr(self.row, name))

    def wording(self) -> Wording:
        """As the room takes it."""
        form_data = self.cleaned_data
        return Wording(form_data["label"], form_data["heading"], form_data["text"])


class TitleForm(DeskForm):
    """What the draft is called."""

    edits = True
    title = forms.CharField(
        label=_("Title"), max_length=MOST_TITLE, error_messages={"required": _("Write a title.")},
        help_text=_("A final text bears no 征求意见稿, 草案 or the like; 试行 and 暂行 stay."),
    )  # fmt: skip

    def prepare(self) -> None:
        """As it is called now."""
        if isinstance(self.row, Version):
            self.initial.setdefault("title", self.row.title)


class AddForm(WordingForm):
    """A new clause, and what kind of clause it is."""

    edits = False
    level = forms.ChoiceField(label=_("Kind"), choices=LEVELS, initial=Level.ARTICLE)
    field_order = ("level", "label", "heading", "text")

    def prepare(self) -> None:
        """The kind of the clause before it is the likeliest."""
        if isinstance(self.row, Passage) and self.row.level in dict(LEVELS):
            self.initial.setdefault("level", self.row.level)


class BlockForm(DeskForm):
    """An act on clauses as they stand on the page: what is to go, or the order of all."""

    block = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def show_block(self, as_drawn: str) -> None:
        """Drawn again after a refusal, it carries what is shown now."""
        if isinstance(self.data, QueryDict):
            self.data = self.data.copy()
            self.data[self.add_prefix("block")] = as_drawn


class MoveForm(BlockForm):
    """Behind which clause it goes."""

    after = forms.ChoiceField(label=_("Put it behind"))

    def __init__(self, *args: object, rows: list[Passage], **kwargs: object) -> None:
        self.rows = rows
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    def prepare(self) -> None:
        """Every clause but those that move."""
        field = self.fields["after"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", _("Nothing: it goes to the very beginning")),
            *((row.clause.uid, _choice(row)) for row in self.rows),
        ]
        field.required = False

    def clause(self) -> Clause | None:
        """The clause chosen."""
        uid = self.cleaned_data["after"]
        return next((row.clause for row in self.rows if row.clause.uid == uid), None)


def _choice(row: Passage) -> str:
    depth = row.path.count("/")
    return f"{'　' * depth}{label_of(row)} {row.text[:24]}".rstrip()
