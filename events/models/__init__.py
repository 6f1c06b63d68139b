from events.models.check_in import CheckIn
from events.models.event import Event
from events.models.invitation import Invitation
from events.models.programme import Contribution, ProgrammeItem, Speaker
from events.models.question import Answer, Question
from events.models.registration import Consent, Registration, RegistrationChange, Submission
from events.models.team import TeamMember

__all__ = [
    "Answer",
    "CheckIn",
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
