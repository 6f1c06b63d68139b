"""For search engines: which pages there are, in both languages, and which to leave alone."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from events.models import Event
from networking.models import Project, Topic

PAGES = (
    "home",
    "events:list",
    "events:calendar",
    "networking:projects",
    "notifications:newsletter",
    "notifications:newsletter_archive",
    "imprint",
    "privacy",
    "accessibility",
    "report_barrier",
    "easy_language",
    "sign_language",
)
PRIVATE = ("/r/", "/invitations/", "/organise/", "/account/", "/network/", "/newsletter/preferences/")


@dataclass(frozen=True)
class Page:
    """One page with its address in each language."""

    name: str
    arguments: tuple[str, ...] = ()
    changed_at: datetime | None = None

    @property
    def addresses(self):
        return [(language, self._address(language)) for language, _name in settings.LANGUAGES]

    def _address(self, language):
        with translation.override(language):
            return settings.SITE_URL + reverse(self.name, args=self.arguments)


@login_not_required
@require_safe
@cache_control(public=True, max_age=3600)
def sitemap(request):
    """Public pages only: what one may not see without being asked who one is does not exist."""
    events = Event.objects.public().order_by("pk").values_list("slug", "changed_at")
    projects = Project.objects.visible_to(AnonymousUser()).order_by("pk").values_list("slug", "changed_at")
    pages = [
        *(Page(name) for name in PAGES),
        *(Page("events:detail", (slug,), changed_at) for slug, changed_at in events),
        *(Page("networking:project", (slug,), changed_at) for slug, changed_at in projects),
        *(Page("networking:topic", (slug,)) for slug in Topic.objects.values_list("slug", flat=True)),
    ]
    return render(request, "backend/sitemap.xml", {"pages": pages}, content_type="application/xml")


@login_not_required
@require_safe
@cache_control(public=True, max_age=3600)
def robots(request):
    """Private addresses are secret by themselves; this keeps a link that somebody published out of the search."""
    paths = [prefix + path for path in PRIVATE for prefix in ("", "/en")]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in [*paths, "/calendar/me/"])]
    lines += ["", f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
