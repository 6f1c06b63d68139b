"""One reminder before choosing ends, and its end."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events import signals
from events.models import MeetingRound
from events.services import meeting_clock, meeting_parties
from tests.factories import make_event, make_party, make_project, make_registration, make_round

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def reminded():
    """Who was reminded, reminder by reminder."""
    heard = []

    def hear(registrations, **kwargs):
        heard.append([row.pk for row in registrations])

    signals.meetings_reminded.connect(hear)
    yield heard
    signals.meetings_reminded.disconnect(hear)


def closing_in(hours, **fields):
    now = timezone.now()
    return make_round(choose_until=now + hours * HOUR, opened_at=now - 200 * HOUR, **fields)


def test_those_who_have_not_chosen_are_reminded_once(reminded):
    meeting_round = closing_in(47)
    joined, chosen, left = (make_party(meeting_round) for _ in range(3))
    meeting_parties.choose(chosen, {}, [], revision=0)
    meeting_parties.leave(left)
    absent = make_registration(meeting_round.event, project=make_project())
    make_registration(meeting_round.event)
    make_registration(meeting_round.event, project=make_project(), state="waiting")

    for _ in range(2):
        meeting_clock.remind_due()

    assert reminded == [[joined.joined_by.pk, absent.pk]]


@pytest.mark.parametrize("fields", [{"hours": 49}, {"hours": -1}, {"hours": 40, "state": "draft"}])
def test_there_is_no_reminder_too_early_or_too_late(reminded, fields):
    make_party(closing_in(**fields))

    meeting_clock.remind_due()

    assert reminded == []


def test_a_short_time_for_choosing_is_halved(reminded):
    now = timezone.now()
    meeting_round = make_round(opened_at=now - 5 * HOUR, choose_until=now + 10 * HOUR)
    make_party(meeting_round)

    meeting_clock.remind_due()
    assert reminded == []
    meeting_clock.remind_due(now + 3 * HOUR)

    assert len(reminded) == 1


def test_choosing_ends_at_its_time():
    over, open_ = closing_in(-1), closing_in(1)

    meeting_clock.close_due()

    states = dict(MeetingRound.objects.values_list("pk", "state"))
    assert states == {over.pk: "planning", open_.pk: "choosing"}


def test_a_cancelled_event_reminds_nobody(reminded):
    event = make_event(state="cancelled")
    make_party(closing_in(10, event=event))

    meeting_clock.remind_due()

    assert reminded == []
