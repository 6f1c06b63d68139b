"""One attendee's contact data, put right by an organiser."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.enums import LookedAt
from events.errors import EventError
from events.forms.details import DetailsForm
from events.services import looks
from events.services import registration as registering
from events.views.organising import event_for
from networking.enums import Source


@require_http_methods(["GET", "HEAD", "POST"])
def attendee_details(request, slug, uuid):
    """No deadline binds an organiser; the address stays, because the private link was sent to it."""
    event = event_for(request, slug, "attendees.decide")
    registration = get_object_or_404(event.registrations.filter(anonymised_at=None), uuid=uuid)
    registration.event = event
    looks.note(event, request.user, LookedAt.PERSON, registration)
    sent = request.POST if request.method == "POST" else None
    form = DetailsForm(sent, registration=registration)
    if sent is not None and form.is_valid():
        try:
            registering.change(registration, form.contact(), actor=request.user, source=Source.ORGANISER)
        except EventError as error:
            form.add_error(None, error.told_to_organisers)
        else:
            messages.success(request, _("The details are saved. The person gets no mail about it."))
            return redirect("events:attendee", event.slug, registration.uuid)
    page = {"event": event, "registration": registration, "form": form}
    return render(request, "events/attendee_details.html", page, status=422 if form.errors else 200)
