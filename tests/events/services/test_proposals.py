"""From a cluster to a draft or a table, its people invited in the same step."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.enums import EventState, InvitationState, TeamRole
from events.errors import EventCancelled, NotInvitable
from events.models import Event, Invitation
from events.proposals import shared
from events.services import proposals
from networking.enums import Role
from networking.models import ProjectMember
from tests.factories import (
    make_event,
    make_organiser,
    make_person,
    make_project,
    make_registration,
    make_topic,
)

pytestmark = pytest.mark.django_db
SOON = timezone.now() + timedelta(days=30)


@pytest.fixture
def editor():
    return make_organiser(Role.ORGANISER, Role.NETWORK_EDITOR)


def team(project, number=1):
    people = [make_person() for _ in range(number)]
    for person in people:
        ProjectMember.objects.create(project=project, person=person)
    return people


@pytest.fixture
def projects():
    topic = make_topic("Abwärme")
    rows = [make_project(topics=[topic]), make_project(topics=[topic])]
    for row in rows:
        team(row)
    return rows


def dive(projects, actor, **fields):
    values = {"title_de": "Abwärme", "title_en": "", "starts_at": SOON} | fields
    return proposals.deep_dive(projects, shared(projects), actor=actor, **values)


def table(event, projects, actor, title="Thementisch: Abwärme"):
    return proposals.table(event, projects, title_de=title, title_en="", actor=actor)


def test_a_deep_dive_is_a_draft_with_what_the_projects_share(projects, editor):
    event = dive(projects, editor).event

    assert (event.state, event.format) == (EventState.DRAFT, "deep-dive")
    assert [topic.label_de for topic in event.topics.all()] == ["Abwärme"]
    assert event.team.get().role == TeamRole.OWNER


def test_the_people_of_its_projects_are_planned_and_nobody_gets_a_mail(projects, editor):
    made = dive(projects, editor)

    planned = made.event.invitations.filter(state=InvitationState.PLANNED, owed_mail="", wave=made.wave)
    assert (planned.count(), made.invited) == (2, 2)


def test_the_same_proposal_twice_is_one_draft(projects, editor):
    dive(projects, editor)

    again = dive(projects, editor)

    assert (Event.objects.count(), Invitation.objects.count(), again.invited) == (1, 2, 0)


def test_without_anybody_to_invite_there_is_a_draft_and_no_wave(editor):
    made = dive([make_project()], editor)

    assert (made.wave, made.event.waves.count()) == (None, 0)


def test_a_table_goes_to_the_end_of_the_programme_and_leaves_the_rest(projects, editor):
    event = make_event()
    first = event.programme.create(title_de="Begrüßung", position=0)

    table(event, projects, editor)

    assert [(item.title_de, item.pk == first.pk) for item in event.programme.all()] == [
        ("Begrüßung", True),
        ("Thementisch: Abwärme", False),
    ]


def test_the_people_are_invited_at_once_where_the_event_is_published(projects, editor):
    made = table(make_event(), projects, editor)

    assert made.event.invitations.filter(state=InvitationState.OPEN).count() == 2
    assert made.wave.name == "Thementisch: Abwärme"


def test_they_wait_where_the_event_is_a_draft(projects, editor):
    made = table(make_event(draft=True), projects, editor)

    assert set(made.event.invitations.values_list("state", flat=True)) == {InvitationState.PLANNED}


def test_who_is_registered_already_is_not_invited(projects, editor):
    event = make_event()
    make_registration(event, email=projects[0].members.get().email)

    assert table(event, projects, editor).invited == 1


def test_the_same_table_twice_is_one_and_invites_nobody_again(projects, editor):
    event = make_event()
    table(event, projects, editor)

    again = table(event, projects, editor)

    assert (event.programme.count(), event.invitations.count(), again.invited) == (1, 2, 0)


def test_a_confidential_event_gets_no_table(projects, editor):
    with pytest.raises(NotInvitable):
        table(make_event(format="dialog", owner=editor), projects, editor)


def test_a_cancelled_event_gets_no_table(projects, editor):
    with pytest.raises(EventCancelled):
        table(make_event(state="cancelled"), projects, editor)
