"""One settings file; every value that differs between houses comes from an MPI_* variable (README lists them)."""

import re
import secrets
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent

# --- The house -------------------------------------------------------------------------------------------

DEMO = env.bool("MPI_DEMO", False)
DEBUG = env.bool("MPI_DEBUG", False)
DATA_DIR = Path(env.str("MPI_DATA_DIR", str(BASE_DIR / "var")))
DATA_DIR.mkdir(parents=True, exist_ok=True)

SITE_URL = env.str("MPI_SITE_URL", f"http://127.0.0.1:{env.int('PORT', 8000)}").rstrip("/")
SITE_NAME = "Masterplan Industriestadt Berlin"
ALLOWED_HOSTS = env.list("MPI_ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL.startswith("https://") else []


def _secret(name: str) -> str:
    """The secret of that name: from the environment, else (demo and development) from a file made once."""
    if value := env.str(f"MPI_{name}", ""):
        return value
    if not (DEMO or DEBUG):
        raise ImproperlyConfigured(f"Set MPI_{name} to a long random value (or MPI_DEMO=1 to try it out).")
    path = DATA_DIR / f"{name.lower()}.txt"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()


SECRET_KEY = _secret("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("MPI_SECRET_KEY_FALLBACKS", default=[])
LINK_KEY = _secret("LINK_KEY")  # private links are derived from it: networking/links.py
LINK_KEY_FALLBACKS = env.list("MPI_LINK_KEY_FALLBACKS", default=[])

# --- Applications ----------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "backend",
    "notifications",
    "events",
    "networking",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_q",
    "ninja",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "backend.middleware.GZipMiddleware",
    "backend.middleware.LanguageFromPathMiddleware",
    "backend.middleware.BadRequestTextMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "backend.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "backend.middleware.SecondFactorMiddleware",
    "backend.middleware.PrivateCacheMiddleware",
]
ROOT_URLCONF = "backend.urls"
WSGI_APPLICATION = "backend.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "backend.context.house",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "backend.templatetags.mpi",
            ],
        },
    }
]

# --- Database, cache, queue ------------------------------------------------------------------------------

# IMMEDIATE and 30 seconds: with Django's defaults SQLite lost 72 of 100 concurrent registrations to
# "database is locked". FULL: we tell people "confirmed", so a commit must survive a power cut.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 30,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}
DATABASES = {"default": env.db_url("MPI_DATABASE_URL", f"sqlite:///{DATA_DIR / 'treffwerk.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
else:
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c lock_timeout=10000"
DATABASES["default"]["CONN_MAX_AGE"] = env.int("MPI_CONN_MAX_AGE", 600)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("MPI_REDIS_URL", "")
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL, "KEY_PREFIX": "mpi"}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    ),
    # Pages kept for visitors without a session (networking/views/kept.py): in each process, gone with a restart.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 500},
    },
    # Parts of pages, likewise: cards of events, filters with their figures, the frame around every page.
    "parts": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "parts",
        "OPTIONS": {"MAX_ENTRIES": 5000},
    },
    # Feeds as they leave (events/views/feeds.py), likewise; a feed of thousands of events has megabytes.
    "feeds": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "feeds",
        "OPTIONS": {"MAX_ENTRIES": 100},
    },
    # Cards of events (events/drawings/card.py): costly to draw, so all processes share them.
    "drawings": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "drawings",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

# The queue only wakes work whose truth is in our own tables; a lost or doubled task changes nothing.
Q_CLUSTER = {
    "name": "treffwerk",
    "orm": "default",
    "workers": env.int("MPI_WORKERS", 1),
    "timeout": 90,
    "retry": 180,
    "max_attempts": 1,
    "ack_failures": True,
    "save_limit": 250,
    "catch_up": False,
    "poll": 1,
    "recycle": 200,
    "bulk": 1,
    "label": "Treffwerk",
}

WAKE_PAUSE = 0.5  # seconds between two calls of a worker for new mails

# --- Language, time --------------------------------------------------------------------------------------

LANGUAGE_CODE = "de"
LANGUAGES = [("de", _("German")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "backend" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Berlin"
FORMAT_MODULE_PATH = ["backend.locale_formats"]

# --- Static files ----------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("MPI_STATIC_ROOT", str(BASE_DIR / "staticfiles")))
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "backend.npm_assets.NpmFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("gz", "br", "woff2", "woff", "png", "jpg", "webp", "ico", "map")
NPM_ROOT = BASE_DIR / "node_modules"
# Published name -> file inside node_modules; nothing else of it is ever served.
NPM_FILES = {
    "vendor/kern/kern.min.css": "@kern-ux/native/dist/kern.min.css",
    **{
        f"vendor/fira/fira-sans-{subset}-{weight}-{style}.woff2": (
            f"@fontsource/fira-sans/files/fira-sans-{subset}-{weight}-{style}.woff2"
        )
        for subset in ("latin", "latin-ext")
        for weight, style in (
            (400, "normal"),
            (400, "italic"),
            (500, "normal"),
            (600, "normal"),
            (700, "normal"),
        )
    },
}

# --- People, sign-in -------------------------------------------------------------------------------------

AUTH_USER_MODEL = "networking.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_request_login_code"
LOGIN_REDIRECT_URL = "networking:account"
ACCOUNT_ADAPTER = "backend.sign_in.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "none"  # the sign-in code proves the address
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = 2
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = SITE_URL.split(":")[0]
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Treffwerk"
REQUIRE_SECOND_FACTOR = env.bool("MPI_REQUIRE_SECOND_FACTOR", not DEMO)
SESSION_COOKIE_AGE = 12 * 3600
# So recently one must have signed in to take lists of attendees out of the house; 0 lifts it.
EXPORT_SIGN_IN_MINUTES = env.int("MPI_EXPORT_SIGN_IN_MINUTES", 15)
TRUSTED_PROXIES = env.int("MPI_TRUSTED_PROXIES", 0)  # how many proxies in front write X-Forwarded-For
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

# --- Politeness ------------------------------------------------------------------------------------------

# "count/seconds" per subject (one client address, one e-mail address); "0" lifts the limit (load tests).
RATE_LIMITS = {
    "registration": env.str("MPI_RATE_LIMIT_REGISTRATION", "60/600"),
    "registration_email": env.str("MPI_RATE_LIMIT_REGISTRATION_EMAIL", "10/3600"),
    "newsletter": env.str("MPI_RATE_LIMIT_NEWSLETTER", "20/600"),
    "newsletter_email": env.str("MPI_RATE_LIMIT_NEWSLETTER_EMAIL", "5/3600"),
    "newsletter_all": env.str("MPI_RATE_LIMIT_NEWSLETTER_ALL", "600/3600"),
    "lost_link": env.str("MPI_RATE_LIMIT_LOST_LINK", "20/600"),
    "lost_link_email": env.str("MPI_RATE_LIMIT_LOST_LINK_EMAIL", "5/3600"),
    "api": env.str("MPI_RATE_LIMIT_API", "600/60"),
    "feed": env.str("MPI_RATE_LIMIT_FEED", "600/60"),
    "barrier": env.str("MPI_RATE_LIMIT_BARRIER", "10/3600"),
}
FORM_MIN_SECONDS = env.float("MPI_FORM_MIN_SECONDS", 2.0)  # faster than a person types: likely a robot
FORM_MAX_SECONDS = 12 * 3600
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000  # a long programme with all its topics and projects

# --- Mail ------------------------------------------------------------------------------------------------

vars().update(env.email_url("MPI_EMAIL_URL", f"filemail:///{DATA_DIR / 'mail'}"))
DEFAULT_FROM_EMAIL = env.str("MPI_FROM_EMAIL", f"{SITE_NAME} <treffwerk@example.org>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = env.int("MPI_MAIL_TIMEOUT", 20)
# Limits of the mail server, for all workers together; 0 is none.
MAIL_PER_SECOND = env.float("MPI_MAIL_PER_SECOND", 0)
MAIL_PER_HOUR = env.int("MPI_MAIL_PER_HOUR", 0)
MAIL_PER_CONNECTION = env.int("MPI_MAIL_PER_CONNECTION", 500)
MAIL_PRECEDENCE_BULK = env.bool("MPI_MAIL_PRECEDENCE_BULK", False)
MAIL_IN_DOUBT = env.str("MPI_MAIL_IN_DOUBT", "resend")
if MAIL_IN_DOUBT not in ("resend", "hold"):
    raise ImproperlyConfigured("MPI_MAIL_IN_DOUBT is resend or hold.")
MAIL_SPOOL = Path(env.str("MPI_MAIL_SPOOL", str(DATA_DIR / "spool")))  # a local disk: journals of the workers
# Where mail servers report to when a mail cannot be delivered, one address for each mail: name+token@domain.
BOUNCE_ADDRESS = env.str("MPI_BOUNCE_ADDRESS", "")
if BOUNCE_ADDRESS and not re.fullmatch(r"[\w.-]{1,25}@[\w.-]+", BOUNCE_ADDRESS, re.ASCII):
    raise ImproperlyConfigured("MPI_BOUNCE_ADDRESS is a plain address as bounces@example.org.")
MAILBOX_URL = env.str("MPI_MAILBOX_URL", "")  # a mailbox to be read: imaps://name:password@host/INBOX
CONTACT_EMAIL = env.str("MPI_CONTACT_EMAIL", "industriestadt@example.org")
# What the imprint and the privacy notice must name; a page says so where it is empty.
OFFICE = {
    "name": env.str("MPI_OFFICE_NAME", ""),
    "address": env.str("MPI_OFFICE_ADDRESS", "").replace("; ", "\n"),
    "represented_by": env.str("MPI_OFFICE_REPRESENTED_BY", ""),
    "phone": env.str("MPI_OFFICE_PHONE", ""),
    "data_protection_officer": env.str("MPI_OFFICE_DATA_PROTECTION_OFFICER", ""),
    "hosting": env.str("MPI_OFFICE_HOSTING", ""),  # who runs the servers, and where
}
ACCESSIBILITY_CHECKED_ON = env.str("MPI_ACCESSIBILITY_CHECKED_ON", "2026-11-22")
# The part after the @ in calendar identifiers: set once, never change it, or every subscriber sees doubles.
CALENDAR_HOST = env.str("MPI_CALENDAR_HOST", "treffwerk.example.org")

# --- Security headers ------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "font-src": ["'self'"],
        "img-src": ["'self'", "data:"],  # data: carries the icons of KERN
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "manifest-src": ["'self'"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
HTTPS = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS and env.bool("MPI_SSL_REDIRECT", True)
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SILENCED_SYSTEM_CHECKS = ["fields.W342"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"private_links": {"()": "backend.masking.PrivateLinks"}},
    "formatters": {
        "plain": {"format": "{levelname} {name}: {message}", "style": "{"},
        "bare": {"format": "{message}", "style": "{"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["private_links"]},
        "access": {"class": "logging.StreamHandler", "formatter": "bare", "filters": ["private_links"]},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "treffwerk": {"level": "INFO"},
        "django-q": {"level": "WARNING", "propagate": True},
        "granian.access": {"handlers": ["access"], "level": "INFO", "propagate": False},
    },
}
