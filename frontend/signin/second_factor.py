"""The second factor as the house has it: its secrets sealed, its codes counted, and who must have one."""

from typing import Any, ClassVar
from urllib.parse import urlencode

from allauth.core import context as current
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base import forms as library
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, TOTP
from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from frontend.signin import attempts
from frontend.signin.words import ERRORS
from participation.accounts.models import User
from participation.accounts.second_factor import has_one, is_owed_by, seal, unseal
from participation.delivery.sender import site_name

BEHIND_IT = ("/desk/", "/admin/")


class SecondFactorAdapter(DefaultMFAAdapter):
    """allauth's own, with what it keeps sealed."""

    error_messages: ClassVar = {**DefaultMFAAdapter.error_messages, **ERRORS}

    def encrypt(self, text: str) -> str:
        """A stolen copy of the database opens no account."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The opposite of `encrypt`."""
        return unseal(encrypted_text)

    def get_totp_label(self, user: User) -> str:
        """The name one signs in by; a mail address has no place in a phone's list."""
        return user.username

    def get_totp_issuer(self) -> str:
        """Whose code it is, as the phone will show it."""
        return site_name()


def code_field(label: Any, hint: Any = "") -> forms.CharField:
    """A code of the app or, at the sign-in, one of the recovery codes."""
    attributes = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
    return forms.CharField(label=label, help_text=hint, max_length=20, widget=forms.TextInput(attributes))


class CountedCode(forms.Form):
    """Wrong codes are counted as wrong passwords are. A mixin before the library's form."""

    def clean_code(self) -> str:
        """The library's check, with its own limit switched off."""
        give_back = attempts.second_factor(current.request, self.user)  # type: ignore[attr-defined]
        code = str(super().clean_code())  # type: ignore[misc]
        give_back()
        return code


class SignInCode(CountedCode, library.AuthenticateForm):
    """The second step of the sign-in."""

    code = code_field(_("Code"), _("Six figures from your authenticator app, or one of your recovery codes."))


class AgainCode(CountedCode, library.ReauthenticateForm):
    """The same, when somebody is asked again."""

    code = code_field(_("Code"), _("Six figures from your authenticator app, or one of your recovery codes."))


class FirstCode(CountedCode, ActivateTOTPForm):
    """The code that shows that the app has the key. It opens nothing more: the sign-in wants the next one."""

    code = code_field(_("Code that the app shows now"))

    def __init__(self, *args: Any, **options: Any) -> None:
        """The key stays while the session has none set: who loads the page again has scanned it already."""
        session = current.request.session
        shown = session.get(SECRET_SESSION_KEY)
        super().__init__(*args, **options)
        if shown:
            self.secret = session[SECRET_SESSION_KEY] = shown

    def clean_code(self) -> str:
        """The library's check; the code counts as used from then on."""
        code = super().clean_code()
        TOTP(Authenticator(user=self.user))._mark_code_used(code)
        return code


def lead_to_it(request: HttpRequest) -> HttpResponse | None:
    """Where the desk would open to an official without a second factor: the way to set one up first."""
    if not request.path.startswith(BEHIND_IT) or not request.user.is_authenticated:
        return None
    if not is_owed_by(request.user) or has_one(request.user):
        return None
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401)  # a fragment: what is typed in the page stays as it is
    query = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
    return HttpResponseRedirect(f"{reverse('mfa_activate_totp')}?{query}".rstrip("?"))
