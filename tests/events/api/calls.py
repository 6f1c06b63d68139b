"""Asking and sending as a program does."""

import json

from events.enums import Format
from tests.factories import make_event

SECRET = "Vertraulich-4711"


def get(client, path="", **query):
    return client.get(f"/api/v1/events{path}", query)


def slugs(answer) -> list[str]:
    return [item["slug"] for item in answer.json()["items"]]


def person(**entries) -> dict:
    return {"given_name": "Ada", "family_name": "Lovelace", "email": "ada@example.org"} | entries


def send(client, event, entries=None, **headers):
    return client.post(
        f"/api/v1/events/{getattr(event, 'slug', event)}/registrations",
        json.dumps(person() if entries is None else entries),
        content_type="application/json",
        headers=headers,
    )


def make_secret(**fields):
    """A Dialog with a mark in every text a leak could carry."""
    fields = {
        "format": Format.DIALOG,
        "slug": SECRET.lower(),
        "title_de": SECRET,
        "title_en": SECRET,
        "summary_de": SECRET,
        "description_de": SECRET,
        "venue": SECRET,
        "online_url": f"https://example.org/{SECRET}",
    } | fields
    return make_event(**fields)
