"""Behind the link that was sent: choose a password, and be at the desk."""

from allauth.account.utils import perform_login
from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.password_validation import password_validators_help_texts
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from frontend.forms.acts import show
from participation.accounts.inviting import invitation_of, use_link
from participation.errors import Conflict, Refused

WRONG, GONE = 422, 410
NEW = {"autocomplete": "new-password"}


class PasswordForm(forms.Form):
    """The password, twice."""

    password = forms.CharField(
        label=gettext_lazy("Password"), strip=False, widget=forms.PasswordInput(attrs=NEW)
    )
    again = forms.CharField(
        label=gettext_lazy("The password again"), strip=False, widget=forms.PasswordInput(attrs=NEW)
    )

    def clean(self) -> None:
        """Both must be the same."""
        super().clean()
        first, second = self.cleaned_data.get("password"), self.cleaned_data.get("again")
        if first and second and first != second:
            self.add_error("again", _("The two passwords are not the same."))


@sensitive_post_parameters()
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The form; after it the sign-in goes on as any other, with its second step where there is one."""
    row = invitation_of(token)
    if row is None:
        return render(request, "public/invitation_over.html", status=GONE)
    form = PasswordForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            person = use_link(token, form.cleaned_data["password"])
        except Conflict:
            return render(request, "public/invitation_over.html", status=GONE)
        except Refused as refused:
            show(form, refused)
        else:
            logout(request)  # of whoever sat here before
            messages.success(request, _("Your password is set."))
            answer: HttpResponse = perform_login(request, person, redirect_url="/desk/")
            return answer
    context = {"form": form, "person": row.user, "hints": password_validators_help_texts()}
    return render(request, "public/invitation.html", context, status=WRONG if form.errors else 200)
