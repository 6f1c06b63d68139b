"""System checks: a start with risky settings says what is wrong and how to put it right."""

from urllib.parse import urlparse

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register


@register(Tags.compatibility)
def sqlite_is_safe(**kwargs):
    """SQLite loses concurrent registrations unless transactions start IMMEDIATE with WAL and full sync."""
    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("sqlite3"):
        return []
    options = database.get("OPTIONS", {})
    init, faults = options.get("init_command", "").upper().replace(" ", ""), []
    if options.get("transaction_mode") != "IMMEDIATE":
        faults.append(
            _error("E010", "SQLite runs without transaction_mode=IMMEDIATE.", "Registrations get lost.")
        )
    if "JOURNAL_MODE=WAL" not in init or "SYNCHRONOUS=FULL" not in init:
        faults.append(
            _error("E011", "SQLite runs without WAL and synchronous=FULL.", "Use settings.SQLITE_OPTIONS.")
        )
    if options.get("timeout", 5) < 20:
        faults.append(_error("E012", "SQLite gives up on a lock too early.", "Set a timeout of 30 seconds."))
    return faults


@register(Tags.compatibility)
def no_atomic_requests(**kwargs):
    """With ATOMIC_REQUESTS every page read would take SQLite's write lock."""
    if settings.DATABASES["default"].get("ATOMIC_REQUESTS"):
        return [_error("E013", "ATOMIC_REQUESTS is on.", "Remove it; services own their transactions.")]
    return []


@register(Tags.security, deploy=True)
def production_is_complete(**kwargs):
    """What a real house needs before the first visitor."""
    site, faults = urlparse(settings.SITE_URL), []
    if settings.DEBUG or settings.DEMO:
        faults.append(_error("E020", "MPI_DEBUG or MPI_DEMO is on.", "Unset both on a real site."))
    if site.scheme != "https":
        faults.append(_error("E021", "MPI_SITE_URL is not https.", "Private links must travel encrypted."))
    if site.hostname not in settings.ALLOWED_HOSTS:
        faults.append(_error("E022", "MPI_SITE_URL's host is not in MPI_ALLOWED_HOSTS.", "Add it."))
    if "*" in settings.ALLOWED_HOSTS:
        faults.append(_error("E023", "MPI_ALLOWED_HOSTS allows every host.", "Name the hosts of this site."))
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        faults.append(
            _error("E024", "Mail is not delivered.", "Set MPI_EMAIL_URL, e.g. smtp+tls://user:pw@host:587")
        )
    if not settings.REQUIRE_SECOND_FACTOR:
        faults.append(
            Warning(
                "Organisers sign in without a second factor.",
                hint="Remove MPI_REQUIRE_SECOND_FACTOR=0.",
                id="treffwerk.W020",
            )
        )
    for name in ("CALENDAR_HOST", "CONTACT_EMAIL", "DEFAULT_FROM_EMAIL"):
        if "example.org" in getattr(settings, name):
            hint = f"Set MPI_{name.removeprefix('DEFAULT_')} (see README)."
            faults.append(_error("E025", f"{name} is still the example.", hint))
    for name in ("name", "address", "data_protection_officer"):
        if not settings.OFFICE[name]:
            hint = f"Set MPI_OFFICE_{name.upper()} (see README)."
            faults.append(_error("E026", f"Imprint and privacy notice lack the office's {name}.", hint))
    return faults


def _error(number: str, message: str, hint: str) -> Error:
    return Error(message, hint=hint, id=f"treffwerk.{number}")
