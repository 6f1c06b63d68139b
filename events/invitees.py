"""What organisers read about invitations: the list, the sums, the waves, and where people to invite are found."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from events.attendance import with_words
from events.enums import InvitationState, OwedMail
from events.models import Event, Invitation, Registration, Wave
from networking.access import can
from networking.models import Person, Project, ProjectMember

OVERDUE = "overdue"  # of the open ones, those whose deadline has passed
DEPUTIES = "deputies"  # of all, those named by somebody invited
ON_THE_LIST = ("given_name", "family_name", "organisation", "email")
REMINDER_PAUSE = timedelta(days=1)


def invitation_list(
    event: Event, *, words: str = "", state: str = "", wave: str = ""
) -> QuerySet[Invitation]:
    """The event's invitations as the organiser asked for them, by name.

    `state` is a state, "overdue" or "deputies", `wave` a wave's uuid or "none"; what is unknown finds nothing.
    """
    rows = event.invitations.select_related("wave", "project", "replaces", "registration")
    if state == OVERDUE:
        rows = rows.overdue()
    elif state == DEPUTIES:
        rows = rows.filter(replaces__isnull=False)
    elif state == InvitationState.OPEN:
        rows = rows.answerable()
    elif state:
        rows = rows.filter(state=state)
    if wave:
        rows = rows.filter(wave=None) if wave == "none" else rows.filter(wave__in=_wave(event, wave))
    rows = with_words(rows, words, ON_THE_LIST)
    return rows.order_by(Lower("family_name"), Lower("given_name"), "pk")


def _wave(event: Event, uuid: str) -> list[int]:
    return [wave.pk for wave in event.waves.all() if str(wave.uuid) == uuid]


def remindable(event: Event) -> QuerySet[Invitation]:
    """Who has not answered, has time left, and got neither invitation nor reminder within the last day."""
    pause = timezone.now() - REMINDER_PAUSE
    calm = Q(reminded_at=None) | Q(reminded_at__lte=pause)
    return event.invitations.answerable().filter(calm, owed_mail=OwedMail.NONE, sent_at__lte=pause)


def sums(event: Event) -> dict[str, int]:
    """How many invitations are in each state; one query.

    `open` has time left, `overdue` has not. `invited` is the sum of open, overdue, accepted, declined, deputised and
    withdrawn; `planned` stands beside it, `deputies` are within it. `owed` people wait for a mail
    that is still to be written, the other `written` do not.
    """
    counts = {
        state: Count("pk", filter=Q(state=state))
        for state in InvitationState.values
        if state != InvitationState.OPEN
    }
    found: dict[str, int] = event.invitations.aggregate(
        **counts,
        open=Count("pk", filter=Q(state=InvitationState.OPEN) & ~_late()),
        overdue=Count("pk", filter=Q(state=InvitationState.OPEN) & _late()),
        deputies=Count("pk", filter=Q(replaces__isnull=False)),
        owed=Count("pk", filter=~Q(owed_mail=OwedMail.NONE)),
        reserved=Count("pk", filter=_reserving()),
        total=Count("pk"),
    )
    found["invited"] = found["total"] - found["planned"]
    found["written"] = max(found["invited"] - found["owed"], 0)
    return found


def _late() -> Q:
    return Q(deadline_at__isnull=False, deadline_at__lte=timezone.now())


def _reserving() -> Q:
    return Q(state=InvitationState.OPEN, reserves_seat=True) & ~_late()


def waves_with_sums(event: Event) -> QuerySet[Wave]:
    """The event's waves, each with how many of its invitations are in each state."""
    counts = {
        f"number_{state}": Count("invitations", filter=Q(invitations__state=state))
        for state in InvitationState.values
    }
    late = Q(invitations__state=InvitationState.OPEN, invitations__deadline_at__lte=timezone.now())
    return event.waves.annotate(
        **counts, number_overdue=Count("invitations", filter=late), number=Count("invitations")
    )


@dataclass(frozen=True)
class Presence:
    """A project at an event: how many of it come, how many are invited and have not said no, how large its team is."""

    project: Project
    coming: int
    invited: int
    team: int

    @property
    def is_missing(self) -> bool:
        """Nobody comes and nobody has an invitation to answer."""
        return not self.coming and not self.invited


def presences(event: Event) -> list[Presence]:
    """Every published project and how it is represented, by title. Whoever is on a team counts for it."""
    teams: dict[int, set[int]] = {}
    for project, person in ProjectMember.objects.filter(person__is_active=True).values_list(
        "project", "person"
    ):
        teams.setdefault(project, set()).add(person)
    coming = list(event.registrations.active().values_list("project", "person"))
    invited = list(event.invitations.filter(_still_asked()).values_list("project", "person"))

    def represented(project: Project, people: Iterable[tuple[int | None, int | None]]) -> int:
        team = teams.get(project.pk, set())
        return sum(theirs == project.pk or person in team for theirs, person in people)

    projects = Project.objects.filter(is_published=True)
    found = [
        Presence(p, represented(p, coming), represented(p, invited), len(teams.get(p.pk, ())))
        for p in projects
    ]
    return sorted(found, key=lambda presence: presence.project.title.casefold())


def _still_asked() -> Q:
    return Q(state__in=[InvitationState.PLANNED, InvitationState.OPEN])


def team_members(projects: Iterable[Project]) -> QuerySet[ProjectMember]:
    """Everybody on the teams of these projects who can be written to."""
    members = ProjectMember.objects.filter(project__in=projects, person__is_active=True)
    return members.select_related("person", "project").order_by(
        "project__title_de", "person__family_name", "pk"
    )


def former_events(actor: Person, event: Event) -> list[tuple[Event, int]]:
    """Past events whose list of attendees `actor` may take out, with how many came and are not forgotten yet."""
    past = Event.objects.managed_by(actor).past().exclude(pk=event.pk)
    allowed = [one for one in past if can(actor, "attendees.export", one)]
    came = Counter(who_came(allowed).order_by().values_list("event", flat=True))
    return [(one, came[one.pk]) for one in allowed if came[one.pk]]


def who_came(events: Iterable[Event]) -> QuerySet[Registration]:
    """Those who were ticked off at these events and whose names are still there; the latest event first."""
    people = Registration.objects.filter(event__in=list(events), anonymised_at=None).with_arrival()
    return (
        people.filter(arrived_at__isnull=False).select_related("project").order_by("-event__starts_at", "pk")
    )
