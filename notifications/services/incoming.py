"""Mail that comes to our own address: each message goes to whoever knows its kind.

Everything here was written by strangers. So the size is bounded before anything is read, nothing raises for what a
mail says, and nobody is answered.
"""

import logging
from collections.abc import Callable
from email import message_from_bytes
from email.message import Message as Mail

from events.calendar import itip
from events.services import replies
from networking.enums import Source
from notifications import links, reports
from notifications.enums import Incoming
from notifications.models import Subscription
from notifications.services import returned, subscriptions

MAX_BYTES = 1_000_000
MAX_PARTS = 60
CALENDARS = ("text/calendar", "application/ics")
log = logging.getLogger("treffwerk.incoming")


def receive(raw: bytes, recipient: str = "") -> Incoming:
    """Take one mail as it came and return what it was. The same mail, taken twice, changes nothing the second time.

    `recipient` is the address it was delivered to, where the mail server says so.
    """
    if len(raw) > MAX_BYTES or raw.lower().count(b"content-type:") > MAX_PARTS:
        kind = Incoming.REFUSED
    else:
        mail = message_from_bytes(raw)
        if recipient.isascii() and recipient.isprintable():
            mail["Delivered-To"] = recipient
        kind = _kind(mail)
    log.info("A mail of %d bytes came in: %s", len(raw), kind)
    return kind


def _kind(mail: Mail) -> Incoming:
    """The first reader that knows the mail has it."""
    return next((kind for kind, reads in _READERS.items() if reads(mail)), Incoming.IGNORED)


def _is_calendar_reply(mail: Mail) -> bool:
    """Note the answer of a calendar program. Its sender need not be the person: assistants and aliases answer too."""
    parts = (part for part in mail.walk() if part.get_content_type() in CALENDARS)
    bodies = (part.get_payload(decode=True) for part in parts)
    found = (itip.reply_in(body) for body in bodies if isinstance(body, bytes))
    reply = next(filter(None, found), None)
    return reply is not None and replies.note(reply) is not None


def _is_bounce(mail: Mail) -> bool:
    """Note a mail of ours that came back, or a complaint about one."""
    report = reports.read(mail)
    return report is not None and returned.note_report(report) is not None


def _is_leaving(mail: Mail) -> bool:
    """End the subscription to whose own address a person wrote. A machine that answers us ends nothing (RFC 3834)."""
    is_automatic = str(mail.get("Auto-Submitted", "no")).split(";")[0].strip().lower() != "no"
    if is_automatic or str(mail.get("Return-Path", "")).strip() == "<>":
        return False
    found = filter(None, map(links.left_subscription, reports.addressees(mail)))
    subscription = Subscription.objects.filter(uuid__in=list(found)).first()
    if subscription:
        subscriptions.unsubscribe(subscription, source=Source.MAIL)
    return subscription is not None


_READERS: dict[Incoming, Callable[[Mail], bool]] = {
    Incoming.BOUNCE: _is_bounce,
    Incoming.LEAVING: _is_leaving,
    Incoming.CALENDAR_REPLY: _is_calendar_reply,
}
