"""The outbox as organisers read it: every mail as it was sent, private links and codes masked."""

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace, csp_update
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from events.enums import LookedAt
from events.services import looks
from networking.access import can
from notifications.enums import MessageState
from notifications.queries import readable_events, readable_messages, tally
from notifications.services import outbox as letters
from notifications.services.delivery import transport

PER_PAGE = 50


@require_safe
def outbox(request):
    if not can(request.user, "outbox.enter"):
        raise PermissionDenied
    mails, state, slug = readable_messages(request.user), request.GET.get("state"), request.GET.get("event")
    numbers = tally(mails)
    if state:
        mails = mails.filter(state=state)
    if slug:
        mails = mails.filter(event__slug=slug)
    page = Paginator(mails, PER_PAGE).get_page(request.GET.get("page"))
    looks.note_each([mail.event for mail in page if mail.event], request.user, LookedAt.MAILS)
    for mail in page:
        mail.shown_subject = letters.masked(mail).subject
    return render(
        request,
        "notifications/outbox.html",
        {
            "page": page,
            "states": MessageState.choices,
            "state": state,
            "events": readable_events(request.user).order_by("-starts_at", "-pk")[:200],
            "slug": slug,
            "numbers": [(value, label, numbers[value]) for value, label in MessageState.choices],
            "in_doubt": numbers[MessageState.IN_DOUBT],
            "way": transport.current() if can(request.user, "outbox.pause") else None,
        },
    )


@require_safe
@csp_update({"frame-src": [SELF]})
def message(request, uuid):
    mail = _mail(request, uuid)
    if mail.event:
        looks.note(mail.event, request.user, LookedAt.MAILS, mail.registration)
    return render(request, "notifications/message.html", {"mail": mail, "letter": letters.masked(mail)})


@require_safe
@xframe_options_sameorigin
@csp_replace(
    {
        "default-src": [NONE],
        "script-src": [NONE],
        "connect-src": [NONE],
        "font-src": [NONE],
        "img-src": [NONE],
        "style-src": [UNSAFE_INLINE],
        "frame-ancestors": [SELF],
        "form-action": [NONE],
        "base-uri": [NONE],
        "sandbox": True,
    }
)
def message_html(request, uuid):
    """The HTML part alone, for the frame on the mail's page: a document without origin, scripts, forms or images."""
    return HttpResponse(letters.masked(_mail(request, uuid)).html)


def _mail(request, uuid):
    return get_object_or_404(readable_messages(request.user).select_related("registration"), uuid=uuid)
