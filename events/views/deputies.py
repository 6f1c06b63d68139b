"""Sending somebody else in one's place."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from events import links
from events.errors import EventError
from events.forms.deputy import DeputyForm
from events.services import deputies
from networking.views.private import private_page

ASKED = _("The event's team decides about your deputy and writes to you. Until then the place is yours.")


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def deputy(request, token):
    """Who comes instead of me? A page with a form, then the POST, after which this link is dead.

    Whoever clicks twice gets the same answer twice.
    """
    registration = links.registration_for(token)
    if registration is None:
        if request.method == "POST" and links.is_used_up(token):
            return redirect("events:handed_on")
        raise Http404
    form = DeputyForm(request.POST or None, language=registration.language)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                deputies.hand_on(registration, form.contact())
            except EventError as error:
                form.add_error(None, str(error))
                status = error.status
            else:
                return _handed_on_or_asked(request, registration, token)
    page = {
        "registration": registration,
        "event": registration.event,
        "token": token,
        "form": form,
        "is_possible": deputies.is_possible(registration),
        "asked": getattr(registration, "deputy_request", None),
    }
    return render(request, "events/deputy.html", page, status=status)


def _handed_on_or_asked(request, registration, token):
    """At a confidential event the place stays, and so does this link, until the team has agreed."""
    if not registration.event.is_confidential:
        return redirect("events:handed_on")
    messages.success(request, ASKED)
    return redirect("events:mine", token=token)


@login_not_required
@require_safe
def handed_on(request):
    """What happens next: the same whoever was named."""
    return render(request, "events/handed_on.html")
