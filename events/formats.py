"""What differs between the four formats: one table. Every value can be set otherwise on an event."""

from dataclasses import dataclass, fields
from datetime import timedelta

from events.enums import AttendeeList, Entry, Format, Meetings, Visibility, WaitingList


@dataclass(frozen=True)
class Policy:
    """The rules of a format.

    Hours and numbers are zero for "none": `confirm_email_hours` 0, the address is not confirmed, else the seat is
    held so long; `cancel_until_hours` and `change_until_hours` 0, until the event is over, else so long before its
    start; `deputies` 0, a place cannot be handed on, else so many times. `offer_working_hours` is the time to take an
    offered seat. `retention_days` count from the end of the event (DSGVO). `duration` is a default: an event has an
    end of its own.
    """

    visibility: Visibility = Visibility.PUBLIC
    entry: Entry = Entry.OPEN
    confirm_email_hours: int = 0
    waiting_list: WaitingList = WaitingList.AUTOMATIC
    offer_working_hours: int = 16
    cancel_until_hours: int = 0
    change_until_hours: int = 0
    deputies: int = 1
    attendee_list: AttendeeList = AttendeeList.ATTENDEES
    meetings: Meetings = Meetings.ON
    retention_days: int = 180
    duration: timedelta = timedelta(hours=3)


POLICIES: dict[str, Policy] = {
    Format.MEETUP: Policy(duration=timedelta(hours=4)),
    Format.DEEP_DIVE: Policy(meetings=Meetings.OPTIONAL),
    Format.DIALOG: Policy(
        visibility=Visibility.CONFIDENTIAL,
        entry=Entry.INVITATION,
        waiting_list=WaitingList.OFF,
        attendee_list=AttendeeList.TEAM,
        meetings=Meetings.OFF,
        retention_days=30,
    ),
    Format.KONFERENZ: Policy(duration=timedelta(hours=8)),
}

DEFAULT_VISIBILITIES = {format_: policy.visibility for format_, policy in POLICIES.items()}
OVERRIDABLE = tuple(field.name for field in fields(Policy) if field.name != "duration")
LIMITS = {
    "confirm_email_hours": (0, 336),
    "offer_working_hours": (1, 200),
    "cancel_until_hours": (0, 2160),
    "change_until_hours": (0, 2160),
    "deputies": (0, 9),
    "retention_days": (1, 3650),
}
"""The rules that are numbers: the least and the most an event may say."""
