"""What is filled in while a question is handled."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.models import Clause, Passage
from frontend.desk.correcting import PublicReasonForm
from frontend.desk.desk_form import DeskForm
from frontend.forms.fields import LimitedText, explaining
from frontend.forms.files import ShownFilesField, offer_files
from frontend.forms.rows import DepartmentField
from participation.accounts.models import Department
from responses.models import Question, Reply
from responses.questions.policies import places_for
from responses.replies.actions import MOST_REPLY
from responses.replies.queries import first_draft, reply_of


class HideForm(DeskForm):
    """Passages of the person's own words that the public does not see."""

    hide = forms.CharField(
        label=_("Passages to black out"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "One a line, word for word. Telephone, identity and bank card numbers are masked by themselves."
        ),
    )

    files = ShownFilesField()  # type: ignore[assignment]  # the metaclass takes declared fields out

    def prepare(self) -> None:
        """The files that came with it, where they may be shown."""
        offer_files(self, self.row)

    def passages(self) -> list[str]:
        """What is to be hidden, line by line."""
        return [line.strip() for line in self.cleaned_data.get("hide", "").splitlines() if line.strip()]

    def clean(self) -> None:
        """The deeds get the passages as a list; one that stands nowhere would hide nothing, so it is named."""
        self.cleaned_data["passages"] = self.passages()
        for passage in self.cleaned_data["passages"]:
            if passage not in self.row.body and passage not in self.row.title:
                message = _("“%(passage)s” does not stand in the question.")
                self.add_error("hide", forms.ValidationError(message, params={"passage": passage[:40]}))


class SignForm(HideForm):
    """What is signed is the reply as it was read."""

    def written_row(self) -> Reply | None:
        """The reply."""
        return reply_of(self.row)


class RouteForm(HideForm):
    """Which department answers."""

    edits = True
    department = DepartmentField(
        label=_("Department that answers"),
        queryset=Department.objects.none(),
        error_messages={"required": _("Choose the department that answers.")},
    )
    note = forms.CharField(
        label=_("Note"), required=False, max_length=500, help_text=_("Public, with the step; may stay empty.")
    )
    show = forms.BooleanField(label=_("Show the question to everyone while it waits"), required=False)
    field_order = ("department", "note", "show", "hide", "files")

    def prepare(self) -> None:
        """The departments there are; the one addressed is proposed."""
        super().prepare()
        places = self.fields["department"]
        assert isinstance(places, forms.ModelChoiceField)
        places.queryset = places_for(self.user)
        self.initial.setdefault("department", self.row.department_id)
        if not self.row.wants_publication or self.row.is_public:
            for name in ("show", "hide", "files"):
                self.fields.pop(name, None)


class ReasonForm(DeskForm):
    """A reason that everybody, or at least the asker, will read."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Give the reason.")},
    )


class DeclineForm(ReasonForm):
    """Why it is not accepted: the asker is told."""

    def prepare(self) -> None:
        """It has to explain something."""
        explaining(self.fields["reason"])


class NoteForm(DeskForm):
    """A note that may stay empty."""

    note = forms.CharField(
        label=_("Note"), required=False, max_length=500, help_text=_("Public, with the step; may stay empty.")
    )


class ReturnForm(DeskForm):
    """What should be changed in a reply."""

    def written_row(self) -> Reply | None:
        """The reply."""
        return reply_of(self.row)

    note = forms.CharField(
        label=_("What should be changed"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what should be changed.")},
    )


class MergeForm(DeskForm):
    """The question that asks the same, by its number."""

    into = forms.CharField(
        label=_("Number of the other question"),
        max_length=24,
        error_messages={"required": _("Choose another question that everyone can read.")},
        help_text=_("One that everyone can read; its answer will be this person's answer too."),
    )

    def clean_into(self) -> Question:
        """The question of that number."""
        found = Question.objects.filter(number=self.cleaned_data["into"].strip().upper()).first()
        if found is None:
            raise forms.ValidationError(_("Choose another question that everyone can read."))
        return found


class CorrectReplyForm(PublicReasonForm):
    """The answer as it should read, and why."""

    edits = True
    body = LimitedText(
        label=_("Reply"), rows=12, most=MOST_REPLY, error_messages={"required": _("Write the reply.")}
    )
    field_order = ("body", "reason")

    def prepare(self) -> None:
        """As it reads now."""
        if reply := reply_of(self.row):
            self.initial.setdefault("body", reply.body)

    def written_row(self) -> Reply | None:
        """The reply."""
        return reply_of(self.row)


class WithdrawReplyForm(PublicReasonForm):
    """Why it is taken back."""

    def written_row(self) -> Reply | None:
        """The reply."""
        return reply_of(self.row)


class ReplyForm(DeskForm):
    """The reply and the clauses it leans on."""

    edits = True
    body = forms.CharField(
        label=_("Reply"),
        widget=forms.Textarea(attrs={"rows": 14, "data-key": "e", "data-key-focus": ""}),
        error_messages={"required": _("Write the reply.")},
    )
    leans_on = forms.MultipleChoiceField(
        label=_("Clauses it leans on"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("When one of them changes, you are asked to look at the answer again."),
    )

    def __init__(self, *args: object, passages: list[Passage], **kwargs: object) -> None:
        self.passages = passages
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    def prepare(self) -> None:
        """The clauses that fit; the draft as it stands."""
        self.fields["body"].max_length = MOST_REPLY  # type: ignore[attr-defined]
        leans = self.fields["leans_on"]
        assert isinstance(leans, forms.MultipleChoiceField)
        leans.choices = [(row.clause.uid, row.path or row.label) for row in self.passages]
        if not leans.choices:
            del self.fields["leans_on"]
        if draft := first_draft(self.row):
            self.initial.setdefault("body", draft.body)
            self.initial.setdefault("leans_on", [clause.uid for clause in draft.leans_on.all()])

    def written_row(self) -> Reply | None:
        """The reply."""
        return reply_of(self.row)

    def options(self) -> dict[str, Any]:
        """The clauses that are offered."""
        return {"passages": self.passages}

    def clauses(self) -> list[Clause]:
        """The clauses chosen."""
        chosen = set(self.cleaned_data.get("leans_on", []))
        return [row.clause for row in self.passages if row.clause.uid in chosen]
