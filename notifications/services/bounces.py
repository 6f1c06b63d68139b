"""What came back: noted once for each mail and way, and what follows for the address.

An address that does not exist, or whose owner complained, gets no newsletters from the first time on; what may pass
counts as days, three within thirty. Mails about a registration go on: there the organisers are warned.
"""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from networking import links as keyed
from networking.enums import Source
from networking.models import Person
from networking.models.address import address_key
from networking.services import audit
from notifications.enums import BounceKind, BounceSource
from notifications.models import Bounce, Message, Subscription, Suppression
from notifications.reports import classified

DAYS, WITHIN, REST = 3, timedelta(days=30), timedelta(days=90)
AT_ONCE = (BounceKind.HARD, BounceKind.COMPLAINT)
COUNTED = (BounceKind.SOFT, BounceKind.FULL)
log = logging.getLogger("treffwerk.bounces")


def note_refusal(message: Message, code: int, enhanced: str, words: str) -> Bounce | None:
    """Note that the server would not have the mail when it was handed over; without a status it may pass."""
    status = enhanced or ("5.2.2" if code == 552 else f"{str(code)[:1]}.0.0")
    return note(message, BounceSource.SMTP, classified(status, words), enhanced, words)


@transaction.atomic
def note(message: Message, source: str, kind: str, status: str, words: str) -> Bounce:
    """Note it once and draw the conclusions. The same mail coming back the same way again changes nothing."""
    bounce, is_new = Bounce.objects.get_or_create(
        message=message,
        source=source,
        defaults={
            "kind": kind,
            "status": status,
            "words": words[:500],
            "address_hash": fingerprint(message.to_email),
        },
    )
    if is_new:
        log.info("Mail %s came back: %s %s", message.uuid, kind, status)
        _conclude(bounce)
    return bounce


def suppression_of(email: str) -> Suppression | None:
    return Suppression.objects.filter(address_hash__in=fingerprints(email)).first()


@transaction.atomic
def release(suppression: Suppression, *, actor: Person) -> None:
    """Let newsletters go to the address again; its former bounces no longer count."""
    audit.record("suppression.release", suppression, actor=actor, source=Source.ORGANISER)
    _forget(suppression)


def welcome_back(email: str) -> None:
    """Somebody has just shown that the address works: a link from one of our mails was opened."""
    if suppression := suppression_of(email):
        _forget(suppression)


@transaction.atomic
def decay() -> int:
    """Forget suppressions whose time is over. Returns how many."""
    over = list(Suppression.objects.filter(until__lte=timezone.now()))
    for suppression in over:
        _forget(suppression)
    return len(over)


def fingerprint(email: str) -> str:
    """An address as a hash that only this house can make."""
    return fingerprints(email)[0]


def fingerprints(email: str) -> list[str]:
    """The same with the former keys, too: under one of them it is known."""
    return keyed.fingerprints("address", address_key(email))


def _forget(suppression: Suppression) -> None:
    Bounce.objects.filter(address_hash=suppression.address_hash, kind__in=COUNTED).update(address_hash="")
    suppression.delete()


def _conclude(bounce: Bounce) -> None:
    if bounce.kind in AT_ONCE:
        _suppress(bounce, until=None)
    elif bounce.kind in COUNTED and _days(bounce.address_hash) >= DAYS:
        _suppress(bounce, until=timezone.now() + REST)


def _days(address_hash: str) -> int:
    """On how many days mails came back lately: a server that is down for a day counts once."""
    lately = Bounce.objects.filter(address_hash=address_hash, kind__in=COUNTED)
    times = lately.filter(at__gt=timezone.now() - WITHIN).values_list("at", flat=True)
    return len({timezone.localdate(at) for at in times})


def _suppress(bounce: Bounce, until: datetime | None) -> None:
    """Stop newsletters to the address; what was stopped for good stays so."""
    email = bounce.message.to_email
    suppression, is_new = Suppression.objects.get_or_create(
        address_hash=bounce.address_hash,
        defaults={"hint": _hint(email), "reason": bounce.kind, "until": until},
    )
    if not is_new and suppression.until and (until is None or until > suppression.until):
        suppression.reason, suppression.until = bounce.kind, until
        suppression.save(update_fields=["reason", "until"])
    Subscription.objects.filter(email_key=address_key(email)).update(suppression=suppression)


def _hint(email: str) -> str:
    name, _at, domain = email.rpartition("@")
    return f"{name[:1]}…@{domain}"
