"""What organisers do about sending: pause, resume, decide about mails that stopped."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from networking.access import can
from notifications.enums import MessageState
from notifications.errors import NotificationError
from notifications.queries import readable_messages
from notifications.services import decisions
from notifications.services.delivery import transport

_SWITCHES = {"pause": transport.pause, "resume": transport.resume}
_DECISIONS = {"send-again": decisions.send_again, "take-as-sent": decisions.take_as_sent}


@require_POST
def switch_sending(request, act):
    if not can(request.user, "outbox.pause"):
        raise PermissionDenied
    _SWITCHES[act](actor=request.user)
    return redirect("notifications:outbox")


@require_POST
def decide(request, uuid):
    """About one mail."""
    mail = get_object_or_404(readable_messages(request.user), uuid=uuid)
    _decide(request, readable_messages(request.user).filter(pk=mail.pk))
    return redirect("notifications:message", mail.uuid)


@require_POST
def decide_all(request):
    """About all mails in doubt that this person may read."""
    if not can(request.user, "outbox.enter"):
        raise PermissionDenied
    _decide(request, readable_messages(request.user).filter(state=MessageState.IN_DOUBT))
    return redirect("notifications:outbox")


def _decide(request, mails) -> None:
    act = _DECISIONS.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    try:
        number = act(mails, actor=request.user)
    except NotificationError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _told(act, number))


def _told(act, number: int) -> str:
    if act is decisions.send_again:
        words = ngettext("%(number)d mail is sent again.", "%(number)d mails are sent again.", number)
    else:
        words = ngettext("%(number)d mail counts as sent.", "%(number)d mails count as sent.", number)
    return words % {"number": number}
