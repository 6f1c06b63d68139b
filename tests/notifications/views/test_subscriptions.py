"""The newsletter's pages."""

import uuid

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from networking import links as ground
from notifications import links
from notifications.models import Message, Subscription
from notifications.services import outbox
from notifications.services.subscriptions import confirm, subscribe, unsubscribe
from tests.factories import make_topic

pytestmark = pytest.mark.django_db

PURPOSES = {
    "newsletter_confirm": links.CONFIRM,
    "newsletter_preferences": links.PREFERENCES,
    "newsletter_unsubscribe": links.UNSUBSCRIBE,
}
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def make_subscription(**fields) -> Subscription:
    subscribe(fields.pop("email", "ada@example.org"), "de", [], fields.pop("formats", []))
    return Subscription.objects.latest("pk")


def make_reader(**fields) -> Subscription:
    return confirm(make_subscription(**fields))


def page(name, subscription) -> str:
    return reverse(f"notifications:{name}", args=[links.token_for(subscription, PURPOSES[name])])


def sign_up(client, path="/newsletter/", **entries):
    stamp = client.get(path).context["form"]["stamp"].value()
    entries = {"email": "ada@example.org", "language": "de", "consent": "on", "stamp": stamp} | entries
    return client.post(path, entries)


# --- signing up ------------------------------------------------------------------------------------------


def test_signing_up_sends_the_mail_and_shows_what_comes_next(client):
    make_topic(slug="energy")

    answer = sign_up(client, topics=["energy"], formats=["meet-up"], language="en")

    subscription = Subscription.objects.get()
    assert answer.url == "/newsletter/requested/"
    assert client.get(answer.url).status_code == 200
    assert (subscription.state, subscription.language, subscription.formats) == (
        "requested",
        "en",
        ["meet-up"],
    )
    assert subscription.topics.get().slug == "energy"
    assert Message.objects.get().kind == "newsletter_confirm"


def test_known_and_unknown_addresses_get_the_same_answer(client):
    make_reader()

    known, unknown = sign_up(client), sign_up(client, email="grace@example.org")

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)


def test_the_page_offers_the_language_it_is_read_in(client):
    form = client.get("/en/newsletter/").context["form"]

    assert form["language"].value() == "en"


def test_a_dialog_is_nothing_to_subscribe_to(client):
    values = [value for value, _label in client.get("/newsletter/").context["form"]["formats"].field.choices]

    assert values == ["meet-up", "deep-dive", "konferenz"]


def test_topics_look_like_what_they_are_several_to_choose(client):
    make_topic()

    page = client.get("/newsletter/").content.decode()

    assert page.count('type="checkbox"') == page.count("kern-form-check__checkbox") == 5
    assert "kern-form-check__radio" not in page


@pytest.mark.parametrize(
    ("entries", "field"),
    [
        ({"email": "nobody"}, "email"),
        ({"email": ""}, "email"),
        ({"email": "ada@example.org\r\nBcc: eve@example.org"}, "email"),
        ({"email": "a\x00@example.org"}, "email"),
        ({"language": "fr"}, "language"),
        ({"topics": ["none"]}, "topics"),
        ({"topics": ["\x00"]}, "topics"),
        ({"formats": ["dialog"]}, "formats"),
        ({"consent": ""}, "consent"),
        ({"website": "https://spam.example"}, "website"),
        ({"stamp": "forged"}, "stamp"),
        ({"stamp": ""}, "stamp"),
    ],
    ids=str,
)
def test_a_wrong_entry_is_named_and_what_was_typed_stays(client, entries, field):
    answer = sign_up(client, **({"email": "ada@example.org"} | entries))

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert not Subscription.objects.exists()
    assert field == "email" or "ada@example.org" in answer.content.decode()


def test_a_form_sent_faster_than_one_types_is_refused(client, settings):
    settings.FORM_MIN_SECONDS = 60

    answer = sign_up(client)

    assert set(answer.context["form"].errors) == {"stamp"}


def test_a_form_that_was_open_too_long_works_when_sent_again(client, settings):
    settings.FORM_MAX_SECONDS = -1
    refused = sign_up(client)
    settings.FORM_MAX_SECONDS = 3600

    answer = sign_up(client, stamp=refused.context["form"]["stamp"].value())

    assert refused.status_code == 422
    assert answer.status_code == 302


def test_one_address_has_a_limit_and_the_page_says_when_to_come_back(client, settings):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"newsletter_email": "1/3600"}
    sign_up(client)

    answer = sign_up(client, email="ADA@example.org")

    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 3600
    assert "ADA@example.org" in answer.content.decode()


def test_one_client_has_a_limit(client, settings):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"newsletter": "2/600"}

    answers = [sign_up(client, email=f"p{n}@example.org").status_code for n in range(3)]

    assert answers == [302, 302, 429]


def test_signing_up_needs_the_forms_own_token():
    answer = Client(enforce_csrf_checks=True).post("/newsletter/", {"email": "ada@example.org"})

    assert answer.status_code == 403


def test_the_archive_says_honestly_that_there_is_nothing_yet(client):
    assert client.get("/newsletter/archive/").status_code == 200


# --- the private pages -----------------------------------------------------------------------------------


def test_the_mail_leads_through_the_whole_life_of_a_subscription(client):
    def link(word):
        outbox.deliver_due()
        [address] = {part for part in mail.outbox[-1].body.split() if f"/newsletter/{word}/" in part}
        return address.removeprefix("http://testserver")

    sign_up(client)
    client.post(link("confirm"))
    client.post(link("preferences"), {"language": "en", "formats": ["konferenz"]})
    client.post(link("unsubscribe"))

    subscription = Subscription.objects.get()
    kinds = list(subscription.consent_events.values_list("kind", flat=True))
    assert kinds == ["requested", "confirmed", "changed", "withdrawn"]
    assert subscription.state == "withdrawn"


@pytest.mark.parametrize("name", PURPOSES)
@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_a_link_changes_nothing(client, name, method):
    subscription = make_subscription() if name == "newsletter_confirm" else make_reader()
    before = (subscription.state, subscription.consent_events.count(), Message.objects.count())

    answer = getattr(client, method)(page(name, subscription))

    subscription.refresh_from_db()
    assert answer.status_code == 200
    assert (subscription.state, subscription.consent_events.count(), Message.objects.count()) == before


@pytest.mark.parametrize("name", PURPOSES)
@pytest.mark.parametrize("make", [make_subscription, make_reader, lambda: unsubscribe(make_reader())])
def test_every_page_answers_in_every_state_in_both_languages(client, name, make):
    path = page(name, make())

    assert [client.get(prefix + path).status_code for prefix in ("", "/en")] == [200, 200]


@pytest.mark.parametrize("name", PURPOSES)
def test_private_pages_are_kept_by_nobody_and_leave_no_trace(client, name):
    answer = client.get(page(name, make_reader()))

    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize("name", PURPOSES)
def test_a_forged_link_and_one_of_another_purpose_get_the_same_404(client, name):
    subscription = make_reader()
    own = links.token_for(subscription, PURPOSES[name])
    others = [
        links.token_for(subscription, purpose) for purpose in PURPOSES.values() if purpose != PURPOSES[name]
    ]
    tokens = [
        *others,
        "x",
        "ä" * 48,
        "A" * 48,
        own[:-1] + ("A" if own[-1] != "A" else "B"),
        own + "!",
        ground.derive(PURPOSES[name], uuid.uuid4(), 1),
        ground.derive(PURPOSES[name], subscription.uuid, subscription.key_version + 1),
        ground.derive("manage", subscription.uuid, subscription.key_version),
    ]

    answers = [client.get(reverse(f"notifications:{name}", args=[token])) for token in tokens]
    answers += [client.post(reverse(f"notifications:{name}", args=[token]), ONE_CLICK) for token in tokens]

    subscription.refresh_from_db()
    assert {answer.status_code for answer in answers} == {404}
    assert subscription.state == "confirmed"


def test_raising_the_key_version_ends_every_link(client):
    subscription = make_reader()
    paths = [page(name, subscription) for name in PURPOSES]
    Subscription.objects.update(key_version=2)

    assert {client.get(path).status_code for path in paths} == {404}


def test_confirming_is_a_button(client):
    subscription = make_subscription()
    path = page("newsletter_confirm", subscription)

    answer = client.post(path)

    subscription.refresh_from_db()
    assert answer.url == path
    assert subscription.state == "confirmed"


def test_an_old_confirmation_link_offers_a_new_start_to_who_has_left(client):
    path = page("newsletter_confirm", unsubscribe(make_reader()))

    client.post(path)

    assert Subscription.objects.get().state == "withdrawn"
    assert 'href="/newsletter/"' in client.get(path).content.decode()


def test_choices_are_shown_changed_and_kept(client):
    make_topic(slug="energy")
    path = page("newsletter_preferences", make_reader(formats=["meet-up"]))
    assert client.get(path).context["form"]["formats"].value() == ["meet-up"]

    answer = client.post(path, {"language": "en", "topics": ["energy"], "formats": ["konferenz"]})

    subscription = Subscription.objects.get()
    assert answer.url == path
    assert (subscription.language, subscription.formats) == ("en", ["konferenz"])
    assert client.get(path).context["form"]["topics"].value() == ["energy"]


def test_wrong_choices_are_refused(client):
    path = page("newsletter_preferences", make_reader())

    answer = client.post(path, {"language": "fr"})

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"language"}


def test_leaving_is_a_button_on_the_preferences_too(client):
    client.post(page("newsletter_preferences", make_reader()), {"leave": "1"})

    assert Subscription.objects.get().state == "withdrawn"


def test_a_forwarded_newsletter_does_not_tell_the_readers_whole_address(client):
    answer = client.get(page("newsletter_unsubscribe", make_reader()))

    assert "ada@example.org" not in answer.content.decode()


@pytest.mark.parametrize("name", PURPOSES)
def test_the_buttons_need_the_pages_own_token(name):
    subscription = make_subscription() if name == "newsletter_confirm" else make_reader()
    before = subscription.state

    answer = Client(enforce_csrf_checks=True).post(page(name, subscription), {"leave": "1"})

    subscription.refresh_from_db()
    assert answer.status_code == 403
    assert subscription.state == before


@pytest.mark.parametrize(
    "content_type", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=b"]
)
def test_one_click_of_a_mail_program_ends_it_without_cookies_twice_alike(content_type):
    path = page("newsletter_unsubscribe", make_reader())
    body = {
        "application/x-www-form-urlencoded": "List-Unsubscribe=One-Click",
        "multipart/form-data; boundary=b": (
            '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n'
        ),
    }[content_type]
    program = Client(enforce_csrf_checks=True)

    answers = [program.generic("POST", path, body, content_type=content_type) for _try in range(2)]

    subscription = Subscription.objects.get()
    assert [answer.status_code for answer in answers] == [200, 200]
    assert subscription.state == "withdrawn"
    assert subscription.consent_events.filter(kind="withdrawn").get().source == "mail"
    assert not answers[0].cookies


@pytest.mark.parametrize("name", ["newsletter_confirm", "newsletter_preferences"])
def test_the_other_pages_know_no_one_click(name):
    subscription = make_subscription() if name == "newsletter_confirm" else make_reader()
    before = subscription.state

    answer = Client(enforce_csrf_checks=True).post(page(name, subscription), ONE_CLICK)

    subscription.refresh_from_db()
    assert answer.status_code == 403
    assert subscription.state == before


def test_the_outbox_shows_no_private_link(client):
    subscription = make_reader()
    outbox.deliver_due()

    shown = [outbox.masked(message) for message in Message.objects.all()]

    tokens = [links.token_for(subscription, purpose) for purpose in PURPOSES.values()]
    assert not any(token in f"{s.subject}{s.text}{s.html}" for s in shown for token in tokens)
