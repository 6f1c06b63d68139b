"""Plans of 1:1 meetings: asked for, computed by a worker, kept as drafts."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from events import signals
from events.enums import MeetingRoundState, MeetingState
from events.errors import NotReadyToChoose, PlanIsRunning, StillChoosing
from events.meeting_problem import problem_of, promised_meetings, published_meetings
from events.models import Meeting, MeetingRound
from events.scheduling.planning import plan
from events.scheduling.problem import Plan
from events.scheduling.replanning import replan
from events.services.meeting_rounds import lock
from networking.enums import Source
from networking.models import Person
from networking.services import audit

GIVEN_UP = timedelta(minutes=15)
"""A computation that has not ended by then has died with its worker."""
TRIES = 3


@transaction.atomic
def ask_for_plan(meeting_round: MeetingRound, *, actor: Person | None) -> None:
    """Have a plan computed: the first, or after publishing one that fills the gaps and leaves all else in its place.

    Raises StillChoosing, PlanIsRunning, and NotReadyToChoose where choosing never began.
    """
    meeting_round = lock(meeting_round)
    if meeting_round.state == MeetingRoundState.CHOOSING:
        raise StillChoosing
    if meeting_round.state == MeetingRoundState.OFF:
        raise NotReadyToChoose
    if is_running(meeting_round):
        raise PlanIsRunning
    meeting_round.computing_since = timezone.now()
    meeting_round.steps_done = meeting_round.steps_total = 0
    meeting_round.save(update_fields=["computing_since", "steps_done", "steps_total"])
    audit.record("meetings.plan", meeting_round, actor=actor, source=Source.ORGANISER)
    signals.meetings_plan_wanted.send(MeetingRound, meeting_round=meeting_round)


def is_running(meeting_round: MeetingRound) -> bool:
    """Whether a plan is being computed; one that died is not."""
    since = meeting_round.computing_since
    return since is not None and since + GIVEN_UP > timezone.now()


def compute(round_pk: int) -> bool:
    """Compute the plan that was asked for and keep it; what changes meanwhile is planned anew, a few times.

    Returns whether a plan was kept. A second worker with the same order finds nothing to do.
    """
    for _try in range(TRIES):
        meeting_round = MeetingRound.objects.select_related("event").get(pk=round_pk)
        if meeting_round.computing_since is None:
            return False
        found = _planned(meeting_round)
        if _kept(meeting_round, found):
            return True
    MeetingRound.objects.filter(pk=round_pk).update(computing_since=None)
    return False


@transaction.atomic
def store(meeting_round: MeetingRound, found: Plan, *, now: datetime | None = None) -> None:
    """Put the plan in the place of the drafts that are not pinned; a caller may hold the lock already."""
    now = now or timezone.now()
    meeting_round = lock(meeting_round)
    meeting_round.meetings.filter(state=MeetingState.PLANNED, is_pinned=False).delete()
    there = set(meeting_round.meetings.standing().values_list("slot", "table", "first", "second"))
    Meeting.objects.bulk_create(
        Meeting(
            round=meeting_round,
            slot_id=row.slot,
            table_id=row.table,
            first_id=row.first,
            second_id=row.second,
        )
        for row in found.meetings
        if (row.slot, row.table, row.first, row.second) not in there
    )
    if meeting_round.state == MeetingRoundState.PLANNING:
        meeting_round.state = MeetingRoundState.DRAFT
    meeting_round.plan_value, meeting_round.plan_bound = found.value, found.bound
    meeting_round.plan_short = [
        {"party": row.party, "meetings": row.meetings, "reason": row.reason} for row in found.short
    ]
    meeting_round.planned_at, meeting_round.computing_since = now, None
    meeting_round.needs_replan = False
    meeting_round.save(
        update_fields=[
            "state",
            "plan_value",
            "plan_bound",
            "plan_short",
            "planned_at",
            "computing_since",
            "needs_replan",
        ]
    )


def _planned(meeting_round: MeetingRound) -> Plan:
    def progress(done: int, total: int) -> None:
        MeetingRound.objects.filter(pk=meeting_round.pk).update(steps_done=done, steps_total=total)

    problem = problem_of(meeting_round)
    if meeting_round.state == MeetingRoundState.PUBLISHED:
        published = published_meetings(meeting_round)
        around = replace(
            problem, pins=problem.pins + published
        )  # told is told, even if it would not be planned now
        promised = promised_meetings(meeting_round)
        return replan(around, published, promised=promised, progress=progress)
    return plan(problem, progress=progress)


@transaction.atomic
def _kept(meeting_round: MeetingRound, found: Plan) -> bool:
    """Keep the plan unless something of the round changed while it was computed."""
    now = lock(meeting_round)
    if now.revision != meeting_round.revision + 1 or now.computing_since is None:
        return False
    store(now, found)
    return True
