"""How far the sending of one issue is, counted from its rows: what is in them is all there is."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q
from django.utils import timezone

from notifications.enums import IssueState, MessageState
from notifications.models import Issue, Message

LATELY = timedelta(minutes=1)  # what the rate is measured over
_WAITING = (MessageState.PENDING, MessageState.SENDING)


@dataclass(frozen=True)
class Progress:
    """`total` is the sum of the seven numbers: each mail is in exactly one of them."""

    total: int
    sent: int
    waiting: int
    retried: int  # refused for the moment, waiting for their next turn at `retry_at` at the earliest
    failed: int
    skipped: int
    in_doubt: int
    cancelled: int
    retry_at: datetime | None
    per_minute: int
    ends_at: datetime | None  # at this rate
    is_paused: bool
    is_being_written: bool  # not every reader has a row yet

    @property
    def is_over(self) -> bool:
        return not (self.waiting or self.retried or self.is_being_written)

    @property
    def done(self) -> int:
        return self.total - self.waiting - self.retried

    @property
    def percent(self) -> int:
        """Whole percents, rounded down: 100 only when nothing waits."""
        return 100 * self.done // self.total if self.total else 0

    @property
    def seconds_until_next_look(self) -> int:
        """How long a page may wait before it asks again; 0 where nothing changes any more."""
        if self.is_over:
            return 0
        return 5 if self.per_minute or self.is_being_written or (self.waiting and not self.is_paused) else 30


def progress(issue: Issue) -> Progress:
    now = timezone.now()
    rows = {row["state"]: row for row in _grouped(issue, now)}
    counted = {state: rows[state]["number"] if state in rows else 0 for state in MessageState.values}
    pending = rows.get(MessageState.PENDING, {})
    sent = rows.get(MessageState.SENT, {})
    retried = pending.get("retried", 0)
    per_minute = _per_minute(sent, now)
    is_paused = issue.stopped_at is None and issue.mails.filter(held_at__isnull=False).exists()
    waiting = sum(counted[state] for state in _WAITING) - retried
    return Progress(
        total=sum(counted.values()),
        sent=counted[MessageState.SENT],
        waiting=waiting,
        retried=retried,
        failed=counted[MessageState.FAILED],
        skipped=counted[MessageState.SKIPPED],
        in_doubt=counted[MessageState.IN_DOUBT],
        cancelled=counted[MessageState.CANCELLED],
        retry_at=pending.get("retry_at"),
        per_minute=per_minute,
        ends_at=_end(waiting, per_minute, now) if not is_paused else None,
        is_paused=is_paused,
        is_being_written=issue.state == IssueState.SENDING,
    )


def _grouped(issue: Issue, now: datetime):
    later = Q(state=MessageState.PENDING, attempts__gt=0, not_before__gt=now)
    return (
        Message.objects.filter(compiled__issue=issue)
        .order_by()
        .values("state")
        .annotate(
            number=Count("pk"),
            retried=Count("pk", filter=later),
            retry_at=Min("not_before", filter=later),
            lately=Count("pk", filter=Q(sent_at__gt=now - LATELY)),
            first_at=Min("sent_at"),
        )
    )


def _per_minute(sent: dict, now: datetime) -> int:
    """Over the last minute, or since the first mail where that is less long ago."""
    if not sent.get("lately") or not sent.get("first_at"):
        return 0
    seconds = min((now - sent["first_at"]).total_seconds(), LATELY.total_seconds())
    return round(sent["lately"] * 60 / max(seconds, 1))


def _end(waiting: int, per_minute: int, now: datetime) -> datetime | None:
    return now + timedelta(minutes=waiting / per_minute) if waiting and per_minute else None
