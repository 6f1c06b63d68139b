"""Why somebody cannot be invited, answer or send a deputy."""

from django.utils.translation import gettext_lazy as _

from events.errors.base import EventError
from events.errors.registration import EventFull, RegistrationClosed


class InvitedRoomFull(EventFull):
    """The invitation gives no seat now, and stays as it is."""

    sentence = _(
        "All seats are taken at the moment. Your invitation stays open: try again later or write to the organisers."
    )


class InvitationOver(RegistrationClosed):
    """Withdrawn, handed on, or past its deadline."""

    sentence = _("This invitation can no longer be answered. The organisers can help you: write to them.")


class NoDeputy(EventError):
    code = "no_deputy"
    sentence = _("This place cannot be handed on. If you cannot come, please say so below.")


class NotInvitable(EventError):
    """Mails about invitations go out for a published event that is not over."""

    code = "not_invitable"
    sentence = _(
        "Invitations go out when the event is published and not over. "
        "Until then put people into a wave that was not sent yet."
    )


class TooFewSeatsToReserve(EventError):
    """`wanted` seats were to be kept for people who are invited, `free` are there."""

    code = "too_few_seats"
    sentence = _(
        "%(wanted)d seats would be kept, %(free)d are free. "
        "Raise the number of seats, or invite without keeping seats."
    )

    def __init__(self, *, wanted: int, free: int):
        super().__init__(self.sentence % {"wanted": wanted, "free": free})


class HasAccepted(EventError):
    code = "has_accepted"
    sentence = _("%(name)s has accepted. Cancel the registration instead, in the list of attendees.")

    def __init__(self, invitation):
        super().__init__(self.sentence % {"name": invitation.name})
