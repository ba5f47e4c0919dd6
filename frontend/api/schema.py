"""The OpenAPI document: drf-spectacular reads the views; every operation may answer with a problem."""

from typing import Any, Literal

from drf_spectacular.openapi import AutoSchema
from rest_framework import serializers

from frontend.api.problems import MEDIA_TYPE


class Problem(serializers.Serializer[Any]):
    """RFC 9457. `type` leads to its explanation; `errors` names the fields or parameters at fault."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))  # type: ignore[assignment]


class ProblemSchema(AutoSchema):
    """Adds to every operation what it answers when it does not do what was asked."""

    def _get_response_bodies(self, direction: Literal["request", "response"] = "response") -> dict[str, Any]:
        responses: dict[str, Any] = super()._get_response_bodies(direction)
        responses["default"] = self._get_response_for_code(
            Problem, "default", media_types=[MEDIA_TYPE], direction=direction
        )
        return responses

    def _is_list_view(self, serializer: Any = None) -> bool:
        return self.method == "GET" and getattr(self.view, "filterset_class", None) is not None

    def get_operation_id(self) -> str:
        """`comments_create` for POST …/comments/: the last fixed part of the path and what is done there."""
        parts = [part for part in self.path.split("/") if part and "{" not in part][2:]
        done = {"get": "list" if self._is_list_view() else "retrieve", "post": "create"}
        return f"{parts[-1]}_{done.get(self.method.lower(), self.method.lower())}"

    def get_tags(self) -> list[str]:
        """The first part of the path after the version."""
        return [part for part in self.path.split("/") if part][2:3]
