"""Every address of the house. German pages have none, English ones the prefix /en/; feeds and API have neither."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from backend.views import health, pages
from events.urls import feed_patterns

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", pages.robots, name="robots"),
    path("", include((feed_patterns, "feeds"))),
    *i18n_patterns(
        path("", pages.home, name="home"),
        path("", include("events.urls")),
        path("", include("networking.urls")),
        path("", include("notifications.urls")),
        path("account/", include("allauth.account.urls")),
        path("account/second-factor/", include("allauth.mfa.urls")),
        path("imprint/", pages.imprint, name="imprint"),
        path("privacy/", pages.privacy, name="privacy"),
        path("accessibility/", pages.accessibility, name="accessibility"),
        prefix_default_language=False,
    ),
]
