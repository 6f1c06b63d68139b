"""What each further choice would show."""

from collections import Counter

import pytest
from django.contrib.auth.models import AnonymousUser

from events.models import Event
from events.narrowing import Narrowing, choices
from tests.factories import make_event, make_topic

pytestmark = pytest.mark.django_db


def counted(asked=None, above=None):
    events = Event.objects.visible_to(AnonymousUser()).listed()
    return choices(events, asked or Narrowing(), above or {})


def test_a_choice_is_counted_as_if_its_own_filter_were_not_set():
    make_event(format="meet-up").transformation_lines.add("digital")
    make_event(format="deep-dive").transformation_lines.add("digital", "work")

    found = counted(Narrowing(formats=("meet-up",)))

    assert found.formats == {"meet-up": 1, "deep-dive": 1}
    assert found.line == {"digital": 1}
    assert found.found == 1


def test_an_event_with_two_fields_is_found_once():
    make_event().fields_of_action.add("innovation", "competencies")

    found = counted()

    assert found.found == 1
    assert found.field == {"innovation": 1, "competencies": 1}


def test_choosing_a_topic_leaves_the_figures_of_the_other_topics():
    energy, storage = make_topic(), make_topic()
    make_event(topics=[energy])
    make_event(topics=[storage])

    found = counted(Narrowing(topic=energy), above={storage.slug: energy.slug})

    assert found.topic == {energy.slug: 2, storage.slug: 1}
    assert found.found == 1


def test_nothing_counts_as_nothing():
    assert counted().found == 0
    assert counted().topic == Counter()


def test_figures_take_two_questions_however_many_events(django_assert_num_queries):
    for _number in range(5):
        make_event(topics=[make_topic()])

    with django_assert_num_queries(2):
        counted()
