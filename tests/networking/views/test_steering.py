"""The editors' pages around suggestions."""

import pytest

from networking.enums import Misfit, OpinionKind, PairRuleKind, Role
from networking.matching.model import VERSION
from networking.models import Organisation, PairRule, ProjectMember, RoleGrant, Suggestion, TopicWeight
from networking.services import introductions, opt_outs, suggestions
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
    for number in range(6):
        make_project(slug=f"stranger-{number}")
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
        assert html.count(f'href="/en/projects/{project.slug}/"') == 3  # picture, cluster, table


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


def test_every_suggestion_says_which_model_and_which_data_made_it(editor, house):
    row = house[0].suggestions.first()

    html = editor.get("/en/organise/network/suggestions/?project=p0").content.decode()

    assert f"Model {VERSION}" in html
    assert row.data_version in html


def test_the_preview_says_when_the_model_is_another_though_no_list_changes(editor, house):
    Suggestion.objects.update(model_version=1)

    html = editor.get("/en/organise/network/suggestions/run/").content.decode()

    assert f"version {VERSION}; some suggestions were made by version 1" in html
    assert "Run now" in html


def test_the_preview_says_whether_projects_or_answers_have_changed(editor, house):
    preview = editor.get("/organise/network/suggestions/run/").context["preview"]
    house[0].title_de = "Ganz anders"
    house[0].save()

    later = editor.get("/organise/network/suggestions/run/").context["preview"]

    assert (preview.has_new_data, later.has_new_data) == (False, True)


def test_a_run_stamps_what_another_model_made(editor, house):
    Suggestion.objects.update(model_version=1)

    editor.post("/organise/network/suggestions/run/")

    assert set(Suggestion.objects.values_list("model_version", flat=True)) == {VERSION}


def test_who_is_never_suggested_stands_there_with_the_reason(editor, house):
    office = Organisation.objects.create(name="Technologiezentrum")
    for project in house[:2]:
        project.applicants.add(office)
    house[3].is_completed = True
    house[3].save()

    html = editor.get("/en/organise/network/suggestions/?project=p0").content.decode()

    assert "The same organisation: Technologiezentrum" in html


def test_what_teams_said_of_each_other_is_counted_and_not_told(editor, house):
    introductions.set_aside(
        house[0], house[1], OpinionKind.UNFIT, actor=make_person(), misfit=Misfit.COMPETITION
    )

    left_out = editor.get("/organise/network/suggestions/?project=p0").context["left_out"]

    assert (left_out.named, left_out.settled) == ([], 1)


def test_projects_that_want_no_suggestions_stand_there_with_their_reason(editor, house):
    opt_outs.leave(house[1], reason="Keine Zeit", actor=make_person())

    html = editor.get("/organise/network/suggestions/").content.decode()
    picture = editor.get("/organise/network/map/").context["picture"]

    assert "Keine Zeit" in html
    assert "p1" not in [node.slug for node in picture.nodes]


def test_a_completed_project_is_linked_in_the_picture_and_stands_in_no_cluster(editor, house):
    house[3].is_completed = True
    house[3].save()
    suggestions.recompute()

    nodes = {node.slug: node for node in editor.get("/organise/network/map/").context["picture"].nodes}

    assert (nodes["p3"].cluster, nodes["p3"].degree > 0) == (0, True)
