"""The settings of the house with what tests must differ in, and nothing else."""

import os

os.environ.setdefault("MPI_SECRET_KEY", "only for tests, only for tests, only for tests, only for tests")
os.environ.setdefault("MPI_LINK_KEY", "links only for tests, links only for tests")

from backend.settings import *  # noqa: F403
from backend.settings import CACHES, DATA_DIR, DATABASES

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in production: the in-memory database has other locks.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
DATABASES["default"]["CONN_MAX_AGE"] = 0
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SITE_URL = "http://testserver"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
CACHES = CACHES | {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
FORM_MIN_SECONDS = 0
REQUIRE_SECOND_FACTOR = False
EXPORT_SIGN_IN_MINUTES = 0
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True  # static files from their sources, nothing collected
WAKE_PAUSE = 0  # every transaction calls a worker at once
