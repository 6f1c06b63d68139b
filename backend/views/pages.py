"""Pages that belong to no single floor."""

from datetime import date

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from backend import queries
from events import cards
from events.enums import Format
from events.formats import POLICIES
from events.queries import edition_of_all, next_turn, takes_registrations
from networking.views.kept import kept_for_anybody


@login_not_required
@require_safe
@kept_for_anybody(lambda request: edition_of_all())
def home(request):
    """One door to everything. Names only what anybody may know, so it reads the same for all."""
    upcoming = list(queries.next_events(5))
    first = next(filter(takes_registrations, upcoming), None)
    fields = list(queries.fields_with_projects())
    others = [event for event in upcoming if event != first][:3]
    response = render(
        request,
        "backend/home.html",
        {
            "first": first,
            "upcoming": cards.of_events(others, [(field.slug, field.label) for field in fields]),
            "latest": queries.latest_events(3),
            "figures": queries.project_figures(),
            "fields": fields,
        },
    )
    response.true_until = next_turn(upcoming)
    return response


@login_not_required
@require_safe
def imprint(request):
    return render(request, "backend/imprint.html", {"office": settings.OFFICE})


@login_not_required
@require_safe
def privacy(request):
    retention = [(Format(name).label, policy.retention_days) for name, policy in POLICIES.items()]
    return render(request, "backend/privacy.html", {"office": settings.OFFICE, "retention": retention})


@login_not_required
@require_safe
def accessibility(request):
    checked_on = date.fromisoformat(settings.ACCESSIBILITY_CHECKED_ON)
    return render(
        request, "backend/accessibility.html", {"office": settings.OFFICE, "checked_on": checked_on}
    )


@login_not_required
@require_safe
def easy_language(request):
    return render(request, "backend/easy_language.html")


@login_not_required
@require_safe
def sign_language(request):
    return render(request, "backend/sign_language.html")
