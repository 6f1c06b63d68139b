"""The outbox: `queue` writes what we owe, `deliver_due` pays it. The only door through which mail leaves.

A row is written in the transaction that causes the mail; a worker sends it after the commit (delivery/drain.py).
"""

import uuid
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django_q.tasks import async_task

from events.models import Event, Invitation, Registration
from networking.enums import Source
from networking.models import Person
from notifications.enums import Priority
from notifications.models import CompiledMail, Message, Subscription
from notifications.services import letter, marks
from notifications.services.alarm import Alarm
from notifications.services.delivery import drain

ROWS_AT_ONCE = 1000
Thing = TypeVar("Thing")


def queue(kind: str, *, key: str, **said: Any) -> Message:
    """Write one mail into the outbox and return its row. The same `key` never writes a second one.

    `kind` names the template (templates/notifications/mail/<kind>.txt), `said` is what `_draft` takes. The worker is
    woken after the commit.
    """
    return Message.objects.filter(idempotency_key=key).first() or queue_first(kind, key=key, **said)


def queue_first(kind: str, *, key: str, **said: Any) -> Message:
    """As `queue`, for a key that names something new and cannot have been used: raises IntegrityError if it was."""
    message = _draft(kind, key=key, **said)
    message.save(force_insert=True)
    wake()
    return message


def queue_each(kind: str, owed: Iterable[dict[str, Any]]) -> None:
    """Write many mails of one kind, in few statements; each of `owed` is what `queue` takes, with its `key`."""
    wanted = {said["key"]: said for said in owed}
    for keys in _batched(wanted, ROWS_AT_ONCE):
        known = set(
            Message.objects.filter(idempotency_key__in=keys).values_list("idempotency_key", flat=True)
        )
        Message.objects.bulk_create([_draft(kind, **wanted[key]) for key in keys if key not in known])
    wake()


def _draft(
    kind: str,
    *,
    key: str,
    to_email: str,
    language: str,
    to_name: str = "",
    registration: Registration | None = None,
    event: Event | None = None,
    invitation: Invitation | None = None,
    person: Person | None = None,
    subscription: Subscription | None = None,
    context: dict | None = None,
    calendar: str = "",
    priority: int = Priority.TRANSACTIONAL,
    source: str = Source.WEB,
    expires_at: datetime | None = None,
    message_uuid: uuid.UUID | None = None,
) -> Message:
    """The unsaved row of one mail."""
    if event and kind in letter.ALIKE:
        written = letter.write_alike(kind, language, event, to_name)
    else:
        context = {"registration": registration, "event": event, "to_name": to_name} | (context or {})
        written = letter.write(kind, language, context)
    return Message(
        uuid=message_uuid or uuid.uuid4(),
        kind=kind,
        idempotency_key=key,
        priority=priority,
        language=language,
        to_name=to_name,
        to_email=to_email,
        subject=written.subject[:300],
        text=written.text,
        html=written.html,
        calendar=calendar,
        registration=registration,
        event=event,
        invitation=invitation,
        person=person,
        subscription=subscription,
        source=source,
        expires_at=expires_at,
    )


def queue_many(
    kind: str,
    compiled: CompiledMail,
    subscriptions: Iterable[Subscription],
    *,
    key: str,
    slots: Callable[[Subscription], dict] = lambda _subscription: {},
    not_before: datetime | None = None,
) -> int:
    """Owe the readers one compiled mail each, as a newsletter, and return how many there are.

    Each reader gets it once for each `key`, however often this is called: a crash in the middle is mended by calling
    again.
    """
    written = 0
    for some in _batched(subscriptions, ROWS_AT_ONCE):
        rows = [
            Message(
                kind=kind,
                idempotency_key=f"{key}:{subscription.uuid}",
                priority=Priority.NEWSLETTER,
                language=compiled.language,
                to_email=subscription.email,
                subject=compiled.subject,
                compiled=compiled,
                slots=slots(subscription),
                subscription=subscription,
                source=Source.ORGANISER,
                not_before=not_before or timezone.now(),
            )
            for subscription in some
        ]
        Message.objects.bulk_create(rows, ignore_conflicts=True)
        written += len(rows)
    wake()
    return written


def queue_one(
    kind: str,
    compiled: CompiledMail,
    *,
    key: str,
    to_email: str,
    to_name: str = "",
    person: Person | None = None,
    slots: dict | None = None,
) -> Message:
    """Owe one person a compiled mail, as a test of it. The same `key` never writes a second one."""
    message, _is_new = Message.objects.get_or_create(
        idempotency_key=key,
        defaults={
            "kind": kind,
            "language": compiled.language,
            "to_name": to_name,
            "to_email": to_email,
            "subject": compiled.subject,
            "compiled": compiled,
            "slots": slots or {},
            "person": person,
            "source": Source.ORGANISER,
        },
    )
    wake()
    return message


def masked(message: Message) -> letter.Letter:
    """Subject, text and HTML as the organisers may read them: private links and codes are masked."""
    source = message.compiled or message
    return letter.Letter(*(marks.masked(part) for part in (source.subject, source.text, source.html)))


def deliver_due() -> int:
    """Send what is due, sign-in codes first, for less than a minute; return how many mails the server took.

    Calls the next worker when more is due: none is busy for long, and other work gets its turn in between.
    """
    drained = drain.drain()
    if drained.is_more_due:
        wake()
    return drained.sent


def wake() -> None:
    """Let a worker look into the outbox after the commit: once, however many mails the transaction owes."""
    if not any(entry[1] is _wake for entry in connection.run_on_commit):
        transaction.on_commit(_wake, robust=True)


def _wake() -> None:
    _alarm.ring(settings.WAKE_PAUSE)


# A worker sends all that is due: in a rush one call serves many mails. What a lost call forgot the sweep finds.
_alarm = Alarm(lambda: async_task("notifications.tasks.deliver_due"))


def _batched(things: Iterable[Thing], size: int) -> Iterator[list[Thing]]:
    remaining = iter(things)
    while some := list(islice(remaining, size)):
        yield some
