"""Why somebody cannot register, change, cancel or hand on."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from events.errors.base import EventError


class RegistrationClosed(EventError):
    code = "closed"
    sentence = _("Registration for this event is closed. The organisers can help you: write to them.")


class NotYetOpen(RegistrationClosed):
    sentence = _("Registration for this event has not opened yet. Please come back later.")


class EventFull(EventError):
    code = "full"
    sentence = _("All seats are taken and there is no waiting list. Please look for another event.")
    for_organisers = _("No seat is free and this event has no waiting list.")


class InvitationRequired(EventError):
    code = "invitation_required"
    sentence = _("This event is by personal invitation. Please use the link in your invitation.")


class EventCancelled(EventError):
    code = "cancelled"
    sentence = _("This event has been cancelled. Please look for another event.")
    for_organisers = _("This event is cancelled.")


class EventPast(EventError):
    code = "past"
    sentence = _("This event is over. Please look for another event.")
    for_organisers = _("This event is over.")


class KeyReused(EventError):
    """One Idempotency-Key came with two different contents."""

    code = "idempotency_key_reused"
    status = 422
    sentence = _("This Idempotency-Key was used for another registration. Please send a new key.")


class NotChangeable(EventError):
    code = "not_changeable"
    sentence = _("This registration can no longer be changed. The organisers can help you: write to them.")
    for_organisers = _(
        "Not possible: the event is over, or the person has a seat. A seat is cancelled, not declined."
    )


class TooLate(EventError):
    """The event's deadline for doing it oneself is over; `contact` is the address that still helps."""

    code = "too_late"

    def __init__(self, until, contact: str):
        moment = date_format(localtime(until), "SHORT_DATETIME_FORMAT")
        super().__init__(self.sentence % {"until": moment, "contact": contact})


class TooLateToCancel(TooLate):
    sentence = _(
        "Cancelling here was possible until %(until)s (Berlin time). "
        "If you cannot come, please write to %(contact)s."
    )


class TooLateToChange(TooLate):
    sentence = _(
        "Changing your details here was possible until %(until)s (Berlin time). "
        "If something must be corrected, please write to %(contact)s."
    )


class SentAMomentAgo(EventError):
    code = "sent_a_moment_ago"
    sentence = _("The link went to this person in the last ten minutes. Please wait a little.")


class CannotHandOn(EventError):
    code = "cannot_hand_on"
    sentence = _(
        "A place can be handed on while it is sure and until the event begins. "
        "If you cannot come, the organisers can help you: write to them."
    )


class HandedOnTooOften(CannotHandOn):
    sentence = _(
        "This place cannot be handed on. If you cannot come, please cancel: the next in line will be glad."
    )


class DeputyIsYourself(EventError):
    code = "deputy_is_yourself"
    sentence = _("This is your own address. Enter the address of the person who comes in your place.")


class AnswersOutdated(EventError):
    code = "answers_outdated"
    sentence = _(
        "The organisers changed the questions of this event a moment ago. "
        "Please look at your answers and send them again."
    )


class PoolFull(EventError):
    """Somebody who has a seat would need one in a pool that is full."""

    code = "full"
    sentence = _(
        "“%(pool)s”: %(taken)d of %(capacity)d seats are taken, none is free. Choose something else."
    )
    for_organisers_sentence = _("“%(pool)s”: %(taken)d of %(capacity)d seats are taken, none is free.")

    def __init__(self, pool: str, *, taken: int, capacity: int):
        figures = {"pool": pool, "taken": taken, "capacity": capacity}
        super().__init__(self.sentence % figures)
        self.for_organisers = self.for_organisers_sentence % figures
