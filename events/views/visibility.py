"""What other attendees see of somebody: said and withdrawn at any time."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from events import links
from events.enums import AttendeeList
from events.forms.visibility import VisibilityForm
from events.services import consents
from networking.views.private import private_page


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def visibility(request, token):
    registration = links.registration_for(token)
    if registration is None:
        raise Http404
    form = VisibilityForm(initial={"listed": sorted(consents.given(registration))})
    if request.method == "POST":
        form = VisibilityForm(request.POST)  # nothing ticked is an answer, too
        if form.is_valid():
            consents.show(registration, form.cleaned_data["listed"])
            return redirect(f"{reverse('events:mine', args=[token])}?changed=1")
    page = {
        "registration": registration,
        "event": registration.event,
        "token": token,
        "form": form,
        "is_by_category": registration.event.policy("attendee_list") == AttendeeList.CATEGORY,
    }
    return render(request, "events/visibility.html", page, status=422 if form.errors else 200)
