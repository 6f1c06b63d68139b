"""How to subscribe to the calendars."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events import atom, feed_offers
from events.queries import feed_formats, feed_topics
from networking.models import FieldOfAction, TransformationLine


@login_not_required
@require_safe
def subscribing(request):
    """Every feed with its addresses; formats and topics only where there are public events."""
    groups = [
        (_("Formats"), [feed_offers.offer(word.label, "format", word.value) for word in feed_formats()]),
        (_("Topics"), [feed_offers.offer(topic.label, "topic", topic.slug) for topic in feed_topics()]),
        (
            _("Transformation lines"),
            [feed_offers.offer(line.label, "line", line.pk) for line in TransformationLine.objects.all()],
        ),
        (
            _("Fields of action"),
            [feed_offers.offer(field.label, "field", field.pk) for field in FieldOfAction.objects.all()],
        ),
    ]
    context = {
        "everything": feed_offers.everything(),
        "news": atom.address(request.LANGUAGE_CODE),
        "groups": [(heading, offers) for heading, offers in groups if offers],
    }
    return render(request, "events/calendar.html", context)
