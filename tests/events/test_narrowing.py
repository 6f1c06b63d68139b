"""What each further choice would show."""

from collections import Counter

import pytest
from django.contrib.auth.models import AnonymousUser

from events.models import Event
from events.narrowing import Narrowing, choices
from tests.factories import make_event, make_topic

pytestmark = pytest.mark.django_db


def counted(asked=None):
    events = Event.objects.visible_to(AnonymousUser()).listed()
    return choices(events, asked or Narrowing())


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
    energy = make_topic()
    storage = make_topic(broader=energy)
    make_event(topics=[energy])
    make_event(topics=[storage])
    other = make_topic()
    make_event(topics=[other])

    found = counted(Narrowing(topic=energy))

    assert found.topic == {energy.slug: 2, storage.slug: 1, other.slug: 1}
    assert found.found == 2


def test_nothing_counts_as_nothing():
    assert counted().found == 0
    assert counted().topic == Counter()


def test_figures_take_one_question_however_many_events(django_assert_num_queries):
    for _number in range(5):
        make_event(topics=[make_topic()])

    with django_assert_num_queries(1):
        counted()


def test_an_event_with_a_topic_and_one_below_it_counts_once():
    energy = make_topic()
    make_event(topics=[energy, make_topic(broader=energy)])

    assert counted().topic[energy.slug] == 1


def test_every_chosen_value_narrows_the_figures_of_the_others():
    topic = make_topic()
    both, one = make_event(format="meet-up", topics=[topic]), make_event(format="deep-dive")
    both.transformation_lines.add("digital")
    one.transformation_lines.add("digital")

    found = counted(Narrowing(formats=("meet-up",), line="digital", topic=topic))

    assert (found.found, found.formats, found.line) == (1, {"meet-up": 1}, {"digital": 1})
    assert found.topic == {topic.slug: 1}


def test_a_topics_family_is_asked_for_once(django_assert_num_queries):
    asked = Narrowing(topic=make_topic())

    with django_assert_num_queries(3):
        choices(Event.objects.public(), asked)
        list(asked.of(Event.objects.public()))
