"""The participant's pages, door to door through Django's client."""

import re
from datetime import datetime, timedelta

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events import links
from events.calendar.entries import BERLIN
from events.enums import Entry, EventState, WaitingList
from events.services.registration import cancel
from networking.links import derive
from networking.services import edition
from tests.factories import make_event, make_project, register_guest

pytestmark = pytest.mark.django_db


def _form(**fields):
    values = {
        "given_name": "Mira",
        "family_name": "Muster",
        "email": "mira@example.org",
        "privacy": "on",
        "key": "key-1",
        "stamp": signing.dumps("shown", salt="form"),
    }
    return values | fields


def _post(client, event, follow=True, **fields):
    return client.post(f"/events/{event.slug}/register/", _form(**fields), follow=follow)


def _unsigned(answer) -> str:
    """The page without the moment its address was signed at."""
    return re.sub(r"answer=[\w:%.-]+", "", answer.content.decode())


def _token(registration):
    registration.refresh_from_db()
    return links.manage_token(registration)


def test_the_form_asks_for_no_account(client):
    assert client.get(f"/events/{make_event().slug}/register/").status_code == 200


def test_a_valid_form_gives_a_seat_and_says_so(client):
    event = make_event()

    answer = _post(client, event)

    assert "Sie sind angemeldet" in answer.content.decode()
    assert event.registrations.get().state == "confirmed"


def test_the_confirmation_never_shows_the_private_link(client):
    event = make_event()

    answer = _post(client, event)

    assert "/r/" not in answer.content.decode()


def test_a_known_address_gets_the_very_same_confirmation(client):
    event = make_event()
    first = _post(client, event)

    second = _post(client, event, key="key-2", given_name="Mallory")

    assert _unsigned(first) == _unsigned(second)


def test_a_double_click_registers_once(client):
    event = make_event()
    _post(client, event)

    _post(client, event)

    assert event.registrations.count() == event.submissions.count() == 1


def test_going_back_and_typing_another_address_is_a_new_try(client):
    event = make_event()
    _post(client, event)

    _post(client, event, email="other@example.org")

    assert event.registrations.count() == 2


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"given_name": ""}, "Geben Sie Ihren Vornamen ein."),
        ({"email": "mira(at)example.org"}, "in der Form name@example.org"),
        ({"privacy": ""}, "Datenschutzhinweise gelesen haben"),
        ({"given_name": "x" * 101}, "höchstens"),
        ({"family_name": "Mus\x0bter"}, "unsichtbares Steuerzeichen"),
        ({"organisation": "a\u202eb"}, "unsichtbares Steuerzeichen"),
        ({"project": "no-such-project"}, "Dieses Projekt ist nicht bekannt"),
        ({"website": "http://spam.example"}, "Nur Programme"),
        ({"stamp": "forged"}, "noch einmal"),
    ],
)
def test_bad_input_gets_a_clear_sentence_and_registers_nobody(client, fields, sentence):
    event = make_event()

    answer = _post(client, event, **fields)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not event.registrations.exists()


def test_bad_input_keeps_what_was_typed(client):
    answer = _post(client, make_event(), email="wrong", organisation="Gießerei Lankwitz & Söhne")

    assert 'value="Gießerei Lankwitz &amp; Söhne"' in answer.content.decode()


def test_a_form_filled_in_faster_than_a_person_types_is_asked_for_again(client, settings):
    settings.FORM_MIN_SECONDS = 5

    answer = _post(client, make_event())

    assert answer.status_code == 422
    assert "sehr schnell" in answer.content.decode()


def test_a_page_that_was_open_overnight_comes_back_with_a_fresh_time(client, settings):
    settings.FORM_MAX_SECONDS = -1
    event = make_event()

    answer = _post(client, event)

    assert "sehr lange geöffnet" in answer.content.decode()


def test_a_foreign_draft_project_cannot_be_chosen(client):
    project = make_project(is_published=False)

    assert _post(client, make_event(), project=project.slug).status_code == 422


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"state": EventState.CANCELLED}, "wurde abgesagt"),
        ({"starts_at": timezone.now() - timedelta(days=2)}, "ist vorbei"),
        ({"entry": Entry.INVITATION}, "persönlich eingeladen"),
        ({"registration_opens_at": timezone.now() + timedelta(days=1)}, "Die Anmeldung öffnet am"),
        ({"registration_closes_at": timezone.now() - timedelta(days=1)}, "Die Anmeldung ist geschlossen"),
    ],
)
def test_a_closed_events_page_answers_with_the_reason(client, fields, reason):
    answer = client.get(f"/events/{make_event(**fields).slug}/register/")

    assert answer.status_code == 200
    assert reason in answer.content.decode()


def test_a_full_event_without_waiting_list_says_so(client):
    event = make_event(capacity=1, waiting_list=WaitingList.OFF)
    register_guest(event)

    assert "Alle Plätze sind vergeben" in client.get(f"/events/{event.slug}/register/").content.decode()


def test_a_seat_lost_meanwhile_is_refused_in_the_form_that_keeps_what_was_typed(client):
    event = make_event(capacity=1, waiting_list=WaitingList.OFF)
    register_guest(event)

    answer = _post(client, event, organisation="Spreewerk")

    assert answer.status_code == 409
    assert 'value="Spreewerk"' in answer.content.decode()


def test_a_full_event_offers_the_waiting_list(client):
    event = make_event(capacity=1)
    register_guest(event)

    assert "Auf die Warteliste setzen" in client.get(f"/events/{event.slug}/register/").content.decode()


def test_a_confidential_event_does_not_exist_for_strangers(client):
    event = make_event(visibility="confidential")

    assert client.get(f"/events/{event.slug}/register/").status_code == 404
    assert _post(client, event).status_code == 404


def test_too_many_tries_are_answered_429_and_keep_what_was_typed(client, settings):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"registration": "1/600"}
    event = make_event()
    _post(client, event)

    answer = _post(client, event, key="key-2", email="b@example.org", organisation="Spreewerk")

    assert answer.status_code == 429
    assert 'value="Spreewerk"' in answer.content.decode()


def test_a_confirmation_nobody_earned_leads_back_to_the_event(client):
    event = make_event()

    answer = client.get(f"/events/{event.slug}/register/done/?answer=confirmed")

    assert answer.url == event.get_absolute_url()


def test_the_private_link_shows_the_registration(client):
    registration = register_guest(make_event(), organisation="Spreewerk")

    page = client.get(f"/r/{_token(registration)}/").content.decode()

    assert "Ihr Platz ist sicher" in page
    assert "Spreewerk" in page


def test_the_private_page_is_kept_by_nobody(client):
    answer = client.get(f"/r/{_token(register_guest(make_event()))}/")

    assert "no-store" in answer["Cache-Control"]
    assert (answer["Referrer-Policy"], answer["X-Robots-Tag"]) == ("strict-origin", "noindex, nofollow")


@pytest.mark.parametrize(
    "forge", [lambda t: t[:-2] + "AA", lambda t: "x", lambda t: "ü" * 48, lambda t: t + "A"]
)
def test_a_forged_link_opens_nothing(client, forge):
    token = _token(register_guest(make_event()))

    assert client.get(f"/r/{forge(token)}/").status_code == 404


def test_a_link_of_another_purpose_opens_nothing(client):
    registration = register_guest(make_event())
    other = derive(links.CONFIRM, registration.uuid, registration.key_version)

    assert client.get(f"/r/{other}/").status_code == 404


def test_registering_again_after_cancelling_kills_the_old_link(client):
    event = make_event()
    registration = register_guest(event, email="ada@example.org")
    old = _token(registration)
    cancel(registration)
    register_guest(event, email="ada@example.org")

    assert client.get(f"/r/{old}/").status_code == 404


def test_waiting_people_see_their_place_in_line(client):
    event = make_event(capacity=1)
    register_guest(event)
    register_guest(event)
    second = register_guest(event)

    assert "Platz 2 der Warteliste" in client.get(f"/r/{_token(second)}/").content.decode()


def test_the_online_link_is_for_those_with_a_seat_only(client):
    event = make_event(capacity=1, is_online=True, online_url="https://meet.example.org/room")
    seat, waiting = register_guest(event), register_guest(event)

    assert "https://meet.example.org/room" in client.get(f"/r/{_token(seat)}/").content.decode()
    assert "https://meet.example.org/room" not in client.get(f"/r/{_token(waiting)}/").content.decode()


def test_reading_the_cancel_page_cancels_nothing(client):
    registration = register_guest(make_event())

    client.get(f"/r/{_token(registration)}/cancel/")

    registration.refresh_from_db()
    assert registration.state == "confirmed"


def test_cancelling_is_a_post_and_shows_the_new_state(client):
    registration = register_guest(make_event())

    page = client.post(f"/r/{_token(registration)}/cancel/", follow=True).content.decode()

    assert "Ihre Anmeldung ist abgesagt." in page


def test_changing_shows_what_is_known_and_saves_what_is_typed(client):
    registration = register_guest(make_event(), organisation="Alt GmbH")
    address = f"/r/{_token(registration)}/change/"
    assert 'value="Alt GmbH"' in client.get(address).content.decode()

    client.post(address, {"given_name": "Mira", "family_name": "Muster", "organisation": "Neu GmbH"})

    registration.refresh_from_db()
    assert registration.organisation == "Neu GmbH"


def test_a_bad_change_keeps_what_was_typed_and_changes_nothing(client):
    registration = register_guest(make_event(), organisation="Alt GmbH")

    answer = client.post(f"/r/{_token(registration)}/change/", {"organisation": "Neu GmbH"})

    registration.refresh_from_db()
    assert (answer.status_code, registration.organisation) == (422, "Alt GmbH")
    assert 'value="Neu GmbH"' in answer.content.decode()


def test_opening_the_confirmation_link_confirms_nothing_yet(client):
    registration = register_guest(make_event(confirm_email_hours=24))
    token = derive(links.CONFIRM, registration.uuid, registration.key_version)

    client.get(f"/r/{token}/confirm/")

    registration.refresh_from_db()
    assert registration.state == "held"


def test_the_button_behind_the_confirmation_link_makes_the_seat_sure(client):
    registration = register_guest(make_event(confirm_email_hours=24))
    token = derive(links.CONFIRM, registration.uuid, registration.key_version)

    page = client.post(f"/r/{token}/confirm/", follow=True).content.decode()

    assert "Ihr Platz ist sicher" in page


def test_a_waiting_place_has_no_calendar_file(client):
    event = make_event(capacity=1)
    register_guest(event)

    assert client.get(f"/r/{_token(register_guest(event))}/event.ics").status_code == 404


def test_a_seat_has_a_calendar_file(client):
    answer = client.get(f"/r/{_token(register_guest(make_event()))}/event.ics")

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"


def test_the_english_page_registers_in_english(client):
    event = make_event()

    client.post(f"/en/events/{event.slug}/register/", _form())

    assert event.registrations.get().language == "en"


def test_a_post_without_the_sites_own_token_is_refused():
    event = make_event()

    assert (
        Client(enforce_csrf_checks=True).post(f"/events/{event.slug}/register/", _form()).status_code == 403
    )


def test_my_registration_shows_the_programme_and_only_projects_everybody_may_see(client):
    event = make_event()
    for title, is_published in (("Wärmering", True), ("Noch geheim", False)):
        project = make_project(title_de=title, is_published=is_published)
        event.programme.create(title_de=f"Vortrag {title[0]}", project=project)

    html = client.get(links.manage_url(register_guest(event))).content.decode()

    assert "Vortrag N" in html
    assert "Wärmering" in html
    assert "Noch geheim" not in html


def test_the_mail_that_confirms_goes_again_from_the_answer_page(client):
    event = make_event(confirm_email_hours=24)
    answered = client.post(f"/en/events/{event.slug}/register/", _form())
    address = answered.url
    registration = event.registrations.get()
    registration.messages.update(created_at="2020-01-01T00:00Z")

    answer = client.post(address)

    assert "The mail is on its way once more" in answer.content.decode()
    assert [mail.kind for mail in registration.messages.all()] == ["seat_held", "seat_held"]


def test_after_the_deadline_the_cancel_page_offers_no_button(client):
    event = make_event(cancel_until_hours=2000, contact_email="team@example.org")
    token = links.manage_token(register_guest(event))

    page = client.get(f"/r/{token}/cancel/").content.decode()

    assert "team@example.org" in page
    assert "<form" not in page[page.index("<main") :]


def test_the_form_is_kept_but_never_what_somebody_typed(client):
    event = make_event()
    client.get(f"/events/{event.slug}/register/")
    _post(client, event, given_name="Ottilie", email="nothing")

    assert "Ottilie" not in client.get(f"/events/{event.slug}/register/").content.decode()


def test_a_kept_form_has_a_key_and_a_token_of_its_own_each_time(client):
    event = make_event()

    first, second = (client.get(f"/events/{event.slug}/register/").content.decode() for _ in range(2))

    for name in ("key", "csrfmiddlewaretoken"):
        value = re.compile(f'name="{name}" value="([^"]+)"')
        assert value.search(first)[1] != value.search(second)[1]


def test_a_project_that_is_new_can_be_chosen_at_once(client):
    event = make_event()
    client.get(f"/events/{event.slug}/register/")
    make_project(title_de="Gleisfeld")
    edition.rise()

    assert "Gleisfeld" in client.get(f"/events/{event.slug}/register/").content.decode()


def test_a_kept_form_asks_the_event_once(client, django_assert_num_queries):
    event = make_event()
    client.get(f"/events/{event.slug}/register/")

    with django_assert_num_queries(3):  # the event with its seats, its questions, the state of the labels
        client.get(f"/events/{event.slug}/register/")


@pytest.mark.django_db(transaction=True)
def test_a_registration_by_page_takes_twelve_statements(client):
    event = make_event(starts_at=datetime(2030, 5, 6, 10, tzinfo=BERLIN))
    _post(client, event, follow=False)

    with CaptureQueriesContext(connection) as queries:
        _post(client, event, follow=False, email="second@example.org", key="key-2")

    statements = [q["sql"] for q in queries if not q["sql"].startswith(("BEGIN", "COMMIT"))]
    assert len(statements) <= 12
