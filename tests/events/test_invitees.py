"""The sums of invitations add up, and people to invite are found only where the organiser may look."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events import invitees
from networking.models import ProjectMember
from tests.factories import (
    make_event,
    make_invitation,
    make_organiser,
    make_person,
    make_project,
    make_registration,
    make_wave,
    tick,
)

pytestmark = pytest.mark.django_db


def ago(days):
    return timezone.now() - timedelta(days=days)


def past_event(**fields):
    return make_event(starts_at=ago(20), **fields)


def test_the_sums_add_up(django_assert_num_queries):
    event = make_event()
    first = make_invitation(event, state="deputised")
    make_invitation(event, replaces=first)
    make_invitation(event, deadline_at=ago(1))
    for state in ("planned", "accepted", "declined", "withdrawn"):
        make_invitation(event, state=state)
    make_invitation(make_event())

    with django_assert_num_queries(1):
        sums = invitees.sums(event)

    parts = ("open", "overdue", "accepted", "declined", "deputised", "withdrawn")
    assert sums["invited"] == sum(sums[name] for name in parts) == 6
    assert (sums["planned"], sums["deputies"], sums["overdue"]) == (1, 1, 1)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"state": "open"}, ["Open"]),
        ({"state": "overdue"}, ["Late"]),
        ({"state": "deputies"}, ["Late"]),
        ({"wave": "none"}, ["Late"]),
        ({"words": "offen"}, ["Open"]),
        ({"wave": "unknown"}, []),
        ({}, ["Late", "Open"]),
    ],
)
def test_the_list_is_narrowed_by_state_wave_and_words(asked, found):
    event = make_event()
    make_invitation(event, family_name="Open", organisation="Offenbach AG", wave=make_wave(event))
    former = make_invitation(event, family_name="Former", state="deputised")
    make_invitation(event, family_name="Late", deadline_at=ago(1), replaces=former)

    rows = invitees.invitation_list(event, **asked).exclude(family_name="Former")

    assert [row.family_name for row in rows] == found


def test_a_project_is_missing_when_nobody_comes_and_nobody_is_asked():
    event, present, asked, missing = make_event(), *(make_project() for _ in range(3))
    member = make_person()
    ProjectMember.objects.create(project=present, person=member)
    make_registration(event, person=member)
    make_invitation(event, project=asked)
    make_invitation(event, project=missing, state="declined")

    rows = {row.project: row.is_missing for row in invitees.presences(event)}

    assert rows == {present: False, asked: False, missing: True}


def test_earlier_guests_are_those_who_came_to_events_one_manages():
    organiser, here = make_organiser(), make_event()
    past, dialog = past_event(), past_event(format="dialog")
    came = make_registration(past)
    tick(came)
    make_registration(past)
    tick(make_registration(dialog))

    assert invitees.former_events(organiser, here) == [(past, 1)]
    assert list(invitees.who_came([past])) == [came]


def test_who_is_forgotten_is_no_earlier_guest():
    past = past_event()
    tick(make_registration(past, anonymised_at=timezone.now()))

    assert invitees.former_events(make_organiser(), make_event()) == []
