"""Deputies whom guests of a confidential event named: the team agrees or does not."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from events.enums import LookedAt
from events.errors import EventError
from events.services import deputies, looks
from events.views.organising import event_for


@require_safe
def deputy_requests(request, slug):
    event = event_for(request, slug, "invitations.write")
    looks.note(event, request.user, LookedAt.DEPUTIES)
    asked = event.deputy_requests.select_related("registration", "invitation")
    return render(request, "events/deputy_requests.html", {"event": event, "asked": asked})


@require_POST
def deputy_agree(request, slug, uuid):
    return _decide(request, slug, uuid, deputies.agree, _("%(name)s comes as a deputy and gets a mail."))


@require_POST
def deputy_refuse(request, slug, uuid):
    return _decide(
        request, slug, uuid, deputies.refuse, _("%(name)s does not come. Whoever asked keeps the place.")
    )


def _decide(request, slug, uuid, decision, said):
    """What is decided already, or asked no more, is no fault: the list shows what is left."""
    event = event_for(request, slug, "invitations.write")
    asked = event.deputy_requests.filter(uuid=uuid).first()
    try:
        if asked:
            decision(asked, actor=request.user)
            messages.success(request, said % {"name": asked.name})
    except EventError as error:
        messages.error(request, error.told_to_organisers)
    return redirect("events:deputy_requests", event.slug)
