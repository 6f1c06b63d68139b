"""What one may not see does not exist: two worlds, one with a Dialog, must look the same to the last byte."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import get_resolver

from events.enums import TeamRole
from events.models import Contribution, Event, ProgrammeItem, TeamMember
from events.services.contact import Contact
from events.services.invitations import accept, invite
from tests.factories import make_event, make_organiser, make_person, make_project, make_topic

pytestmark = pytest.mark.django_db

CANARY = "Zinnobergrün"  # stands in every text of the Dialog
_CHANGING = [
    re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"'),
    re.compile(rb'name="(key|stamp)" value="[^"]+"'),
    re.compile(rb"answer=[\w:%.-]+"),
]
_PUBLIC = [
    "/",
    "/events/",
    "/events/?past=1",
    f"/events/?q={CANARY}",
    "/events/?format=dialog",
    "/events/?topic=secret-topic",
    "/events/?line=digital",
    "/events/?field=innovation",
    "/calendar/",
    "/calendar/events.ics",
    "/calendar/format/dialog.ics",
    "/calendar/topic/secret-topic.ics",
    "/calendar/line/digital.ics",
    "/calendar/field/innovation.ics",
    "/projects/",
    f"/projects/?q={CANARY}",
    "/projects/secret-project/",
    "/topics/secret-topic/",
    "/newsletter/",
    "/newsletter/archive/",
    "/sitemap.xml",
    "/robots.txt",
    "/events/the-dialog/",
    "/events/the-dialog/register/",
    "/events/the-dialog/cover.svg",
    "/events/the-dialog.ics",
    "/api/v1/events",
    f"/api/v1/events?q={CANARY}",
    "/api/v1/events?format=dialog",
    "/api/v1/events/the-dialog",
    "/api/v1/projects",
    "/api/v1/topics",
    "/organise/",
    "/organise/events/",
    "/organise/outbox/",
    "/organise/events/the-dialog/",
    "/organise/events/the-dialog/edit/",
    "/organise/events/the-dialog/attendees/",
    "/organise/events/the-dialog/attendees.csv",
    "/organise/events/the-dialog/attendees.xlsx",
    "/organise/events/the-dialog/attendees/add/",
    "/organise/events/the-dialog/attendees/many/message/?all=1",
    "/organise/events/the-dialog/attendees/print/",
    "/organise/events/the-dialog/check-in/",
    "/organise/events/the-dialog/check-in/walk-in/",
    "/network/",
]


def _look(client, addresses) -> dict[str, tuple]:
    client.get("/newsletter/")  # a form: the browser has its cookie before the first look
    seen = {}
    for address in [*addresses, *(f"/en{address}" for address in addresses if _has_english(address))]:
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        for pattern in _CHANGING:
            body = pattern.sub(b"", body)
        seen[address] = (answer.status_code, body.replace(b"the-dialog", b"unknown"))
    return seen


def _has_english(address: str) -> bool:
    return not address.startswith(("/api/", "/sitemap", "/robots")) and ".ics" not in address


def _make_dialog(project, topic) -> Event:
    dialog = make_event(
        slug="the-dialog",
        format="dialog",
        title_de=CANARY,
        title_en=CANARY,
        summary_de=CANARY,
        description_de=CANARY,
        venue=CANARY,
        topics=[topic],
    )
    dialog.fields_of_action.set(["innovation"])
    dialog.transformation_lines.set(["digital"])
    ProgrammeItem.objects.create(event=dialog, title_de=CANARY, project=project)
    Contribution.objects.create(event=dialog, project=project)
    owner = make_person(email="owner@example.org")
    TeamMember.objects.create(event=dialog, person=owner, role=TeamRole.OWNER)
    guest = Contact(given_name=CANARY, family_name="Gast", email="gast@example.org", project=project)
    accept(invite(dialog, guest, actor=owner))
    return dialog


@pytest.fixture
def stage():
    """A project and a topic that the Dialog will use, and an ordinary event."""
    topic = make_topic("Geheimthema", slug="secret-topic")
    project = make_project(slug="secret-project", topics=[topic])
    make_event(slug="ordinary", topics=[topic])
    return project, topic


def _nobody():
    return None


def _participant():
    return make_person(email="participant@example.org")


def _other_organiser():
    return make_organiser(email="other@example.org")


@pytest.mark.parametrize("who", [_nobody, _participant, _other_organiser])
def test_a_dialog_changes_no_byte_for_people_outside_it(client, stage, who):
    if person := who():
        client.force_login(person)
    before = _look(client, _PUBLIC)

    _make_dialog(*stage)

    after = _look(client, _PUBLIC)
    assert [address for address in before if before[address] != after[address]] == []


def test_the_same_look_finds_an_ordinary_event(client, stage):
    """The proof that the test above can fail."""
    before = _look(client, _PUBLIC)

    make_event(title_de=CANARY, topics=[stage[1]])

    after = _look(client, _PUBLIC)
    assert CANARY in after["/events/"][1].decode()
    assert before["/calendar/events.ics"] != after["/calendar/events.ics"]


def test_an_unknown_address_and_a_dialogs_answer_alike(client, stage):
    _make_dialog(*stage)

    dialog, unknown = client.get("/events/the-dialog/"), client.get("/events/unknown/")

    assert dialog.status_code == unknown.status_code == 404
    assert dialog.content.replace(b"the-dialog", b"unknown") == unknown.content


def test_the_team_and_only_the_team_sees_it(stage):
    dialog = _make_dialog(*stage)
    owner = dialog.team.get().person

    assert dialog in Event.objects.visible_to(owner)
    assert dialog not in Event.objects.visible_to(AnonymousUser())
    assert dialog not in Event.objects.visible_to(make_organiser())


def test_every_address_of_this_list_is_one_of_the_house():
    """A renamed page must not make the crawl pass by itself."""
    resolver = get_resolver()

    for address in _PUBLIC:
        resolver.resolve(address.partition("?")[0])
