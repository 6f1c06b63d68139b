"""How much may go now: two buckets in the transport's row, shared by all workers.

A bucket that holds `burst` and gains `rate` a second lets through at most burst + rate * seconds. The hour's bucket is
cut so that no hour of the clock or between sees more than its limit; the second's holds a tenth of a second's mails.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from notifications.models import Transport

_FULL = 10**6  # no limit is set


@dataclass(frozen=True)
class Bucket:
    burst: float
    rate: float

    def refilled(self, tokens: float, seconds: float) -> float:
        return min(self.burst, tokens + max(seconds, 0) * self.rate)

    def wait(self, tokens: float) -> float:
        """Seconds until a whole mail may go."""
        return max(0.0, 1 - tokens) / self.rate


def refill(transport: Transport, now: datetime) -> int:
    """Bring the row's tokens up to `now` and return how many mails may go. Does not save."""
    seconds = (now - transport.refilled_at).total_seconds() if transport.refilled_at else 3600.0
    allowed = _FULL
    if second := per_second():
        transport.second_tokens = second.refilled(transport.second_tokens, seconds)
        allowed = min(allowed, int(transport.second_tokens))
    if hour := per_hour():
        transport.hour_tokens = hour.refilled(transport.hour_tokens, seconds)
        allowed = min(allowed, int(transport.hour_tokens))
    transport.refilled_at = now
    return allowed


def spend(transport: Transport, mails: int) -> None:
    transport.second_tokens = max(0.0, transport.second_tokens - mails) if per_second() else 0
    transport.hour_tokens = max(0.0, transport.hour_tokens - mails) if per_hour() else 0


def wait(transport: Transport) -> float:
    """Seconds until one mail may go."""
    second, hour = per_second(), per_hour()
    return max(
        second.wait(transport.second_tokens) if second else 0,
        hour.wait(transport.hour_tokens) if hour else 0,
    )


def is_limited() -> bool:
    return bool(per_second() or per_hour())


def per_second() -> Bucket | None:
    limit = settings.MAIL_PER_SECOND
    return Bucket(burst=max(1.0, limit / 10), rate=limit) if limit else None


def per_hour() -> Bucket | None:
    limit = settings.MAIL_PER_HOUR
    if not limit:
        return None
    burst = max(1.0, limit / 60)
    return Bucket(burst=burst, rate=max(limit - burst, 0.5) / 3600)
