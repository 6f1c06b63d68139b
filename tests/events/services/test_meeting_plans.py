"""A plan is asked for once, computed by a worker, and kept unless the round changed meanwhile."""

import pytest
from django.utils import timezone

from events import signals
from events.errors import NotReadyToChoose, PlanIsRunning, StillChoosing
from events.models import MeetingRound
from events.services import meeting_parties, meeting_plans, meetings
from networking.models import PairRule
from tests.factories import make_meeting, make_party, make_round, wish

pytestmark = pytest.mark.django_db


def ordered(meeting_round):
    """The round with its plan asked for, as the worker finds it."""
    meeting_plans.ask_for_plan(meeting_round, actor=None)
    return MeetingRound.objects.get(pk=meeting_round.pk)


def pairs(meeting_round):
    return set(meeting_round.meetings.standing().values_list("first", "second"))


def test_the_plan_asked_for_becomes_a_draft_with_its_quality():
    meeting_round = make_round(state="planning", minimum=1)
    one, two, three, four = (make_party(meeting_round) for _ in range(4))
    wish(one, two, "must")
    wish(three, four)

    assert meeting_plans.compute(ordered(meeting_round).pk)

    meeting_round.refresh_from_db()
    assert pairs(meeting_round) == {(one.pk, two.pk), (three.pk, four.pk)}
    assert (meeting_round.state, meeting_round.plan_quality, meeting_round.plan_short) == ("draft", 1.0, [])
    assert (meeting_round.computing_since, meeting_round.steps_done > 0) == (None, True)


def test_who_gets_too_few_meetings_is_named_with_the_reason():
    meeting_round = make_round(state="planning", minimum=1)
    party = make_party(meeting_round)

    meeting_plans.compute(ordered(meeting_round).pk)

    meeting_round.refresh_from_db()
    assert meeting_round.plan_short == [{"party": party.pk, "meetings": 0, "reason": "nobody"}]


def test_a_new_plan_keeps_pins_and_replaces_the_rest():
    meeting_round = make_round(state="draft", minimum=0)
    one, two, three, four = (make_party(meeting_round) for _ in range(4))
    pinned = make_meeting(one, three, state="planned", is_pinned=True, slot=2, table=1)
    make_meeting(two, four, state="planned")
    wish(one, two, "must")

    meeting_plans.compute(ordered(meeting_round).pk)

    assert pairs(meeting_round) == {(one.pk, three.pk), (one.pk, two.pk)}
    pinned.refresh_from_db()
    assert pinned.is_pinned


def test_planning_again_after_publishing_moves_nothing_and_fills_the_gap():
    meeting_round = make_round(state="published", minimum=1)
    one, two, three, four = (make_party(meeting_round) for _ in range(4))
    wish(two, three, "must")
    stays = make_meeting(three, four, slot=1)
    meetings.cancel(make_meeting(one, two, slot=0), by=one)

    meeting_plans.compute(ordered(meeting_round).pk)

    stays.refresh_from_db()
    assert (stays.state, stays.slot, stays.sequence) == ("published", meeting_round.slots.all()[1], 0)
    assert list(meeting_round.meetings.filter(state="planned").values_list("first", "second")) == [
        (two.pk, three.pk)
    ]
    meeting_round.refresh_from_db()
    assert meeting_round.state == "published"


def test_a_published_meeting_stays_although_it_would_not_be_planned_any_more():
    meeting_round = make_round(state="published", minimum=2, needs_replan=True)
    one, two, three = (make_party(meeting_round) for _ in range(3))
    meeting = make_meeting(one, two, slot=0)
    PairRule.objects.create(project=one.project, other=two.project, kind="hidden", reason="Streit")
    wish(one, three, "must")

    meeting_plans.compute(ordered(meeting_round).pk)

    meeting_round.refresh_from_db()
    new = meeting_round.meetings.get(state="planned")
    assert (new.first, new.second, new.slot == meeting.slot) == (one, three, False)
    assert not meeting_round.needs_replan


def test_who_lost_a_meeting_gets_another_even_above_the_minimum_but_not_who_cancelled_it():
    now = timezone.now()
    meeting_round = make_round(state="published", minimum=0, published_at=now)
    one, two, three, four = (make_party(meeting_round) for _ in range(4))
    meetings.cancel(make_meeting(one, two, published_at=now), by=one)
    wish(two, three)
    wish(one, four, "must")

    meeting_plans.compute(ordered(meeting_round).pk)

    assert pairs(meeting_round) == {(two.pk, three.pk)}


def test_a_pair_the_organisers_called_off_is_not_planned_again():
    meeting_round = make_round(state="published", minimum=1)
    one, two = (make_party(meeting_round) for _ in range(2))
    wish(one, two, "must")
    meetings.cancel(make_meeting(one, two), by=None)

    meeting_plans.compute(ordered(meeting_round).pk)

    assert not meeting_round.meetings.standing().exists()


def test_what_changes_while_it_is_computed_is_planned_anew(monkeypatch):
    meeting_round = make_round(state="planning", minimum=0)
    one, two, three = (make_party(meeting_round) for _ in range(3))
    wish(one, two, "must")
    wish(one, three)
    seen = []

    def computing(problem, **kwargs):
        if not seen:
            meeting_parties.leave(two)
        seen.append(problem.parties)
        return real(problem, **kwargs)

    real = meeting_plans.plan
    monkeypatch.setattr(meeting_plans, "plan", computing)

    assert meeting_plans.compute(ordered(meeting_round).pk)

    assert seen == [(one.pk, two.pk, three.pk), (one.pk, three.pk)]
    assert pairs(meeting_round) == {(one.pk, three.pk)}


def test_the_same_order_twice_is_refused_and_computed_once():
    meeting_round = make_round(state="planning")
    heard = []

    def hear(meeting_round, **kwargs):
        heard.append(meeting_round.pk)

    signals.meetings_plan_wanted.connect(hear)
    meeting_plans.ask_for_plan(meeting_round, actor=None)
    with pytest.raises(PlanIsRunning):
        meeting_plans.ask_for_plan(meeting_round, actor=None)
    signals.meetings_plan_wanted.disconnect(hear)

    assert heard == [meeting_round.pk]
    assert (meeting_plans.compute(meeting_round.pk), meeting_plans.compute(meeting_round.pk)) == (True, False)


def test_a_computation_that_died_can_be_asked_for_again():
    meeting_round = make_round(state="planning")
    meeting_plans.ask_for_plan(meeting_round, actor=None)
    started = MeetingRound.objects.get().computing_since
    MeetingRound.objects.update(computing_since=started - meeting_plans.GIVEN_UP)

    meeting_plans.ask_for_plan(meeting_round, actor=None)

    assert meeting_plans.is_running(MeetingRound.objects.get())


@pytest.mark.parametrize(("state", "error"), [("choosing", StillChoosing), ("off", NotReadyToChoose)])
def test_nothing_is_planned_before_choosing_is_over(state, error):
    with pytest.raises(error):
        meeting_plans.ask_for_plan(make_round(state=state), actor=None)
