"""The OpenAPI document, and a plain page that says the same: our own, nothing fetched from elsewhere."""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from frontend.api.base import View
from frontend.api.problems import REFUSALS


class Schema(View):
    """The OpenAPI 3.1 document."""

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        return Response(document(get_language()))


def docs(request: HttpRequest) -> HttpResponse:
    """Every operation, parameter, field and problem, on one page that needs no script."""
    found = document(get_language())
    context = {"operations": list(_operations(found)), "refusals": [each[1:] for each in REFUSALS]}
    return render(request, "api/docs.html", context)


@cache
def document(language: str | None) -> dict[str, Any]:
    """The OpenAPI document in one language; worked out once a process."""
    made: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return made


def _operations(found: dict[str, Any]) -> Any:
    schemas = found["components"]["schemas"]
    for path, methods in found["paths"].items():
        for method, operation in methods.items():
            sent = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
            yield {
                "id": operation["operationId"],
                "method": method.upper(),
                "path": path,
                "words": _said(operation.get("description", "")),
                "parameters": [
                    _row(each["name"], each["schema"], each) for each in operation.get("parameters", [])
                ],
                "fields": _fields(sent.get("schema"), schemas),
                "answers": [
                    {"status": status, "fields": _fields(_content(answer), schemas)}
                    for status, answer in operation["responses"].items()
                    if status != "default"
                ],
            }


def _content(answer: dict[str, Any]) -> dict[str, Any] | None:
    schema: dict[str, Any] | None = answer.get("content", {}).get("application/json", {}).get("schema")
    return schema


def _fields(schema: dict[str, Any] | None, schemas: dict[str, Any]) -> list[dict[str, Any]]:
    """The fields of an object, those of a list's rows under `results[]`."""
    body = _followed(schema or {}, schemas)
    required = body.get("required", [])
    rows = []
    for name, field in body.get("properties", {}).items():
        rows.append(_row(name, _followed(field, schemas), {"required": name in required}))
        inner = _followed(_followed(field, schemas).get("items", {}), schemas)
        rows += [
            _row(f"{name}[].{n}", _followed(f, schemas), {}) for n, f in inner.get("properties", {}).items()
        ]
    return rows


def _followed(schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    for reference in (schema, *schema.get("allOf", []), *schema.get("oneOf", [])):
        if "$ref" in reference:
            return {
                **schemas[reference["$ref"].rpartition("/")[2]],
                **{k: v for k, v in schema.items() if k != "$ref"},
            }
    return schema


def _row(name: str, schema: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    kind = schema.get("type", "object")
    return {
        "name": name,
        "type": " | ".join(kind) if isinstance(kind, list) else kind,
        "format": schema.get("format", ""),
        "required": more.get("required", False),
        "choices": [each for each in schema.get("enum", []) if each],
        "words": _said(more.get("description") or schema.get("description") or ""),
    }


def _said(text: str) -> str:
    """The first paragraph in the reader's language."""
    first = " ".join(text.partition("\n\n")[0].split())
    return gettext(first) if first and not first.startswith("* `") else ""
