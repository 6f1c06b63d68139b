"""The editors' pages around suggestions."""

import pytest

from networking.enums import Misfit, PairRuleKind, Role
from networking.models import PairRule, ProjectMember, RoleGrant, TopicWeight
from networking.services import introductions, suggestions
from tests.factories import make_person, make_project, make_topic

pytestmark = pytest.mark.django_db
PAGES = ["suggestions/", "suggestions/run/", "introductions/", "map/"]


@pytest.fixture
def editor(signed_in):
    person = make_person()
    RoleGrant.objects.create(person=person, role=Role.NETWORK_EDITOR)
    return signed_in(person)


@pytest.fixture
def house():
    topic = make_topic("Abwärme")
    rows = [make_project(slug=f"p{n}", title_de=f"Projekt {n}", topics=[topic]) for n in range(4)]
    suggestions.recompute()
    return rows


@pytest.mark.parametrize("address", PAGES)
def test_editors_read_it_and_nobody_else(address, editor, house, signed_in):
    assert editor.get(f"/organise/network/{address}").status_code == 200
    assert signed_in(make_person()).get(f"/organise/network/{address}").status_code == 404


def test_an_editor_hides_a_pair_with_a_reason(editor, house):
    editor.post(
        "/organise/network/suggestions/?project=p0", {"other": "p1", "kind": "hidden", "reason": "Streit"}
    )

    rule = PairRule.objects.get()
    assert (rule.project.slug, rule.other.slug, rule.kind) == ("p0", "p1", PairRuleKind.HIDDEN)
    assert rule.reason == "Streit"


def test_without_a_reason_nothing_is_hidden_and_what_was_typed_stays(editor, house):
    response = editor.post("/en/organise/network/suggestions/?project=p0", {"other": "p1", "kind": "hidden"})

    assert response.status_code == 422
    assert "Say why" in response.content.decode()
    assert not PairRule.objects.exists()


def test_a_weight_beyond_the_bounds_is_refused(editor):
    topic = make_topic()
    make_project()

    editor.post("/organise/network/suggestions/weigh/", {"topic": topic.slug, "steps": "6"})

    assert not TopicWeight.objects.exists()


def test_a_project_without_suggestions_stands_with_its_reason(editor, house):
    make_project(title_de="Leer", slug="empty")

    html = editor.get("/en/organise/network/suggestions/").content.decode()

    assert "It has neither topics nor a text to compare." in html


def test_the_picture_links_each_project_and_says_the_same_as_a_table(editor, house):
    html = editor.get("/en/organise/network/map/").content.decode()

    for project in house:
        assert html.count(f'href="/en/projects/{project.slug}/"') == 2


def test_the_picture_narrows_to_a_topic(editor, house):
    other = make_topic("KI")
    make_project(slug="alone", topics=[other])

    picture = editor.get(f"/organise/network/map/?topic={other.slug}").context["picture"]

    assert [node.slug for node in picture.nodes] == ["alone"]


def test_editors_read_that_somebody_refused_but_not_who(editor, house):
    person = make_person()
    ProjectMember.objects.create(project=house[1], person=person)
    asked = introductions.ask(house[0], house[1], actor=make_person())
    introductions.decline(asked, actor=person, misfit=Misfit.TIME)

    found = editor.get("/organise/network/introductions/").context["found"]

    assert list(found.latest) == []
    assert found.states["abgelehnt"] == 1
