"""Refusals of events: a code for programs, a sentence for people that says what to do next."""

from django.utils.translation import gettext_lazy as _


class EventError(Exception):
    """Base of the family; doors catch this, never `Exception`."""

    code = "refused"
    status = 409
    sentence = _("This is not possible at the moment.")

    def __init__(self, sentence=None):
        super().__init__(sentence or self.sentence)

    def __str__(self) -> str:
        return str(self.args[0])


class RegistrationClosed(EventError):
    code = "closed"
    sentence = _("Registration for this event is closed. The organisers can help you: write to them.")


class NotYetOpen(RegistrationClosed):
    sentence = _("Registration for this event has not opened yet. Please come back later.")


class EventFull(EventError):
    code = "full"
    sentence = _("All seats are taken and there is no waiting list. Please look for another event.")


class InvitationRequired(EventError):
    code = "invitation_required"
    sentence = _("This event is by personal invitation. Please use the link in your invitation.")


class EventCancelled(EventError):
    code = "cancelled"
    sentence = _("This event has been cancelled. Please look for another event.")


class EventPast(EventError):
    code = "past"
    sentence = _("This event is over. Please look for another event.")


class KeyReused(EventError):
    """One Idempotency-Key came with two different contents."""

    code = "idempotency_key_reused"
    status = 422
    sentence = _("This Idempotency-Key was used for another registration. Please send a new key.")


class CapacityBelowConfirmed(EventError):
    """`taken` seats are already given; the capacity cannot fall below them."""

    code = "capacity_below_confirmed"
    sentence = _("%(taken)d seats are already taken. Please enter at least %(taken)d.")

    def __init__(self, taken: int):
        super().__init__(self.sentence % {"taken": taken})
        self.taken = taken


class NotChangeable(EventError):
    code = "not_changeable"
    sentence = _("This registration can no longer be changed. The organisers can help you: write to them.")


class EditedMeanwhile(EventError):
    code = "edited_meanwhile"
    sentence = _("Somebody else saved this event in the meantime. Compare your entries below and save again.")


class NotPublishable(EventError):
    """`missing` names what an event still needs before it can be published."""

    code = "incomplete"
    sentence = _("This event cannot be published yet. Still missing: %(missing)s.")

    def __init__(self, missing: list):
        super().__init__(self.sentence % {"missing": ", ".join(map(str, missing))})
        self.missing = missing


class NotCancellable(EventError):
    code = "draft"
    sentence = _("A draft cannot be cancelled: nobody knows of it yet.")
