"""The mails a registration causes: which kind, to whom, with what."""

from collections.abc import Sequence
from copy import copy
from datetime import datetime, timedelta

from django.db.models import prefetch_related_objects
from django.utils import timezone

from events.calendar import itip
from events.enums import RegistrationState
from events.models import CalendarReply, Registration, RegistrationChange
from networking.enums import Source
from notifications.models import Message
from notifications.services import letter, marks, outbox

REPEAT_PAUSE = timedelta(minutes=10)
_ASKING: dict[str, str] = {
    RegistrationState.HELD: "seat_held",
    RegistrationState.OFFERED: "seat_offered",
}


def announce(kind: str, registration: Registration, change: RegistrationChange, **context: object) -> Message:
    """Owe the mail for a step of the ledger that was just taken. Raises IntegrityError if it is owed already."""
    columns = _columns(registration, change.from_state, {"reason": change.reason} | context)
    return outbox.queue_first(kind, key=f"change:{change.pk}:{kind}", source=change.source, **columns)


def remind_of_hold(registration: Registration, change: RegistrationChange) -> Message:
    """Owe the reminder of a held seat, once for each hold: `change` is the step that made it."""
    return _queue(
        "hold_reminder", registration, key=f"change:{change.pk}:hold_reminder", source=change.source
    )


def announce_passed_on(changes: Sequence[RegistrationChange]) -> None:
    """Owe the mails of many who waited and have a seat now, or one offered; as `announce`, in few statements."""
    owed: dict[str, list[dict]] = {}
    events = {change.registration.event.pk: change.registration.event for change in changes}
    prefetch_related_objects([*events.values()], "programme")  # the entries of an event of several days
    for change in changes:
        kind = "seat_offered" if change.to_state == RegistrationState.OFFERED else "seat_promoted"
        columns = _columns(change.registration, former=change.from_state, context={"reason": change.reason})
        columns |= {"key": f"change:{change.pk}:{kind}", "source": change.source}
        owed.setdefault(kind, []).append(columns)
    for kind, mails in owed.items():
        outbox.queue_each(kind, mails)


def ask_about_seat(reply: CalendarReply) -> Message:
    """A calendar declined or handed on a sure seat: ask the person, once for each revision of the entry.

    Nobody can be sure who wrote the answer, so the seat waits for the private link.
    """
    registration = reply.registration
    key = f"reply:{registration.uuid}:{reply.sequence}"
    return _queue("seat_in_question", registration, key=key, source=Source.MAIL, context={"reply": reply})


def announce_approval(registration: Registration, change: RegistrationChange) -> Message:
    """The organisers said yes: a sure seat, or a place in line, which is another mail."""
    is_sure = registration.state == RegistrationState.CONFIRMED
    return announce("registration_approved" if is_sure else "approved_waiting", registration, change)


def send_link_again(registration: Registration) -> Message | None:
    """A known address registered again: send its link, at most once in ten minutes. None when it was too soon."""
    if registration.messages.filter(created_at__gt=timezone.now() - REPEAT_PAUSE).exists():
        return None
    return send_link(registration)


def send_link(registration: Registration) -> Message:
    """The link once more; for a seat that waits for its link, the mail that asks for it."""
    kind = _ASKING.get(registration.state, "registration_link")
    return _queue(kind, registration, key=f"link:{registration.uuid}:{timezone.now().isoformat()}")


def preview_promotion(registration: Registration, deadline_at: datetime | None) -> letter.Letter:
    """The mail with which somebody who waits would get a seat, or one offered until `deadline_at`. Writes nothing."""
    row = copy(registration)
    row.deadline_at = deadline_at
    context = {"registration": row, "event": row.event, "to_name": row.name}
    kind = "seat_offered" if deadline_at else "seat_promoted"
    written = letter.write(kind, row.language, context)
    return letter.Letter(*(marks.masked(part) for part in (written.subject, written.text, written.html)))


def _queue(
    kind: str,
    registration: Registration,
    *,
    key: str,
    source: str = Source.WEB,
    context: dict | None = None,
) -> Message:
    return outbox.queue(kind, key=key, source=source, **_columns(registration, context=context))


def _columns(registration: Registration, former: str = "", context: dict | None = None) -> dict:
    """What every mail about a registration has."""
    return {
        "to_email": registration.email,
        "to_name": registration.name,
        "language": registration.language,
        "registration": registration,
        "event": registration.event,
        "calendar": itip.part_for(registration, former).decode(),
        "context": context,
    }
