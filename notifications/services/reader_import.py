"""Readers of a former list: brought in with the proof of each consent, or asked once whether to stay.

Who left, complained, cannot be reached or was asked before is never brought back by a file.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events.enums import Format
from networking.enums import Language, Source
from networking.models import Person, Topic
from networking.models.address import address_key
from networking.services import audit, import_cells
from networking.services.import_rows import Column, Row, rows_of
from notifications.enums import ConsentEventKind, ImportWay, SubscriptionState
from notifications.models import AskedAddress, ReaderFile, Subscription, Suppression
from notifications.services import bounces, consents, outbox
from notifications.services.subscriptions import CONSENT_SENTENCE, CONSENT_VERSION, DAYS_TO_STAY

LARGEST = 10_000_000  # bytes
KEPT_FOR = timedelta(days=1)
IMPORTED_VERSION = "imported"
_CHOSEN = [value for value in Format.values if value != Format.DIALOG]


@dataclass(frozen=True)
class Judgement:
    """Every fault of a file, or whom it would bring in; `known` read the newsletter or have been asked already."""

    faults: list[str] = field(default_factory=list)
    fresh: list[Row] = field(default_factory=list)
    known: int = 0
    barred: int = 0  # left, cannot be reached, or were asked once before


def keep(name: str, content: bytes, way: str, *, actor: Person) -> ReaderFile:
    """Keep an upload until somebody has looked at what it would do."""
    return ReaderFile.objects.create(name=name[-200:], content=content, way=way, created_by=actor)


def forget_old_files() -> int:
    """Delete files that nobody imported within a day; returns how many. The clock calls it."""
    return ReaderFile.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()[0]


def judge(kept: ReaderFile) -> Judgement:
    """Look at the file; writes nothing."""
    faults: list[str] = []
    rows = rows_of(kept.name, bytes(kept.content), _columns(kept.way), faults)
    faults += _faults(rows)
    return Judgement(faults=faults) if faults else _sorted_out(rows)


@transaction.atomic
def write(kept: ReaderFile) -> Judgement:
    """Bring in whom `judge` calls fresh and forget the file; a file with faults brings nobody."""
    judged = judge(kept)
    if judged.faults:
        return judged
    proofs = [_bring(row, kept.way) for row in judged.fresh]
    consents.record(proofs)
    if kept.way == ImportWay.ASK:
        _ask(proof.subscription for proof in proofs)
    audit.record("readers.import", kept, actor=kept.created_by, source=Source.ORGANISER, fields=[kept.way])
    kept.delete()
    return judged


def _columns(way: str) -> list[Column]:
    proven = way == ImportWay.PROVEN
    return [
        Column("email", _address, required=True),
        Column("date", import_cells.day, required=proven),
        Column("source", _filled(import_cells.line(200)), required=proven),
        Column("text", _filled(import_cells.prose(2000)), required=proven),
        Column("language", import_cells.one_of(Language.values)),
        Column("topics", import_cells.many(import_cells.slug)),
        Column("formats", import_cells.many(import_cells.one_of(_CHOSEN))),
    ]


def _address(cell) -> str:
    text = str(cell).strip()
    try:
        validate_email(text)
    except ValidationError:
        raise ValueError(_("“%(text)s” is not an e-mail address.") % {"text": text[:100]}) from None
    return text


def _filled(read):
    def filled(cell):
        if not str(cell).strip():
            raise ValueError(_("Without it the consent is not proven."))
        return read(cell)

    return filled


def _faults(rows: list[Row]) -> list[str]:
    """What only shows beside the other rows, the topics and today."""
    faults, seen = [], dict[str, int]()
    known, today = set(Topic.objects.values_list("slug", flat=True)), timezone.localdate()
    for row in rows:
        values = row.values
        if email := values.get("email"):
            first = seen.setdefault(address_key(email), row.line)
            if first != row.line:
                faults.append(
                    row.fault("email", _("This address stands in line %(line)d already.") % {"line": first})
                )
        if (day := values.get("date")) and day > today:
            faults.append(row.fault("date", _("This day is yet to come.")))
        for slug in values.get("topics") or ():
            if slug not in known:
                faults.append(row.fault("topics", _("There is no topic “%(slug)s”.") % {"slug": slug}))
    return faults


def _sorted_out(rows: list[Row]) -> Judgement:
    states = dict(Subscription.objects.values_list("email_key", "state"))
    suppressed = set(Suppression.objects.values_list("address_hash", flat=True))
    asked = set(AskedAddress.objects.values_list("address_hash", flat=True))
    fresh, known, barred = [], 0, 0
    for row in rows:
        email = row.values["email"]
        state = states.get(address_key(email))
        if state in (SubscriptionState.CONFIRMED, SubscriptionState.REQUESTED):
            known += 1
        elif state or bounces.fingerprint(email) in suppressed | asked:
            barred += 1
        else:
            fresh.append(row)
    return Judgement(fresh=fresh, known=known, barred=barred)


def _bring(row: Row, way: str) -> consents.Proof:
    """The row as a reader, and what proves it."""
    values, now = row.values, timezone.now()
    proven = way == ImportWay.PROVEN
    subscription = Subscription.objects.create(
        email=values["email"],
        email_key=address_key(values["email"]),
        language=values.get("language") or Language.GERMAN,
        formats=sorted(values.get("formats") or ()),
        state=SubscriptionState.CONFIRMED if proven else SubscriptionState.REQUESTED,
        confirmed_at=now if proven else None,
    )
    if values.get("topics"):
        subscription.topics.set(Topic.objects.filter(slug__in=values["topics"]))
    if not proven:
        return consents.Proof(
            subscription, ConsentEventKind.ASKED, Source.IMPORT, CONSENT_VERSION, str(CONSENT_SENTENCE)
        )
    return consents.Proof(
        subscription,
        ConsentEventKind.IMPORTED,
        Source.IMPORT,
        IMPORTED_VERSION,
        values["text"],
        evidence=f"{values['date']:%Y-%m-%d} · {values['source']}",
        at=_noon(values["date"]) if values["date"] < timezone.localdate() else now,
    )


def _noon(day) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def _ask(subscriptions: Iterable[Subscription]) -> None:
    """One mail each, and a note that outlives the address: nobody is asked twice."""
    readers = list(subscriptions)
    AskedAddress.objects.bulk_create(
        [AskedAddress(address_hash=bounces.fingerprint(reader.email)) for reader in readers],
        ignore_conflicts=True,
        batch_size=500,
    )
    outbox.queue_each(
        "newsletter_stay",
        (
            {
                "key": f"newsletter_stay:{reader.uuid}",
                "to_email": reader.email,
                "language": reader.language,
                "subscription": reader,
                "source": Source.IMPORT,
                "context": {"sentence": CONSENT_SENTENCE, "days": DAYS_TO_STAY},
            }
            for reader in readers
        ),
    )
