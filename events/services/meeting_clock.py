"""What the choosing of 1:1 meetings does by the clock: one reminder, and its end."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from events import signals
from events.enums import EventState, MeetingRoundState
from events.meetings import people_of
from events.models import MeetingRound
from events.services.meeting_rounds import close_choosing, lock
from networking.enums import Source

BEFORE = timedelta(days=2)
"""The reminder goes so long before the end of choosing, or at half its time where that is later."""


def close_due(now: datetime | None = None) -> None:
    """End every choosing whose time is over."""
    for meeting_round in _choosing().filter(choose_until__lte=now or timezone.now()):
        close_choosing(meeting_round, source=Source.CLOCK)


def remind_due(now: datetime | None = None) -> None:
    """Remind the people of projects that have not chosen; once for each round, however often this runs."""
    now = now or timezone.now()
    for meeting_round in _choosing().filter(reminded_at=None, choose_until__gt=now):
        if _is_time(meeting_round, now):
            _remind(meeting_round, now)


@transaction.atomic
def _remind(meeting_round: MeetingRound, now: datetime) -> None:
    """Looked at once more under the lock. Who left has answered, too."""
    meeting_round = lock(meeting_round)
    if meeting_round.reminded_at or not meeting_round.is_choosing:
        return
    meeting_round.reminded_at = now
    meeting_round.save(update_fields=["reminded_at"])
    answered = meeting_round.parties.exclude(chosen_at=None, left_at=None).values("project")
    people = people_of(meeting_round.event).exclude(project__in=answered)
    signals.meetings_reminded.send(MeetingRound, meeting_round=meeting_round, registrations=people)


def _choosing():
    """Rounds of published events in which projects choose."""
    rounds = MeetingRound.objects.filter(state=MeetingRoundState.CHOOSING)
    return rounds.filter(event__state=EventState.PUBLISHED).select_related("event")


def _is_time(meeting_round: MeetingRound, now: datetime) -> bool:
    until, opened = meeting_round.choose_until, meeting_round.opened_at
    if until is None or opened is None:
        return False
    return now >= max(until - BEFORE, opened + (until - opened) / 2)
