"""What the sign-in library says in its forms, in the house's own words."""

from django.utils.translation import gettext_lazy as _

ERRORS = {
    "account_inactive": _("This account is closed."),
    "cannot_remove_primary_email": _(
        "The main address cannot be removed. Make another one the main address first."
    ),
    "duplicate_email": _("This address is on your account already."),
    "email_password_mismatch": _("The mail address or the password is wrong."),
    "username_password_mismatch": _("The user name or the password is wrong."),
    "enter_current_password": _("Type the password you have now."),
    "incorrect_code": _("This code is wrong, or it has been used. Wait for the next one."),
    "incorrect_password": _("The password is wrong."),
    "invalid_password_reset": _("This link no longer opens anything. Ask for a new one."),
    "same_as_current": _("This is what it is already."),
    "unverified_primary_email": _("Confirm the address first, then make it the main one."),
    "username_is_address": _("A user name has no @ in it. Your mail address goes in the field below."),
    "username_taken": _("Somebody has this user name. Choose another one."),
    "rate_limited": _("Too much has come at once. Wait a minute and try again."),
}
