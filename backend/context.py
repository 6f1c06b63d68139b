"""What every page knows of the house."""

from functools import cached_property

from django.conf import settings
from django.urls import Resolver404, resolve, reverse
from django.utils import translation

from networking.access import can


def house(request) -> dict:
    """The name, the address of this page in the other language, and whether to show the organisers' door."""
    user = getattr(request, "user", None)
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "contact_email": settings.CONTACT_EMAIL,
        "is_demo": settings.DEMO,
        "language": request.LANGUAGE_CODE,
        "other_language_url": other_language_url(request),
        "canonical_url": settings.SITE_URL + request.path,
        "may_organise": _SignedIn(request, user),
    }


def other_language_url(request) -> str:
    """This page's address in the other language, the home page where there is none."""
    other = "en" if request.LANGUAGE_CODE == "de" else "de"
    match = request.resolver_match or _match(request)
    with translation.override(other):
        if match is None or not match.view_name:
            return reverse("home")
        address = reverse(match.view_name, args=match.args, kwargs=match.kwargs)
    query = request.META.get("QUERY_STRING", "")
    return f"{address}?{query}" if query and request.method == "GET" else address


def _match(request):
    try:
        return resolve(request.path_info)
    except Resolver404:
        return None


class _SignedIn:
    """Asks only when a template does: an anonymous page must not touch the session."""

    def __init__(self, request, user):
        self._session, self._user = request.session if hasattr(request, "session") else None, user

    def __str__(self) -> str:
        return str(bool(self))  # what a kept part of a page is told apart by

    def __bool__(self) -> bool:
        return self._may_organise

    @cached_property
    def _may_organise(self) -> bool:
        """Asked once for a page: its header asks twice."""
        if self._session is None or not self._session.session_key:
            return False
        return self._user.is_authenticated and (
            can(self._user, "organise.enter") or self._user.event_teams.exists()
        )
