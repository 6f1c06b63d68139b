"""An issue as its readers will see it: wide, on a phone, dark, as plain text, for one of them."""

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace, csp_update
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from networking.enums import Language
from notifications.enums import IssueState, SubscriptionState
from notifications.models import Subscription
from notifications.services.newsletters import previews
from notifications.views.issues import issue_for
from notifications.views.subscriptions import masked_address

WAYS = {"desktop": _("Desktop"), "phone": _("Phone"), "dark": _("Dark"), "text": _("Plain text")}
OFFERED = 25  # readers


@require_safe
@csp_update({"frame-src": [SELF]})
def issue_preview(request, uuid):
    issue = issue_for(request, uuid)
    way, language, reader = _wanted(request)
    offered = Subscription.objects.filter(state=SubscriptionState.CONFIRMED, language=language)
    offered = offered.prefetch_related("topics").order_by("-confirmed_at")[:OFFERED]
    context = {
        "issue": issue,
        "way": way,
        "ways": WAYS.items(),
        "mail_language": language,
        "languages": Language,
        "reader": reader,
        "readers": [(row, masked_address(row.email)) for row in offered],
        "shown": previews.preview(issue, language, reader),
        "is_draft": issue.state == IssueState.DRAFT,
    }
    return render(request, "notifications/issue_preview.html", context)


@require_safe
@xframe_options_sameorigin
@csp_replace(
    {
        "default-src": [NONE],
        "script-src": [NONE],
        "connect-src": [NONE],
        "font-src": [NONE],
        "img-src": ["data:"],
        "style-src": [UNSAFE_INLINE],
        "frame-ancestors": [SELF],
        "form-action": [NONE],
        "base-uri": [NONE],
        "sandbox": True,
    }
)
def issue_html(request, uuid):
    """The HTML part alone, for the frame: a document without origin, scripts or forms."""
    issue = issue_for(request, uuid)
    way, language, reader = _wanted(request)
    return HttpResponse(previews.preview(issue, language, reader, dark=way == "dark").html)


def _wanted(request):
    way, language = request.GET.get("way"), request.GET.get("mail")
    language = language if language in Language.values else request.LANGUAGE_CODE
    readers = Subscription.objects.filter(state=SubscriptionState.CONFIRMED).prefetch_related("topics")
    chosen = request.GET.get("reader", "")
    reader = next((row for row in readers.filter(uuid=chosen)), None) if _is_uuid(chosen) else None
    return (way if way in WAYS else "desktop"), language, reader


def _is_uuid(text):
    return len(text) == 36 and text.replace("-", "").isalnum() and all(c in "0123456789abcdef-" for c in text)
