"""The platform as in production, with limits lifted and one more address: the floor everything is compared with."""

import os

os.environ.setdefault("MPI_DEMO", "1")
os.environ["MPI_REQUIRE_SECOND_FACTOR"] = "0"
os.environ["MPI_FORM_MIN_SECONDS"] = "0"
os.environ.setdefault("MPI_EMAIL_URL", "memorymail://")

from backend.settings import *  # noqa: F403
from backend.settings import CACHES, RATE_LIMITS

ROOT_URLCONF = "bench.urls"
RATE_LIMITS = dict.fromkeys(RATE_LIMITS, "0/1")

if not os.environ.get("BENCH_KEEPS", "1"):  # what a page costs when nothing of it was drawn before
    CACHES = CACHES | dict.fromkeys(
        ("pages", "parts"), {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    )
