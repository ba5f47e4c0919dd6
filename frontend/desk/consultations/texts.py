"""The text that an act makes public: its page shows the words, and its form says which words those were."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from consultations.documents.queries import digest_of, passages
from consultations.models import Consultation, Passage, Version
from frontend.desk.consultations.forms import PublicNoteForm
from frontend.desk.correcting import PublicReasonForm
from frontend.desk.desk_form import DeskForm
from frontend.desk.text_seen import NONE_SEEN, TextSeen
from frontend.shared.change_groups import changes_between
from frontend.shared.shown_files import all_files
from participation.deadlines.rulebook import minimum_period
from participation.errors import InvalidMove
from participation.files.models import StoredFile


def next_version(consultation: Consultation) -> Version | None:
    """The draft that was brought in after the text under discussion, if there is one."""
    found = consultation.document.versions.filter(
        status=Version.Status.DRAFT, number__gt=consultation.draft_version.number
    )
    return found.order_by("-number").first()


def next_text(consultation: Consultation) -> Version:
    """The same, for an act that needs it. Raises InvalidMove."""
    if (version := next_version(consultation)) is None:
        raise InvalidMove(_now("There is no newer text yet."))
    return version


class TextForm(DeskForm):
    """An act that makes a later text public. The digest is taken before the words are read: never the other way."""

    text_seen = TextSeen()
    row: Consultation

    def prepare(self) -> None:
        """Take the digest of the text that would be public."""
        super().prepare()
        self.text = self.text_to_publish()
        self.initial["text_seen"] = digest_of(self.text) if self.text else ""

    def clean_text_seen(self) -> str:
        """A form that does not say with which text it was drawn has shown none."""
        return str(self.cleaned_data["text_seen"] or NONE_SEEN)

    def text_to_publish(self) -> Version | None:
        """The version that the act makes public."""
        return next_version(self.row)

    @property
    def stands(self) -> Version | None:
        """The public text in whose place it comes."""
        return self.row.draft_version

    @cached_property
    def changes(self) -> list[dict[str, Any]]:
        """What reads otherwise in it than in the text that is public."""
        return changes_between(self.stands, self.text) if self.stands and self.text else []


class NoticeTextForm(TextForm):
    """A first notice: its draft, and what is laid out with it."""

    stands = None
    default_known = forms.BooleanField(
        label=_("I know that this period rests on a default that the county has not confirmed"), required=False,
        help_text=_("The administrator confirms it under “Rules”. That you know it is kept in the record."),
    )  # fmt: skip

    def prepare(self) -> None:
        """It is asked only while the least period is a default nobody has confirmed."""
        super().prepare()
        if minimum_period(self.row.kind).confirmed:
            del self.fields["default_known"]

    def text_to_publish(self) -> Version:
        """The draft."""
        return self.row.draft_version

    @cached_property
    def clauses(self) -> list[Passage]:
        """The draft clause by clause."""
        return passages(self.row.draft_version)

    @cached_property
    def attachments(self) -> list[StoredFile]:
        """Everything that becomes public with it."""
        return all_files(self.row)


class ReplaceForm(TextForm, PublicNoteForm):
    """The public reason, and whether the period begins anew."""

    begin_anew = forms.BooleanField(
        label=_("The period begins anew"), required=False, initial=True,
        help_text=_("Untick it only for a change of little weight; the note then says why it does not."),
    )  # fmt: skip
    field_order = ("begin_anew", "note")


class CorrectFinalForm(TextForm, PublicReasonForm):
    """The public reason for another final text."""

    @property
    def stands(self) -> Version | None:
        """The final text."""
        return self.row.final_version
