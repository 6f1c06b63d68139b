"""How far the plan of an event is: section by section, what is still missing and what would help visitors."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.enums import Entry, Visibility
from events.models import Event

Words = list[str | Promise]


_OTHER_LANGUAGE: dict[str, tuple[str | Promise, str | Promise]] = {
    "title": ("", _("the English title")),
    "summary": (_("the German summary"), _("the English summary")),
    "description": (_("the German description"), _("the English description")),
    "directions": (_("the way there in German"), _("the way there in English")),
}


@dataclass(frozen=True)
class Task:
    """One section of the plan; `name` is also the section of the form. Without the `missing` nothing is published."""

    name: str
    title: str | Promise
    missing: Words
    advised: Words

    @property
    def is_complete(self) -> bool:
        return not (self.missing or self.advised)


def tasks(event: Event) -> list[Task]:
    """The sections in the order of the form. Prefetch `topics` and `programme` where there are many events."""
    return [
        Task("basics", _("Basics"), [], _basics(event)),
        Task("texts", _("Texts in both languages"), _title(event), _texts(event)),
        Task("time", _("Date and time"), _time(event), _date_ahead(event)),
        Task("place", _("Place or online"), _place(event), _way_there(event)),
        Task("programme", _("Programme"), [], _programme(event)),
        Task("registration", _("Registration and seats"), [], _seats(event)),
        Task("access", _("Access"), [], []),
    ]


def missing(event: Event) -> Words:
    """What the event still needs before it can be published, in the organiser's words."""
    return [*_title(event), *_time(event), *_place(event)]


def rules(event: Event) -> Words:
    """Who sees the event and how one gets in, as its format or the event itself says."""
    return [Visibility(event.policy("visibility")).label, Entry(event.policy("entry")).label]


def advised(event: Event) -> Words:
    """What could be added; nobody is kept from publishing without it."""
    return [words for task in tasks(event) for words in task.advised]


def _lacking(needs: Iterable[tuple[Any, str | Promise]]) -> Words:
    return [words for value, words in needs if not value]


def _title(event: Event) -> Words:
    return _lacking([(event.title_de, _("a German title"))])


def _time(event: Event) -> Words:
    return _lacking([(event.starts_at, _("a date"))])


def _place(event: Event) -> Words:
    return _lacking([(event.place, _("a place or “takes place online”"))])


def _basics(event: Event) -> Words:
    contact = event.contact_name or event.contact_email
    return _lacking([(event.topics.all(), _("a topic")), (contact, _("a contact"))])


def _date_ahead(event: Event) -> Words:
    return _lacking(
        [(event.published_at or event.ends_at > timezone.now(), _("a date that is not over yet"))]
    )


def _way_there(event: Event) -> Words:
    there, directions = bool(event.venue), event.directions_de or event.directions_en
    return _lacking(
        [
            (event.street or not there, _("street and number")),
            (directions or not there, _("the way there and accessibility")),
            (event.online_url or not event.is_online, _("the online link")),
        ]
    )


def _programme(event: Event) -> Words:
    return _lacking([(event.programme.all(), _("points of the programme"))])


def _seats(event: Event) -> Words:
    """An event in the net may have no limit; a room has one."""
    return _lacking([(event.capacity or not event.venue, _("the number of seats"))])


def _texts(event: Event) -> Words:
    """What one of the two languages lacks, and the summary, which every list shows."""
    has_summary = event.summary_de or event.summary_en
    lacking = [words for name in _OTHER_LANGUAGE for words in _other_language(event, name)]
    lacks_english = any(not point.title_en for point in event.programme.all())
    return [
        *_lacking([(has_summary, _("a summary"))]),
        *lacking,
        *_lacking([(not lacks_english, _("English titles in the programme"))]),
    ]


def _other_language(event: Event, name: str) -> Words:
    """German without English and the other way round; the title's German is asked for by `_title`."""
    german, english = getattr(event, f"{name}_de"), getattr(event, f"{name}_en")
    in_german, in_english = _OTHER_LANGUAGE[name]
    needs = [(english or not german, in_english), (german or not english or not in_german, in_german)]
    return _lacking(needs)
