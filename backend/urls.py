"""Every address of the house. German pages have none, English ones the prefix /en/; feeds and API have neither."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path

from backend import api
from backend.views import barriers, dashboard, health, pages, report, sitemap
from events.urls import feed_patterns

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", sitemap.robots, name="robots"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("", include((feed_patterns, "feeds"))),
    path("api/v1/", api.urls),
    re_path(r"^api/", api.not_found),
    *i18n_patterns(
        path("", pages.home, name="home"),
        path("", include("events.urls")),
        path("", include("networking.urls")),
        path("", include("notifications.urls")),
        path("organise/", dashboard.dashboard, name="dashboard"),
        path("organise/report/", report.report, name="report"),
        path("account/", include("backend.account_urls")),
        path("imprint/", pages.imprint, name="imprint"),
        path("privacy/", pages.privacy, name="privacy"),
        path("accessibility/", pages.accessibility, name="accessibility"),
        path("accessibility/report/", barriers.report_barrier, name="report_barrier"),
        path("easy-language/", pages.easy_language, name="easy_language"),
        path("sign-language/", pages.sign_language, name="sign_language"),
        prefix_default_language=False,
    ),
]
