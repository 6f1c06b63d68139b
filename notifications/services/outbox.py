"""The outbox: `queue` writes what we owe, `deliver_due` pays it. The only door through which mail leaves.

A row is written in the transaction that causes the mail; a worker sends it after the commit. A crash loses nothing:
the row is the truth, a lease says who is sending, and a mail in doubt keeps its Message-ID when it is sent again.
"""

import logging
import smtplib
import uuid
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import connection, transaction
from django.utils import timezone
from django_q.tasks import async_task

from events.models import Event, Invitation, Registration
from networking.enums import Source
from networking.models import Person
from notifications import links
from notifications.enums import MessageState, Priority
from notifications.models import Message, Subscription
from notifications.services import letter, marks

LEASE = timedelta(minutes=2)
BACK_OFF = [timedelta(minutes=m) for m in (1, 5, 30, 120, 720)]
BATCH = 20
log = logging.getLogger("treffwerk.outbox")


def queue(
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
    """Write one mail into the outbox and return its row. The same `key` never writes a second one.

    `kind` names the template (templates/notifications/mail/<kind>.txt). The worker is woken after the commit.
    """
    if known := Message.objects.filter(idempotency_key=key).first():
        return known
    context = {"registration": registration, "event": event, "to_name": to_name} | (context or {})
    written = letter.write(kind, language, context)
    message = Message.objects.create(
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
    transaction.on_commit(partial(async_task, "notifications.tasks.deliver_due"), robust=True)
    return message


def masked(message: Message) -> letter.Letter:
    """Subject, text and HTML as the organisers may read them: private links and codes are masked."""
    return letter.Letter(*(marks.masked(part) for part in (message.subject, message.text, message.html)))


def deliver_due(limit: int = 500) -> int:
    """Send what is due, sign-in codes first, and return how many mails the server took.

    Any number of workers may run at once: each claims a batch of its own.
    """
    recover()
    owner, sent = uuid.uuid4().hex, 0
    mailer = get_connection()
    try:
        while sent < limit and (batch := _claim(owner)):
            sent += sum(_send(message, mailer) for message in batch)
    finally:
        mailer.close()
    return sent


def recover() -> int:
    """Take back rows whose sender died: transactional mail goes again with the same Message-ID, a newsletter waits
    for a person's decision. Returns how many rows were touched.
    """
    now = timezone.now()
    dead = Message.objects.filter(state=MessageState.SENDING, lease_until__lt=now)
    held = dead.filter(priority__gte=Priority.NEWSLETTER).update(state=MessageState.IN_DOUBT, lease_owner="")
    again = dead.filter(priority__lt=Priority.NEWSLETTER).update(
        state=MessageState.PENDING, lease_owner="", lease_until=None
    )
    Message.objects.filter(state=MessageState.PENDING, expires_at__lt=now).update(state=MessageState.SKIPPED)
    return held + again


@transaction.atomic
def _claim(owner: str) -> list[Message]:
    """Take the next rows under a lease; two workers never get the same one."""
    now = timezone.now()
    due = Message.objects.filter(state=MessageState.PENDING, not_before__lte=now)
    due = due.order_by("priority", "not_before", "pk")
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True)
    keys = list(due.values_list("pk", flat=True)[:BATCH])
    Message.objects.filter(pk__in=keys, state=MessageState.PENDING).update(
        state=MessageState.SENDING, lease_owner=owner, lease_until=now + LEASE
    )
    mine = Message.objects.filter(pk__in=keys, lease_owner=owner, state=MessageState.SENDING)
    return list(
        mine.select_related("registration__event", "invitation", "subscription").order_by("priority", "pk")
    )


def _send(message: Message, mailer) -> bool:
    """Hand one mail to the server and note its answer. Returns whether it was taken."""
    message.attempts += 1
    try:
        mailer.send_messages([_mail(message)])
    except (OSError, smtplib.SMTPException) as error:
        _note_failure(message, error)
        mailer.close()  # a broken connection must not fail the next mail too
        return False
    _note(message, state=MessageState.SENT, sent_at=timezone.now(), reply="")
    return True


def _note_failure(message: Message, error: Exception) -> None:
    """A final refusal (5xx) fails the mail, everything else is tried again with growing pauses."""
    refused = getattr(error, "recipients", None)
    code = next(iter(refused.values()))[0] if refused else getattr(error, "smtp_code", 0)
    log.warning("Mail %s was not taken: %s", message.uuid, type(error).__name__)
    if code >= 500 or message.attempts > len(BACK_OFF):
        _note(message, state=MessageState.FAILED, reply=str(error)[:500])
    else:
        again = timezone.now() + BACK_OFF[message.attempts - 1]
        _note(message, state=MessageState.PENDING, not_before=again, reply=str(error)[:500])


def _note(message: Message, **columns) -> None:
    """Write the outcome, but only while the lease is ours: a slow sender must not undo a recovery."""
    columns |= {"attempts": message.attempts, "lease_owner": "", "lease_until": None}
    Message.objects.filter(pk=message.pk, lease_owner=message.lease_owner).update(**columns)


def _mail(message: Message) -> EmailMultiAlternatives:
    """The mail as it leaves: marks filled, text and HTML alike, the calendar file attached."""
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=marks.filled(message.text, message),
        to=[_recipient(message)],
        headers={
            "Message-ID": f"<{message.uuid}@{settings.CALENDAR_HOST}>",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "Content-Language": message.language,
            **_unsubscribe_headers(message),
        },
        reply_to=[message.event.contact_email] if message.event and message.event.contact_email else None,
    )
    mail.attach_alternative(marks.filled(message.html, message), "text/html")
    if message.calendar:
        mail.attach("termin.ics", message.calendar, "text/calendar")
    return mail


def _recipient(message: Message) -> str:
    name = message.to_name.replace('"', "").replace("\\", "").strip()
    return f'"{name}" <{message.to_email}>' if name else message.to_email


def _unsubscribe_headers(message: Message) -> dict[str, str]:
    """RFC 8058: one click in the mail program ends a newsletter; transactional mail has no such header."""
    if message.subscription is None or message.priority < Priority.NEWSLETTER:
        return {}
    address = links.subscription_url(message.subscription, links.UNSUBSCRIBE)
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
