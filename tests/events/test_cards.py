"""What lists show of events: drawn once, and drawn anew as soon as something of it changes."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from events import cards
from events.models import Event
from events.services import planning
from networking.models import FieldOfAction
from networking.queries import vocabulary
from tests.factories import make_event, make_invitation, make_organiser, register_guest

pytestmark = pytest.mark.django_db


def drawn(edition="1"):
    """The cards of all events a visitor sees."""
    events = Event.objects.visible_to(AnonymousUser()).with_seats()
    rows = list(events.values_list("pk", "seat_revision", "reserved"))
    return cards.of_rows(events, rows, vocabulary().field, edition)


def test_what_is_kept_is_not_read_again(django_assert_num_queries):
    make_event()
    make_event()
    drawn()

    with django_assert_num_queries(2):  # which events, and the words
        assert len(drawn()) == 2


def test_only_what_changed_is_drawn_anew(django_assert_num_queries):
    make_event(title_de="bleibt")
    changed = make_event(title_de="alt")
    drawn()
    planning.edit(changed, {"title_de": "neu"}, actor=make_organiser(), revision=changed.revision)

    assert [card.title for card in drawn()] == ["bleibt", "neu"]


def test_a_card_carries_its_fields_in_their_order():
    make_event().fields_of_action.add("competencies", "innovation")
    innovation, competencies = (
        FieldOfAction.objects.get(pk=pk).label for pk in ("innovation", "competencies")
    )

    html = drawn()[0].html

    assert html.index(innovation) < html.index(competencies)


def test_a_registration_draws_the_card_anew():
    event = make_event(capacity=10)
    before = drawn()[0].html

    register_guest(event)

    assert drawn()[0].html != before


def test_a_card_is_drawn_anew_when_the_clock_changes_it():
    opens = timezone.now() + timedelta(seconds=100)
    make_event(registration_opens_at=opens)
    before = drawn()[0]

    with time_machine.travel(opens + timedelta(seconds=1)):
        after = drawn()[0]

    assert before.true_until == opens
    assert before.html != after.html


def test_a_seat_kept_by_an_invitation_is_free_again_when_its_time_is_up():
    event = make_event(capacity=6)
    deadline = timezone.now() + timedelta(hours=1)
    make_invitation(event, reserves_seat=True, deadline_at=deadline)
    before = drawn()[0].html

    with time_machine.travel(deadline + timedelta(seconds=1)):
        assert drawn()[0].html != before


def test_new_labels_draw_all_cards_anew():
    make_event().fields_of_action.add("innovation")
    drawn("1")
    FieldOfAction.objects.filter(pk="innovation").update(label_de="Ganz neu")

    assert "Ganz neu" in drawn("2")[0].html


def test_nothing_that_may_not_be_seen_is_drawn():
    event = make_event()
    events = Event.objects.visible_to(AnonymousUser()).with_seats()
    rows = [(event.pk, 0, 0), (make_event(draft=True).pk, 0, 0)]

    assert [card.title for card in cards.of_rows(events, rows, vocabulary().field, "1")] == [event.title]
