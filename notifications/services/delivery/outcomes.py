"""What became of a mail, written into its row.

Only while the lease is the writer's: whoever was thought dead and comes back changes nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone

from notifications.enums import MessageState, Priority
from notifications.models import Message
from notifications.services import bounces
from notifications.services.delivery.claims import FREE
from notifications.services.delivery.reply import Reply

BACK_OFF = [timedelta(minutes=m) for m in (1, 5, 30, 120, 720)]
RESENT = 2  # times a transactional mail in doubt goes again by itself


@dataclass(frozen=True, slots=True)
class Taken:
    """The server took the mail."""

    pk: int
    reply: Reply


def write_taken(owner: str, taken: list[Taken]) -> None:
    """All in one statement, each with the words of its own answer, by which a mail server's log is searched."""
    if not taken:
        return
    rows = ", ".join(["(%s, %s, %s, %s)"] * len(taken))
    values = [
        value for one in taken for value in (one.pk, one.reply.code, one.reply.enhanced, one.reply.text)
    ]
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(_WRITE_TAKEN.format(rows=rows), [*values, now, owner])


_WRITE_TAKEN = """
    WITH answer (id, code, enhanced, reply) AS (VALUES {rows})
    UPDATE notifications_message AS message
    SET state = 'sent', sent_at = %s, lease_owner = '', lease_until = NULL,
        code = answer.code, enhanced = answer.enhanced, reply = answer.reply
    FROM answer
    WHERE message.id = answer.id AND message.lease_owner = %s AND message.state = 'sending'
"""


def write_refused(message: Message, reply: Reply) -> None:
    """A final refusal fails the mail, which counts as come back; any other is tried again with growing pauses, while
    there are any left.
    """
    if reply.is_final or message.attempts > len(BACK_OFF):
        if _write(message, reply, state=MessageState.FAILED):
            bounces.note_refusal(message, reply.code, reply.enhanced, reply.text)
    else:
        _write(message, reply, state=MessageState.PENDING, not_before=_again(message.attempts))


def write_failed(message: Message, reason: str) -> None:
    """It cannot be sent at all: no server was asked."""
    _write(message, Reply.of(0, reason), state=MessageState.FAILED)


def write_in_doubt(message: Message, reply: Reply) -> None:
    """Nobody knows whether the server took it. Transactional mail goes again with the same Message-ID, twice at most;
    a newsletter waits for a person's decision, and so does everything where the house says `hold`.
    """
    doubts = message.doubts + 1
    is_resent = (
        settings.MAIL_IN_DOUBT == "resend" and message.priority < Priority.NEWSLETTER and doubts <= RESENT
    )
    if is_resent:
        again = _again(message.attempts)
        _write(message, reply, state=MessageState.PENDING, not_before=again, doubts=doubts)
    else:
        _write(message, reply, state=MessageState.IN_DOUBT, doubts=doubts)


def _again(attempts: int) -> datetime:
    return timezone.now() + BACK_OFF[min(max(attempts, 1), len(BACK_OFF)) - 1]


def _write(message: Message, reply: Reply, **columns) -> int:
    columns |= {"code": reply.code, "enhanced": reply.enhanced, "reply": reply.text} | FREE
    mine = Message.objects.filter(pk=message.pk, lease_owner=message.lease_owner, state=MessageState.SENDING)
    return mine.update(**columns)
