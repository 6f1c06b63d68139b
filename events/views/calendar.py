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
    """One feed with its addresses for the programs people use."""

    label: str
    name: str
    argument: str = ""

    @property
    def address(self):
        path = reverse(self.name, args=[self.argument] if self.argument else [])
        return settings.SITE_URL + path + ("?lang=en" if translation.get_language() == "en" else "")

    @property
    def identifier(self):
        return "-".join(filter(None, [self.name.removeprefix("feeds:"), self.argument]))

    @property
    def webcal(self):
        return "webcal:" + self.address.partition(":")[2]

    @property
    def google(self):
        return "https://calendar.google.com/calendar/r?" + urlencode({"cid": self.webcal})

    @property
    def outlook(self):
        return "https://outlook.office.com/calendar/0/addfromweb?" + urlencode(
            {"url": self.address, "name": self.label}
        )


@login_not_required
@require_safe
def subscribing(request):
    """Every feed with its addresses; formats and topics only where there are public events."""
    groups = [
        (_("Formats"), [Offer(word.label, "feeds:format", word.value) for word in feed_formats()]),
        (_("Topics"), [Offer(topic.label, "feeds:topic", topic.slug) for topic in feed_topics()]),
        (
            _("Transformation lines"),
            [Offer(line.label, "feeds:line", line.pk) for line in TransformationLine.objects.all()],
        ),
        (
            _("Fields of action"),
            [Offer(field.label, "feeds:field", field.pk) for field in FieldOfAction.objects.all()],
        ),
    ]
    context = {
        "everything": Offer(_("All MPI events"), "feeds:all"),
        "groups": [(heading, offers) for heading, offers in groups if offers],
    }
    return render(request, "events/calendar.html", context)
