from events.models.event import Event
from events.models.invitation import Invitation
from events.models.programme import Contribution, ProgrammeItem, Speaker
from events.models.question import Answer, Question
from events.models.registration import Consent, Registration, RegistrationChange, Submission
from events.models.team import TeamMember

__all__ = [
    "Answer",
    "Consent",
    "Contribution",
    "Event",
    "Invitation",
    "ProgrammeItem",
    "Question",
    "Registration",
    "RegistrationChange",
    "Speaker",
    "Submission",
    "TeamMember",
]
