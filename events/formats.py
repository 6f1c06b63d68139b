"""What differs between the four formats: one table. Every value can be set otherwise on an event."""

from dataclasses import dataclass
from datetime import timedelta

from events.enums import AttendeeList, Entry, Format, Meetings, Visibility, WaitingList


@dataclass(frozen=True)
class Policy:
    """The rules of a format. `retention_days` count from the end of the event (DSGVO); `duration` is a default."""

    visibility: Visibility
    entry: Entry
    waiting_list: WaitingList
    attendee_list: AttendeeList
    meetings: Meetings
    retention_days: int
    duration: timedelta


POLICIES: dict[str, Policy] = {
    Format.MEETUP: Policy(
        visibility=Visibility.PUBLIC,
        entry=Entry.OPEN,
        waiting_list=WaitingList.AUTOMATIC,
        attendee_list=AttendeeList.ATTENDEES,
        meetings=Meetings.ON,
        retention_days=180,
        duration=timedelta(hours=4),
    ),
    Format.DEEP_DIVE: Policy(
        visibility=Visibility.PUBLIC,
        entry=Entry.OPEN,
        waiting_list=WaitingList.AUTOMATIC,
        attendee_list=AttendeeList.ATTENDEES,
        meetings=Meetings.OPTIONAL,
        retention_days=180,
        duration=timedelta(hours=3),
    ),
    Format.DIALOG: Policy(
        visibility=Visibility.CONFIDENTIAL,
        entry=Entry.INVITATION,
        waiting_list=WaitingList.OFF,
        attendee_list=AttendeeList.TEAM,
        meetings=Meetings.OFF,
        retention_days=30,
        duration=timedelta(hours=3),
    ),
    Format.KONFERENZ: Policy(
        visibility=Visibility.PUBLIC,
        entry=Entry.OPEN,
        waiting_list=WaitingList.AUTOMATIC,
        attendee_list=AttendeeList.ATTENDEES,
        meetings=Meetings.ON,
        retention_days=180,
        duration=timedelta(hours=8),
    ),
}

DEFAULT_VISIBILITIES = {format_: policy.visibility for format_, policy in POLICIES.items()}
OVERRIDABLE = ("visibility", "entry", "waiting_list", "attendee_list", "meetings", "retention_days")
