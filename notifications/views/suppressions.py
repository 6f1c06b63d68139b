"""Addresses to which no newsletter goes any more, and letting one have them again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from networking.access import can
from notifications.models import Suppression
from notifications.queries import suppressed_readers
from notifications.services import bounces

PER_PAGE = 50


@require_safe
def suppressions(request):
    """The list names addresses only in part; whoever looks for one types it whole."""
    if not can(request.user, "suppressions.read"):
        raise PermissionDenied
    asked = request.GET.get("address", "").strip()[:254]
    rows = suppressed_readers()
    if asked:
        rows = rows.filter(address_hash__in=bounces.fingerprints(asked))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "notifications/suppressions.html", {"page": page, "asked": asked})


@require_POST
def suppression_release(request, number):
    if not can(request.user, "suppressions.release"):
        raise PermissionDenied
    if number > 2**62:
        raise Http404
    suppression = get_object_or_404(Suppression, pk=number)
    bounces.release(suppression, actor=request.user)
    messages.success(request, _("%(address)s gets newsletters again.") % {"address": suppression.hint})
    return redirect("notifications:suppressions")
