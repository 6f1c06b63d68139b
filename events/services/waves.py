"""Waves of invitations: made, sent, reminded, extended; and what organisers do with invitations already there.

Many mails are owed by one statement and written a batch at a time: an invitation says in `owed_mail` which mail it
still waits for, so a crash loses none and the page can count how many are written.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from events import signals
from events.enums import EventState, InvitationState, OwedMail
from events.errors import HasAccepted
from events.invitees import remindable
from events.models import Event, Invitation, Wave
from events.services import deputy_requests, seats
from events.services.inviting import refuse_unless_invitable, refuse_unless_reservable
from networking.enums import Source
from networking.models import Person
from networking.services import audit

BATCH = 100
WITHDRAWABLE = (
    InvitationState.PLANNED,
    InvitationState.OPEN,
    InvitationState.DECLINED,
)


@transaction.atomic
def create(event: Event, wave: Wave, *, actor: Person) -> Wave:
    """Save a new wave; nobody is invited by it yet."""
    wave.event = event
    wave.save()
    audit.record("wave.create", event, actor=actor, source=Source.ORGANISER)
    return wave


@transaction.atomic
def edit(wave: Wave, *, name: str, deadline_at: datetime | None, reserves_seats: bool, actor: Person) -> Wave:
    """Change name, deadline and whether seats are kept, for everybody who has not answered. No mail goes out.

    What ran out stays lost: a later deadline alone brings no kept seat back. A deputy keeps the seat that was taken
    over, whatever the wave says, and never gets a deadline that is over already.

    Raises TooFewSeatsToReserve when more seats would be kept than are free.
    """
    event = seats.lock(wave.event_id)
    wave.name, wave.deadline_at, wave.reserves_seats = name, deadline_at, reserves_seats
    wave.save(update_fields=["name", "deadline_at", "reserves_seats"])
    unanswered = wave.invitations.filter(state__in=[InvitationState.PLANNED, InvitationState.OPEN])
    unanswered.overdue().update(reserves_seat=False)
    is_in_time = deadline_at is None or deadline_at > timezone.now()
    if reserves_seats and is_in_time:
        lacking = unanswered.filter(state=InvitationState.OPEN, reserves_seat=False)
        refuse_unless_reservable(event, lacking.values_list("project", flat=True))
        unanswered.update(reserves_seat=True)
    else:
        unanswered.filter(replaces=None).update(reserves_seat=False)
    (unanswered if is_in_time else unanswered.filter(replaces=None)).update(deadline_at=deadline_at)
    audit.record("wave.edit", event, actor=actor, source=Source.ORGANISER)
    seats.settle(event, source=Source.ORGANISER)
    return wave


@transaction.atomic
def send(wave: Wave, *, actor: Person) -> int:
    """Invite everybody planned in the wave and return how many. Sending twice sends nothing the second time.

    Raises NotInvitable and TooFewSeatsToReserve.
    """
    event = seats.lock(wave.event_id)
    refuse_unless_invitable(event)
    wave.refresh_from_db()
    planned = wave.invitations.filter(state=InvitationState.PLANNED)
    if wave.reserves_seats:
        refuse_unless_reservable(event, planned.values_list("project", flat=True))
    number = planned.update(state=InvitationState.OPEN, owed_mail=OwedMail.INVITATION)
    if wave.sent_at is None:
        wave.sent_at = timezone.now()
        wave.save(update_fields=["sent_at"])
    if number:
        audit.record("wave.send", event, actor=actor, source=Source.ORGANISER)
        signals.invitations_owed.send(Event, event=event)
    return number


@transaction.atomic
def remind(event: Event, chosen: Iterable[Invitation], *, actor: Person) -> int:
    """Owe a reminder to those of `chosen` who have not answered, at most once a day each. Returns how many.

    Raises NotInvitable.
    """
    event = seats.lock(event.pk)
    refuse_unless_invitable(event)
    keys = [invitation.pk for invitation in chosen]
    number = (
        remindable(event)
        .filter(pk__in=keys)
        .update(owed_mail=OwedMail.REMINDER, reminded_at=timezone.now(), reminders=F("reminders") + 1)
    )
    if number:
        audit.record("invitations.remind", event, actor=actor, source=Source.ORGANISER)
        signals.invitations_owed.send(Event, event=event)
    return number


@transaction.atomic
def resend(invitation: Invitation, *, actor: Person) -> bool:
    """Owe one person the mail with the same link again and return whether they still wait for it.

    Raises NotInvitable.
    """
    event = seats.lock(invitation.event_id)
    refuse_unless_invitable(event)
    invitation.refresh_from_db()
    if invitation.state != InvitationState.OPEN:
        return False
    audit.record("invitation.resend", event, actor=actor, source=Source.ORGANISER)
    signals.invitation_repeated.send(Invitation, invitation=invitation)
    return True


@transaction.atomic
def withdraw(invitation: Invitation, *, actor: Person) -> bool:
    """The link opens nothing from now on, and a kept seat is free. No mail goes out.

    Returns whether this changed anything: the second time nothing does.

    Raises HasAccepted: a seat already taken is cancelled instead.
    """
    event = seats.lock(invitation.event_id)
    invitation.refresh_from_db()
    if invitation.state == InvitationState.ACCEPTED:
        raise HasAccepted(invitation)
    if invitation.state not in WITHDRAWABLE:
        return False
    invitation.state, invitation.owed_mail, invitation.reserves_seat = (
        InvitationState.WITHDRAWN,
        OwedMail.NONE,
        False,
    )
    invitation.save(update_fields=["state", "owed_mail", "reserves_seat"])
    deputy_requests.drop(invitation)
    audit.record("invitation.withdraw", event, actor=actor, source=Source.ORGANISER)
    seats.settle(event, source=Source.ORGANISER)
    return True


def release_overdue() -> int:
    """Free the seats kept for people whose deadline has passed, once each. Returns how many; the clock calls it."""
    late = Q(state=InvitationState.OPEN, reserves_seat=True, deadline_at__lte=timezone.now())
    events = Event.objects.filter(pk__in=Invitation.objects.filter(late).values("event"))
    return sum(_release(event.pk, late) for event in events)


@transaction.atomic
def _release(event_id: int, late: Q) -> int:
    event = seats.lock(event_id)
    number = event.invitations.filter(late).update(reserves_seat=False)
    seats.settle(event)
    return number


def write_owed_mails() -> int:
    """Write the mails that invitations still wait for into the outbox and return how many; any number may run at
    once.
    """
    written = 0
    while number := _write_batch():
        written += number
    return written


@transaction.atomic
def _write_batch() -> int:
    owed = _owed()
    for invitation in owed:
        kind, event = invitation.owed_mail, invitation.event
        invitation.owed_mail = OwedMail.NONE
        if invitation.state != InvitationState.OPEN or event.state != EventState.PUBLISHED or event.is_past:
            continue
        if kind == OwedMail.REMINDER:
            signals.invitation_reminded.send(Invitation, invitation=invitation)
        else:
            invitation.sent_at = timezone.now()
            signals.invitation_issued.send(Invitation, invitation=invitation)
    Invitation.objects.bulk_update(owed, ["owed_mail", "sent_at"])
    return len(owed)


def _owed() -> list[Invitation]:
    """The next batch, under a lock; two workers never get the same one."""
    owed: QuerySet[Invitation] = Invitation.objects.exclude(owed_mail=OwedMail.NONE).order_by("pk")
    if connection.features.has_select_for_update_skip_locked:
        owed = owed.select_for_update(skip_locked=True, of=("self",))
    return list(owed.select_related("event", "wave")[:BATCH])
