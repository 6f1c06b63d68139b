"""What programs read of projects and topics."""

from datetime import date

import pytest
from django.utils import timezone

from networking.enums import Role
from networking.models import FieldOfAction, FundingCall, Grant, Organisation, ProjectMember, Suggestion
from networking.services import topics
from tests.factories import make_organiser, make_person, make_project, make_topic

pytestmark = pytest.mark.django_db


def get(client, path, **query):
    return client.get(f"/api/v1{path}", query)


def slugs(answer) -> list[str]:
    return [item["slug"] for item in answer.json()["items"]]


def suggest(project, other, score=0.5) -> Suggestion:
    return Suggestion.objects.create(
        project=project, other=other, score=score, reasons=["energy"], computed_at=timezone.now()
    )


def make_member(project):
    person = make_person()
    ProjectMember.objects.create(project=project, person=person)
    return person


def test_projects_come_by_title(client):
    make_project(slug="b", title_de="Öko-Werk")
    make_project(slug="a", title_de="Abwärme")

    answer = get(client, "/projects")

    assert answer.json()["count"] == 2
    assert slugs(answer) == ["a", "b"]


def test_a_former_name_of_a_topic_is_known(client):
    heat, kept = make_topic(slug="heat"), make_topic(slug="energy")
    make_project(slug="wanted", topics=[heat])
    topics.merge(heat, kept, actor=make_person())

    assert slugs(get(client, "/projects", topic="heat")) == ["wanted"]


def test_a_project_that_is_not_published_does_not_exist(client, signed_in):
    project = make_project(slug="draft", is_published=False)
    signed_in(make_member(project))

    assert get(client, "/projects").json()["count"] == 0
    assert get(client, "/projects/draft").content == get(client, "/projects/none").content


def test_every_name_of_a_topic_finds_the_same_projects(client):
    topic = make_topic("Kreislaufwirtschaft", "Circular Economy")
    make_project(slug="loop", topics=[topic])
    make_project(slug="other")

    german, english = (get(client, "/projects", q=q) for q in ("Kreislaufwirtschaft", "circular economy"))

    assert slugs(german) == slugs(english) == ["loop"]


def test_filters_narrow_together(client):
    topic, field = make_topic(slug="energy"), FieldOfAction.objects.get(slug="innovation")
    wanted = make_project(slug="wanted", topics=[topic])
    wanted.fields_of_action.add(field)
    make_project(topics=[topic])

    assert slugs(get(client, "/projects", topic="energy", field="innovation")) == ["wanted"]


@pytest.mark.parametrize("name", ["field", "line", "topic"])
def test_an_unknown_filter_is_named_instead_of_ignored(client, name):
    answer = get(client, "/projects", **{name: "nothing"})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == name


def test_a_project_tells_its_portrait(client):
    project = make_project(
        slug="loop",
        title_de="Kreis",
        title_en="Loop",
        portrait_de="Lang",
        topics=[make_topic("Holz", slug="wood")],
    )
    project.applicants.add(Organisation.objects.create(name="Werk e. V."))
    Grant.objects.create(project=project, number=7, starts_on=date(2023, 1, 1), ends_on=date(2024, 12, 31))
    call = FundingCall.objects.create(slug="call", title_de="Aufruf")
    call.projects.add(project)

    answer = get(client, "/projects/loop").json()

    assert answer == {
        "slug": "loop",
        "title": {"de": "Kreis", "en": "Loop"},
        "url": "http://testserver/projects/loop/",
        "summary": {"de": "", "en": ""},
        "portrait": {"de": "Lang", "en": "Lang"},
        "fields_of_action": [],
        "transformation_lines": [],
        "topics": [{"slug": "wood", "label": {"de": "Holz", "en": "Holz"}}],
        "applicants": ["Werk e. V."],
        "is_completed": False,
        "circular_economy": "",
        "grant": {"number": 7, "starts_on": "2023-01-01", "ends_on": "2024-12-31"},
        "calls": [{"slug": "call", "title": {"de": "Aufruf", "en": "Aufruf"}}],
        "website": "",
        "report_url": "",
    }


def test_the_list_takes_the_same_number_of_queries_for_one_and_many(client, django_assert_num_queries):
    for _number in range(9):
        make_project(topics=[make_topic()])

    with django_assert_num_queries(5):
        get(client, "/projects")


def test_topics_name_their_other_names_and_their_broader_topic(client):
    energy = make_topic("Energie", "Strom", slug="energy", label_en="Energy")
    make_project(topics=[make_topic("Abwärme", slug="heat", broader=energy)])

    heat, broader = get(client, "/topics").json()["items"]

    assert (heat["slug"], heat["broader"], heat["projects"]) == ("heat", "energy", 1)
    assert broader == {
        "slug": "energy",
        "label": {"de": "Energie", "en": "Energy"},
        "url": "http://testserver/topics/energy/",
        "broader": None,
        "synonyms": ["Strom"],
        "projects": 0,
    }


def test_topics_take_a_constant_number_of_queries(client, django_assert_num_queries):
    for _number in range(9):
        make_topic("", "Beiname", "Zweitname") if _number == 0 else make_topic()

    with django_assert_num_queries(3):
        get(client, "/topics")


def test_suggestions_ask_who_is_there(client):
    make_project(slug="loop")

    known, unknown = get(client, "/projects/loop/suggestions"), get(client, "/projects/none/suggestions")

    assert (known.status_code, known.json()["code"]) == (401, "unauthorized")
    assert known.content == unknown.content


def test_a_projects_own_people_read_its_suggestions_best_first(client, signed_in):
    project, near, far = make_project(slug="loop"), make_project(slug="near"), make_project(slug="far")
    suggest(project, far, 0.2)
    suggest(project, near, 0.9)

    answer = get(signed_in(make_member(project)), "/projects/loop/suggestions").json()

    assert answer["count"] == 2
    assert [item["project"]["slug"] for item in answer["items"]] == ["near", "far"]
    assert answer["items"][0]["reasons"] == ["energy"]


def test_the_networks_editors_read_all_suggestions(client, signed_in):
    make_project(slug="loop")

    answer = get(signed_in(make_organiser(Role.NETWORK_EDITOR)), "/projects/loop/suggestions")

    assert answer.json() == {"count": 0, "items": []}


def test_for_all_others_there_are_no_suggestions(client, signed_in):
    project = make_project(slug="loop")
    suggest(project, make_project())
    signed_in(make_member(make_project()))

    foreign, unknown = get(client, "/projects/loop/suggestions"), get(client, "/projects/none/suggestions")

    assert foreign.status_code == 404
    assert foreign.content == unknown.content


def test_a_suggestion_never_names_a_project_that_is_not_public(client, signed_in):
    project = make_project(slug="loop")
    suggest(project, make_project(is_published=False))

    answer = get(signed_in(make_member(project)), "/projects/loop/suggestions")

    assert answer.json()["count"] == 0
