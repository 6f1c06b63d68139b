"""One issue on its way, seen live: how far it is, what stopped, and what one can do about it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from networking.enums import Source
from networking.services import audit
from notifications.enums import IssueState
from notifications.errors import NotificationError
from notifications.exports import failure_lines
from notifications.models import IssueLink
from notifications.services.delivery import transport
from notifications.services.delivery.words import in_plain_words
from notifications.services.newsletters import audience, clicks, steering
from notifications.services.newsletters.progress import progress
from notifications.views.issues import issue_for


@require_safe
@never_cache
def issue_sending(request, uuid):
    row = _handed_over(request, uuid)
    return render(
        request,
        "notifications/issue_sending.html",
        _seen(row) | {"links": row.links.all(), "meant": audience.meant(row)},
    )


@require_safe
@never_cache
def issue_progress(request, uuid):
    """The moving part alone (htmx)."""
    row = _handed_over(request, uuid)
    return render(request, "notifications/_issue_progress.html", _seen(row))


@require_POST
def issue_steer(request, uuid, act):
    row = issue_for(request, uuid)
    if act not in _ACTS:
        raise Http404
    try:
        messages.success(request, _ACTS[act](row, request.user))
    except NotificationError as error:
        messages.error(request, str(error))
    return redirect("notifications:issue_sending", row.uuid)


@require_safe
def issue_failures(request, uuid):
    """Who did not get it and why, as a file."""
    row = _handed_over(request, uuid)
    audit.record("issue.export-failures", row, actor=request.user, source=Source.ORGANISER)
    response = HttpResponse("".join(failure_lines(row)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="failures-{row.slug}.csv"'
    return response


@login_not_required
@require_safe
@never_cache
def follow_link(request, uuid, number):
    """On to where a link of a newsletter leads; only addresses that stand in the issue."""
    link = get_object_or_404(IssueLink, issue__uuid=uuid, number=number)
    return HttpResponseRedirect(clicks.follow(link) if request.method == "GET" else link.url)


def _handed_over(request, uuid):
    row = issue_for(request, uuid)
    if row.state not in (IssueState.SENDING, IssueState.SENT):
        raise Http404
    return row


def _seen(row) -> dict:
    way = transport.current()
    return {
        "issue": row,
        "progress": progress(row),
        "way": way,
        "answer": in_plain_words(way.last_reply),
    }


def _pause(row, actor):
    steering.pause(row, actor=actor)
    return _("This issue is paused. Other mails still go out.")


def _resume(row, actor):
    steering.resume(row, actor=actor)
    return _("This issue goes out again.")


def _cancel(row, actor):
    number = steering.cancel_rest(row, actor=actor)
    return ngettext("%(number)d mail is cancelled.", "%(number)d mails are cancelled.", number) % {
        "number": number
    }


def _again(act):
    def send(row, actor):
        number = act(row, actor=actor)
        words = ngettext("%(number)d mail is sent again.", "%(number)d mails are sent again.", number)
        return words % {"number": number}

    return send


def _take_as_sent(row, actor):
    number = steering.take_doubtful_as_sent(row, actor=actor)
    words = ngettext("%(number)d mail counts as sent.", "%(number)d mails count as sent.", number)
    return words % {"number": number}


_ACTS = {
    "pause": _pause,
    "resume": _resume,
    "cancel": _cancel,
    "send-failed-again": _again(steering.send_failed_again),
    "send-doubtful-again": _again(steering.send_doubtful_again),
    "take-as-sent": _take_as_sent,
}
