"""What people fill in about themselves."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from frontend.forms.once import OnceForm
from frontend.public.receipts.forms import TrackForm
from participation.accounts.models import User
from participation.delivery.sms import is_offered
from participation.notifications.choices import wants_steps


class ProfileForm(OnceForm):
    """Name, telephone and in which language mails are written."""

    name = forms.CharField(
        label=_("Your name"),
        required=False,
        help_text=_("Stands in your account. Under a comment stands what you write there, in part only."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=_("Telephone"),
        required=False,
        help_text=_("Kept sealed. Leave it empty if you do not want it kept."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    language = forms.ChoiceField(
        label=_("Language of mails"),
        required=False,
        choices=[("", _("The language in which I sent each item")), *settings.LANGUAGES],
        error_messages={"invalid_choice": _("Choose one of the languages offered.")},
    )
    hides_name = forms.BooleanField(
        label=_("Show no name under what I send"),
        required=False,
        help_text=_(
            "Instead of a part of your name, such as 周**, stands “Anonymous”. This holds for what you sent before, "
            "too."
        ),
    )
    steps = forms.BooleanField(
        label=_("Mail me about each step of what I sent"),
        required=False,
        help_text=_("Without it, see here or by number and look-up code where an item stands."),
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, may_name: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not may_name:
            del self.fields["name"]
        if is_offered():
            self.fields["phone"].help_text = _(
                "Kept sealed. Leave it empty if you do not want it kept. A number that is changed is confirmed anew "
                "before text messages go to it."
            )

    @classmethod
    def of(cls, person: User, *, may_name: bool) -> "ProfileForm":
        """As the account stands."""
        names = ("name", "phone", "language", "hides_name", "revision")
        initial = {name: getattr(person, name) for name in names} | {"steps": wants_steps(person)}
        return cls(initial=initial, may_name=may_name)


class AddressForm(OnceForm):
    """One more mail address."""

    email = forms.CharField(
        label=_("A mail address"),
        max_length=254,
        help_text=_("A link to confirm it is mailed there. Until then it gets nothing else."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Write a mail address.")},
    )


class CodeForm(forms.Form):
    """The six figures that came by text message."""

    code = forms.CharField(
        label=_("Code from the text message"),
        max_length=20,
        help_text=_("Six figures. They hold for ten minutes."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": _("Write the six figures of the text message.")},
    )


class LeaveForm(OnceForm):
    """Having the account deleted."""

    unweighed = forms.ChoiceField(
        label=_("Your comments that have not been weighed"),
        choices=[
            ("keep", _("Keep them, without my name: they are weighed like every other")),
            ("take_back", _("Take them back: they are neither shown nor weighed")),
        ],
        initial="keep",
        widget=forms.RadioSelect,
    )
    codes = forms.BooleanField(
        label=_("Give me new look-up codes for what is still open"),
        required=False,
        help_text=_(
            "They are shown once, on the next page. The codes you have now then open these items no more."
        ),
    )
    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Write your password.")},
    )
    sure = forms.BooleanField(
        label=_("Yes, delete my account"), error_messages={"required": _("Tick the box to confirm.")}
    )

    def __init__(self, *args: Any, undecided: int, waiting: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        if not undecided:
            del self.fields["unweighed"]
        if not waiting:
            del self.fields["codes"]


class ClaimForm(OnceForm, TrackForm):
    """Number and code of what was sent without signing in."""
