"""The directory of projects as visitors see it."""

import pytest
from django.urls import reverse

from networking.models import FieldOfAction
from networking.services.project_import import import_projects
from networking.services.projects import index
from tests.factories import make_project, make_topic

pytestmark = pytest.mark.django_db


def shown(client, query=""):
    response = client.get(f"/en/projects/{query}")
    assert response.status_code == 200
    return response


def slugs(response):
    return [project.slug for project in response.context["projects"]]


def test_all_49_projects_stand_on_one_page(client):
    import_projects()

    response = shown(client)

    assert len(slugs(response)) == 49
    assert response.content.count(b"<article") == 49


def test_the_english_and_the_german_name_of_a_topic_show_the_same_projects(client):
    import_projects()

    english = slugs(shown(client, "?q=Circular+Economy"))

    assert english == slugs(shown(client, "?q=Kreislaufwirtschaft"))
    assert len(english) == 15


def test_a_name_of_a_topic_leads_to_the_topic(client):
    topic = make_topic("Kreislaufwirtschaft", "CE")

    assert f'href="/en/topics/{topic.slug}/"' in shown(client, "?q=ce").content.decode()


def test_every_active_filter_can_be_removed_by_a_link_that_keeps_the_others(client):
    content = shown(client, "?q=Leichtbau&field=innovation&funded=1").content.decode()

    for rest in (
        "?field=innovation&amp;funded=1",
        "?q=Leichtbau&amp;funded=1",
        "?q=Leichtbau&amp;field=innovation",
    ):
        assert f'href="{rest}"' in content


def test_filters_narrow_the_list(client):
    hit, _miss = make_project(slug="hit"), make_project(slug="miss")
    hit.fields_of_action.add(FieldOfAction.objects.get(pk="innovation"))

    assert slugs(shown(client, "?field=innovation")) == ["hit"]


def test_every_choice_says_how_many_projects_it_would_show(client):
    both, other = make_project(), make_project(is_completed=True)
    for project in (both, other):
        project.fields_of_action.add("innovation")
    both.transformation_lines.add("digital")

    content = shown(client, "?line=digital").content.decode()

    assert '<option value="innovation">Innovation (1)</option>' in content
    assert '<option value="digital" selected>' in content
    assert '<option value="completed">' not in content  # the completed one is not in this line


def test_htmx_gets_only_the_results_with_their_figures(client):
    make_project(slug="here")

    content = client.get("/en/projects/", headers={"HX-Request": "true"}).content.decode()

    assert "/projects/here/" in content
    assert "<html" not in content
    assert '<p class="mpi-resultcount" id="result-count" data-hx-swap-oob="innerHTML">1 project' in content


def test_htmx_gets_the_whole_page_when_it_restores_history(client):
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}

    assert "<html" in client.get("/projects/", headers=headers).content.decode()


def test_nothing_found_shows_a_way_out(client):
    make_project()

    content = shown(client, "?q=nothing-like-this&topic=unknown").content.decode()

    assert "No project matches this search" in content
    assert f'class="kern-btn kern-btn--secondary" href="{"/en/projects/"}"' in content


def test_what_is_typed_comes_back_as_text(client):
    content = shown(client, "?q=%3Cscript%3E%22%27&field=%3Cb%3E").content.decode()

    assert 'value="&lt;script&gt;&quot;&#x27;"' in content
    assert "<script>&quot;" not in content


def test_a_nul_character_gets_a_sentence(client):
    assert client.get("/en/projects/", {"q": "a\0b"}).status_code == 400


def test_drafts_are_neither_listed_nor_counted(client):
    make_project(is_published=False, title_de="Geheim")

    response = shown(client)

    assert "Geheim" not in response.content.decode()
    assert response.context["figures"].projects == 0


def test_the_page_needs_the_same_number_of_queries_for_few_and_many(client, django_assert_max_num_queries):
    import_projects()
    index()

    for query in ("", "?q=Leichtbau", "?q=Kreislaufwirtschaft&state=ongoing", "?topic=circular-economy"):
        with django_assert_max_num_queries(13):
            client.get(f"/projects/{query}")


def test_the_german_address_has_no_prefix():
    assert reverse("networking:projects") == "/projects/"
