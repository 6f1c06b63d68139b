"""1:1 meetings as pages read them: who takes part, whom one may choose, who meets whom."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from events.attendance import shows_fellows
from events.enums import (
    ConsentKind,
    MeetingExclusion,
    MeetingRoundState,
    Meetings,
    MeetingState,
    MeetingWishKind,
    RegistrationState,
)
from events.meeting_problem import exclusions
from events.models import (
    Consent,
    Event,
    Meeting,
    MeetingParty,
    MeetingRound,
    MeetingWish,
    Registration,
)
from networking.contacts import Reasoned, reasons_with, shared_topics
from networking.models import Project
from networking.queries import Vocabulary


def offers_meetings(event: Event) -> bool:
    """Whether the event's rules allow 1:1 meetings: never at a confidential one, whatever the rule says."""
    return event.policy("meetings") != Meetings.OFF and not event.is_confidential


def round_of(event: Event) -> MeetingRound | None:
    """The event's round; None where none was set up or the rules do not allow it."""
    if not offers_meetings(event):
        return None
    meeting_round = MeetingRound.objects.filter(event=event).first()
    if meeting_round:
        meeting_round.event = event
    return meeting_round


def is_open_to_people(meeting_round: MeetingRound | None) -> bool:
    """Whether participants are told of it: the organisers have opened it."""
    return meeting_round is not None and meeting_round.state != MeetingRoundState.OFF


def party_of(meeting_round: MeetingRound, registration: Registration) -> MeetingParty | None:
    """The party somebody with a sure seat belongs to: their project's, while it takes part."""
    if registration.state != RegistrationState.CONFIRMED or registration.project_id is None:
        return None
    parties = meeting_round.parties.present().select_related("project")
    party = parties.filter(project=registration.project_id).first()
    if party:
        party.round = meeting_round
    return party


def people_of(event: Event, projects: Iterable[int] | None = None) -> QuerySet[Registration]:
    """Who comes for a project, or for one of these: they see its meetings and are told of them; nobody while the rules
    allow no meetings."""
    if not offers_meetings(event):
        return event.registrations.none()
    people = event.registrations.confirmed().filter(project__is_published=True, anonymised_at=None)
    people = people.filter(project__in=projects) if projects is not None else people
    return people.select_related("project").order_by("pk")


# --- Choosing ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Candidate:
    """A party one may choose, what was chosen, and why it may fit: the matching's reasons, else the shared topics."""

    party: MeetingParty
    chosen: str
    why: Reasoned | None
    shared: list[str]

    @property
    def project(self) -> Project:
        return self.party.project


def candidates(party: MeetingParty, words: Vocabulary) -> list[Candidate]:
    """The other parties, the best fitting first, then those with more shared topics.

    Those of one's own organisation are left out. Five queries.
    """
    others = {row.pk: row for row in _others(party)}
    chosen = dict(party.wishes.values_list("other", "kind"))
    projects = [row.project_id for row in others.values()]
    why, shared = reasons_with(party.project, projects, words), shared_topics(party.project, projects)
    order = {key: place for place, key in enumerate(why)}
    found = [
        Candidate(row, chosen.get(row.pk, ""), why.get(row.project_id), shared.get(row.project_id, []))
        for row in others.values()
    ]

    def place(one: Candidate) -> tuple[int, int, str]:
        return order.get(one.project.pk, len(order)), -len(one.shared), one.project.title.casefold()

    return sorted(found, key=place)


def _others(party: MeetingParty) -> QuerySet[MeetingParty]:
    rows = party.round.parties.present().exclude(pk=party.pk)
    apart = party.project.applicants.values("pk")
    return rows.exclude(project__applicants__in=apart).select_related("project")


def choosable(party: MeetingParty) -> set[int]:
    """The keys of the parties one may choose."""
    return set(_others(party).values_list("pk", flat=True))


# --- Agendas ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Appointment:
    """One line of a party's agenda. `people` are those of the other side who agreed to be named."""

    meeting: Meeting
    other: Project
    shared: list[str]
    people: list[str]


def agenda(party: MeetingParty) -> list[Appointment]:
    """The party's published meetings by time, with shared topics and the names others agreed to show."""
    meetings = list(Meeting.objects.published().of(party).in_order())
    others = [meeting.other(party).project for meeting in meetings]
    keys = {project.pk for project in others}
    shared, names = shared_topics(party.project, keys), named_people(party.round.event, keys)
    return [
        Appointment(meeting, other, shared.get(other.pk, []), names.get(other.pk, []))
        for meeting, other in zip(meetings, others, strict=True)
    ]


def named_people(event: Event, projects: Collection[int]) -> dict[int, list[str]]:
    """The names of those who come for these projects and agreed that attendees see name and project; by project."""
    if not projects or not shows_fellows(event):
        return {}
    kinds = {ConsentKind.ATTENDEE_LIST, ConsentKind.PROJECT}
    standing = Prefetch("consents", Consent.objects.filter(withdrawn_at=None, kind__in=kinds))
    found: dict[int, list[str]] = {}
    for row in people_of(event, projects).prefetch_related(standing):
        if {consent.kind for consent in row.consents.all()} == kinds and row.project_id:
            found.setdefault(row.project_id, []).append(row.name)
    return {key: sorted(names, key=str.casefold) for key, names in found.items()}


def agendas_of(meeting_round: MeetingRound) -> dict[int, list[Meeting]]:
    """The published meetings of every party, by its key; one query for all."""
    found: dict[int, list[Meeting]] = {}
    for meeting in meeting_round.meetings.published().in_order():
        found.setdefault(meeting.first_id, []).append(meeting)
        found.setdefault(meeting.second_id, []).append(meeting)
    return found


# --- What organisers read ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Counts:
    """Figures of a round. Who said no to whom is nobody's business, so a no is only counted."""

    parties: int
    chosen: int
    musts: int
    likes: int
    noes: int
    planned: int
    published: int
    cancelled: int
    apart: dict[MeetingExclusion, int]


def counts(meeting_round: MeetingRound) -> Counts:
    """How many take part, have chosen, what they chose, and how many meetings there are."""
    present = meeting_round.parties.present()
    parties = present.aggregate(all=Count("pk"), chosen=Count("pk", filter=Q(chosen_at__isnull=False)))
    wishes = MeetingWish.objects.filter(party__in=present, other__in=present).order_by()
    kinds = dict(wishes.values_list("kind").annotate(Count("pk")))
    states = dict(meeting_round.meetings.order_by().values_list("state").annotate(Count("pk")))
    apart = list(exclusions(meeting_round).values())
    return Counts(
        parties["all"],
        parties["chosen"],
        kinds.get(MeetingWishKind.MUST, 0),
        kinds.get(MeetingWishKind.LIKE, 0),
        kinds.get(MeetingWishKind.NO, 0),
        states.get(MeetingState.PLANNED, 0),
        states.get(MeetingState.PUBLISHED, 0),
        states.get(MeetingState.CANCELLED, 0),
        {reason: apart.count(reason) for reason in MeetingExclusion if reason in apart},
    )


def schedule(meeting_round: MeetingRound) -> list[Meeting]:
    """All meetings that stand, planned and published, by time and table."""
    return list(meeting_round.meetings.standing().in_order())
