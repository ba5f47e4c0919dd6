"""Fields that take what they say and nothing that merely looks like it."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from participation.accounts.models import Department


class Text(serializers.CharField):
    """A JSON string; a number or a truth value is not one."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Choice(serializers.ChoiceField):
    """One of the words offered, as a JSON string."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid_choice", input=data)
        if (
            data not in self.choices
        ):  # half a character, which JSON may hold, cannot be said again in the answer
            self.fail("invalid_choice", input=data.encode("utf-8", "replace").decode())
        return str(super().to_internal_value(data))


@extend_schema_field({"type": "boolean"})
class Consent(serializers.BooleanField):
    """True or false and nothing else: consent is never guessed from "yes" or 1."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class Place(serializers.ModelSerializer[Department]):
    """A department as it is named everywhere in the API, in the reader's language."""

    name = serializers.CharField(source="__str__")

    class Meta:
        model = Department
        fields = ("slug", "name")


class Given(serializers.Serializer[Any]):
    """What the holder keeps: the commitment in the ledger, the salt that opens it, and a signed promise."""

    leaf = serializers.CharField()
    salt = serializers.CharField()
    log = serializers.CharField(help_text="the name of the log it will stand in")
    integrate_by = serializers.DateTimeField(help_text="by when")
    signature = serializers.CharField(help_text="Ed25519 over the promise, in base64: docs/ledger.md")
