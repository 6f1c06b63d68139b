"""Ways into the calendars: what a visitor is offered to subscribe to, and under which addresses."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from events.calendar.entries import timed_sessions
from events.models import Event

_OFFICE = "https://outlook.office.com/calendar/0/addfromweb?"
_LIVE = "https://outlook.live.com/calendar/0/addfromweb?"


@dataclass(frozen=True)
class Offer:
    """One feed: its name, its address, and the same address as some programs want it."""

    label: str
    identifier: str
    address: str

    @property
    def webcal(self) -> str:
        return "webcal:" + self.address.partition(":")[2]

    @property
    def google(self) -> str:
        return "https://calendar.google.com/calendar/r?" + urlencode({"cid": self.webcal})

    @property
    def outlook(self) -> str:
        """For accounts of work or school."""
        return _OFFICE + self._words

    @property
    def outlook_at_home(self) -> str:
        return _LIVE + self._words

    @property
    def _words(self) -> str:
        return urlencode({"url": self.address, "name": self.label})


def offer(label: object, kind: str, *arguments: str) -> Offer:
    """The feed of that kind, in the language of this page."""
    address = settings.SITE_URL + reverse(f"feeds:{kind}", args=arguments)
    if translation.get_language() == "en":
        address += "?lang=en"
    return Offer(label=str(label), identifier="-".join([kind, *arguments]), address=address)


def everything() -> Offer:
    return offer(_("All MPI events"), "all")


def of_event(event: Event) -> list[Offer]:
    """What fits whoever reads about this event: its format's feed, then all."""
    return [offer(event.get_format_display(), "format", event.format), everything()]


def of_sessions(event: Event) -> Offer | None:
    """The calendar of its sessions, for an event of several days that has any with times."""
    if not timed_sessions(event):
        return None
    return offer(_("Sessions: %(event)s") % {"event": event.title}, "sessions", event.slug)


def of_choice(chosen: Iterable[tuple[str, str, str]]) -> list[Offer]:
    """The feed of each chosen (kind, value, label), then all."""
    return [*(offer(label, kind, value) for kind, value, label in chosen), everything()]
