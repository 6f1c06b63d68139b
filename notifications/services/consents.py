"""The ledger of consents: written here and nowhere else, row upon row, each holding the digest of the one before.

Whoever alters, removes or slips in a row breaks the chain, and `verify` names the place. The chain's end is kept in
a row of its own, so that a cut-off end shows too. The database itself refuses to alter or delete a row
(migration 0011); only the name of a forgotten reader goes.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from notifications.models import ConsentEvent, ConsentLedger, Subscription


@dataclass(frozen=True)
class Proof:
    """What is to be written down. `at` is when it happened: now, unless a file proves an earlier consent."""

    subscription: Subscription
    kind: str
    source: str
    text_version: str
    text: str
    evidence: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Break:
    """Where the ledger is not what was written: the row's number (0: its end) and what is wrong with it."""

    row: int
    fault: str


@transaction.atomic
def record(proofs: Iterable[Proof]) -> None:
    """Append them in their order. One writer at a time holds the ledger's end."""
    ledger = _lock()
    events = []
    for proof in proofs:
        event = _event(proof, ledger.last_digest)
        ledger.last_digest, ledger.length = event.digest, ledger.length + 1
        events.append(event)
    ConsentEvent.objects.bulk_create(events, batch_size=500)
    ledger.save()


def of(subscription: Subscription) -> QuerySet[ConsentEvent]:
    """Everything that is written of one reader, the first first: what is printed for them and about them."""
    return ConsentEvent.objects.filter(subject=subscription.uuid).order_by("pk")


def verify() -> Iterator[Break]:
    """Read the whole ledger and name every break; nothing when it is as it was written."""
    former, length = "", 0
    for event in ConsentEvent.objects.select_related("subscription").order_by("pk").iterator(chunk_size=1000):
        if event.former_digest != former:
            yield Break(event.pk, "does not follow the row before: a row is missing, moved or slipped in")
        if event.digest != digest(event):
            yield Break(event.pk, "was altered")
        if event.subscription and event.subscription.uuid != event.subject:
            yield Break(event.pk, "was hung on another reader")
        former, length = event.digest, length + 1
    ledger = ConsentLedger.objects.first() or ConsentLedger()
    if (ledger.last_digest, ledger.length) != (former, length):
        yield Break(0, f"ends after {length} rows and should hold {ledger.length}")


def is_guarded() -> bool:
    """Whether the database refuses changes: it forgets to where a table was remade or restored without its triggers."""
    with connection.cursor() as cursor:
        cursor.execute(_GUARDS[connection.vendor], [ConsentEvent._meta.db_table])
        return cursor.fetchone()[0] > 0


_GUARDS = {
    "sqlite": "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
    "postgresql": """
        SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal AND tgenabled <> 'D'
    """,
}


def digest(event: ConsentEvent) -> str:
    """SHA-256 of all that the row says, and of the row before."""
    said = [
        event.former_digest,
        str(event.subject),
        event.kind,
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.text_version,
        event.text,
        event.evidence,
        event.source,
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def _event(proof: Proof, former: str) -> ConsentEvent:
    event = ConsentEvent(
        subscription=proof.subscription,
        subject=proof.subscription.uuid,
        kind=proof.kind,
        at=proof.at or timezone.now(),
        text_version=proof.text_version,
        text=proof.text,
        evidence=proof.evidence,
        source=proof.source,
        former_digest=former,
    )
    event.digest = digest(event)
    return event


def _lock() -> ConsentLedger:
    """The chain's end, nobody else's until the transaction ends."""
    ConsentLedger.objects.get_or_create(pk=1)
    return ConsentLedger.objects.select_for_update().get(pk=1)
