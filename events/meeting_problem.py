"""What the planner of 1:1 meetings is asked, read from the rows."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import combinations

from django.db.models import Q
from django.utils import timezone

from events.enums import MeetingExclusion, MeetingState
from events.models import Meeting, MeetingParty, MeetingRound, MeetingSlot, MeetingWish, ProgrammeItem
from events.scheduling.problem import Meeting as Planned
from events.scheduling.problem import Pair, Problem, Wish, meeting, pair
from networking.contacts import kept_apart
from networking.models import Project, Suggestion

LONGEST_LIST = 10  # places of a project's list of suggestions that count; the first counts most


def problem_of(meeting_round: MeetingRound, now: datetime | None = None) -> Problem:
    """The round's open questions: parties that take part, slots to come, wishes, suggestions, pairs kept apart.

    Drafts that are pinned stay; published meetings are told to `replan` besides (`published_meetings`). A pair whose
    meeting the organisers called off is not planned again; by hand they may put it together.
    """
    now = now or timezone.now()
    projects = dict(meeting_round.parties.present().order_by("pk").values_list("pk", "project"))
    slots = list(meeting_round.slots.filter(starts_at__gt=now).order_by("starts_at"))
    tables = tuple(meeting_round.tables.values_list("pk", flat=True))
    pinned = meeting_round.meetings.filter(state=MeetingState.PLANNED, is_pinned=True, slot__in=slots)
    called_off = meeting_round.meetings.filter(state=MeetingState.CANCELLED, cancelled_by=None)
    return Problem(
        parties=tuple(projects),
        slots=tuple(slot.pk for slot in slots),
        tables={slot.pk: tables for slot in slots},
        wishes=_wishes(projects),
        away=unavailable(projects, slots) | _cancelled_at(meeting_round),
        suggestions=_suggestions(projects),
        forbidden=frozenset(exclusions(meeting_round, now)) | set(called_off.values_list("first", "second")),
        minimum=meeting_round.minimum,
        fairness=meeting_round.fairness / 100,
        pins=_plain(pinned),
    )


def published_meetings(meeting_round: MeetingRound, now: datetime | None = None) -> tuple[Planned, ...]:
    """Published meetings that are still to come, as the planner knows them."""
    now = now or timezone.now()
    return _plain(meeting_round.meetings.published().filter(slot__starts_at__gt=now))


def promised_meetings(meeting_round: MeetingRound) -> Counter[int]:
    """How many meetings each party was told of when the plan was first published, without those it cancelled itself."""
    rows = meeting_round.meetings.filter(published_at=meeting_round.published_at, published_at__isnull=False)
    found: Counter[int] = Counter()
    for first, second, cancelled_by in rows.values_list("first", "second", "cancelled_by"):
        found.update({first, second} - {cancelled_by})
    return found


def exclusions(meeting_round: MeetingRound, now: datetime | None = None) -> dict[Pair, MeetingExclusion]:
    """The pairs of parties that are never planned, each with its reason; those a wish refuses are not among them.

    What a project once said of another in the network does not stand against what it wishes for this event.
    """
    now = now or timezone.now()
    projects = dict(meeting_round.parties.present().values_list("pk", "project"))
    parties = {project: party for party, project in projects.items()}
    hidden, unwanted = kept_apart(parties)
    wished = set(_asked(projects).exclude(kind=Wish.NO).values_list("party", "other"))
    found: dict[Pair, MeetingExclusion] = {}
    for who, whom in unwanted:
        if (parties[who], parties[whom]) not in wished:
            found[pair(parties[who], parties[whom])] = MeetingExclusion.UNWANTED
    for who, whom in hidden:
        found[pair(parties[who], parties[whom])] = MeetingExclusion.HIDDEN
    for one, other in _same_organisation(parties):
        found[pair(parties[one], parties[other])] = MeetingExclusion.ORGANISATION
    over = Q(state=MeetingState.PUBLISHED, slot__starts_at__lte=now)
    declined = Q(state=MeetingState.CANCELLED, cancelled_by__isnull=False)
    for first, second, state in meeting_round.meetings.filter(over | declined).values_list(
        "first", "second", "state"
    ):
        declined_by = state == MeetingState.CANCELLED
        found[first, second] = MeetingExclusion.DECLINED if declined_by else MeetingExclusion.MET
    return found


def _cancelled_at(meeting_round: MeetingRound) -> set[tuple[int, int]]:
    """(party, slot) where a party cancelled a meeting: it is not called to another one at that time."""
    rows = meeting_round.meetings.filter(state=MeetingState.CANCELLED, cancelled_by__isnull=False)
    return set(rows.values_list("cancelled_by", "slot"))


def _plain(meetings: Iterable[Meeting]) -> tuple[Planned, ...]:
    return tuple(meeting(row.slot_id, row.table_id, row.first_id, row.second_id) for row in meetings)


def _asked(projects: dict[int, int]):
    return MeetingWish.objects.filter(party__in=projects, other__in=projects)


def _wishes(projects: dict[int, int]) -> dict[Pair, Wish]:
    rows = _asked(projects).order_by("party", "other").values_list("party", "other", "kind")
    return {(party, other): Wish(kind) for party, other, kind in rows}


def unavailable(projects: Mapping[int, int], slots: Sequence[MeetingSlot]) -> frozenset[tuple[int, int]]:
    """(party, slot) where the party said it cannot, or its project is on stage; `projects` by the parties' keys."""
    named = MeetingParty.away.through.objects.filter(meetingparty__in=projects, meetingslot__in=slots)
    found = set(named.values_list("meetingparty", "meetingslot"))
    if slots:
        on_stage = ProgrammeItem.objects.filter(event__meeting_round=slots[0].round_id)
        times = on_stage.filter(project__in=projects.values(), starts_at__isnull=False, ends_at__isnull=False)
        for project, starts_at, ends_at in times.values_list("project", "starts_at", "ends_at"):
            parties = [party for party, its in projects.items() if its == project]
            during = [slot for slot in slots if starts_at and ends_at and _overlaps(slot, starts_at, ends_at)]
            found |= {(party, slot.pk) for party in parties for slot in during}
    return frozenset(found)


def _overlaps(slot: MeetingSlot, starts_at: datetime, ends_at: datetime) -> bool:
    return slot.starts_at < ends_at and starts_at < slot.ends_at


def _suggestions(projects: dict[int, int]) -> dict[Pair, float]:
    """How strongly the matching suggests a pair: by the better of the two places, from one tenth to one."""
    parties = {project: party for party, project in projects.items()}
    rows = Suggestion.objects.filter(project__in=parties, other__in=parties, rank__lte=LONGEST_LIST)
    found: dict[Pair, float] = {}
    for project, other, rank in rows.order_by("pk").values_list("project", "other", "rank"):
        both, strength = pair(parties[project], parties[other]), (LONGEST_LIST + 1 - rank) / LONGEST_LIST
        found[both] = max(found.get(both, 0), strength)
    return found


def _same_organisation(projects: Iterable[int]) -> set[Pair]:
    applied = Project.applicants.through.objects.filter(project__in=list(projects))
    behind: dict[int, list[int]] = {}
    for organisation, project in applied.order_by("project").values_list("organisation", "project"):
        behind.setdefault(organisation, []).append(project)
    return {two for rows in behind.values() for two in combinations(rows, 2)}
