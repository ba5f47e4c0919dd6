"""What `manage check --deploy` says of the sign-in."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register


@register(Tags.security, deploy=True)
def officials_need_a_second_factor(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """On a host that others reach, a password alone opens no desk."""
    if settings.LOOPBACK or settings.SECOND_FACTOR == "required":
        return []
    hint = "Leave SECOND_FACTOR unset, or set it to required (docs/deployment.md)."
    return [
        Warning("Officials may come to the desk with a password alone.", hint=hint, id="participation.W001")
    ]
