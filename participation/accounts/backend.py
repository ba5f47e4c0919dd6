"""A name and a password are looked at once, whether there is such an account or not, so that time tells nothing."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend


class OneLook(AuthenticationBackend):
    """allauth's backend takes a user name for a mail address too; the same mail given twice would be hashed twice."""

    def authenticate(self, request: Any, **credentials: Any) -> Any:
        """The account whose password this is, or None; one hash is computed either way."""
        if credentials.get("username"):
            credentials.pop("email", None)
        return super().authenticate(request, **credentials)
