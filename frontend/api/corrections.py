"""What was corrected or taken back, as everybody may read it."""

from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from consultations.models import Version
from frontend.shared.corrections import address_of, changed_parts
from participation.corrections.models import Correction
from participation.corrections.queries import confirmed_on
from participation.corrections.registry import kind_of

PART = ("kind", "heading", "body")


class CorrectionRow(serializers.ModelSerializer[Correction]):
    """`before` holds what stood there from `stood_since` to `at`, field by field: texts; `parts` that changed; of a
    final text the `version` with its number and address."""

    at = serializers.DateTimeField(source="decided_at")
    before = serializers.SerializerMethodField()

    class Meta:
        model = Correction
        fields = ("kind", "act", "reason", "stood_since", "at", "before")

    @extend_schema_field(serializers.DictField)
    def get_before(self, row: Correction) -> dict[str, Any]:
        found = {name: value for name, value in row.before.items() if name in kind_of(row.kind).labels}
        if "parts" in found:
            pairs = changed_parts(row)
            found["parts"] = [dict(zip(PART, was, strict=True)) for was, _now in pairs if was]
        if "final_version" in found:
            version = Version.objects.select_related("document").get(pk=found.pop("final_version"))
            found["version"] = {"number": version.number, "url": f"{settings.SITE_URL}{address_of(version)}"}
        return found


def corrections_of(*things: tuple[str, int | None]) -> Any:
    """Those of one or several published things, newest first. One query."""
    return CorrectionRow(confirmed_on(*things), many=True).data
