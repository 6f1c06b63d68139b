"""The door, as a phone sees it: with and without a script, for those who may only stand there."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.enums import Format, TeamRole
from events.models import TeamMember
from networking.enums import Role
from tests.factories import make_event, make_organiser, make_person, make_registration, tick

pytestmark = pytest.mark.django_db

HTMX = {"HTTP_HX_REQUEST": "true"}


def address(event, rest=""):
    return f"/en/organise/events/{event.slug}/check-in/{rest}"


@pytest.fixture
def event():
    return make_event(starts_at=timezone.now() + timedelta(minutes=5))


def helper_of(event, role=TeamRole.CHECK_IN):
    helper = make_person()
    TeamMember.objects.create(event=event, person=helper, role=role)
    return helper


@pytest.fixture
def door(signed_in, event):
    return signed_in(helper_of(event))


def walk_in(**fields):
    return {
        "given_name": "Mira",
        "family_name": "Spontan",
        "email": "mira@example.org",
        "language": "de",
        "key": "one-form",
    } | fields


def test_the_door_sees_names_and_organisations_only(door, event):
    make_registration(
        event, family_name="Gast", organisation="Spreewerk", email="secret@example.org", note="Rampe"
    )

    text = door.get(address(event)).content.decode()

    assert ("Gast" in text, "Spreewerk" in text) == (True, True)
    assert ("secret@" in text, "Rampe" in text) == (False, False)


def test_a_tick_says_so_and_leads_back_to_the_same_search(door, event):
    registration = make_registration(event, given_name="Cem", family_name="Öztürk")

    answer = door.post(
        address(event, f"{registration.uuid}/arrive/"), {"nonce": "a", "q": "özt"}, follow=True
    )

    assert answer.redirect_chain == [(address(event) + "?q=%C3%B6zt", 302)]
    assert "Cem Öztürk is in." in answer.content.decode()
    assert registration.check_ins.get().kind == "arrived"


def test_with_a_script_only_the_row_comes_back(door, event):
    registration = make_registration(event)

    answer = door.post(address(event, f"{registration.uuid}/arrive/"), {"nonce": "a"}, **HTMX)

    text = answer.content.decode()
    assert "<html" not in text
    assert f'id="row-{registration.uuid}"' in text
    assert answer.context["arrived"] == 1


def test_the_second_phone_hears_who_was_first(door, event):
    registration = make_registration(event)
    tick(registration, by=make_person(given_name="Toni", family_name="Tür"))

    answer = door.post(address(event, f"{registration.uuid}/arrive/"), {"nonce": "b"}, **HTMX)

    assert "already in" in answer.content.decode()
    assert "Toni Tür" in answer.content.decode()


def test_a_tick_can_be_taken_back(door, event):
    registration = make_registration(event)
    tick(registration)

    door.post(address(event, f"{registration.uuid}/undo/"), {"nonce": "b"})

    assert door.get(address(event)).context["arrived"] == 0


def test_somebody_without_a_seat_is_not_ticked_but_explained(door, event):
    registration = make_registration(event, state="waiting", given_name="Cem", family_name="Öztürk")

    answer = door.post(address(event, f"{registration.uuid}/arrive/"), {"nonce": "a"}, follow=True)

    assert "Cem Öztürk has no sure seat: waiting list." in answer.content.decode()
    assert registration.check_ins.count() == 0


@pytest.mark.parametrize("verb", ["arrive", "undo"])
def test_ticking_takes_a_post(door, event, verb):
    registration = make_registration(event)

    assert door.get(address(event, f"{registration.uuid}/{verb}/")).status_code == 405


@pytest.mark.parametrize("verb", ["arrive", "undo", "let-in"])
def test_somebody_of_another_event_is_not_found(door, event, verb):
    foreign = make_registration(make_event())

    assert door.post(address(event, f"{foreign.uuid}/{verb}/"), {"nonce": "a"}).status_code == 404
    assert foreign.check_ins.count() == 0


@pytest.mark.parametrize("role", TeamRole)
def test_every_role_of_the_team_works_at_the_door(signed_in, event, role):
    assert signed_in(helper_of(event, role)).get(address(event)).status_code == 200


def test_an_auditor_does_not(signed_in, event):
    assert signed_in(make_organiser(Role.AUDITOR)).get(address(event)).status_code == 403


def test_the_door_of_another_team_s_dialog_does_not_exist(signed_in):
    dialog = make_event(format=Format.DIALOG)

    assert signed_in(make_organiser()).get(address(dialog)).status_code == 404


def test_a_helper_adds_nobody_to_a_personal_invitation(signed_in):
    dialog = make_event(format=Format.DIALOG)
    helper, desk = helper_of(dialog), helper_of(dialog, TeamRole.DESK)

    assert signed_in(helper).get(address(dialog, "walk-in/")).status_code == 403
    assert "walk-in" not in signed_in(helper).get(address(dialog)).content.decode()
    assert signed_in(desk).get(address(dialog, "walk-in/")).status_code == 200


def test_typing_brings_only_the_list(door, event):
    make_registration(event, family_name="Öztürk")
    make_registration(event, family_name="Andere")

    answer = door.get(address(event) + "?q=ozt", **HTMX)

    assert "<html" not in answer.content.decode()
    assert [row.family_name for row in answer.context["page"]] == ["Öztürk"]


def test_nobody_found_says_what_to_do(door, event):
    assert "Try fewer letters" in door.get(address(event) + "?q=nobody").content.decode()


def test_a_walk_in_is_in_and_counted(door, event):
    answer = door.post(address(event, "walk-in/"), walk_in(), follow=True)

    assert "Mira Spontan is in." in answer.content.decode()
    assert answer.context["arrived"] == 1


def test_a_full_room_asks_for_a_reason_and_keeps_what_was_typed(signed_in):
    event = make_event(capacity=1)
    make_registration(event)
    door = signed_in(helper_of(event))

    refused = door.post(address(event, "walk-in/"), walk_in())
    let_in = door.post(address(event, "walk-in/"), walk_in(reason="Stehplatz"))

    assert refused.status_code == 422
    assert "1 of 1 seats are taken" in refused.content.decode()
    assert let_in.status_code == 302
    assert event.registrations.confirmed().count() == 2


def test_somebody_in_line_is_let_in(door, event):
    registration = make_registration(event, state="waiting")

    answer = door.post(address(event, f"{registration.uuid}/let-in/"), {"nonce": "a", "reason": ""})

    registration.refresh_from_db()
    assert answer.status_code == 302
    assert (registration.state, registration.check_ins.count()) == ("confirmed", 1)


def test_letting_in_asks_first(door, event):
    registration = make_registration(event, state="waiting")

    page = door.get(address(event, f"{registration.uuid}/let-in/"))

    registration.refresh_from_db()
    assert page.status_code == 200
    assert registration.state == "waiting"


def test_arrivals_are_drawn(door, event):
    tick(make_registration(event))

    fragment = door.get(address(event, "arrivals/")).content.decode()

    assert "<polyline" in fragment
    assert "<html" not in fragment


def test_a_cancelled_event_says_that_nobody_comes(signed_in):
    event = make_event(state="cancelled")

    text = signed_in(helper_of(event)).get(address(event)).content.decode()

    assert "kern-alert--warning" in text
    assert "walk-in" not in text


def test_another_day_is_pointed_out(signed_in):
    event = make_event(starts_at=timezone.now() + timedelta(days=3))

    assert "not today" in signed_in(helper_of(event)).get(address(event)).content.decode()


def test_the_door_is_read_in_few_queries(door, event, django_assert_max_num_queries):
    for _ in range(40):
        tick(make_registration(event))
        make_registration(event)

    with django_assert_max_num_queries(12):
        door.get(address(event))


def test_a_tap_takes_few_queries(door, event, django_assert_max_num_queries):
    registration = make_registration(event)

    with django_assert_max_num_queries(18):
        door.post(address(event, f"{registration.uuid}/arrive/"), {"nonce": "a"}, **HTMX)
