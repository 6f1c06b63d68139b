"""Which projects come, and who learns of it."""

import pytest
from django.utils import timezone

from events.attending import projects_at, whom_to_meet
from events.enums import ConsentKind, Format, RegistrationState
from events.models import Consent, Contribution, ProgrammeItem
from networking.models import ProjectMember, Suggestion
from networking.services import suggestions
from tests.factories import (
    make_event,
    make_invitation,
    make_person,
    make_project,
    make_registration,
    make_topic,
)

pytestmark = pytest.mark.django_db


def suggest(project, other, rank=1):
    Suggestion.objects.create(
        project=project, other=other, rank=rank, score=1, reasons=[], computed_at=timezone.now()
    )


def guest(event, project, *, shows=True, **fields):
    row = make_registration(event, project=project, **fields)
    if shows:
        Consent.objects.create(
            registration=row, kind=ConsentKind.PROJECT, text_version="1", given_at=timezone.now()
        )
    return row


def test_projects_of_the_programme_come_and_those_that_fit_are_marked():
    event, mine, fits, other = make_event(), make_project(), make_project(), make_project()
    Contribution.objects.create(event=event, project=fits)
    ProgrammeItem.objects.create(event=event, title_de="Vortrag", project=other)
    Contribution.objects.create(event=event, project=mine)
    suggest(mine, fits)

    coming = projects_at([event], [mine])[0]

    assert set(coming.projects) == {fits, other}
    assert coming.suggested == [fits]


def test_who_is_registered_is_no_part_of_what_projects_read():
    event, project = make_event(), make_project()
    guest(event, project)

    assert projects_at([event])[0].projects == []


def test_an_attendee_is_shown_fitting_projects_of_those_who_agreed():
    event, mine, shown, hidden = make_event(), make_project(), make_project(), make_project()
    guest(event, shown)
    guest(event, hidden, shows=False)
    suggest(mine, shown)
    suggest(mine, hidden, rank=2)

    assert whom_to_meet(guest(event, mine)) == [shown]


@pytest.mark.parametrize(
    ("fields", "state"),
    [({}, RegistrationState.WAITING), ({"format": Format.DIALOG}, RegistrationState.CONFIRMED)],
    ids=["who waits", "at a Dialog"],
)
def test_nobody_is_suggested_to(fields, state):
    event, mine, other = make_event(**fields), make_project(), make_project()
    guest(event, other)
    suggest(mine, other)

    assert whom_to_meet(guest(event, mine, state=state)) == []


def test_the_page_of_the_next_events_names_projects(signed_in):
    event, mine, fits = make_event(), make_project(), make_project(title_de="Abwärme teilen")
    person = make_person()
    ProjectMember.objects.create(project=mine, person=person)
    Contribution.objects.create(event=event, project=fits)
    suggest(mine, fits)

    html = signed_in(person).get("/en/network/coming/").content.decode()

    assert "Abwärme teilen" in html
    assert "suggested to you" in html


def test_what_happens_at_a_confidential_event_moves_no_suggestion():
    topic = make_topic()
    pair = [make_project(topics=[topic]), make_project(topics=[topic])]
    for _number in range(4):
        make_project()
    suggestions.recompute()
    dialog = make_event(format=Format.DIALOG)
    for project in pair:
        Contribution.objects.create(event=dialog, project=project)
        guest(dialog, project)
        make_invitation(dialog, project=project)

    preview = suggestions.preview()

    assert (preview.changes, preview.has_new_data) == ([], False)
    assert Suggestion.objects.count() == 2


def test_where_few_of_its_own_list_come_those_to_whom_it_is_suggested_follow():
    event, mine, own, theirs = make_event(), make_project(), make_project(), make_project()
    for project in (own, theirs):
        Contribution.objects.create(event=event, project=project)
    suggest(mine, own, rank=7)
    suggest(own, mine)
    suggest(theirs, mine)

    assert whom_to_meet(guest(event, mine)) == [own, theirs]
