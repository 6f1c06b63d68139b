"""Importing the network: the report's figures, twice is once, all or nothing, every fault told."""

import json

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from networking.errors import ImportRefused
from networking.management.commands.import_projects import Command
from networking.models import AuditEntry, FundingCall, Grant, Organisation, Project, Topic, TopicLabel
from networking.services.import_act import Tally
from networking.services.import_columns import TABLES
from networking.services.project_import import import_projects
from tests.factories import make_project, make_topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def write(tmp_path):
    """`write(projects=[…], topics="csv text")` makes a folder to import."""

    def write_files(**tables):
        for kind, rows in tables.items():
            name, text = (
                (f"{kind}.csv", rows) if isinstance(rows, str) else (f"{kind}.json", json.dumps(rows))
            )
            (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path

    return write_files


def project(slug="a", **values):
    return {"slug": slug, "title_de": "Titel"} | values


def topic(slug="t", label_de="Thema", **values):
    return {"slug": slug, "label_de": label_de} | values


def faults_of(path):
    with pytest.raises(ImportRefused) as refusal:
        import_projects(path)
    return refusal.value.faults


def test_the_packaged_data_has_the_figures_of_the_monitoring_report():
    import_projects()

    assert {
        "projects": Project.objects.count(),
        "ongoing": Project.objects.ongoing().count(),
        "completed": Project.objects.completed().count(),
        "funded": Project.objects.funded().count(),
        "funded and ongoing": Project.objects.funded().ongoing().count(),
        "circular-economy call": Project.objects.filter(circular_economy="funding-call").count(),
        "in the call": FundingCall.objects.get(slug="circular-economy-2023").projects.count(),
        "topics": Topic.objects.count(),
        "calls": FundingCall.objects.count(),
    } == {
        "projects": 49,
        "ongoing": 40,
        "completed": 9,
        "funded": 19,
        "funded and ongoing": 17,
        "circular-economy call": 8,
        "in the call": 8,
        "topics": 42,
        "calls": 3,
    }


def test_grants_are_numbered_from_1_to_19_as_in_the_reports_annex():
    import_projects()

    assert list(Grant.objects.values_list("number", flat=True)) == list(range(1, 20))


def test_a_month_without_a_day_is_kept_as_a_month():
    import_projects()
    call = FundingCall.objects.get(slug="circular-economy-2023")

    assert (str(call.published_on), call.published_is_month) == ("2023-10-01", True)


def test_importing_twice_changes_nothing_the_second_time():
    import_projects()
    before = list(Project.objects.order_by("pk").values("pk", "changed_at", "search_text"))

    tallies = import_projects()

    assert tallies == {
        "topics": Tally(unchanged=42),
        "projects": Tally(unchanged=49),
        "calls": Tally(unchanged=3),
    }
    assert list(Project.objects.order_by("pk").values("pk", "changed_at", "search_text")) == before


def test_the_command_says_what_it_did(capsys):
    call_command("import_projects")
    call_command("import_projects")

    assert capsys.readouterr().out.splitlines()[-3:] == [
        "topics: 0 new, 0 changed, 42 unchanged",
        "projects: 0 new, 0 changed, 49 unchanged",
        "calls: 0 new, 0 changed, 3 unchanged",
    ]


def test_the_command_prints_every_fault(write):
    with pytest.raises(CommandError) as error:
        call_command(
            "import_projects", write(projects=[project(topics=["x"]), project(slug="b", report_url="x")])
        )

    assert str(error.value).splitlines() == [
        "projects.json, line 1, entry 2, field report_url: This is not the address of a page (https://…).",
        "projects.json, line 1, entry 1, field topics: “x” is unknown.",
        "The file was not imported: nothing was changed. Please correct the faults and try again.",
    ]


def test_csv_files_are_imported(write):
    path = write(
        topics="slug,label_de,synonyms\nt,Kreislauf,CE;Zirkulär\n",
        projects="slug,title_de,topics,applicants,grant_number,grant_starts_on,grant_ends_on\n"
        "a,Titel,t,Erste GmbH; Zweite e.V.,4,2024-01-01,2024-12-31\n",
        calls="slug,title_de,published_on,projects\nc,Ruf,2024-05,a\n",
    )

    import_projects(path)

    found = Project.objects.get(slug="a")
    assert [str(applicant) for applicant in found.applicants.all()] == ["Erste GmbH", "Zweite e.V."]
    assert (found.grant.number, found.topics.get().slug, found.calls.get().slug) == (4, "t", "c")


def test_a_single_file_is_imported_by_its_name(write):
    path = write(topics=[topic()], projects=[project()])

    assert import_projects(path / "topics.json") == {"topics": Tally(new=1)}


def test_one_fault_leaves_everything_as_it_was(write):
    path = write(topics=[topic()], projects=[project(), project(slug="b", topics=["unknown"])])

    faults_of(path)

    assert (Topic.objects.count(), Project.objects.count(), Organisation.objects.count()) == (0, 0, 0)


def test_a_changed_row_is_counted_and_noted_with_its_fields(write):
    import_projects(write(projects=[project()]))

    tallies = import_projects(write(projects=[project(title_en="Title", is_completed=True)]))

    entry = AuditEntry.objects.filter(verb="project.change").get()
    assert (tallies["projects"], entry.fields, entry.source) == (
        Tally(changed=1),
        ["title_en", "is_completed"],
        "import",
    )


def test_a_field_the_file_does_not_name_keeps_its_value(write):
    make_project(slug="a", summary_de="Von Hand geschrieben.")

    import_projects(write(projects=[project()]))

    assert Project.objects.get(slug="a").summary_de == "Von Hand geschrieben."


def test_an_empty_cell_empties_the_field(write):
    make_project(slug="a", summary_de="Alt", topics=[make_topic(slug="t")])

    import_projects(write(projects="slug,title_de,summary_de,topics\na,Titel,,\n"))

    found = Project.objects.get(slug="a")
    assert (found.summary_de, found.topics.count()) == ("", 0)


def test_a_grant_can_be_taken_away(write):
    grant = {"grant_number": 1, "grant_starts_on": "2024-01-01", "grant_ends_on": "2024-02-01"}
    import_projects(write(projects=[project(**grant)]))

    import_projects(write(projects=[project(**dict.fromkeys(grant))]))

    assert Grant.objects.count() == 0


def test_two_projects_can_swap_their_grant_numbers(write):
    dates = {"grant_starts_on": "2024-01-01", "grant_ends_on": "2024-02-01"}
    import_projects(write(projects=[project(grant_number=1, **dates), project("b", grant_number=2, **dates)]))

    import_projects(write(projects=[project(grant_number=2, **dates), project("b", grant_number=1, **dates)]))

    assert [grant.project.slug for grant in Grant.objects.all()] == ["b", "a"]


def test_a_synonym_can_move_from_one_topic_to_another(write):
    import_projects(write(topics=[topic(synonyms=["Wort"]), topic("u", "Anderes", synonyms=[])]))

    import_projects(write(topics=[topic(synonyms=[]), topic("u", "Anderes", synonyms=["Wort"])]))

    assert TopicLabel.objects.get(text="Wort").topic.slug == "u"


def test_topics_may_stand_before_their_broader_topic(write):
    import_projects(write(topics=[topic(broader="u"), topic("u", "Oben")]))

    assert Topic.objects.get(slug="t").broader.slug == "u"


def test_a_renamed_topic_is_found_in_its_projects_at_once(write):
    import_projects(write(topics=[topic("t", "Alt")], projects=[project(topics=["t"])]))

    import_projects(write(topics=[topic("t", "Neu")]))

    assert Project.objects.get().search_text == " titel neu "


@pytest.mark.parametrize(
    ("tables", "fault"),
    [
        (
            {"projects": [project(), project()]},
            "entry 2, field slug: “a” is already used by line 1.",
        ),
        (
            {"projects": [project(topics=["x"])]},
            "entry 1, field topics: “x” is unknown.",
        ),
        (
            {"projects": [project(fields_of_action=["x"])]},
            "entry 1, field fields_of_action: “x” is unknown.",
        ),
        (
            {"projects": [project(transformation_lines=["x"])]},
            "entry 1, field transformation_lines: “x” is unknown.",
        ),
        (
            {"projects": [project(circular_economy="x")]},
            "entry 1, field circular_economy: “x” is unknown. Known are: funding-call, related.",
        ),
        (
            {"projects": [project(is_completed="maybe")]},
            "entry 1, field is_completed: true or false is expected.",
        ),
        (
            {"projects": [project(report_url="javascript:alert(1)")]},
            "entry 1, field report_url: This is not the address of a page (https://…).",
        ),
        (
            {"projects": [project(title_de="x" * 201)]},
            "entry 1, field title_de: This text has 201 characters; at most 200 fit.",
        ),
        (
            {"projects": [project(grant_number=1, grant_starts_on="2024-02-01", grant_ends_on="2024-01-31")]},
            "entry 1, field grant_ends_on: The end (2024-01-31) is before the start (2024-02-01).",
        ),
        (
            {"projects": [project(grant_number=1, grant_starts_on="31.01.2024", grant_ends_on="2024-12-31")]},
            "entry 1, field grant_starts_on: “31.01.2024” is not a date. Please write it as 2024-10-31.",
        ),
        (
            {"projects": [project(grant_number=1, grant_starts_on="2024-02-30", grant_ends_on="2024-12-31")]},
            "entry 1, field grant_starts_on: “2024-02-30” is not a date. Please write it as 2024-10-31.",
        ),
        (
            {"projects": [project(grant_number=1)]},
            "entry 1, field grant_starts_on: A grant needs its number, start and end.",
        ),
        (
            {"topics": [topic(), topic(label_de="Zwei")]},
            "entry 2, field slug: “t” is already used by line 1.",
        ),
        (
            {"topics": [topic(synonyms=["CE"]), topic("u", "Unten", label_en="ce")]},
            "entry 2, field label_en: “ce” is already a name of the topic t.",
        ),
        ({"topics": [topic(broader="x")]}, "entry 1, field broader: “x” is unknown."),
        (
            {"topics": [topic(broader="t")]},
            "entry 1, field broader: The broader topics lead in a circle: t → t.",
        ),
        (
            {"calls": [{"slug": "c", "title_de": "Ruf", "projects": ["x"]}]},
            "entry 1, field projects: “x” is unknown.",
        ),
        (
            {
                "calls": [
                    {"slug": "c", "title_de": "Ruf", "published_on": "2024-05", "deadline_on": "2024-04-30"}
                ]
            },
            "entry 1, field deadline_on: The end (2024-04-30) is before the start (2024-05-01).",
        ),
        (
            {"calls": [{"slug": "c", "title_de": "Ruf", "published_on": "2024-13"}]},
            "entry 1, field published_on: “2024-13” is not a date. Please write it as 2024-10-31.",
        ),
    ],
)
def test_a_fault_is_told_with_file_line_and_field(write, tables, fault):
    assert faults_of(write(**tables)) == [f"{next(iter(tables))}.json, line 1, {fault}"]


def test_a_circle_through_topics_that_are_already_there_is_told(write):
    top = make_topic("Oben", slug="u")
    make_topic("Unten", slug="t", broader=top)

    assert faults_of(write(topics=[topic("u", "Oben", broader="t")])) == [
        "topics.json, line 1, entry 1, field broader: The broader topics lead in a circle: u → t → u."
    ]


def test_a_name_that_another_topic_keeps_is_refused(write):
    make_topic("Thema", "CE", slug="t")

    assert faults_of(write(topics=[topic(), topic("u", "Unten", synonyms=["ce"])])) == [
        "topics.json, line 1, entry 2, field synonyms: “ce” is already a name of the topic t."
    ]


def test_a_grant_number_of_another_project_is_refused(write):
    other = make_project(slug="other")
    Grant.objects.create(project=other, number=7, starts_on="2024-01-01", ends_on="2024-12-31")
    row = project(grant_number=7, grant_starts_on="2024-01-01", grant_ends_on="2024-12-31")

    assert faults_of(write(projects=[row])) == [
        "projects.json, line 1, entry 1, field grant_number: “7” is already used by other."
    ]


def test_all_faults_of_all_files_are_told_at_once(write):
    path = write(
        topics=[topic("T")], projects="slug,title_de,website\na,,https://example.org\nb,Titel,nowhere\n"
    )

    assert [fault.partition(": ")[0] for fault in faults_of(path)] == [
        "topics.json, line 1, entry 1, field slug",
        "projects.csv, line 2, field title_de",
        "projects.csv, line 3, field website",
    ]


def test_an_empty_folder_says_what_it_looked_for(tmp_path):
    assert faults_of(tmp_path) == [
        f"{tmp_path}: Nothing to import here. Known names are: topics.json, topics.csv, topics.xlsx, "
        "projects.json, projects.csv, projects.xlsx, calls.json, calls.csv, calls.xlsx."
    ]


def test_two_files_of_one_kind_are_refused(write):
    write(topics=[topic()])

    assert faults_of(write(topics="slug,label_de\nt,Thema\n")) == [
        "topics.csv: There is also topics.json. Please keep one."
    ]


def test_every_column_is_explained_in_the_documentation_and_in_the_commands_help():
    document = (settings.BASE_DIR / "docs" / "import.md").read_text(encoding="utf-8")
    names = [column.name for columns in TABLES.values() for column in columns]

    assert [name for name in names if f"`{name}`" not in document] == []
    assert [name for name in names if name not in Command.help] == []
