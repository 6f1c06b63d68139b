"""The drain: while there is time and something due, claim a batch and send it through one connection.

The journal is written before the server may take a mail and after it answered, the rows once for many mails. Killed at
any moment it loses nothing and leaves at most one mail in doubt (delivery/recovery.py).
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from itertools import zip_longest
from time import monotonic, sleep

from django.conf import settings
from django.db import transaction

from notifications.errors import AddressRefused
from notifications.models import Message
from notifications.services.delivery import (
    backend,
    claims,
    journal,
    outcomes,
    recovery,
    smtp,
    transport,
    wire,
)
from notifications.services.delivery.reply import Reply

SECONDS = 45  # the queue ends a task after 90
WRITE_EVERY = 5.0  # seconds: pages show the progress, and little is left to recovery
SHORT_WAIT = 1.0  # for the server's limits; a longer one is left to the minutely sweep
log = logging.getLogger("treffwerk.outbox")


@dataclass(frozen=True)
class Drained:
    """`sent` mails were taken; `is_more_due` when only the time ran out."""

    sent: int
    is_more_due: bool


def drain(seconds: float = SECONDS) -> Drained:
    """Send what is due, for at most about `seconds`. Any number of drains may run at once."""
    until = monotonic() + seconds
    recovery.recover()
    claims.skip_expired()
    if not claims.is_anything_due():
        return Drained(0, is_more_due=False)
    with journal.opened() as book:
        sender = Sender(book, until)
        try:
            return sender.run()
        finally:
            sender.hang_up()


class Sender:
    """One worker's hands: its journal, its connection, and what it has not yet written into the rows."""

    def __init__(self, book: journal.Journal, until: float):
        self._book, self._until = book, until
        self._session: smtp.Session | backend.Session | None = None
        self._taken: list[outcomes.Taken] = []
        self._others: list[Callable[[], object]] = []
        self._last_taken: Reply | None = None  # since the last refusal
        self._wrote_at = monotonic()
        self.sent = 0

    def run(self) -> Drained:
        while monotonic() < self._until:
            batch = claims.claim(self._book.owner)
            if batch.messages:
                if not self._send(batch.messages):
                    break
            elif batch.wait is not None and batch.wait <= SHORT_WAIT:
                sleep(batch.wait)
            else:
                break
        else:
            return Drained(self.sent, is_more_due=claims.is_anything_due())
        return Drained(self.sent, is_more_due=False)

    def hang_up(self) -> None:
        if self._session:
            self._session.close()
        self._session = None

    def _send(self, messages: list[Message]) -> bool:
        """Send a batch and write what became of it. Returns whether the server is there to take another."""
        goes_on, tried = True, 0
        ends = min(self._until, monotonic() + claims.LEASE.total_seconds() / 2)
        parcels = [wire.Parcel(message) for message in messages]
        for parcel, following in zip_longest(parcels, parcels[1:]):
            if not goes_on or monotonic() > ends or not (goes_on := self._connect()):
                break
            tried += 1
            goes_on = self._try(parcel, following)
            if monotonic() - self._wrote_at > WRITE_EVERY:
                self._write()
                ends = 0 if claims.are_stopped(messages) else ends
        self._leave_in_between()
        self._others.append(lambda: claims.release(messages[tried:], self._book.owner))
        self._write()
        return goes_on

    def _connect(self) -> bool:
        """Have a connection that may carry one more mail; a used-up one is exchanged."""
        if self._session and self._session.mails >= settings.MAIL_PER_CONNECTION:
            self.hang_up()
        if self._session is None:
            try:
                self._session = smtp.Session() if _speaks_smtp() else backend.Session()
            except smtp.Unreachable as fault:
                self._note_unreachable(fault.reply)
        return self._session is not None

    def _try(self, parcel: wire.Parcel, following: wire.Parcel | None) -> bool:
        """Send one mail. Returns whether the next may be tried."""
        message = parcel.message
        try:
            _build(parcel)
        except AddressRefused as refusal:
            return self._give_up(message, str(refusal))
        except Exception as fault:  # a mail that cannot be built must not stop those behind it
            log.exception("Mail %s cannot be built", message.uuid)
            return self._give_up(message, type(fault).__name__)
        if following and (self._is_last_of_connection() or not _is_addressed(following)):
            following = None
        return self._hand_over(parcel, following)

    def _is_last_of_connection(self) -> bool:
        return self._session is not None and self._session.mails + 1 >= settings.MAIL_PER_CONNECTION

    def _give_up(self, message: Message, reason: str) -> bool:
        """No server is asked. One that waits for this mail's text already is left, so that it takes none."""
        self._others.append(lambda: outcomes.write_failed(message, reason))
        self._leave_in_between()
        return True

    def _leave_in_between(self) -> None:
        """A mail that was offered ahead is not sent after all: whatever was said next would become its text."""
        if self._session and self._session.is_in_between:
            self.hang_up()

    def _hand_over(self, parcel: wire.Parcel, following: wire.Parcel | None) -> bool:
        message = parcel.message
        assert self._session  # noqa: S101 -- _connect has just said so
        try:
            reply = self._session.deliver(parcel, lambda: self._book.begin(message.pk), following)
        except smtp.Refused as refusal:
            return self._note_refused(message, refusal)
        except smtp.Lost as loss:
            return self._note_lost(message, loss)
        self._book.done(message.pk, reply)
        self._taken.append(outcomes.Taken(message.pk, reply))
        self._last_taken = reply
        return True

    def _note_refused(self, message: Message, refusal: smtp.Refused) -> bool:
        """Write it at once: it may be the one that ends the sending."""
        step, reply, is_in_a_row = refusal.step, refusal.reply, self._last_taken is None
        self._book.refused(message.pk, reply)
        log.warning("Mail %s was refused at %s with %s", message.uuid, step, reply.code)
        self._others.append(lambda: outcomes.write_refused(message, reply))
        self._write()
        return transport.note_refusal(step, reply, is_in_a_row=is_in_a_row)

    def _note_lost(self, message: Message, loss: smtp.Lost) -> bool:
        """Servers end a connection that has carried many mails: then a new one is made at once."""
        reply, was_at_work = loss.reply, self._session is not None and self._session.mails > 1
        self.hang_up()
        if loss.in_doubt:
            self._others.append(lambda: outcomes.write_in_doubt(message, reply))
        else:
            self._book.refused(message.pk, reply)
            self._others.append(lambda: outcomes.write_refused(message, reply))
        if was_at_work and not loss.in_doubt:
            return True
        self._note_unreachable(reply)
        return False

    def _note_unreachable(self, reply: Reply) -> None:
        log.warning("The mail server cannot be reached: %s", reply.text)
        self._last_taken = None
        self._others.append(lambda: transport.note_unreachable(reply))

    def _write(self) -> None:
        """Write what became of the mails since the last time; then the journal need not remember it."""
        with transaction.atomic():
            outcomes.write_taken(self._book.owner, self._taken)
            for write in self._others:
                write()
            if self._last_taken:
                transport.note_taken(self._last_taken)
        self.sent += len(self._taken)
        self._taken, self._others, self._last_taken, self._wrote_at = [], [], None, monotonic()
        self._book.clear()


def _speaks_smtp() -> bool:
    return settings.EMAIL_BACKEND.endswith(".smtp.EmailBackend")


def _build(parcel: wire.Parcel) -> None:
    """All that can go wrong with the mail itself does so here. Raises AddressRefused, and whatever building raises."""
    _ = parcel.recipient, parcel.content if _speaks_smtp() else parcel.mail


def _is_addressed(parcel: wire.Parcel) -> bool:
    try:
        return bool(parcel.recipient)
    except AddressRefused:
        return False
