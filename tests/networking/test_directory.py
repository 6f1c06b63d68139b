"""The directory's search: every name of a topic leads to the same projects."""

import pytest
from django.contrib.auth.models import AnonymousUser

from networking import queries
from networking.directory import Directory, ProjectFilter
from networking.models import FieldOfAction, Grant, ProjectMember, TransformationLine
from networking.services.project_import import import_projects
from networking.services.projects import index
from tests.factories import make_person, make_project, make_topic

ANYBODY = AnonymousUser()
pytestmark = pytest.mark.django_db


def found(q="", *, person=ANYBODY, **wanted):
    return [project.slug for project in Directory(person, ProjectFilter(q=q, **wanted)).projects()]


@pytest.fixture
def indexed():
    """`indexed(slug="a", …)` makes a project that is found at once."""

    def make(**fields):
        project = make_project(**fields)
        index([project])
        return project

    return make


@pytest.mark.parametrize(
    "name", ["Kreislaufwirtschaft", "zirkuläre Wertschöpfung", "CE", "circular   ECONOMY"]
)
def test_every_name_of_the_circular_economy_finds_the_same_projects(name):
    import_projects()
    expected = found("Circular Economy")

    assert len(expected) == 15
    assert found(name) == expected


def test_the_eight_projects_of_the_circular_economy_call_are_found_under_its_name():
    import_projects()
    call = set(queries.Project.objects.filter(circular_economy="funding-call").values_list("slug", flat=True))

    assert call < set(found("Kreislaufwirtschaft"))


def test_a_broader_topic_finds_the_projects_of_narrower_ones(indexed):
    broad = make_topic("Digitalisierung", slug="broad")
    indexed(slug="a", topics=[make_topic("Robotik", broader=make_topic("Maschinen", broader=broad))])

    assert found("digitalisierung") == found(topic="broad") == ["a"]


def test_a_narrower_topic_does_not_find_the_projects_of_broader_ones(indexed):
    broad = make_topic("Digitalisierung")
    make_topic("Robotik", broader=broad, slug="narrow")
    indexed(slug="a", topics=[broad])

    assert found("Robotik") == found(topic="narrow") == []


@pytest.mark.parametrize("word", ["KI", "ki", "AI"])
def test_a_short_name_matches_whole_words_only(indexed, word):
    make_topic("Künstliche Intelligenz", "KI", "AI")
    indexed(slug="hit", title_de="Zentrum (KI) und AI in Berlin")
    indexed(slug="miss", title_de="Kiel, Kino und Air")

    assert found(word) == ["hit"]


@pytest.mark.parametrize("word", ["FÖRDERN", "fördern", "Förde", "straße", "STRASSE"])
def test_case_does_not_matter_for_umlauts_either(indexed, word):
    indexed(slug="a", title_de="Fördern an der Straße")

    assert found(word) == ["a"]


@pytest.mark.parametrize("word", ["wirtschaft", "kreislauf"])
def test_long_words_are_found_inside_words(indexed, word):
    indexed(slug="a", title_de="Kreislaufwirtschaft")

    assert found(word) == ["a"]


def test_all_words_must_be_there_in_any_order(indexed):
    indexed(slug="both", title_de="Leichtbau", summary_de="Für Berliner Betriebe")
    indexed(slug="one", title_de="Leichtbau in Brandenburg")

    assert found("betriebe leichtbau") == ["both"]


def test_the_portrait_and_the_applicant_are_searched(indexed):
    import_projects()

    assert found("bauhütte 4.0") == ["holzbau"]


@pytest.mark.parametrize("text", ["%", "_", "'", '"', "  ", "\\", "((("])
def test_signs_without_a_word_do_no_harm(indexed, text):
    indexed(slug="a", title_de="100 % _ '")

    assert found(text) == ([] if text.strip() else ["a"])


def test_an_endless_text_is_cut_and_answered(indexed):
    indexed(slug="a", title_de="Titel")

    assert found("titel " * 10_000) == ["a"]


def test_filters_narrow_each_other():
    innovation = FieldOfAction.objects.get(pk="innovation")
    hit, other = make_project(slug="hit"), make_project(slug="other", is_completed=True)
    for project in (hit, other):
        project.fields_of_action.add(innovation)
        project.transformation_lines.add(TransformationLine.objects.get(pk="digital"))
        Grant.objects.create(project=project, number=project.pk, starts_on="2024-01-01", ends_on="2024-12-31")

    assert found(field="innovation", line="digital", state="ongoing", funded=True) == ["hit"]
    assert found(field="innovation", line="digital", state="completed", funded=True) == ["other"]


@pytest.mark.parametrize("name", ["field", "line", "topic", "state"])
def test_an_unknown_filter_finds_nothing(name):
    make_project()

    assert found(**{name: "unknown"}) == []


def test_a_project_that_is_not_published_is_found_by_its_members_only():
    draft = make_project(slug="draft", is_published=False)
    member = make_person()
    ProjectMember.objects.create(project=draft, person=member)

    assert found(person=ANYBODY) == found(person=make_person()) == []
    assert found(person=member) == ["draft"]


def test_counts_leave_out_what_one_may_not_see():
    topic = make_topic()
    make_project(topics=[topic])
    make_project(topics=[topic], is_published=False)

    assert queries.topics(ANYBODY).get().count == 1
    assert queries.figures(ANYBODY).projects == 1


def test_a_list_needs_the_same_number_of_queries_for_few_and_many(django_assert_num_queries):
    import_projects()

    for wanted in (ProjectFilter(), ProjectFilter(state="completed")):
        with django_assert_num_queries(5):
            for project in Directory(ANYBODY, wanted).projects():
                list(project.fields_of_action.all()), list(project.transformation_lines.all())
                list(project.topics.all()), list(project.applicants.all())


def test_titles_stand_in_the_order_of_a_dictionary():
    for title in ("Zebra", "„Azubi“", "Österreich", "ofen", "greenCHEM", "Ost"):
        make_project(title_de=title)

    ordered = queries.by_title(Directory(ANYBODY).projects())

    assert [project.title for project in ordered] == [
        "„Azubi“",
        "greenCHEM",
        "ofen",
        "Ost",
        "Österreich",
        "Zebra",
    ]
