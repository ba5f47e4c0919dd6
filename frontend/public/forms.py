"""The forms residents fill in. What the rooms refuse is shown by the same words; the forms only shape the input."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.models import Comment
from frontend.forms.files import FilesField
from frontend.forms.once import OnceForm
from participation.text.cleaning import MOST_COMMENT


class LongText(forms.CharField):
    """A text whose length the page counts and the room judges: the browser never cuts a pasted text off."""

    def __init__(self, *, most: int = MOST_COMMENT, rows: int = 6, **options: Any) -> None:
        options.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**options)
        self.max_length = most


class CommentForm(OnceForm):
    """A comment on the whole text or on one clause."""

    clause = forms.ChoiceField(
        label=_("Which part"),
        required=False,
        error_messages={"invalid_choice": _("This clause is not part of the draft under discussion.")},
    )
    stance = forms.ChoiceField(
        label=_("Your stance"),
        choices=Comment.Stance.choices,
        initial=Comment.Stance.NEUTRAL,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of the stances offered.")},
    )
    body = LongText(
        label=_("Your comment"),
        help_text=_(
            "Say what does not fit and how to put it better. Please leave out identity numbers, phone numbers and "
            "the private affairs of others."
        ),
        error_messages={"required": _("Write what you want to say.")},
    )
    name = forms.CharField(
        label=_("Your name"), required=False, max_length=80, help_text=_("Shown in part only, such as 周**")
    )
    contact = forms.CharField(
        label=_("E-mail or phone"),
        required=False,
        max_length=160,
        help_text=_("Kept secret; an e-mail address gets the outcome"),
    )
    files = FilesField()  # type: ignore[assignment]
    publish = forms.BooleanField(
        label=_("Show my comment on this page"),
        required=False,
        help_text=_("Without the tick it is weighed all the same, but nobody else reads it."),
    )

    def __init__(self, *args: Any, clauses: list[tuple[str, str]] | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["clause"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = clauses or []
        if len(clauses or []) <= 1:
            field.widget = forms.HiddenInput()


class AgainForm(OnceForm):
    """A returned comment, changed and sent again."""

    body = LongText(label=_("Your comment"), error_messages={"required": _("Write what you want to say.")})


class SureForm(OnceForm):
    """One act that cannot be undone, said twice."""

    sure = forms.BooleanField(
        label=_("Yes, take it back"), error_messages={"required": _("Tick the box to confirm.")}
    )


class TrackForm(forms.Form):
    """Number and code: what a receipt says."""

    number = forms.CharField(
        label=_("Number"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "spellcheck": "false"}),
        help_text=_("Such as YJ-260306-4F7KQ2"),
        error_messages={"required": _("Write the number of your receipt.")},
    )
    code = forms.CharField(
        label=_("Look-up code"),
        max_length=64,
        widget=forms.TextInput(
            attrs={"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}
        ),
        help_text=_("Twelve letters and figures; capitals and dashes do not matter"),
        error_messages={"required": _("Write the look-up code of your receipt.")},
    )


class RateForm(OnceForm):
    """How good an answer was."""

    rating = forms.TypedChoiceField(
        label=_("How good is this answer?"),
        coerce=int,
        choices=[
            ("5", _("Very good")),
            ("4", _("Good")),
            ("3", _("Middling")),
            ("2", _("Poor")),
            ("1", _("Does not answer it")),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one of the five."),
            "invalid_choice": _("Choose one of the five."),
        },
    )
    note = LongText(label=_("What was good, what was missing"), required=False, most=1000, rows=3)
