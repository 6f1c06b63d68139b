"""What a cluster or a topic offers for an event."""

import pytest

from events import proposals
from networking.enums import Role
from networking.models import ProjectMember
from tests.factories import make_event, make_organiser, make_person, make_project, make_topic

pytestmark = pytest.mark.django_db


def members(*projects):
    rows = ProjectMember.objects.filter(project__in=projects).select_related("person", "project")
    return list(rows.order_by("project__title_de", "pk"))


def test_the_title_names_the_two_topics_most_of_them_share():
    heat, robots, alone = (
        make_topic("Abwärme", label_en="Waste heat"),
        make_topic("Robotik"),
        make_topic("KI"),
    )
    projects = [
        make_project(topics=[heat, robots]),
        make_project(topics=[heat, robots]),
        make_project(topics=[heat, alone]),
    ]

    found = proposals.shared(projects)

    assert (found.title("de"), found.title("en")) == ("Abwärme und Robotik", "Waste heat and Robotik")


def test_the_topic_one_came_from_stands_first():
    heat, robots = make_topic("Abwärme"), make_topic("Robotik")
    projects = [make_project(topics=[heat]), make_project(topics=[heat])]

    assert proposals.shared(projects, robots).topics == [robots, heat]


def test_projects_that_share_nothing_give_no_title():
    assert proposals.shared([make_project(topics=[make_topic()]), make_project()]).title("de") == ""


def test_a_topic_offers_the_projects_below_it_too():
    heat = make_topic("Wärme")
    below = make_project(topics=[make_topic("Abwärme", broader=heat)])
    make_project()

    assert proposals.offered(make_person(), [], heat) == [below]


def test_a_project_that_is_not_published_is_never_offered():
    hidden = make_project(is_published=False)

    assert proposals.offered(make_person(), [hidden.slug], None) == []


def test_tables_are_never_offered_at_confidential_cancelled_or_past_events():
    editor = make_organiser(Role.ORGANISER, Role.NETWORK_EDITOR)
    make_event(format="dialog", owner=editor)
    make_event(visibility="confidential", owner=editor)
    make_event(state="cancelled")
    open_one = make_event()

    assert proposals.tables_at(editor) == [open_one]


def test_whoever_is_on_two_teams_is_invited_once():
    first, second = make_project(title_de="A"), make_project(title_de="B")
    person = make_person()
    for project in (first, second):
        ProjectMember.objects.create(project=project, person=person)

    rows = proposals.people_of([first, second], {first.slug, second.slug}, members(first, second), {})

    assert [len(row.invited) for row in rows] == [1, 0]
    assert "„A“" in rows[1].left_out[0].why_not


def test_closed_accounts_are_named_and_do_not_shift_the_faults_of_others():
    project = make_project()
    closed, known = make_person(is_active=False), make_person()
    for person in (closed, known):
        ProjectMember.objects.create(project=project, person=person)

    [row] = proposals.people_of([project], {project.slug}, members(project), {1: "Schon angemeldet."})

    assert [seat.why_not for seat in row.left_out] == ["Das Konto ist geschlossen.", "Schon angemeldet."]
