"""The API's documentation says what its schema says."""

import pytest

from backend.api_docs import type_name


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "string"}, "string"),
        ({"type": "string", "format": "date-time"}, "string (date-time)"),
        ({"$ref": "#/components/schemas/Place"}, "Place"),
        ({"type": "array", "items": {"$ref": "#/components/schemas/Place"}}, "list of Place"),
        ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, "integer or null"),
        ({}, "any value"),
    ],
)
def test_types_are_named_in_words(schema, words):
    assert type_name(schema) == words


@pytest.mark.django_db
def test_every_operation_stands_on_the_page(client):
    schema = client.get("/api/v1/openapi.json").json()

    page = client.get("/api/v1/docs").content.decode()

    assert [path for path in schema["paths"] if path not in page] == []


@pytest.mark.django_db
def test_the_page_needs_no_script_of_its_own(client):
    page = client.get("/api/v1/docs").content.decode()

    assert "swagger" not in page
