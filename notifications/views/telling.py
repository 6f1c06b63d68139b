"""Whom to tell of a new time or place: the question after saving, with the mail as it would be sent."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from events.enums import Audience
from events.errors import EventError
from events.services import telling
from events.views.organising import event_for
from networking.enums import Language
from notifications.services.event_mails import preview_moved


@require_http_methods(["GET", "HEAD", "POST"])
def tell(request, slug):
    event = event_for(request, slug, "event.edit")
    if not event.needs_telling:
        return redirect("events:organise_event", event.slug)
    refusal = ""
    if request.method == "POST" and request.POST.get("audience") in Audience.values:
        try:
            number = telling.tell(
                event, request.POST["audience"], actor=request.user, sequence=_sequence(request)
            )
        except EventError as error:
            refusal = str(error)
        else:
            messages.success(request, _told(number))
            return redirect("events:organise_event", event.slug)
    former = telling.as_told(event)
    letters = [
        (language, preview_moved(event, former, language=language.value, to_name=str(request.user)))
        for language in Language
    ]
    context = {
        "event": event,
        "letters": letters,
        "seats": telling.audience(event, Audience.SEATS).count(),
        "all": telling.audience(event, Audience.ALL).count(),
        "refusal": refusal,
    }
    return render(request, "notifications/tell.html", context, status=409 if refusal else 200)


def _sequence(request) -> int:
    """Which state of the event the organiser saw; none known is none that can be right."""
    sent = request.POST.get("sequence", "")
    return int(sent) if sent.isascii() and sent.isdigit() else -1


def _told(number: int) -> str:
    if not number:
        return _("Nobody was written to.")
    return ngettext("%(number)d person gets a mail.", "%(number)d people get a mail.", number) % {
        "number": number
    }
