"""How we stand with the mail server: pauses by people and by policy, waiting after failed connections."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from networking.models import Person
from networking.services import audit
from notifications.models import Transport
from notifications.services.delivery.reply import Reply

NAME = "default"
WAITS = [timedelta(seconds=s) for s in (15, 30, 60, 120, 300, 900)]
EQUAL_REFUSALS = 5  # in a row: it is not the recipients
_SEEN_EVERY = timedelta(seconds=5)


def current() -> Transport:
    return Transport.objects.get_or_create(name=NAME)[0]


def lock() -> Transport:
    """The row, nobody else's until the transaction ends."""
    current()
    return Transport.objects.select_for_update().get(name=NAME)


@transaction.atomic
def pause(*, actor: Person) -> None:
    """Send nothing but sign-in codes until somebody resumes. Twice changes nothing the second time."""
    if _row().filter(paused_at=None).update(paused_at=timezone.now(), paused_by=actor):
        audit.record("outbox.pause", current(), actor=actor)


@transaction.atomic
def resume(*, actor: Person) -> None:
    """Send again, at once. Twice changes nothing the second time."""
    fresh = {"blocked_until": None, "failures": 0, "refusals": 0, "refusal": ""}
    if _row().exclude(paused_at=None).update(paused_at=None, paused_by=None, **fresh):
        audit.record("outbox.resume", current(), actor=actor)


def note_taken(reply: Reply) -> None:
    """The server takes mail: forget its former refusals. Writes only what is news."""
    now = timezone.now()
    is_news = (
        Q(failures__gt=0) | Q(refusals__gt=0) | Q(last_reply_at=None) | Q(last_reply_at__lt=now - _SEEN_EVERY)
    )
    fresh = {"failures": 0, "refusals": 0, "refusal": "", "blocked_until": None}
    _row().filter(is_news).update(last_reply=reply.text, last_reply_at=now, **fresh)


@transaction.atomic
def note_unreachable(reply: Reply) -> None:
    """Wait before the next connection, longer each time. A server that refuses our password is not asked again."""
    row, now = lock(), timezone.now()
    row.blocked_until = now + WAITS[min(row.failures, len(WAITS) - 1)]
    row.failures += 1
    _say(row, reply, now)
    if reply.is_policy:
        row.paused_at = row.paused_at or now
    row.save()


@transaction.atomic
def note_refusal(step: str, reply: Reply, *, is_in_a_row: bool) -> bool:
    """Note one refused mail and return whether to go on.

    Pause when the server wants none of our mail: a refusal of policy that is not about the recipient, or the same final
    refusal several times in a row. Wait when it says "later" as often.
    """
    row, now, words = lock(), timezone.now(), _words(reply)
    row.refusals = row.refusals + 1 if is_in_a_row and row.refusal == words else 1
    row.refusal = words
    _say(row, reply, now)
    is_everybodys = row.refusals >= EQUAL_REFUSALS and not (step == "RCPT" and _is_about_recipient(reply))
    if (reply.is_policy and step != "RCPT") or (is_everybodys and reply.code >= 500):
        row.paused_at = row.paused_at or now
    elif is_everybodys:
        row.blocked_until = now + WAITS[min(row.failures, len(WAITS) - 1)]
        row.failures += 1
    row.save()
    return not (row.is_paused or row.is_blocked)


def _row():
    current()
    return Transport.objects.filter(name=NAME)


def _say(row: Transport, reply: Reply, now: datetime) -> None:
    row.last_reply, row.last_reply_at = reply.text, now


def _is_about_recipient(reply: Reply) -> bool:
    """Many dead addresses in a row are an old list, not a quarrel with the server."""
    return reply.enhanced[1:4] in (".1.", ".2.")


def _words(reply: Reply) -> str:
    """What equal refusals have in common: servers repeat the address and a number of their own."""
    return " ".join(
        word for word in reply.text.split() if "@" not in word and not any(map(str.isdigit, word[4:]))
    )
