"""What the holder of a receipt fills in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend.forms.fields import LongText
from frontend.forms.once import OnceForm


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
