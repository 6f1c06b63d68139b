"""How programs register somebody."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from events.enums import Entry, EventState, WaitingList
from events.models import Registration
from events.services import consents
from tests.events.api.calls import make_secret, person, send
from tests.factories import (
    make_event,
    make_project,
    make_registration,
    say,
)

pytestmark = pytest.mark.django_db


# --- registering -----------------------------------------------------------------------------------------


def test_registering_answers_the_state_and_owes_a_mail(client):
    event = make_event(capacity=1)

    answer = send(client, event, person(organisation="Werk 1", category="company", language="en"))

    registration = Registration.objects.get()
    assert answer.status_code == 201
    assert answer.json()["state"] == "confirmed"
    assert (registration.source, registration.language, registration.category) == ("api", "en", "company")
    assert registration.messages.count() == 1


def test_the_next_one_waits(client):
    event = make_event(capacity=1)
    send(client, event)

    answer = send(client, event, person(email="grace@example.org"))

    assert answer.json()["state"] == "waiting"


def test_an_answer_holds_no_private_link(client):
    answer = send(client, make_event())

    assert set(answer.json()) == {"state", "detail"}
    assert "/r/" not in answer.content.decode()


def test_a_known_address_gets_what_a_new_one_would_get(client):
    event = make_event(capacity=1)
    send(client, event)

    known = send(client, event, person(family_name="King"))
    new = send(client, event, person(email="grace@example.org"))

    assert (known.status_code, known.content) == (new.status_code, new.content)
    assert event.registrations.get(email_key="ada@example.org").family_name == "Lovelace"


def test_a_repeat_with_the_same_key_gets_the_first_answer(client):
    event = make_event(capacity=1)

    first, repeat = (send(client, event, **{"Idempotency-Key": "k1"}) for _try in range(2))

    assert first.json()["state"] == repeat.json()["state"] == "confirmed"
    assert Registration.objects.count() == 1


def test_a_key_for_two_contents_is_refused(client):
    event = make_event()
    send(client, event, **{"Idempotency-Key": "k1"})

    answer = send(client, event, person(email="grace@example.org"), **{"Idempotency-Key": "k1"})

    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")


def test_an_overlong_key_is_refused(client):
    answer = send(client, make_event(), **{"Idempotency-Key": "k" * 201})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "Idempotency-Key"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"registration_closes_at": timezone.now() - timedelta(days=1)}, "closed"),
        ({"registration_opens_at": timezone.now() + timedelta(days=1)}, "closed"),
        ({"entry": Entry.INVITATION}, "invitation_required"),
        ({"state": EventState.CANCELLED}, "cancelled"),
        ({"starts_at": timezone.now() - timedelta(days=9)}, "past"),
    ],
    ids=["closed", "not yet open", "invitation", "cancelled", "past"],
)
def test_a_refusal_names_code_and_sentence(client, fields, code):
    answer = send(client, make_event(**fields))

    assert answer.status_code == 409
    assert answer.json()["code"] == code
    assert answer.json()["detail"].endswith(".")


def test_a_full_event_without_a_waiting_list_says_so(client):
    event = make_event(capacity=1, waiting_list=WaitingList.OFF)
    send(client, event)

    answer = send(client, event, person(email="grace@example.org"))

    assert (answer.status_code, answer.json()["code"]) == (409, "full")


def test_nobody_registers_for_a_confidential_event(client):
    secret = make_secret()

    known, unknown = send(client, secret), send(client, "no-such-event")

    assert known.status_code == 404
    assert known.content == unknown.content
    assert not Registration.objects.exists()


def test_a_project_is_named_by_its_slug(client):
    project = make_project(slug="heat-ring")

    send(client, make_event(), person(project="heat-ring"))

    assert Registration.objects.get().project == project


@pytest.mark.parametrize(
    ("entries", "field"),
    [
        ({"given_name": ""}, "given_name"),
        ({"given_name": "  "}, "given_name"),
        ({"given_name": "x" * 101}, "given_name"),
        ({"given_name": "Ada\nBcc: eve@example.org"}, "given_name"),
        ({"given_name": "Ada\x00"}, "given_name"),
        ({"family_name": 7}, "family_name"),
        ({"family_name": None}, "family_name"),
        ({"email": "nobody"}, "email"),
        ({"email": "a@b\r\nc.example"}, "email"),
        ({"email": "x" * 250 + "@example.org"}, "email"),
        ({"email": ["ada@example.org"]}, "email"),
        ({"organisation": "\u202eevil"}, "organisation"),
        ({"project": "no-such-project"}, "project"),
        ({"project": "\x00"}, "project"),
        ({"project": {"slug": "x"}}, "project"),
        ({"category": "robot"}, "category"),
        ({"language": "fr"}, "language"),
        ({"consent_list": "perhaps"}, "consent_list"),
        ({"answers": {"diet": "vegan"}}, "answers.diet"),
        ({"answers": ["vegan"]}, "answers"),
    ],
    ids=str,
)
def test_a_wrong_entry_is_named(client, entries, field):
    make_project()

    answer = send(client, make_event(), person(**entries))

    assert answer.status_code == 422
    assert {problem["field"] for problem in answer.json()["errors"]} == {field}
    assert not Registration.objects.exists()


def test_a_project_that_is_not_public_is_as_unknown_as_any(client):
    make_project(slug="draft", is_published=False)
    event = make_event()

    draft, unknown = (send(client, event, person(project=slug)) for slug in ("draft", "none"))

    assert draft.content == unknown.content


def test_who_agrees_to_the_list_shows_name_and_organisation_and_no_more(client):
    send(client, make_event(), person(consent_list=True))

    assert consents.given(Registration.objects.get()) == {"privacy", "attendee-list", "organisation"}


def test_missing_entries_are_all_named(client):
    answer = send(client, make_event(), {})

    assert [problem["field"] for problem in answer.json()["errors"]] == ["given_name", "family_name", "email"]


def test_one_client_gets_its_limit_and_a_time_to_wait(client, settings):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"registration": "2/600"}
    event = make_event()
    for number in range(2):
        assert send(client, event, person(email=f"p{number}@example.org")).status_code == 201

    answer = send(client, event, person(email="p3@example.org"))

    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_requests")
    assert 0 < int(answer.headers["Retry-After"]) <= 600
    assert Registration.objects.count() == 2


def test_one_address_has_a_limit_whatever_its_letters_and_clients(client, settings):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"registration_email": "1/3600"}
    event = make_event()
    send(client, event)

    answer = client.post(
        f"/api/v1/events/{event.slug}/registrations",
        json.dumps(person(email="ADA@Example.ORG")),
        content_type="application/json",
        REMOTE_ADDR="192.0.2.7",
    )

    assert answer.status_code == 429


# --- questions -------------------------------------------------------------------------------------------


def test_answers_come_with_the_registration(client, questioned):
    said = {"tour": "harbour", "shoes": 42, "colours": ["red", "blue"], "eats": False}

    assert send(client, questioned, person(answers=said)).status_code == 201
    rows = Registration.objects.get().answers.order_by("pk")
    assert [(row.question.identifier, str(row)) for row in rows] == [
        ("tour", "Harbour"),
        ("shoes", "42"),
        ("colours", "Red"),
        ("colours", "Blue"),
        ("eats", "no"),
    ]


def test_an_answer_to_a_hidden_question_is_not_stored(client, questioned):
    answer = send(client, questioned, person(answers={"tour": "hall", "shoes": 42}))

    assert answer.status_code == 201
    assert Registration.objects.get().answers.count() == 1


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"tour": "pluto"}, "answers.tour"),
        ({"tour": ["hall"]}, "answers.tour"),
        ({"tour": {"x": 1}}, "answers.tour"),
        ({"tour": "harbour"}, "answers.shoes"),
        ({"tour": "harbour", "shoes": "forty"}, "answers.shoes"),
        ({"tour": "harbour", "shoes": True}, "answers.shoes"),
        ({"tour": "harbour", "shoes": 10**4200}, "answers.shoes"),
        ({"colours": ["red", 7]}, "answers.colours"),
        ({"colours": ["red", "green"]}, "answers.colours"),
        ({"eats": 1}, "answers.eats"),
        ({"table": "7"}, "answers.table"),
        ({"old": "7"}, "answers.old"),
        ({"\x00": "7"}, "answers.\x00"),
    ],
)
def test_what_is_no_answer_is_refused_by_its_name(client, questioned, answers, field):
    answer = send(client, questioned, person(answers=answers))

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert not Registration.objects.exists()


def test_an_answer_of_ten_million_letters_is_refused(client, questioned):
    assert send(client, questioned, person(answers={"tour": "x" * 10_000_000})).status_code in (400, 413, 422)


def test_a_full_choice_is_refused_by_its_name(client, questioned):
    say(make_registration(questioned), questioned.questions.get(identifier="tour"), "harbour")

    answer = send(client, questioned, person(answers={"tour": "harbour", "shoes": 40}))

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "answers.tour")
