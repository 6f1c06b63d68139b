"""Addresses that name a topic as it was called before it went into another one."""

import pytest
from django.http import QueryDict

from networking.enums import Role
from networking.queries import Vocabulary
from networking.services import topics
from networking.views.former import with_present_topic
from tests.factories import make_event, make_organiser, make_person, make_project, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def merged():
    """A topic known as "heat" before, with one event and one project."""
    heat, kept = make_topic(slug="heat"), make_topic(slug="energy")
    make_event(topics=[heat])
    make_project(topics=[heat])
    topics.merge(heat, kept, actor=make_person())


@pytest.mark.parametrize("address", ["/events/", "/en/events/", "/projects/", "/en/projects/"])
def test_a_list_leads_on_and_keeps_the_rest_of_the_query(client, merged, address):
    answer = client.get(f"{address}?q=W%C3%A4rme+%26+K%C3%A4lte&topic=heat&line=digital")

    assert answer.status_code == 301
    assert answer.url == f"{address}?q=W%C3%A4rme+%26+K%C3%A4lte&topic=energy&line=digital"


def test_the_map_of_the_network_leads_on(signed_in, merged):
    answer = signed_in(make_organiser(Role.NETWORK_EDITOR)).get("/organise/network/map/?topic=heat")

    assert (answer.status_code, answer.url) == (301, "/organise/network/map/?topic=energy")


@pytest.mark.parametrize("asked", ["topic=energy", "topic=unknown", "topic="])
def test_no_other_name_leads_anywhere(client, merged, asked):
    assert client.get(f"/events/?{asked}").status_code == client.get(f"/projects/?{asked}").status_code == 200


def test_a_name_that_is_known_asks_the_database_nothing(django_assert_num_queries):
    asked, words = QueryDict("topic=energy"), Vocabulary([], [], [("energy", "Energie")], {})

    with django_assert_num_queries(0):
        assert with_present_topic(asked, words) is asked
