"""Two phones at one door: no arrival is noted twice, no seat is given twice."""

from collections import Counter

import pytest

from events.errors import RoomFullAtTheDoor
from events.models import CheckIn, Registration
from events.services.check_in import arrive, undo, walk_in
from tests.factories import make_contact, make_event, make_organiser, make_registration, tick

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_person_ticked_on_many_phones_at_once_arrives_once(all_at_once, race_round):
    registration, helper = make_registration(make_event()), make_organiser()

    def tap(number):
        return arrive(Registration.objects.get(pk=registration.pk), actor=helper, nonce=f"phone {number}")

    answers = all_at_once(tap, range(12))

    assert len(set(answers)) == 1
    assert CheckIn.objects.count() == 1


def test_one_tap_sent_many_times_at_once_is_one_row(all_at_once):
    registration, helper = make_registration(make_event()), make_organiser()

    all_at_once(lambda _number: arrive(registration, actor=helper, nonce="one tap"), range(12))

    assert CheckIn.objects.count() == 1


def test_ticking_and_undoing_at_once_never_notes_the_same_twice_in_a_row(all_at_once):
    registration, helper = make_registration(make_event()), make_organiser()
    tick(registration)

    def tap(number):
        act = undo if number % 2 else arrive
        return act(Registration.objects.get(pk=registration.pk), actor=helper, nonce=str(number))

    answers = all_at_once(tap, range(16))

    kinds = list(registration.check_ins.order_by("pk").values_list("kind", flat=True))
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert all(first != second for first, second in zip(kinds, kinds[1:], strict=False))


def test_walk_ins_at_several_doors_share_the_last_seats(all_at_once, race_round):
    event, helper = make_event(capacity=3), make_organiser()

    def enter(contact):
        return walk_in(event, contact, actor=helper, nonce=contact.email)

    answers = all_at_once(enter, [make_contact() for _ in range(10)])

    assert Counter(map(type, answers)) == {CheckIn: 3, RoomFullAtTheDoor: 7}
    assert event.registrations.confirmed().count() == 3
