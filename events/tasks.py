"""Work by the clock: fetch by id, hand over."""

from events import queries
from events.services import (
    fragments,
    guest_lists,
    meeting_clock,
    meeting_parties,
    meeting_plans,
    registration,
    reminding,
    retention,
    waves,
)


def settle_due() -> None:
    """Settle every event in which a hold or an offer ran out."""
    for event_id in queries.events_to_settle().values_list("pk", flat=True):
        registration.settle(event_id)


def remind_of_holds() -> None:
    """Remind everybody whose held seat is lost soon."""
    reminding.remind_of_holds()


def anonymise_due() -> None:
    """Delete personal data whose time is over, needs on site before the rest."""
    retention.forget_needs_due()
    retention.anonymise_due()
    retention.forget_looks_due()


def renew_calendars() -> None:
    """Write the calendars' entries of events that were changed past the services, and after an update of ours."""
    fragments.renew_outdated()


def write_invitation_mails() -> None:
    """Write the mails that invitations still wait for."""
    waves.write_owed_mails()


def keep_invitations_in_order() -> None:
    """Free the seats kept for people who did not answer in time, and forget lists that nobody used."""
    waves.release_overdue()
    guest_lists.forget_old()


def keep_meetings_in_order() -> None:
    """End the choosing of 1:1 meetings in time, remind before it, and take out projects nobody comes for any more."""
    meeting_clock.close_due()
    meeting_clock.remind_due()
    meeting_parties.drop_absent()


def plan_meetings(round_pk: int) -> None:
    """Compute the plan of 1:1 meetings that was asked for."""
    meeting_plans.compute(round_pk)
