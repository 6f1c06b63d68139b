"""What a project's page says of related projects and coming events."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.enums import EventState, Format
from events.models import Contribution
from networking.models import FieldOfAction, Suggestion
from networking.services.project_import import import_projects
from networking.services.suggestions import recompute
from tests.factories import make_event, make_project, make_topic

pytestmark = pytest.mark.django_db


def section(client, project, name):
    content = client.get(f"/en/projects/{project.slug}/").content.decode()
    _, found, rest = content.partition(f'<section aria-labelledby="{name}">')
    return " ".join(rest.partition("</section>")[0].split()) if found else ""


@pytest.fixture
def pair():
    """Two projects of four that share a topic, with their suggestions."""
    topic = make_topic("Robotik", label_en="Robotics")
    first, second = (make_project(title_de=title, topics=[topic]) for title in ("Greifer", "Roboterarm"))
    for _ in range(4):
        make_project(title_de="Ohne")
    recompute()
    return first, second


def test_related_projects_are_named_with_the_topics_they_share(client, pair):
    first, second = pair

    found = section(client, first, "related")

    assert f'href="{second.get_absolute_url()}"'.replace("/projects/", "/en/projects/") in found
    assert "fits very well" in found
    assert "Shared topics: Robotics" in found
    assert "%" not in found


def test_without_suggestions_the_page_says_so(client):
    assert "No related projects are known yet." in section(client, make_project(), "related")


def test_a_project_that_was_taken_back_is_not_named(client, pair):
    first, second = pair
    type(second).objects.filter(pk=second.pk).update(is_published=False)

    assert "No related projects are known yet." in section(client, first, "related")


def test_being_near_a_third_project_alone_is_not_told(client, pair):
    first, _second = pair
    Suggestion.objects.update(reasons=[{"kind": "bridge", "name": "", "project": "secret", "shared": True}])

    assert "No related projects are known yet." in section(client, first, "related")


def test_a_shared_field_of_action_is_the_reason_when_there_is_no_other(client):
    field = FieldOfAction.objects.get(pk="innovation")
    first, second = make_project(title_de="Alpha"), make_project(title_de="Beta")
    for project in (first, second):
        project.fields_of_action.add(field)
    for _ in range(4):
        make_project(title_de="Ohne")
    recompute()

    assert "The same field of action: Innovation" in section(client, first, "related")


def test_coming_events_on_shared_topics_are_named_with_them(client):
    topic, other = make_topic("Robotik", label_en="Robotics"), make_topic("Holzbau")
    project = make_project(topics=[topic])
    make_event(title_en="Grippers", title_de="Greifer", topics=[topic, other])
    make_event(title_de="Holz", topics=[other])

    found = section(client, project, "coming")

    assert "Grippers" in found
    assert "Shared topics: Robotics<" in found
    assert "Holz" not in found


def test_events_one_may_not_see_are_not_named(client):
    topic = make_topic()
    project = make_project(topics=[topic])
    past = timezone.now() - timedelta(days=9)
    make_event(topics=[topic], format=Format.DIALOG)
    make_event(topics=[topic], draft=True)
    make_event(topics=[topic], state=EventState.CANCELLED)
    make_event(topics=[topic], starts_at=past)

    assert section(client, project, "coming") == ""


def test_an_event_with_the_project_is_named_once(client):
    topic = make_topic()
    project = make_project(topics=[topic])
    Contribution.objects.create(event=make_event(topics=[topic]), project=project)

    assert section(client, project, "coming") == ""


def test_the_page_needs_the_same_number_of_queries_for_few_and_many(client, django_assert_num_queries):
    import_projects()
    recompute()
    topics = list(Suggestion.objects.select_related("project").first().project.topics.all())
    project = Suggestion.objects.first().project
    for _ in range(5):
        make_event(topics=topics)

    with django_assert_num_queries(13):
        client.get(f"/projects/{project.slug}/")
