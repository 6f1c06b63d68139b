"""Rows as programs read them: the content of `schemas`, times in Berlin's zone."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from events import queries
from events.models import Choice, Event, ProgrammeItem, Question
from events.rules import self_service_until
from networking.api import address, label, project_name, text


def summary(event: Event) -> dict[str, Any]:
    return {
        "slug": event.slug,
        "url": address(event),
        "format": event.format,
        "title": text(event, "title"),
        "summary": text(event, "summary"),
        "starts_at": berlin(event.starts_at),
        "ends_at": berlin(event.ends_at),
        "all_day": event.all_day,
        "place": _place(event),
        "is_online": event.is_online,
        "state": event.state,
        "availability": queries.availability(event),
        "capacity": event.capacity,
        "free": queries.free_seats(event),
        "waiting": event.waiting,
        "topics": [label(row) for row in event.topics.all()],
        "transformation_lines": [label(row) for row in event.transformation_lines.all()],
        "fields_of_action": [label(row) for row in event.fields_of_action.all()],
        "is_example": event.is_example,
        "sequence": event.sequence,
        "changed_at": berlin(event.changed_at),
    }


def _place(event: Event) -> dict[str, str] | None:
    place = {"venue": event.venue, "street": event.street, "locality": event.locality}
    return place if any(place.values()) else None


def point(item: ProgrammeItem) -> dict[str, Any]:
    return {
        "kind": item.kind,
        "title": text(item, "title"),
        "text": text(item, "text"),
        "starts_at": berlin(item.starts_at),
        "ends_at": berlin(item.ends_at),
        "room": item.room,
        "speakers": [{"name": s.name, "organisation": s.organisation} for s in item.speakers.all()],
        "project": project_name(item.project) if item.project else None,
    }


def question(question: Question) -> dict[str, Any]:
    former = question.shown_if
    return {
        "identifier": question.identifier,
        "kind": question.kind,
        "label": text(question, "label"),
        "hint": text(question, "hint"),
        "is_required": question.is_required,
        "is_need": question.is_need,
        "choices": [_choice(option) for option in question.options.all()],
        "asked_if": former and {"question": former.identifier, "answers": question.showing_values},
    }


def _choice(option: Choice) -> dict[str, Any]:
    return {
        "identifier": option.identifier,
        "label": text(option, "label"),
        "places": option.places,
        "free": option.free,
    }


def edition(event: Event | None) -> dict[str, Any] | None:
    """An event that came before another, or comes after it."""
    return event and {
        "slug": event.slug,
        "url": address(event),
        "title": text(event, "title"),
        "starts_at": berlin(event.starts_at),
    }


def rules(event: Event) -> dict[str, Any]:
    names = ("entry", "waiting_list", "confirm_email_hours", "deputies", "attendee_list", "retention_days")
    return {name: event.policy(name) for name in names} | {
        "cancel_until": berlin(self_service_until(event, "cancel_until_hours")),
        "change_until": berlin(self_service_until(event, "change_until_hours")),
    }


def berlin(moment: datetime | None) -> datetime | None:
    return timezone.localtime(moment) if moment else None
