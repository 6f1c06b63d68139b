"""What people's calendar programs answer: kept and told, but a seat moves only by the person's private link."""

from django.db import transaction
from django.utils import timezone

from events import signals
from events.calendar.itip import Reply
from events.enums import CalendarAnswer, RegistrationState
from events.models import CalendarReply, Registration
from networking.models.address import address_key

IN_QUESTION = (CalendarAnswer.DECLINED, CalendarAnswer.DELEGATED)


@transaction.atomic
def note(reply: Reply) -> CalendarReply | None:
    """Keep the answer, and tell if it puts a sure seat in question. None when nobody here was asked.

    The same answer, received twice, is one row. Whoever wrote the mail may be a stranger: a revision that we never
    sent counts as the present one, a time in the future as now.
    """
    registration = _asked(reply)
    if registration is None:
        return None
    kept, _is_new = registration.calendar_replies.update_or_create(
        answer=reply.answer,
        sequence=min(reply.sequence, registration.event.sequence + registration.entry_sequence),
        defaults={
            "answered_at": min(reply.answered_at or timezone.now(), timezone.now()),
            "delegate": reply.delegate,
            "entry_sequence": registration.entry_sequence,
        },
    )
    if _is_in_question(kept, registration):
        signals.seat_in_question.send(CalendarReply, reply=kept)
    return kept


def _asked(reply: Reply) -> Registration | None:
    registrations = Registration.objects.filter(event__uuid=reply.event, anonymised_at=None)
    return registrations.filter(email_key=address_key(reply.address)).select_related("event").first()


def _is_in_question(reply: CalendarReply, registration: Registration) -> bool:
    """Whether the latest answer declines or hands on a seat that is still sure."""
    event = registration.event
    is_sure = registration.state == RegistrationState.CONFIRMED and event.is_published and not event.is_past
    return is_sure and reply.answer in IN_QUESTION and registration.calendar_replies.last() == reply
