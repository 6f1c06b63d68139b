"""Why organisers cannot let somebody in or write to them."""

from django.utils.translation import gettext_lazy as _

from events.errors.base import EventError


class RoomFull(EventError):
    """Somebody is added by hand, and `taken` of `capacity` seats are taken, in the room or in a `pool`."""

    code = "room_full"
    sentence = _(
        "%(taken)d of %(capacity)d seats are taken: none is free. "
        "Raise the number of seats or cancel another registration first."
    )

    def __init__(self, *, taken: int, capacity: int, pool: str = ""):
        figures = self.sentence % {"taken": taken, "capacity": capacity}
        super().__init__(f"{pool}: {figures}" if pool else figures)
        self.taken, self.capacity = taken, capacity


class RoomFullAtTheDoor(RoomFull):
    """The same at the door, where a reason opens it."""

    sentence = _(
        "%(taken)d of %(capacity)d seats are taken: none is free. "
        "Enter a reason to let this person in all the same."
    )


class RoomFullForPromotion(RoomFull):
    """The same for somebody who waits: to be said in so many words."""

    sentence = _(
        "%(taken)d of %(capacity)d seats are taken: none is free. "
        "Tick that this person gets a seat all the same, or raise the number of seats first."
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
