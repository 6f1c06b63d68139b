"""The search text follows what it is made of."""

import pytest

from networking.models import Project
from networking.services.projects import index
from tests.factories import make_project, make_topic

pytestmark = pytest.mark.django_db


def test_the_search_text_holds_texts_and_all_names_of_topics_and_broader_topics():
    topic = make_topic("Robotik", "Roboter", broader=make_topic("Digitalisierung", "Industrie 4.0"))
    project = make_project(title_de="Titel", title_en="Title", portrait_de="Größe & Maß", topics=[topic])

    index([project])

    project.refresh_from_db()
    assert project.search_text == " titel title grösse mass roboter robotik digitalisierung industrie 4 0 "


def test_only_changed_texts_are_written(django_assert_num_queries):
    for _number in range(3):
        make_project()
    assert index() == 3

    assert index() == 0


def test_a_circle_of_topics_does_no_harm():
    topic = make_topic("Eins")
    topic.broader = make_topic("Zwei", broader=topic)
    topic.save()
    make_project(title_de="Titel", topics=[topic])

    index()

    assert Project.objects.get().search_text == " titel eins zwei "
