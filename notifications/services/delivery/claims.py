"""Which mails go next, and whose they are while they go."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.db.models import F, Model, QuerySet
from django.db.models.base import ModelState
from django.utils import timezone

from notifications.enums import MessageState, Priority, SubscriptionState
from notifications.models import CompiledMail, Message, Subscription
from notifications.services.delivery import tokens, transport

BATCH = 500
LEASE = timedelta(minutes=2)
FREE = {"lease_owner": "", "lease_until": None}
Row = TypeVar("Row", bound=Model)
_RELATED = ("registration__event", "event", "invitation", "subscription", "person")
_OWN = (
    "id",
    "uuid",
    "kind",
    "priority",
    "to_name",
    "to_email",
    "slots",
    "compiled_id",
    "subscription_id",
    "lease_owner",
    "attempts",
    "doubts",
)
_READERS = ("uuid", "language", "key_version")


@dataclass
class Batch:
    """Mails under our lease; `wait` says in how many seconds the server's limits let the next go."""

    messages: list[Message] = field(default_factory=list)
    wait: float | None = None


def is_anything_due() -> bool:
    return _due(timezone.now()).exists()


def claim(owner: str) -> Batch:
    """Take the next mails under a lease, sign-in codes first, newsletters last; two workers never get the same one.

    What nobody wants any more is skipped: an expired code, a newsletter whose reader has left since it was written
    or whose address no longer takes mails.
    """
    if not is_anything_due():
        return Batch()
    with transaction.atomic():
        keys, wait = _take(owner, timezone.now())
    if not keys:
        return Batch([], wait)
    mine = Message.objects.filter(lease_owner=owner, state=MessageState.SENDING)
    messages = [*mine.filter(compiled=None).prefetch_related(*_RELATED), *_compiled(mine)]
    return Batch(sorted(messages, key=lambda message: (message.priority, message.pk)), wait)


def are_stopped(messages: list[Message]) -> bool:
    """Whether somebody has paused the sending, or held one of these newsletters, since they were claimed."""
    held = CompiledMail.objects.filter(held_at__isnull=False)
    keys = {message.compiled_id for message in messages if message.compiled_id}
    return transport.current().is_paused or (bool(keys) and held.filter(pk__in=keys).exists())


def release(messages: list[Message], owner: str) -> None:
    """Give back what was not tried; it counts as no attempt."""
    if messages:
        mine = Message.objects.filter(lease_owner=owner, state=MessageState.SENDING)
        mine.filter(pk__in=[message.pk for message in messages]).update(
            state=MessageState.PENDING, attempts=F("attempts") - 1, **FREE
        )


def skip_expired() -> None:
    late = Message.objects.filter(state=MessageState.PENDING, expires_at__lt=timezone.now())
    late.update(state=MessageState.SKIPPED)


def _take(owner: str, now: datetime) -> tuple[list[int], float | None]:
    way = transport.lock() if tokens.is_limited() else transport.current()
    due, most = _due(now), BATCH
    if way.is_blocked:
        return [], None
    if way.is_paused:  # whoever wants to resume must be able to sign in
        due = due.filter(priority=Priority.SIGN_IN)
    if tokens.is_limited():
        most = min(most, tokens.refill(way, now))
        if most < 1:
            way.save(update_fields=["second_tokens", "hour_tokens", "refilled_at"])
            return [], tokens.wait(way)
    keys = _lease(due, most, owner, now)
    if tokens.is_limited():
        tokens.spend(way, len(keys))
        way.save(update_fields=["second_tokens", "hour_tokens", "refilled_at"])
    return keys, None


def _lease(due: QuerySet[Message], most: int, owner: str, now: datetime) -> list[int]:
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True)
    keys = list(due.values_list("pk", flat=True)[:most])
    Message.objects.filter(pk__in=keys, state=MessageState.PENDING).update(
        state=MessageState.SENDING, lease_owner=owner, lease_until=now + LEASE, attempts=F("attempts") + 1
    )
    mine = Message.objects.filter(lease_owner=owner, state=MessageState.SENDING)
    unwanted = mine.filter(priority__gte=Priority.NEWSLETTER, subscription__isnull=False)
    unwanted.exclude(
        subscription__state=SubscriptionState.CONFIRMED, subscription__suppression__isnull=True
    ).update(state=MessageState.SKIPPED, **FREE)
    return keys


def _compiled(mine: QuerySet[Message]) -> list[Message]:
    """Mails of which each row holds only what is the reader's own: all else is read once for the batch."""
    columns = [*_OWN, *(f"subscription__{name}" for name in _READERS)]
    rows = list(mine.filter(compiled__isnull=False).order_by().values_list(*columns))
    mails = CompiledMail.objects.in_bulk({row[_OWN.index("compiled_id")] for row in rows})
    return [_with_reader(row, mails) for row in rows]


def _with_reader(row: tuple, mails: dict[int, CompiledMail]) -> Message:
    own = dict(zip(_OWN, row, strict=False))
    related: dict[str, Model | None] = {"compiled": mails[own["compiled_id"]], "subscription": None}
    if key := own["subscription_id"]:
        reader = dict(zip(_READERS, row[len(_OWN) :], strict=True))
        related["subscription"] = _as_read(Subscription, {"id": key, **reader}, {})
    return _as_read(Message, own, related)


def _as_read(model: type[Row], columns: dict[str, Any], related: dict[str, Model | None]) -> Row:
    """A row as `Model.from_db` makes it of some columns, in a tenth of the time: a newsletter has many.

    What was not read is fetched when it is asked for, as ever.
    """
    row = model.__new__(model)
    row.__dict__.update(columns)
    row._state = state = ModelState()
    state.adding, state.db, state.fields_cache = False, DEFAULT_DB_ALIAS, related
    return row


def _due(now: datetime) -> QuerySet[Message]:
    held = CompiledMail.objects.filter(held_at__isnull=False).values("pk")
    due = Message.objects.filter(state=MessageState.PENDING, not_before__lte=now).exclude(compiled__in=held)
    return due.order_by("priority", "not_before", "pk")
