"""The API's documentation as a plain page of the house: readable without JavaScript, with a keyboard, on paper.

It says what openapi.json says; nothing is written twice.
"""

from typing import Any

from django.shortcuts import render
from ninja.openapi.docs import DocsBase

_METHODS = ("get", "post", "patch", "put", "delete")


class DocumentationPage(DocsBase):
    """Renders templates/backend/api_docs.html from the API's own schema."""

    def render_page(self, request, api, **kwargs):
        schema = api.get_openapi_schema()
        page = {
            "info": schema["info"],
            "operations": operations(schema),
            "schemas": [
                {
                    "name": name,
                    "fields": fields(found),
                    "values": found.get("enum", ()),
                    "text": found.get("description"),
                }
                for name, found in sorted(schema["components"]["schemas"].items())
            ],
            "openapi_url": self.get_openapi_url(api, kwargs),
        }
        return render(request, "backend/api_docs.html", page)


def operations(schema: dict) -> list[dict[str, Any]]:
    """Every operation of the schema in its order: method, path, what it is for, what it takes and answers."""
    return [
        {
            "method": method.upper(),
            "path": path,
            "anchor": operation["operationId"],
            "summary": operation.get("summary", ""),
            "description": operation.get("description", ""),
            "parameters": [_parameter(found) for found in operation.get("parameters", [])],
            "body": _content(operation.get("requestBody", {})),
            "answers": [_answer(status, found) for status, found in operation["responses"].items()],
        }
        for path, by_method in schema["paths"].items()
        for method, operation in by_method.items()
        if method in _METHODS
    ]


def fields(schema: dict) -> list[dict[str, Any]]:
    """The named entries of an object: name, type, whether it must be there, what it means."""
    return [
        {
            "name": name,
            "type": type_name(found),
            "required": name in schema.get("required", []),
            "text": found.get("description", ""),
        }
        for name, found in schema.get("properties", {}).items()
    ]


def type_name(schema: dict) -> str:
    """A type in words: "string", "list of EventSummary", "integer or null"."""
    if "$ref" in schema:
        return schema["$ref"].rsplit("/", 1)[-1]
    if "anyOf" in schema:
        return " or ".join(type_name(found) for found in schema["anyOf"])
    if schema.get("type") == "array":
        return f"list of {type_name(schema['items'])}"
    kind = schema.get("type", "any value")
    return f"{kind} ({schema['format']})" if "format" in schema else kind


def _parameter(found: dict) -> dict[str, Any]:
    return {
        "name": found["name"],
        "place": found["in"],
        "type": type_name(found["schema"]),
        "required": found.get("required", False),
        "text": found.get("description", ""),
    }


def _content(found: dict) -> str:
    schema = found.get("content", {}).get("application/json", {}).get("schema")
    return type_name(schema) if schema else ""


def _answer(status, found: dict) -> dict[str, Any]:
    return {"status": status, "text": found.get("description", ""), "type": _content(found)}
