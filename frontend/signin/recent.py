"""How long ago somebody last showed who they are: at the sign-in, or when they were asked again."""

import time

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest

SIGNED_IN_AT = "signed_in_at"  # in the session, seconds


def is_recent(request: HttpRequest) -> bool:
    """Whether it was within `REAUTHENTICATE_AFTER` minutes."""
    moments = [record["at"] for record in get_authentication_records(request, request.user)]
    last = max([*moments, request.session.get(SIGNED_IN_AT, 0)])
    return bool(time.time() - last < settings.REAUTHENTICATE_AFTER * 60)
