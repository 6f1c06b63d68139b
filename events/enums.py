"""The fixed words of events and registrations."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Format(models.TextChoices):
    """The four formats of the Masterplan; their names are not translated."""

    MEETUP = "meet-up", "MPI Meet-up"
    DEEP_DIVE = "deep-dive", "MPI Deep Dive"
    DIALOG = "dialog", "MPI Dialog"
    KONFERENZ = "konferenz", "MPI Konferenz"


class EventState(models.TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    CANCELLED = "cancelled", _("cancelled")


class Visibility(models.TextChoices):
    PUBLIC = "public", _("public")
    UNLISTED = "unlisted", _("unlisted: only with the address")
    COMMUNITY = "community", _("community: people of MPI projects")
    CONFIDENTIAL = "confidential", _("confidential: only invited people")


class Entry(models.TextChoices):
    """How one gets in."""

    OPEN = "open", _("open registration")
    APPROVAL = "approval", _("the organiser approves")
    INVITATION = "invitation", _("personal invitation only")


class WaitingList(models.TextChoices):
    OFF = "off", _("no waiting list")
    AUTOMATIC = "automatic", _("automatic: a freed seat goes to the next in line")
    OFFER = "offer", _("by offer: a freed seat is offered with a deadline")


class AttendeeList(models.TextChoices):
    """Who sees the names of those who consented."""

    TEAM = "team", _("only the event's team")
    ATTENDEES = "attendees", _("attendees, those who consented")
    CATEGORY = "category", _("attendees of the same category, those who consented")


class Meetings(models.TextChoices):
    OFF = "off", _("no 1:1 meetings")
    OPTIONAL = "optional", _("optional")
    ON = "on", _("offered")


class RegistrationState(models.TextChoices):
    HELD = "held", _("waits for the e-mail link")
    PENDING = "pending", _("under review")
    WAITING = "waiting", _("waiting list")
    OFFERED = "offered", _("seat offered")
    CONFIRMED = "confirmed", _("confirmed")
    DECLINED = "declined", _("declined")
    CANCELLED = "cancelled", _("cancelled")
    EXPIRED = "expired", _("expired")


TAKES_SEAT = (RegistrationState.CONFIRMED, RegistrationState.HELD, RegistrationState.OFFERED)
"""States that count as a taken seat."""

ENDED = (RegistrationState.CANCELLED, RegistrationState.EXPIRED)
"""States after which the same address may register anew, at the end of the line."""


ACTIVE = (*TAKES_SEAT, RegistrationState.WAITING, RegistrationState.PENDING)
"""States of people who must know when something changes: with a seat, waiting, or under review."""


class CheckInKind(models.TextChoices):
    ARRIVED = "arrived", _("arrived")
    UNDONE = "undone", _("arrival undone")


class CalendarAnswer(models.TextChoices):
    """What somebody's calendar program answered to the invitation in the mail."""

    ACCEPTED = "accepted", _("accepted in the calendar")
    TENTATIVE = "tentative", _("tentative in the calendar")
    DECLINED = "declined", _("declined in the calendar")
    DELEGATED = "delegated", _("handed on in the calendar")


class Category(models.TextChoices):
    """Where a participant comes from."""

    PROJECT = "project", _("MPI project")
    COMPANY = "company", _("company")
    SCIENCE = "science", _("university or research")
    ADMINISTRATION = "administration", _("administration")
    PRESS = "press", _("press")
    SPEAKER = "speaker", _("speaker")
    OTHER = "other", _("other")


class PoolKind(models.TextChoices):
    """What a pool limits."""

    CATEGORIES = "categories", _("seats for people of some categories")
    TEAMS = "teams", _("seats kept for project teams")
    PROJECT = "project", _("seats for each project")


class ConsentKind(models.TextChoices):
    PRIVACY = "privacy", _("privacy notice read")
    ATTENDEE_LIST = "attendee-list", _("name on the attendee list")
    ORGANISATION = "organisation", _("organisation on the attendee list")
    PROJECT = "project", _("project on the attendee list")
    CONTACT = "contact", _("e-mail address on the attendee list")


LISTABLE = (
    ConsentKind.ATTENDEE_LIST,
    ConsentKind.ORGANISATION,
    ConsentKind.PROJECT,
    ConsentKind.CONTACT,
)
"""What other attendees may see of somebody, each only with its own consent."""


class ProgrammeKind(models.TextChoices):
    TALK = "talk", _("talk")
    PANEL = "panel", _("panel")
    WORKSHOP = "workshop", _("workshop")
    PRESENTATION = "presentation", _("project presentation")
    STAND = "stand", _("stand")
    NETWORKING = "networking", _("networking")
    BREAK = "break", _("break")
    OTHER = "other", _("other")


class ContributionKind(models.TextChoices):
    PRESENTATION = "presentation", _("presentation")
    STAND = "stand", _("stand")
    HOST = "host", _("host")


class TeamRole(models.TextChoices):
    OWNER = "owner", _("owner")
    EDITOR = "editor", _("editor")
    DESK = "desk", _("registration desk")
    CHECK_IN = "check-in", _("check-in only")


class Audience(models.TextChoices):
    """Who is told of a new time or place."""

    NOBODY = "nobody", _("nobody")
    SEATS = "seats", _("those with a seat")
    ALL = "all", _("everybody registered, waiting or under review")


class LookedAt(models.TextChoices):
    """Pages that show personal data."""

    LIST = "list", _("list of attendees")
    PERSON = "person", _("page of one person")
    FILE = "file", _("list of attendees as a file")
    PRINT = "print", _("list of attendees on paper")
    WAITING = "waiting", _("waiting list")
    INVITATIONS = "invitations", _("list of invitations")
    DEPUTIES = "deputies", _("deputies to be decided on")
    DOOR = "door", _("list at the door")
    MAILS = "mails", _("mails")


class InvitationState(models.TextChoices):
    PLANNED = "planned", _("not sent yet")
    OPEN = "open", _("not answered")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    DEPUTISED = "deputised", _("named a deputy")
    WITHDRAWN = "withdrawn", _("withdrawn")


class InvitationOrigin(models.TextChoices):
    """How the organisers came to the address: whoever asks is told (DSGVO Art. 14)."""

    HAND = "hand", _("by hand")
    LIST = "list", _("from a list")
    FILE = "file", _("from a file")
    PROJECT = "project", _("from a project's team")
    FORMER = "former", _("came to an earlier event")
    DEPUTY = "deputy", _("named as a deputy")


class OwedMail(models.TextChoices):
    """The mail about an invitation that is still to be written."""

    NONE = "", _("none")
    INVITATION = "invitation", _("invitation")
    REMINDER = "reminder", _("reminder")


class MailAim(models.TextChoices):
    """What a planned mail is for; only a question brings buttons."""

    TELL = "tell", _("tell something")
    ASK = "ask", _("ask: are you still coming?")


class MailMoment(models.TextChoices):
    BEFORE_START = "before-start", _("before the start")
    AFTER_END = "after-end", _("after the end")


class MailUnit(models.TextChoices):
    HOURS = "hours", _("hours")
    DAYS = "days", _("days")


class Availability(models.TextChoices):
    """What a visitor can do with an event right now."""

    DRAFT = "draft", _("Not published")
    PAST = "past", _("Past")
    CANCELLED = "cancelled", _("Cancelled")
    INVITATION = "invitation", _("By personal invitation")
    NOT_YET = "not-yet", _("Registration opens later")
    CLOSED = "closed", _("Registration closed")
    OPEN = "open", _("Seats free")
    FEW_LEFT = "few-left", _("Few seats left")
    WAITING_LIST = "waiting-list", _("Full, waiting list open")
    FULL = "full", _("Full")


class QuestionKind(models.TextChoices):
    LINE = "line", _("one line")
    TEXT = "text", _("text")
    NUMBER = "number", _("number")
    YES_NO = "yes-no", _("yes or no")
    DATE = "date", _("date")
    ONE_OF = "one-of", _("one of several")
    SOME_OF = "some-of", _("some of several")


CHOOSING = (QuestionKind.ONE_OF, QuestionKind.SOME_OF)
"""Kinds that are answered by choosing from a list."""


class MeetingRoundState(models.TextChoices):
    """How far the 1:1 meetings of an event are."""

    OFF = "off", _("not opened")
    CHOOSING = "choosing", _("projects choose")
    PLANNING = "planning", _("choosing is over")
    DRAFT = "draft", _("draft plan")
    PUBLISHED = "published", _("published")


class MeetingWishKind(models.TextChoices):
    """As events/scheduling knows them."""

    MUST = "must", _("must meet")
    LIKE = "like", _("would like to meet")
    NO = "no", _("rather not")


class MeetingState(models.TextChoices):
    PLANNED = "planned", _("planned")
    PUBLISHED = "published", _("published")
    CANCELLED = "cancelled", _("cancelled")


class MeetingExclusion(models.TextChoices):
    """Why two projects are never planned to meet, besides a wish that says no."""

    ORGANISATION = "organisation", _("the same organisation is behind both")
    HIDDEN = "hidden", _("the network's editors keep them apart")
    UNWANTED = "unwanted", _("one of the two said in the network that it does not fit")
    DECLINED = "declined", _("one of the two cancelled their meeting")
    MET = "met", _("they have met here already")
