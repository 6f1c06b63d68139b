"""Did you mean: names that are almost the same, and names that are not."""

import pytest

from networking.synonyms import near
from tests.factories import make_topic

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("typed", ["Kreislauf-Wirtschaft", "Kreislaufwirtschaften", "kreislaufwirtschafft"])
def test_almost_the_same_name_is_asked_about(typed):
    topic = make_topic("Kreislaufwirtschaft")

    assert [(row.known, row.topic) for row in near([typed])] == [("Kreislaufwirtschaft", topic)]


def test_both_ways_to_write_an_umlaut_are_one():
    make_topic("Gruene Chemie")

    assert near(["Grüne Chemie"])


@pytest.mark.parametrize("typed", ["Robotik", "Kreislaufwirtschaft am Bau", "KI"])
def test_other_things_are_not_asked_about(typed):
    make_topic("Kreislaufwirtschaft", "KMU")

    assert near([typed]) == []


def test_a_topics_own_names_are_no_likeness():
    topic = make_topic("Kreislaufwirtschaft")

    assert near(["Kreislauf-Wirtschaft"], besides=topic) == []
