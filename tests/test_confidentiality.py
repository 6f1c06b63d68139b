"""What one may not see does not exist: two worlds, one with a Dialog, must look the same to the last byte.

The addresses are those of the resolver and of the API's description, so that a new page is looked at without a word
here; only what to put into a new kind of address must be said (`VALUES`, `QUERIES`, `BODIES`).
"""

import json
import logging
import os
import re
from datetime import UTC, datetime
from hashlib import sha256
from itertools import product
from uuid import UUID

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import Client
from django.urls import get_resolver

from backend.api import api
from events.links import INVITATION, manage_token
from events.models import EmbedPartner, Event
from networking import links
from networking.enums import Role
from networking.models import ProjectMember, Topic
from networking.services import suggestions, topics
from notifications.links import PREFERENCES, token_for
from notifications.models import Issue, Subscription
from tests.factories import (
    make_event,
    make_organiser,
    make_person,
    make_project,
    make_registration,
    make_topic,
)
from tests.whole_event import Place, make_whole_event

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

THOROUGH = os.environ.get("MPI_ATTACK") == "1"  # every person in both languages
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
CANARY = "Zinnobergrün"  # stands in every text of the Dialog
ORDINARY, SECRET = UUID(int=1), UUID(int=2)  # one row of each table of the ordinary event, and of the Dialog

SLUGS = ["ordinary", "the-dialog"]
VALUES: dict[str, list[str]] = {  # what stands before a parameter in the address: what to put there
    "events/": SLUGS,
    "organise/events/": SLUGS,
    "calendar/sessions/": SLUGS,
    "api/v1/events/": SLUGS,
    "calendar/format/": ["dialog", "deep-dive"],
    "calendar/topic/": ["secret-topic"],
    "calendar/line/": ["digital"],
    "calendar/field/": ["innovation"],
    "calendar/me/": ["{calendar}"],
    "embed/events/": ["partner"],
    "organise/embeds/": ["partner"],
    "r/": ["{seat}"],
    "invitations/": ["{invitation}"],
    "/invitations/from/": ["list", "file", "projects", "former"],
    "/invitations/many/": ["remind"],
    "/attendees/many/": ["message"],
    "/seats/add/": ["project"],
    "/meetings/do/": ["plan"],
    "projects/": ["secret-project"],
    "api/v1/projects/": ["secret-project"],
    "organise/network/projects/": ["secret-project"],
    "topics/": ["secret-topic"],
    "network/": ["secret-project"],
    "organise/network/topics/": ["secret-topic"],
    "calls/": ["unknown"],
    "organise/network/files/": ["projects", "topics"],
    ".": ["csv"],
    "organise/newsletters/stopped/": ["1"],
    "newsletter/archive/": ["unknown"],
    "newsletter/confirm/": ["{subscription}"],
    "newsletter/preferences/": ["{subscription}"],
    "newsletter/unsubscribe/": ["{subscription}"],
    "/sending/": ["pause"],
    "/<number>": ["1"],
    "/<other>": ["other-project"],
    "/<act>": ["preview"],
    "organise/network/suggestions/": ["secret-project"],
}
OUTSIDE = {
    "account/second-factor/": "secrets made anew at each look",
    "api/v1/openapi.json": "written from the code alone",
    "^api/": "whatever else stands there is unknown",
}
QUERIES: dict[str, list[str]] = {  # what lists are narrowed by
    "/events/": [
        f"q={CANARY}",
        "past=1",
        "format=dialog",
        "topic=secret-topic&line=digital&field=innovation",
        "free=1",
    ],
    "/embed/events/partner/": ["format=dialog", "topic=secret-topic&lang=en"],
    "/events/atom.xml": ["lang=en"],
    "/projects/": [f"q={CANARY}", "topic=secret-topic"],
    "/organise/events/": ["tab=past", "tab=drafts"],
    "/organise/outbox/": ["event=the-dialog"],
    "/organise/events/ordinary/attendees/": [f"q={CANARY}"],
    "/organise/events/ordinary/attendees/print/": ["by=tour"],
    "/organise/events/ordinary/invitations/": [f"q={CANARY}"],
    "/organise/events/ordinary/waiting/": ["seats=9"],
    "/organise/network/propose/": ["topic=secret-topic&kind=table", "project=secret-project"],
    # by parameter, for every operation of the API that has it:
    "q": [CANARY],
    "format": ["dialog"],
    "topic": ["secret-topic"],
    "line": ["digital"],
    "field": ["innovation"],
    "from": ["2020-01-01"],
    "to": ["2030-01-01"],
    "limit": ["1"],
    "offset": ["1"],
}
BODIES = {  # what is sent to operations of the API that write
    "/api/v1/events/{slug}/registrations": {
        "given_name": "Ada",
        "family_name": "A",
        "email": "ada@example.org",
    },
    "/api/v1/newsletter/subscriptions": {
        "email": "ada@example.org",
        "language": "de",
        "topics": [],
        "formats": [],
    },
}
_CHANGING = [
    re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"'),
    re.compile(rb'name="(key|stamp|nonce)" value="[^"]+"'),
    re.compile(rb"answer=[\w:%.-]+"),
]
_HEADERS = (
    "ETag",
    "Last-Modified",
    "Location",
    "Link",
    "Content-Disposition",
    "Content-Type",
    "X-Robots-Tag",
)


# --- The addresses ---------------------------------------------------------------------------------------


def routes(patterns=None, before: str = "") -> list[str]:
    """Every address of the resolver as it is written there, the German one of each page."""
    found = []
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        address = before + str(pattern.pattern)
        below = getattr(pattern, "url_patterns", None)
        found += [address] if below is None else routes(below, address)
    return [address for address in found if not address.startswith(tuple(OUTSIDE))]


def filled(route: str) -> list[str]:
    """The addresses a route stands for here; none while nobody said what to put into it."""
    texts, parameters = re.split(r"<[^>]+>", route), re.findall(r"<(?:(\w+):)?(\w+)>", route)
    values = [
        [str(ORDINARY), str(SECRET)]
        if converter == "uuid"
        else VALUES.get(f"{text}<{name}>", VALUES.get(text, []))
        for text, (converter, name) in zip(texts, parameters, strict=False)
    ]
    rows = ["".join(map("".join, zip(texts, [*row, ""], strict=True))) for row in product(*values)]
    return [f"/{row}" for row in rows if not ("the-dialog" in row and str(ORDINARY) in row)]


def operations() -> list[tuple[str, str, list[str]]]:
    """Method, address and queries of everything the API describes."""
    described = api.get_openapi_schema(path_prefix="/api/v1/")["paths"]
    return [
        (
            method,
            path,
            [
                f"{p['name']}={QUERIES[p['name']][0]}"
                for p in told.get("parameters", [])
                if p["in"] == "query"
            ],
        )
        for path, methods in described.items()
        for method, told in methods.items()
    ]


ADDRESSES = [address for route in routes() for address in filled(route)]
DIALOGS = [address for address in ADDRESSES if "the-dialog" in address]
OTHERS = [
    *(address for address in ADDRESSES if "the-dialog" not in address),
    *(f"{address}?{query}" for address, queries in QUERIES.items() if address[0] == "/" for query in queries),
    *(
        f"{path.replace('{slug}', 'ordinary')}?{query}"
        for method, path, queries in operations()
        for query in queries
        if method == "get"
    ),
]
OUTSIDE_THE_OFFICE = [a for a in OTHERS if not a.startswith("/organise/") or a.count("/") <= 3]
TELLING = [
    "/",
    "/events/",
    "/calendar/events.ics",
    "/events/atom.xml",
    "/embed/events/partner/",
    "/sitemap.xml",
    "/projects/secret-project/",
    "/api/v1/events",
    "/organise/",
    "/organise/events/",
    "/organise/outbox/",
    "/organise/network/topics/",
]


def test_every_address_is_looked_at():
    """Say in VALUES what to put into a new kind of address, by the text before it; in QUERIES and BODIES likewise."""
    assert [route for route in routes() if not filled(route)] == []


# --- The people ------------------------------------------------------------------------------------------


def _participant(place, ordinary):
    person = make_person(email="participant@example.org")
    make_registration(ordinary.event, person=person, email=person.email)
    return person


def _project_member(place, ordinary):
    person = make_person(email="member@example.org")
    ProjectMember.objects.create(project=place.project, person=person)
    return person


def _member(place, ordinary):
    """Somebody of a project's team who takes part in another event."""
    person = _participant(place, ordinary)
    ProjectMember.objects.create(project=place.project, person=person)
    return person


def _office(*roles: Role):
    return lambda place, ordinary: make_organiser(*roles, email="office@example.org")


PEOPLE = {  # rights only add up: who holds all roles of the house sees whatever one of them shows
    "anonymous": lambda place, ordinary: None,
    "project member and participant of another event": _member,
    "the whole office": _office(*Role),
}
if THOROUGH:
    PEOPLE |= {
        "participant of another event": _participant,
        "project member": _project_member,
        **{str(role): _office(role) for role in Role},
    }


# --- The worlds ------------------------------------------------------------------------------------------


@pytest.fixture
def place():
    with time_machine.travel(NOW, tick=False):
        topic = make_topic("Geheimthema", slug="secret-topic")
        yield Place(make_project(slug="secret-project", topics=[topic]), topic)


@pytest.fixture
def ordinary(place, caplog):
    """A world in which there is something to see everywhere."""
    caplog.set_level(logging.CRITICAL, logger="django.request")  # thousands of refusals are expected
    make_project(slug="other-project", topics=[place.topic])
    EmbedPartner.objects.create(key="partner", name="Partner", origin="https://partner.example")
    Issue.objects.create(uuid=ORDINARY, slug="issue", subject_de="Neues", blocks=[])
    Subscription.objects.create(email="leser@example.org", email_key="leser@example.org").topics.add(
        place.topic
    )
    return make_whole_event(place, number=ORDINARY.int, canary="Alltag", slug="ordinary")


def _add_dialogs(place) -> Event:
    """One with everything on it, and one in every other state."""
    dialog = make_whole_event(
        place, number=SECRET.int, canary=CANARY, slug="the-dialog", format="dialog"
    ).event
    make_event(format="dialog", draft=True, topics=[place.topic])
    make_event(format="dialog", state="cancelled", topics=[place.topic])
    past = make_event(format="dialog", starts_at=datetime(2026, 3, 1, 9, tzinfo=UTC), topics=[place.topic])
    make_registration(past, project=place.project)
    ordinary = Event.objects.get(slug="ordinary")
    Event.objects.filter(pk=ordinary.pk).update(previous=past)
    Event.objects.filter(pk=dialog.pk).update(previous=ordinary)
    suggestions.recompute()
    return dialog


def _tokens(ordinary) -> dict[str, str]:
    subscription = Subscription.objects.get()
    return {
        "{seat}": manage_token(ordinary.guest),
        "{invitation}": links.derive(INVITATION, ordinary.invitation.uuid, ordinary.invitation.key_version),
        "{calendar}": links.derive("calendar", ordinary.owner.public_id, ordinary.owner.key_version),
        "{subscription}": token_for(subscription, PREFERENCES),
    }


def _look(client, addresses, ordinary) -> dict[str, tuple]:
    """What stands there. Looking leaves no trace: exports, for one, are noted in the ledger."""
    with transaction.atomic():
        seen = dict(_pages(client, addresses, ordinary))
        transaction.set_rollback(True)
    return seen


def _pages(client, addresses, ordinary):
    tokens = _tokens(ordinary)
    languages = ("", "/en") if THOROUGH else ("",)
    for language, address in product(languages, addresses):
        path = language + re.sub(r"\{\w+\}", lambda found: tokens[found[0]], address)
        *told, body = _seen(client.get(path))
        yield language + address, (*told, sha256(body).digest())


def _seen(answer) -> tuple:
    """Status, what the headers tell, and the body without what differs at each look."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    for pattern in _CHANGING:
        body = pattern.sub(b"", body)
    return answer.status_code, *(answer.get(name, "") for name in _HEADERS), body


def _client(person) -> Client:
    client = Client()
    if person:
        client.force_login(person)
    client.get("/newsletter/")  # a form: the browser has its cookie before the first look
    return client


@pytest.mark.parametrize("who", PEOPLE)
def test_a_dialog_changes_no_byte_for_people_outside_it(place, ordinary, who):
    suggestions.recompute()
    person = PEOPLE[who](place, ordinary)
    addresses = OTHERS if person and person.role_grants.exists() else OUTSIDE_THE_OFFICE
    before = _look(_client(person), addresses, ordinary)

    _add_dialogs(place)

    after = _look(_client(person), addresses, ordinary)
    assert [address for address in before if before[address] != after[address]] == []


def test_the_same_look_finds_an_ordinary_event(place, ordinary):
    """The proof that the test above can fail: places of every kind tell of an event that is not confidential."""
    office = _office(*Role)(place, ordinary)
    before = _look(_client(office), TELLING, ordinary)

    make_whole_event(place, number=SECRET.int, canary=CANARY, slug="the-dialog")

    after = _look(_client(office), TELLING, ordinary)
    assert [address for address in TELLING if before[address] == after[address]] == []


def test_a_whole_event_has_a_row_in_every_table(ordinary):
    """What is new on an event must be on the Dialog, too, or the crawl looks past it: tests/whole_event.py."""
    rows = [ordinary.event, ordinary.guest, ordinary.invitation]
    names = [(row, link.field.model, link.field.name) for row in rows for link in row._meta.related_objects]
    empty = {
        model.__name__
        for row, model, name in names
        if name != "replaces" and not model._default_manager.filter(**{name: row}).exists()
    }
    assert empty == set()


@pytest.mark.parametrize("who", PEOPLE)
def test_a_dialogs_addresses_answer_as_those_of_an_unknown_event(place, ordinary, who):
    _add_dialogs(place)
    client = _client(PEOPLE[who](place, ordinary))

    for method in (client.get, client.post):
        nothing = _answer(method, "/organise/events/unknown/")
        strange = [address for address in DIALOGS if _answer(method, address) != nothing]
        unknown = [(address, address.replace("the-dialog", "unknown")) for address in strange]
        assert [a for a, other in unknown if _answer(method, a) != _answer(method, other)] == []


def _answer(method, address: str) -> tuple:
    """What somebody gets there, without the address itself."""
    status, *headers, body = _seen(method(address))
    return status, [header.replace(address, "") for header in headers], body.replace(address.encode(), b"")


def test_a_dialog_is_unknown_to_the_api(client, place, ordinary):
    _add_dialogs(place)

    for method, path, _queries in operations():
        if "{slug}" in path:
            known, unknown = (_seen(_send(client, method, path, slug)) for slug in ("the-dialog", "unknown"))
            assert known == unknown
            assert known[0] in (401, 404)


def _send(client, method: str, path: str, slug: str):
    body = json.dumps(BODIES[path]) if method != "get" else None
    return client.generic(method.upper(), path.replace("{slug}", slug), body or "", "application/json")


def test_the_team_and_only_the_team_sees_it(place):
    dialog = make_whole_event(place, number=SECRET.int, canary=CANARY, slug="the-dialog", format="dialog")

    assert dialog.event in Event.objects.visible_to(dialog.owner)
    assert dialog.event not in Event.objects.visible_to(AnonymousUser())
    assert dialog.event not in Event.objects.visible_to(make_organiser(*Role))


def test_a_topic_that_only_a_dialog_names_is_removed_like_one_that_nothing_names(place):
    topic = make_topic()
    make_event(format="dialog", topics=[topic])

    topics.remove(topic, actor=make_organiser(Role.NETWORK_EDITOR))

    assert not Topic.objects.filter(pk=topic.pk).exists()
