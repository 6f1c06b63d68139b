"""The organisers' door to the newsletter."""

from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.shortcuts import render
from django.views.decorators.http import require_safe

from networking.access import can
from notifications.enums import SubscriptionState
from notifications.models import Subscription


@require_safe
def newsletters(request):
    """How many read it. Issues are written in a later version; the page says so."""
    if not can(request.user, "newsletter.write"):
        raise PermissionDenied
    counts = dict(Subscription.objects.order_by().values_list("state").annotate(Count("pk")))
    figures = [(label, counts.get(state, 0)) for state, label in SubscriptionState.choices]
    return render(request, "notifications/newsletters.html", {"figures": figures})
