"""Who sees an event of which visibility where: one table, every cell looked at."""

import pytest

from events.enums import TeamRole, Visibility
from events.models import Event, Invitation, TeamMember
from networking.enums import Role
from networking.models import ProjectMember
from tests.factories import make_event, make_organiser, make_person, make_project, make_registration

pytestmark = pytest.mark.django_db

PUBLIC = {"public"}
BY_ADDRESS = {"public", "unlisted"}
NOT_CONFIDENTIAL = {"public", "unlisted", "community"}
ALL = {"public", "unlisted", "community", "confidential"}

# Whose page of the event opens.
OPENS = {
    "anonymous": BY_ADDRESS,
    "participant": BY_ADDRESS,
    "project member": NOT_CONFIDENTIAL,
    "other organiser": NOT_CONFIDENTIAL,
    "auditor": NOT_CONFIDENTIAL,
    "organiser": ALL,
    "team member": ALL,
    "invitee": ALL,
}
# Where everybody sees the same, because nobody is asked who they are.
FOR_ALL = {
    "feed": PUBLIC,
    "API list": PUBLIC,
    "API detail": BY_ADDRESS,
    "sitemap": PUBLIC,
    "news": PUBLIC,
    "home": PUBLIC,
}
PAGES = {
    "list": "/events/",
    "search": "/events/?q=Kennwort",
    "feed": "/calendar/events.ics",
    "API list": "/api/v1/events",
    "sitemap": "/sitemap.xml",
    "news": "/events/atom.xml",
    "home": "/",
}


def expected(who: str) -> dict[str, set[str]]:
    """What a person sees in each place; lists name of what opens only the public and the community's."""
    listed = OPENS[who] & {"public", "community"}
    return {"detail": OPENS[who], "list": listed, "search": listed, **FOR_ALL}


def _participant(events):
    person = make_person()
    for event in events:
        make_registration(event, person=person, email=person.email)
    return person


def _project_member(events):
    return ProjectMember.objects.create(project=make_project(), person=make_person()).person


def _in_team(person, events, role):
    for event in events:
        TeamMember.objects.create(event=event, person=person, role=role)
    return person


def _invitee(events):
    person = make_person()
    for event in events:
        Invitation.objects.create(event=event, person=person, email=person.email, email_key=person.email)
    return person


PEOPLE = {
    "anonymous": lambda events: None,
    "participant": _participant,
    "project member": _project_member,
    "other organiser": lambda events: make_organiser(),
    "auditor": lambda events: make_organiser(Role.AUDITOR),
    "organiser": lambda events: _in_team(make_organiser(), events, TeamRole.OWNER),
    "team member": lambda events: _in_team(make_person(), events, TeamRole.CHECK_IN),
    "invitee": _invitee,
}


def _body(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


def seen(client, events: list[Event]) -> dict[str, set[str]]:
    found = {
        place: {event.visibility for event in events if event.slug in body}
        for place, body in ((place, _body(client, address)) for place, address in PAGES.items())
    }
    for place, address in {"detail": "/events/{}/", "API detail": "/api/v1/events/{}"}.items():
        answers = {event.visibility: client.get(address.format(event.slug)).status_code for event in events}
        assert set(answers.values()) <= {200, 404}
        found[place] = {visibility for visibility, status in answers.items() if status == 200}
    return found


@pytest.mark.parametrize("who", OPENS)
def test_what_one_may_not_see_stands_nowhere_and_what_one_may_where_it_belongs(client, who):
    events = [make_event(slug=f"kennwort-{v}", title_de=f"Kennwort {v}", visibility=v) for v in Visibility]
    if person := PEOPLE[who](events):
        client.force_login(person)

    assert seen(client, events) == expected(who)


@pytest.mark.parametrize("who", ["anonymous", "project member", "invitee", "auditor"])
def test_a_draft_is_nowhere_but_where_it_is_planned(client, who):
    events = [
        make_event(slug=f"kennwort-{v}", title_de=f"Kennwort {v}", visibility=v, draft=True)
        for v in Visibility
    ]
    if person := PEOPLE[who](events):
        client.force_login(person)

    places = seen(client, events)

    opens = places.pop("detail")
    assert opens == (NOT_CONFIDENTIAL if who == "auditor" else set())
    assert set().union(*places.values()) == set()
