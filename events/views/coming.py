"""The answer to "are you still coming?": a page with two ways, then a POST; mail scanners follow every link."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events import links
from events.enums import RegistrationState
from events.errors import EventError
from events.services.coming import say_coming
from networking.views.private import private_page


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def coming(request, token):
    registration = links.registration_for(token)
    if registration is None:
        raise Http404
    page = {
        "registration": registration,
        "event": registration.event,
        "token": token,
        "has_seat": registration.state == RegistrationState.CONFIRMED and not registration.event.is_past,
    }
    if request.method == "POST":
        try:
            say_coming(registration)
        except EventError as error:
            return render(request, "events/coming.html", page | {"has_seat": False}, status=error.status)
        messages.success(request, _("Thank you. We look forward to seeing you."))
        return redirect("events:mine", token=token)
    return render(request, "events/coming.html", page)
