"""For search engines: which pages there are, in both languages, and which to leave alone."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.db.models import Max, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from events.models import Event
from networking.models import Project, Topic
from notifications.models import Issue

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
    issues = Issue.objects.published().values_list("slug", "sent_at")
    pages = [
        *(Page(name) for name in PAGES),
        *(Page("events:detail", (slug,), changed_at) for slug, changed_at in events),
        *(Page("networking:project", (slug,), changed_at) for slug, changed_at in projects),
        *(Page("notifications:newsletter_issue", (slug,), sent_at) for slug, sent_at in issues),
        *(Page("networking:topic", (slug,), changed_at) for slug, changed_at in _topics()),
    ]
    return render(request, "backend/sitemap.xml", {"pages": pages}, content_type="application/xml")


def _topics():
    """Every topic with the last change of a public event or project it names."""
    shown = {
        "events": Event.objects.public(),
        "projects": Project.objects.visible_to(AnonymousUser()),
    }
    changes = {
        f"last_{name}": Max(f"{name}__changed_at", filter=Q(**{f"{name}__in": rows.order_by().values("pk")}))
        for name, rows in shown.items()
    }
    for slug, *moments in Topic.objects.order_by("pk").annotate(**changes).values_list("slug", *changes):
        yield slug, max(filter(None, moments), default=None)


@login_not_required
@require_safe
@cache_control(public=True, max_age=3600)
def robots(request):
    """Private addresses are secret by themselves; this keeps a link that somebody published out of the search."""
    paths = [prefix + path for path in PRIVATE for prefix in ("", "/en")]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in [*paths, "/calendar/me/"])]
    lines += ["", f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
