from events.models.calendar_reply import CalendarReply
from events.models.check_in import CheckIn
from events.models.deputy_request import DeputyRequest
from events.models.embed_partner import EmbedPartner
from events.models.event import Event
from events.models.fragment import EventFragment, FeedVersion, PersonalFeed
from events.models.invitation import GuestList, Invitation, Wave
from events.models.look import Look
from events.models.meeting import (
    Meeting,
    MeetingParty,
    MeetingRound,
    MeetingSlot,
    MeetingTable,
    MeetingWish,
)
from events.models.planned_mail import PlannedMail
from events.models.pool import Pool
from events.models.programme import Contribution, ProgrammeItem, Speaker
from events.models.question import Answer, Choice, Question
from events.models.registration import Consent, Registration, RegistrationChange, Submission
from events.models.team import TeamMember

__all__ = [
    "Answer",
    "CalendarReply",
    "CheckIn",
    "Choice",
    "Consent",
    "Contribution",
    "DeputyRequest",
    "EmbedPartner",
    "Event",
    "EventFragment",
    "FeedVersion",
    "GuestList",
    "Invitation",
    "Look",
    "Meeting",
    "MeetingParty",
    "MeetingRound",
    "MeetingSlot",
    "MeetingTable",
    "MeetingWish",
    "PersonalFeed",
    "PlannedMail",
    "Pool",
    "ProgrammeItem",
    "Question",
    "Registration",
    "RegistrationChange",
    "Speaker",
    "Submission",
    "TeamMember",
    "Wave",
]
