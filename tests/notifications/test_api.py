"""How programs ask whether somebody wants the newsletter."""

import json

import pytest

from networking.services import topics
from notifications.models import Message, Subscription
from notifications.services.subscriptions import confirm
from tests.factories import make_person, make_topic

pytestmark = pytest.mark.django_db


def send(client, **entries):
    entries = {"email": "ada@example.org"} | entries
    return client.post(
        "/api/v1/newsletter/subscriptions", json.dumps(entries), content_type="application/json"
    )


def test_the_address_is_asked_by_mail_and_not_subscribed(client):
    make_topic(slug="energy")

    answer = send(client, language="en", topics=["energy"], formats=["meet-up"])

    subscription = Subscription.objects.get()
    assert answer.status_code == 202
    assert (subscription.state, subscription.language) == ("requested", "en")
    assert subscription.consent_events.get().source == "api"
    assert Message.objects.get().kind == "newsletter_confirm"


def test_a_former_name_of_a_topic_is_known(client):
    heat, kept = make_topic(slug="heat"), make_topic(slug="energy")
    topics.merge(heat, kept, actor=make_person())

    assert send(client, topics=["heat"]).status_code == 202
    assert Subscription.objects.get().topics.get() == kept


def test_known_and_unknown_addresses_get_the_same_answer(client):
    unknown = send(client)
    requested = send(client)
    confirm(Subscription.objects.get())
    confirmed = send(client)

    answers = {
        (answer.status_code, answer.content, str(answer.headers))
        for answer in (unknown, requested, confirmed)
    }

    assert len(answers) == 1


@pytest.mark.parametrize(
    ("entries", "field"),
    [
        ({"email": ""}, "email"),
        ({"email": "nobody"}, "email"),
        ({"email": None}, "email"),
        ({"email": "a\u0000@example.org"}, "email"),
        ({"language": "fr"}, "language"),
        ({"topics": ["nothing"]}, "topics"),
        ({"topics": ["\u0000"]}, "topics"),
        ({"topics": "energy"}, "topics"),
        ({"topics": [1]}, "topics.0"),
        ({"topics": ["x"] * 101}, "topics"),
        ({"formats": ["party"]}, "formats.0"),
        ({"formats": ["dialog"]}, "formats"),
    ],
    ids=str,
)
def test_a_wrong_entry_is_named(client, entries, field):
    answer = send(client, **entries)

    assert answer.status_code == 422
    assert {problem["field"] for problem in answer.json()["errors"]} == {field}
    assert not Subscription.objects.exists()


def test_one_address_has_a_limit(client, settings):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"newsletter_email": "1/3600"}
    send(client)

    answer = send(client, email="ADA@example.org")

    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_requests")


def test_one_client_has_a_limit(client, settings):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"newsletter": "1/600"}
    send(client)

    assert send(client, email="grace@example.org").status_code == 429
