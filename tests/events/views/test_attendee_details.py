import pytest

from tests.factories import make_event, make_organiser, make_person, register_guest

pytestmark = pytest.mark.django_db


def test_an_organiser_puts_a_misspelt_name_right_and_consents_stay(client):
    organiser = make_organiser()
    client.force_login(organiser)
    registration = register_guest(make_event(change_until_hours=720), listed=("attendee-list",))
    address = f"/en/organise/events/{registration.event.slug}/attendees/{registration.uuid}/details/"
    typed = {"given_name": "Grete", "family_name": "Öztürk", "language": "en", "category": "press"}

    shown = client.get(address)
    answer = client.post(address, typed | {"listed": "", "email": "other@example.org"}, follow=True)

    before, registration = registration, type(registration).objects.get(pk=registration.pk)
    assert f'value="{before.given_name}"' in shown.content.decode()
    assert (registration.name, registration.language, registration.category) == (
        "Grete Öztürk",
        "en",
        "press",
    )
    assert registration.email == before.email
    assert registration.consents.filter(kind="attendee-list", withdrawn_at=None).exists()
    assert "details changed" in answer.content.decode()


def test_nobody_else_changes_anything(client):
    client.force_login(make_person())
    registration = register_guest(make_event())

    address = f"/organise/events/{registration.event.slug}/attendees/{registration.uuid}/details/"

    assert client.post(address, {"given_name": "Neu"}).status_code == 404
