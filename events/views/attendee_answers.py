"""One attendee's answers, written by an organiser."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.enums import LookedAt
from events.errors import EventError
from events.forms.registration import AnswersForm
from events.services import answers, looks
from events.views.organising import event_for
from networking.access import can


@require_http_methods(["GET", "HEAD", "POST"])
def attendee_answers(request, slug, uuid):
    """Nothing must be answered here; needs on site only by those who may know them."""
    event = event_for(request, slug, "attendees.decide")
    registration = get_object_or_404(event.registrations.filter(anonymised_at=None), uuid=uuid)
    registration.event = event
    looks.note(event, request.user, LookedAt.PERSON, registration)
    sent = request.POST if request.method == "POST" else None
    with_needs = can(request.user, "needs.read", event)
    form = AnswersForm(sent, registration=registration, with_needs=with_needs)
    if sent is not None and form.is_valid():
        try:
            answers.amend(registration, form.said, actor=request.user)
        except EventError as error:
            form.add_error(None, error.told_to_organisers)
        else:
            messages.success(request, _("The answers are saved."))
            return redirect("events:attendee", event.slug, registration.uuid)
    page = {"event": event, "registration": registration, "form": form}
    return render(request, "events/attendee_answers.html", page, status=422 if form.errors else 200)
