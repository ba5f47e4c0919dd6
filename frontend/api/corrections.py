"""What was corrected or taken back, as everybody may read it."""

from typing import Any

from rest_framework import serializers

from participation.corrections.models import Correction
from participation.corrections.queries import confirmed_on


class CorrectionRow(serializers.ModelSerializer[Correction]):
    """`before` holds what stood there from `stood_since` to `at`, field by field."""

    at = serializers.DateTimeField(source="decided_at")
    before = serializers.DictField()

    class Meta:
        model = Correction
        fields = ("kind", "act", "reason", "stood_since", "at", "before")


def corrections_of(*things: tuple[str, int | None]) -> Any:
    """Those of one or several published things, newest first. One query."""
    return CorrectionRow(confirmed_on(*things), many=True).data
