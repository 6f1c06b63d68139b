"""A deputy gets exactly one seat: the one that was handed on."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events import links
from events.enums import LISTABLE
from events.errors import CannotHandOn, DeputyIsYourself, HandedOnTooOften
from events.models import Event
from events.services import consents
from events.services.deputies import hand_on, is_possible
from events.services.registration import cancel, register
from notifications.models import Message
from tests.factories import make_contact, make_event, make_project, register_guest

pytestmark = pytest.mark.django_db


def _states(event):
    return dict(event.registrations.order_by("pk").values_list("email", "state"))


def test_the_deputy_has_the_seat_and_the_former_person_has_none():
    event = make_event(capacity=1)
    seat = register_guest(event, email="former@example.org")

    hand_on(seat, make_contact(email="deputy@example.org"))

    assert _states(event) == {"former@example.org": "cancelled", "deputy@example.org": "confirmed"}
    assert event.registrations.confirmed().get().replaces == seat


def test_nobody_is_overtaken_and_nobody_overtakes():
    event = make_event(capacity=1)
    seat, waiting = register_guest(event), register_guest(event)

    hand_on(seat, make_contact())

    waiting.refresh_from_db()
    assert (waiting.state, event.registrations.confirmed().count()) == ("waiting", 1)


def test_the_seat_keeps_its_category_and_project():
    event, project = make_event(), make_project()
    seat = register_guest(event, category="project", project=project)

    hand_on(seat, make_contact(category="press"))

    deputy = event.registrations.confirmed().get()
    assert (deputy.category, deputy.project) == ("project", project)


def test_a_second_click_that_waited_for_the_lock_changes_nothing():
    event = make_event()
    first = register_guest(event)
    second = event.registrations.get()
    hand_on(first, make_contact(email="deputy@example.org"))

    hand_on(second, make_contact(email="deputy@example.org"))

    assert sorted(_states(event).values()) == ["cancelled", "confirmed"]
    assert Message.objects.count() == 3


def test_no_consent_is_taken_over():
    event = make_event()
    seat = register_guest(event, listed=LISTABLE)

    hand_on(seat, make_contact(listed=LISTABLE))

    assert consents.given(event.registrations.confirmed().get()) == set()
    assert consents.given(seat) == set()


def test_the_former_link_is_dead():
    seat = register_guest(make_event())
    token = links.manage_token(seat)

    hand_on(seat, make_contact())

    assert links.registration_for(token) is None


def test_both_get_a_mail_and_none_tells_of_a_cancellation():
    event = make_event()
    seat = register_guest(event, given_name="Ada", family_name="O'Neill & Söhne")

    hand_on(seat, make_contact(given_name="Berta", family_name="Beck"))

    former, deputy = Message.objects.order_by("pk")[1:]
    assert [former.kind, deputy.kind] == ["place_handed_on", "deputy_seated"]
    assert "Berta Beck" in former.text
    assert "Ada O'Neill & Söhne" in deputy.text


def test_a_confidential_events_mails_name_nobody_and_nothing():
    event = make_event(title_de="Zinnober", format="dialog", entry="open")
    seat = register_guest(event, family_name="Grünspan")

    hand_on(seat, make_contact(), is_agreed=True)

    deputy = Message.objects.get(kind="deputy_seated")
    mails = Message.objects.values_list("subject", "text", "html")
    assert "Zinnober" not in str(list(mails))
    assert "Grünspan" not in deputy.text


@pytest.mark.parametrize("state", ["confirmed", "pending", "declined"])
def test_whoever_is_known_keeps_what_they_have_and_the_seat_goes_to_the_line(state):
    event = make_event(capacity=2)
    seat, known = register_guest(event), register_guest(event, given_name="Kora", email="known@example.org")
    next_in_line = register_guest(event)
    event.registrations.filter(pk=known.pk).update(state=state)

    hand_on(seat, make_contact(given_name="Mallory", email="KNOWN@example.org"))

    known.refresh_from_db()
    next_in_line.refresh_from_db()
    assert (known.given_name, known.replaces, known.key_version) == ("Kora", None, 1)
    assert (known.state, next_in_line.state) == (state, "confirmed")


def test_somebody_in_line_stays_where_they_are():
    event = make_event(capacity=1)
    seat, first, last = register_guest(event), register_guest(event), register_guest(event)

    hand_on(seat, make_contact(email=last.email))

    states = [event.registrations.get(pk=person.pk).state for person in (seat, first, last)]
    assert states == ["cancelled", "confirmed", "waiting"]


def test_naming_a_known_address_writes_the_same_mail_to_whoever_names_it():
    def mail_after(*, known):
        event = make_event(title_de="Gleich")
        seat = register_guest(event, given_name="Ada", family_name="Lovelace")
        if known:
            register_guest(event, email="deputy@example.org")
        hand_on(seat, make_contact(given_name="B", family_name="C", email="deputy@example.org"))
        return seat.messages.get(kind="place_handed_on").text

    assert mail_after(known=True) == mail_after(known=False)


def test_somebody_who_cancelled_may_come_as_a_deputy():
    event = make_event()
    seat, former = register_guest(event), register_guest(event, email="back@example.org")
    cancel(former)

    hand_on(seat, make_contact(email="back@example.org"))

    former.refresh_from_db()
    assert (former.state, former.replaces) == ("confirmed", seat)


def test_a_place_is_handed_on_as_often_as_the_event_allows():
    event = make_event(deputies=1)
    hand_on(register_guest(event), make_contact())
    deputy = event.registrations.confirmed().get()

    with pytest.raises(HandedOnTooOften):
        hand_on(deputy, make_contact())


def test_registering_anew_is_a_place_of_ones_own():
    event = make_event(deputies=1)
    contact = make_contact()
    hand_on(register_guest(event), contact)
    deputy = event.registrations.confirmed().get()
    cancel(deputy)

    register(event, contact)

    deputy.refresh_from_db()
    assert (deputy.replaces, is_possible(deputy)) == (None, True)


def test_only_a_sure_seat_is_handed_on():
    event = make_event(capacity=1)
    register_guest(event)
    waiting = register_guest(event)

    with pytest.raises(CannotHandOn):
        hand_on(waiting, make_contact())


def test_an_event_that_has_begun_takes_no_deputies():
    seat = register_guest(make_event())
    Event.objects.update(starts_at=timezone.now() - timedelta(minutes=1))

    with pytest.raises(CannotHandOn):
        hand_on(seat, make_contact())


def test_nobody_is_their_own_deputy():
    seat = register_guest(make_event(), email="me@example.org")

    with pytest.raises(DeputyIsYourself):
        hand_on(seat, make_contact(email="ME@example.org "))
