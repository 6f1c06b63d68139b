"""Where visitors read of other editions, and where organisers choose them."""

import pytest

from events.models import Event
from tests.factories import make_event, make_organiser, make_person

pytestmark = pytest.mark.django_db
SERIES = "/organise/events/dieses-jahr/series/"


@pytest.fixture
def event():
    last_year = make_event(slug="letztes-jahr", title_de="Treffen 2025")
    return make_event(slug="dieses-jahr", title_de="Treffen 2026", previous=last_year)


def test_the_pages_name_each_other(client, event):
    assert "/events/letztes-jahr/" in client.get("/events/dieses-jahr/").content.decode()
    assert "Treffen 2026" in client.get("/events/letztes-jahr/").content.decode()


def test_an_event_without_a_series_says_nothing(client):
    make_event(slug="einzeln")

    assert "Ausgabe" not in client.get("/events/einzeln/").content.decode()


def test_programs_read_both(client, event):
    answer = client.get("/api/v1/events/letztes-jahr").json()

    assert answer["previous_edition"] is None
    assert answer["next_edition"]["slug"] == "dieses-jahr"
    assert answer["next_edition"]["title"] == {"de": "Treffen 2026", "en": "Treffen 2026"}


def test_organisers_choose_another_edition_or_none(signed_in, event):
    other = make_event(slug="anderes")
    client = signed_in(make_organiser())

    client.post(SERIES, {"previous": "anderes"})
    chosen = Event.objects.get(pk=event.pk).previous
    client.post(SERIES, {"previous": ""})

    assert (chosen, Event.objects.get(pk=event.pk).previous) == (other, None)


def test_a_circle_is_said_at_the_field(signed_in, event):
    client = signed_in(make_organiser())

    answer = client.post("/organise/events/letztes-jahr/series/", {"previous": "dieses-jahr"})

    assert answer.status_code == 422
    assert Event.objects.get(slug="letztes-jahr").previous is None


def test_another_teams_dialog_is_neither_offered_nor_taken_away_unseen(signed_in, event):
    dialog = make_event(format="dialog", slug="geheim", owner=make_person())
    Event.objects.filter(pk=event.pk).update(previous=dialog)
    client = signed_in(make_organiser())

    page = client.get(SERIES).content.decode()
    client.post(SERIES, {"previous": ""})

    assert "geheim" not in page
    assert Event.objects.get(pk=event.pk).previous == dialog
    assert client.post(SERIES, {"previous": "geheim"}).status_code == 422
