"""The organisers' waiting list: why not yet, who would come in, one taken by hand; and the guest's own page."""

import pytest

from events.enums import Category, PoolKind, RegistrationState
from events.links import manage_token
from events.models import Pool
from notifications.models import Message
from tests.factories import make_event, make_organiser, make_registration, register_guest

pytestmark = pytest.mark.django_db
WAITING = RegistrationState.WAITING


@pytest.fixture
def event():
    return make_event(slug="waerme", capacity=2)


@pytest.fixture
def office(signed_in):
    return signed_in(make_organiser())


def page(client, tail=""):
    return client.get(f"/en/organise/events/waerme/waiting/{tail}")


def fill(event):
    return [register_guest(event) for _ in range(event.capacity)]


def test_everybody_reads_why_not_yet(office, event):
    Pool.objects.create(event=event, kind=PoolKind.CATEGORIES, seats=1, categories=["administration"])
    register_guest(event, category=Category.ADMINISTRATION)
    officials = [register_guest(event, category=Category.ADMINISTRATION) for _ in range(2)]
    register_guest(event)
    register_guest(event)

    places = page(office).context["page"].object_list

    assert [place.registration for place in places[:2]] == officials
    assert [(place.full, place.ahead) for place in places] == [
        (["the room", "administration"], 0),
        (["the room", "administration"], 1),
        (["the room"], 2),
    ]


def test_the_preview_names_who_would_come_in_and_shows_the_mail(office, event):
    fill(event)
    line = [register_guest(event, family_name=f"Reihe{n}") for n in range(3)]
    before = Message.objects.count()

    answer = page(office, "?seats=4")

    assert answer.context["preview"]["promoted"] == line[:2]
    assert "Nachgerückt: Ihr Platz bei" in answer.content.decode()
    assert Message.objects.count() == before
    assert event.registrations.waiting().count() == 3


def test_the_preview_is_what_happens_then(office, event):
    Pool.objects.create(event=event, kind=PoolKind.CATEGORIES, seats=1, categories=["press"])
    fill(event)
    for category in ("press", "press", "company", "press", "other"):
        register_guest(event, category=category)
    foreseen = [row.pk for row in page(office, "?seats=5").context["preview"]["promoted"]]

    event.refresh_from_db()
    office.post(
        "/en/organise/events/waerme/seats/", {"capacity": 5, "overbooking": 0, "revision": event.revision}
    )

    promoted = event.registrations.filter(changes__from_state=WAITING, state="confirmed").order_by("position")
    assert [row.pk for row in promoted] == foreseen
    assert len(foreseen) == 3


def test_one_taken_by_hand_needs_a_reason_and_a_word_where_no_seat_is_free(office, event):
    fill(event)
    row = register_guest(event)
    address = f"/en/organise/events/waerme/waiting/{row.uuid}/"

    first = office.post(address, {"reason": ""})
    second = office.post(address, {"reason": "Speaks at 10"})
    office.post(address, {"reason": "Speaks at 10", "exceeds": "on"})

    row.refresh_from_db()
    assert (first.status_code, second.status_code) == (422, 422)
    assert "2 of 2 seats are taken" in second.content.decode()
    assert (row.state, row.changes.last().reason) == ("confirmed", "Speaks at 10")


def test_the_guest_reads_place_rule_and_what_is_full(client, event):
    event.waiting_list, event.offer_working_hours = "offer", 12
    event.save()
    fill(event)
    register_guest(event)
    row = register_guest(event)

    shown = client.get(f"/en/r/{manage_token(row)}/").content.decode()

    for words in (
        "You are number 2 on the waiting list.",
        "Full at the moment: the room.",
        "1 person ahead",
        "12 working hours",
    ):
        assert words in shown


def test_an_offered_seat_can_be_declined_and_goes_to_the_next(client, event):
    event.waiting_list = "offer"
    event.save()
    seated = fill(event)
    first, second = register_guest(event), register_guest(event)
    client.post(f"/en/r/{manage_token(seated[0])}/cancel/")
    page = client.get(f"/en/r/{manage_token(first)}/").content.decode()

    client.post(f"/en/r/{manage_token(first)}/cancel/")

    assert "No, thank you" in page
    states = [event.registrations.get(pk=row.pk).state for row in (first, second)]
    assert states == ["cancelled", "offered"]


def test_a_long_list_is_read_in_few_queries(office, event, django_assert_max_num_queries):
    fill(event)
    for _ in range(12):
        make_registration(event, state=WAITING)

    with django_assert_max_num_queries(18):
        page(office)
