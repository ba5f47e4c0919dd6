"""Small helpers of the desk's templates."""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def get(table: Mapping[Any, Any], key: Any) -> Any:
    """The value of `key`, or nothing."""
    return table.get(key, "")
