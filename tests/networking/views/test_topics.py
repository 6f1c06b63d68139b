"""A topic's page."""

import pytest

from tests.factories import make_project, make_topic

pytestmark = pytest.mark.django_db


def test_the_page_shows_all_names_and_the_topics_above_and_below(client):
    broad = make_topic("Oben", slug="broad")
    topic = make_topic("Mitte", "Nabe", label_en="Middle", broader=broad)
    make_topic("Unten", slug="narrow", broader=topic)

    content = client.get(f"/en/topics/{topic.slug}/").content.decode()

    for words in (">Middle</h1>", "Mitte", "Nabe", 'href="/en/topics/broad/"', 'href="/en/topics/narrow/"'):
        assert words in content


def test_projects_of_narrower_topics_are_among_its_projects(client):
    topic = make_topic(slug="broad")
    make_project(slug="own", topics=[topic])
    make_project(slug="below", topics=[make_topic(broader=topic)])
    make_project(slug="other", topics=[make_topic()])

    projects = client.get("/topics/broad/").context["projects"]

    assert {project.slug for project in projects} == {"own", "below"}


def test_a_topic_without_projects_shows_a_way_out(client):
    make_topic(slug="empty")

    assert "No project names this topic yet" in client.get("/en/topics/empty/").content.decode()


def test_an_unknown_topic_is_not_found(client):
    assert client.get("/topics/unknown/").status_code == 404
