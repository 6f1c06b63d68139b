"""Limits on requests, counted in a table: exact under concurrency and without Redis."""

import hashlib
import hmac
import ipaddress
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from networking.errors import TooManyRequests
from networking.models import RateWindow


def spend(action: str, subject: str) -> None:
    """Count one `action` of `subject` against the limit `settings.RATE_LIMITS[action]` ("count/seconds").

    Raises TooManyRequests when the window is used up. The subject (a client or e-mail address) is stored as an
    HMAC only. Call it outside the transaction it protects, so that a refused try is counted too.
    """
    allowed, _slash, seconds = settings.RATE_LIMITS[action].partition("/")
    if int(allowed) == 0:
        return
    now = timezone.now()
    window = int(now.timestamp()) // int(seconds)
    key = _hashed(action, subject, window)
    if _count(key, int(allowed), now + timedelta(seconds=int(seconds))):
        return
    raise TooManyRequests(retry_after=(window + 1) * int(seconds) - int(now.timestamp()))


def spend_in_memory(action: str, subject: str) -> None:
    """As `spend`, without a statement: counted in the cache, so in each process for itself where no Redis is set.

    For what is asked for often and costs little; it stops a client that runs wild, it does not count exactly.
    """
    allowed, _slash, seconds = settings.RATE_LIMITS[action].partition("/")
    if int(allowed) == 0:
        return
    now = int(timezone.now().timestamp())
    window = now // int(seconds)
    key = f"limit-{action}-{_hashed(action, subject, window)}"
    cache.add(key, 0, 2 * int(seconds))
    try:
        spent = cache.incr(key)
    except ValueError:  # thrown out of the cache this moment
        return
    if spent > int(allowed):
        raise TooManyRequests(retry_after=(window + 1) * int(seconds) - now)


def _hashed(action: str, subject: str, window: int) -> str:
    message = f"{action}|{subject}|{window}".encode()
    return hmac.new(settings.LINK_KEY.encode(), message, hashlib.sha256).hexdigest()


def _count(key: str, allowed: int, ends_at: datetime) -> bool:
    """Whether one more fits; the conditional write decides, so no two callers take the last one."""
    moment = connection.ops.adapt_datetimefield_value(ends_at)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [key, moment, allowed])
        return cursor.rowcount == 1


# The ORM would take a query and a transaction more for whoever comes first.
_COUNT = """
    INSERT INTO networking_ratewindow AS kept (key, count, ends_at) VALUES (%s, 1, %s)
    ON CONFLICT (key) DO UPDATE SET count = kept.count + 1 WHERE kept.count < %s
"""


def forget_old_windows() -> int:
    """Delete windows that ended; returns how many. Called by the clock."""
    return RateWindow.objects.filter(ends_at__lt=timezone.now()).delete()[0]


def client_of(request) -> str:
    """The client's address as the outermost trusted proxy saw it; IPv6 addresses count by their /64 network.

    With `MPI_TRUSTED_PROXIES=0` the header X-Forwarded-For is ignored: anybody can write it.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES:
        hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
        if len(hops) >= settings.TRUSTED_PROXIES:
            address = hops[-settings.TRUSTED_PROXIES]
    return _network(address)


def _network(address: str) -> str:
    """Where the address belongs; a port is dropped, and what is no address counts as it is written."""
    host = address[1:].partition("]")[0] if address.startswith("[") else address
    host = host.partition(":")[0] if host.count(":") == 1 else host
    try:
        ip = ipaddress.ip_address(host)
    except ValueError:
        return address[:100]
    if isinstance(ip, ipaddress.IPv4Address):
        return str(ip)
    return str(ip.ipv4_mapped or ipaddress.IPv6Network((int(ip), 64), strict=False))
