"""Every address of the house. German pages have none, English ones the prefix /en/; feeds and API have neither."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path

from backend import api
from backend.views import barriers, dashboard, health, my_data, pages, report, sitemap
from events.urls import feed_patterns
from notifications.urls import feed_patterns as news_patterns

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", sitemap.robots, name="robots"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("", include((feed_patterns, "feeds"))),
    path("", include((news_patterns, "news"))),
    path("api/v1/", api.urls),
    re_path(r"^api/", api.not_found),
    *i18n_patterns(
        path("", pages.home, name="home"),
        path("", include("events.urls")),
        path("", include("networking.urls")),
        path("", include("notifications.urls")),
        path("r/<str:token>/data/", my_data.my_data, name="my_data"),
        path("r/<str:token>/data.json", my_data.my_data_file, name="my_data_file"),
        path("r/<str:token>/erase/", my_data.erase, name="erase"),
        path("registrations/erased/", my_data.erased, name="erased"),
        path("organise/", dashboard.dashboard, name="dashboard"),
        path("organise/report/", report.report, name="report"),
        path("organise/report/figures.csv", report.report_file, name="report_file"),
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
