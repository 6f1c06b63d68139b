"""Refusals of events: a code for programs, a sentence for people that says what to do next."""

from typing import Any

from django.utils.translation import gettext_lazy as _


class EventError(Exception):
    """Base of the family; doors catch this, never `Exception`."""

    code = "refused"
    status = 409
    sentence = _("This is not possible at the moment.")
    for_organisers: Any = None  # what organisers are told where the sentence speaks to participants

    def __init__(self, sentence=None):
        super().__init__(sentence or self.sentence)

    def __str__(self) -> str:
        return str(self.args[0])

    @property
    def told_to_organisers(self) -> str:
        return str(self.for_organisers or self)


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
    for_organisers = _(
        "Not possible: the event is over, or the person has a seat. A seat is cancelled, not declined."
    )


class EditedMeanwhile(EventError):
    code = "edited_meanwhile"
    sentence = _("Somebody else saved this event in the meantime. Compare your entries below and save again.")


class ChangedMeanwhile(EventError):
    code = "changed_meanwhile"
    sentence = _("The event was changed again in the meantime. Look at the mail as it is now and decide.")


class NotDeletable(EventError):
    code = "not_deletable"
    sentence = _(
        "Only a draft that nobody was registered for or invited to can be deleted. "
        "Cancel a published event instead."
    )


class LastOwner(EventError):
    code = "last_owner"
    sentence = _("An event keeps at least one owner. Make somebody else an owner first.")


class AccountClosed(EventError):
    code = "account_closed"
    sentence = _("The account of this address is closed. Ask the office to open it again.")


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


class RoomFull(EventError):
    """Somebody is added by hand, and `taken` of `capacity` seats are taken."""

    code = "room_full"
    sentence = _(
        "%(taken)d of %(capacity)d seats are taken: none is free. "
        "Raise the number of seats or cancel another registration first."
    )

    def __init__(self, *, taken: int, capacity: int):
        super().__init__(self.sentence % {"taken": taken, "capacity": capacity})
        self.taken, self.capacity = taken, capacity


class RoomFullAtTheDoor(RoomFull):
    """The same at the door, where a reason opens it."""

    sentence = _(
        "%(taken)d of %(capacity)d seats are taken: none is free. "
        "Enter a reason to let this person in all the same."
    )


class AlreadyRegistered(EventError):
    """The organiser, who may know, adds an address that has a `registration`."""

    code = "already_registered"
    sentence = _("This address is already registered: %(name)s, %(state)s.")

    def __init__(self, registration):
        state = registration.get_state_display()
        super().__init__(self.sentence % {"name": registration.name, "state": state})
        self.registration = registration


class NobodyComesIn(EventError):
    """The event is a draft or cancelled: nobody can be added or ticked off."""

    code = "not_published"
    sentence = _("This event is not published or was cancelled: nobody can be added or checked in.")


class OverForNewcomers(EventError):
    code = "past"
    sentence = _("This event is over: nobody can be added any more.")


class HasNoSeat(EventError):
    code = "no_seat"
    sentence = _("%(name)s has no sure seat: %(state)s.")

    def __init__(self, registration):
        state = registration.get_state_display()
        super().__init__(self.sentence % {"name": registration.name, "state": state})
        self.registration = registration


class NotAwaited(EventError):
    """A decision was to be carried out on somebody who is no longer in a state for it."""

    code = "not_awaited"
    sentence = _("The registration has changed in the meantime: %(state)s.")

    def __init__(self, registration):
        super().__init__(self.sentence % {"state": registration.get_state_display()})


class GetsNoMails(EventError):
    code = "gets_no_mails"
    sentence = _("No longer registered (%(state)s): gets no more mails about this event.")

    def __init__(self, registration):
        super().__init__(self.sentence % {"state": registration.get_state_display()})
