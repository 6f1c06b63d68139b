"""Refusals of events: a code for programs, a sentence for people that says what to do next."""

from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
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
    sentence = _("%(taken)d seats are already taken. Please enter at least %(least)d.")

    def __init__(self, taken: int, overbooking: int = 0):
        super().__init__(self.sentence % {"taken": taken, "least": max(taken - overbooking, 1)})
        self.taken = taken


class PoolBelowTaken(EventError):
    """`taken` seats of a pool are already given; it cannot have only `capacity`."""

    code = "pool_below_taken"
    sentence = _("“%(pool)s”: %(taken)d seats are already taken, %(capacity)d would be too few.")

    def __init__(self, pool: str, *, taken: int, capacity: int):
        super().__init__(self.sentence % {"pool": pool, "taken": taken, "capacity": capacity})
        self.taken = taken


class PoolKnown(EventError):
    """An event keeps seats for project teams, and limits those of each project, at most once."""

    code = "pool_known"
    sentence = _("This limit exists already. Change it instead of adding another one.")


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


class EditionCircle(EventError):
    code = "edition_circle"
    sentence = _("The edition before cannot be this event or one that follows it. Choose an earlier one.")


class EditedMeanwhile(EventError):
    code = "edited_meanwhile"
    sentence = _("Somebody else saved this in the meantime. Compare your entries below and save again.")


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


class QuestionRefused(EventError):
    """What cannot be done to an event's questions."""

    code = "question"


class IdentifierTaken(QuestionRefused):
    sentence = _("Another question of this event has this identifier. Choose a different one.")


class KindFixed(QuestionRefused):
    sentence = _("This question has been answered: its kind stays. Retire it and add a new one instead.")


class QuestionAnswered(QuestionRefused):
    sentence = _("This question has been answered and cannot be removed. Retire it: its answers stay.")


class QuestionFollowed(QuestionRefused):
    """`follower` depends on it."""

    sentence = _("The question “%(question)s” depends on this one. Change its condition first.")

    def __init__(self, follower):
        super().__init__(self.sentence % {"question": follower.label})


class ChoiceChosen(QuestionRefused):
    sentence = _(
        "“%(choice)s” has been chosen and cannot be removed. You can change its text and limit its places."
    )

    def __init__(self, choice):
        super().__init__(self.sentence % {"choice": choice.label})


class PlacesBelowTaken(QuestionRefused):
    sentence = _("%(taken)d places of “%(choice)s” are taken. Please enter at least %(taken)d.")

    def __init__(self, choice, taken: int):
        super().__init__(self.sentence % {"choice": choice.label, "taken": taken})


class ConditionImpossible(QuestionRefused):
    sentence = _("This condition is not possible. Choose answers to a question that stands above this one.")
    below = _("The question “%(question)s” must stand above the one that depends on it.")
    retired = _("This question depends on “%(question)s”, which is retired. Ask that one again first.")
    organisers = _("Only organisers answer “%(question)s”. What participants are asked cannot depend on it.")


class NeedsStayProtected(QuestionRefused):
    sentence = _(
        "What depends on a need on site tells that need: mark this question as a need, too, "
        "or choose another condition."
    )
    places = _("A need on site has no limited places: others would learn of it. Leave the places empty.")
    answered = _("This question has been answered as a need on site: it stays protected.")


class OriginTaken(EventError):
    code = "origin_taken"
    sentence = _("This website is in the list already.")


class MeetingError(EventError):
    """Refusals about 1:1 meetings."""

    code = "meetings_refused"


class MeetingsOff(MeetingError):
    code = "meetings_off"
    sentence = _("This event has no 1:1 meetings.")


class NotReadyToChoose(MeetingError):
    sentence = _("Please add at least one time slot and one table first.")
    deadline = _("Please enter until when projects may choose, at a time that is still to come.")
    not_public = _("Projects can choose once the event is published and as long as it has not begun.")


class SlotImpossible(MeetingError):
    sentence = _("Every time slot must lie within the event, end after it starts and overlap no other.")


class RoundInUse(MeetingError):
    sentence = _("Published meetings take place there. Move or cancel them first.")


class ChoosingOver(MeetingError):
    code = "choosing_over"
    sentence = _("Choosing is not open. What was chosen before stays as it is.")


class NotTakingPart(MeetingError):
    sentence = _("Your project does not take part in the 1:1 meetings at the moment.")
    no_seat = _("Only people with a confirmed seat can let their project take part.")
    no_project = _("1:1 meetings are between MPI projects, and your registration names none.")


class ChosenMeanwhile(MeetingError):
    code = "chosen_meanwhile"
    sentence = _(
        "A colleague of your project chose at the same time. Please look at what stands here now and choose again."
    )


class TooManyMusts(MeetingError):
    sentence = _("You marked %(chosen)d projects as “must meet”; at most %(most)d are possible.")

    def __init__(self, chosen: int, most: int):
        super().__init__(self.sentence % {"chosen": chosen, "most": most})


class NeverThere(MeetingError):
    sentence = _("Please leave at least one time slot in which your project can meet others.")


class StillChoosing(MeetingError):
    sentence = _("Projects are still choosing. End that first.")


class PlanIsRunning(MeetingError):
    sentence = _("A plan is being computed. Please wait a moment.")


class NothingToPublish(MeetingError):
    sentence = _("There is no plan that could be published.")


class MeetingImpossible(MeetingError):
    sentence = _("These two projects cannot be put together.")
    pair = _("These two projects meet already.")
    party = _("%(project)s has another meeting at that time.")
    away = _("%(project)s cannot come at that time.")
    absent = _("%(project)s does not take part any more.")
    table = _("The table is taken at that time.")
    past = _("That time is over.")

    def __init__(self, sentence=None, project=None):
        super().__init__(sentence % {"project": project} if project else sentence)


class MeetingOver(MeetingError):
    sentence = _("This meeting has begun or is over.")
