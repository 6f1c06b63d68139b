"""How to subscribe to the calendars."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.queries import feed_formats, feed_topics
from networking.models import FieldOfAction, TransformationLine


@dataclass(frozen=True)
class Offer:
    """One feed: its name, its address, and the same address as some programs want it."""

    label: str
    identifier: str
    address: str

    @property
    def webcal(self):
        return "webcal:" + self.address.partition(":")[2]

    @property
    def google(self):
        return "https://calendar.google.com/calendar/r?" + urlencode({"cid": self.webcal})

    @property
    def outlook(self):
        words = {"url": self.address, "name": self.label}
        return "https://outlook.office.com/calendar/0/addfromweb?" + urlencode(words)


def _offer(label, kind, *arguments):
    """The feed of that kind, in the language of this page."""
    address = settings.SITE_URL + reverse(f"feeds:{kind}", args=arguments)
    if translation.get_language() == "en":
        address += "?lang=en"
    return Offer(label=str(label), identifier="-".join([kind, *arguments]), address=address)


@login_not_required
@require_safe
def subscribing(request):
    """Every feed with its addresses; formats and topics only where there are public events."""
    groups = [
        (_("Formats"), [_offer(word.label, "format", word.value) for word in feed_formats()]),
        (_("Topics"), [_offer(topic.label, "topic", topic.slug) for topic in feed_topics()]),
        (
            _("Transformation lines"),
            [_offer(line.label, "line", line.pk) for line in TransformationLine.objects.all()],
        ),
        (
            _("Fields of action"),
            [_offer(field.label, "field", field.pk) for field in FieldOfAction.objects.all()],
        ),
    ]
    context = {
        "everything": _offer(_("All MPI events"), "all"),
        "groups": [(heading, offers) for heading, offers in groups if offers],
    }
    return render(request, "events/calendar.html", context)
