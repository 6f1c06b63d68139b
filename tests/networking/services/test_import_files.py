"""Files with a preview: what is exported comes back unchanged, every fault is told, nothing is written before."""

import json

import pytest

from networking.enums import ExchangeKind
from networking.errors import ImportRefused
from networking.exports import network_files
from networking.models import Exchange, Grant, ImportFile, Organisation, Project, Topic
from networking.models.taxonomy import TopicLabel
from networking.services import import_files
from networking.services.project_import import import_projects
from tests.factories import make_person, make_project, make_topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def kept(kind, name, content):
    content = content.encode() if isinstance(content, str) else content
    return import_files.keep(kind, name, content, actor=make_person())


def everything():
    """One project and one topic with all that a file can hold."""
    topic = make_topic("Leichtbau", "Carbon", slug="light", label_en="Lightweight", note_de="Zeile\nzwei")
    TopicLabel.objects.create(topic=topic, text="Leichtbauweise", key="leichtbauweise", language="de")
    make_topic("Faser", slug="fibre", broader=topic)
    project = make_project(slug="full", title_de="=SUMME(1;2)", summary_de="Mit; Semikolon", topics=[topic])
    project.applicants.add(Organisation.objects.create(name="Söhne GmbH"))
    project.links.create(label="Blog der Gruppe", url="https://example.org/a?b=1")
    Grant.objects.create(
        project=project, number=3, starts_on="2024-01-01", ends_on="2024-12-31", amount=250_000
    )
    for kind, german, english in (
        (ExchangeKind.OFFER, "Messdaten", "Data"),
        (ExchangeKind.SEEK, "", "Partners"),
    ):
        row = Exchange.objects.create(project=project, kind=kind, text_de=german, text_en=english)
        row.topics.add(topic)


@pytest.mark.parametrize(
    ("kind", "ending"), [(kind, ending) for kind, all_ in network_files.OFFERED.items() for ending in all_]
)
def test_what_was_exported_changes_nothing_when_it_comes_back(kind, ending):
    everything()

    judgement = import_files.judge(kept(kind, f"x.{ending}", network_files.content(kind, ending)))

    assert judgement.faults == []
    assert [(row.name, row.fields) for row in judgement.touched] == []
    assert judgement.tally.unchanged == {"projects": 1, "topics": 2}[kind]


@pytest.mark.parametrize(("kind", "ending"), [("projects", "xlsx"), ("topics", "ttl")])
def test_an_empty_house_is_filled_from_the_files_alone(kind, ending):
    everything()
    topics, projects = network_files.content("topics", "ttl"), network_files.content("projects", ending[:4])
    before = json.loads(network_files.content(kind, "json"))
    Project.objects.all().delete()
    Topic.objects.filter(slug="fibre").delete()
    Topic.objects.all().delete()

    import_files.write(kept("topics", "t.ttl", topics))
    if kind == "projects":
        import_files.write(kept("projects", "p.xlsx", projects))

    assert json.loads(network_files.content(kind, "json")) == before


def test_a_preview_writes_nothing_and_writing_does_what_it_said():
    make_project(slug="a", title_de="Alt")
    file = kept("projects", "p.csv", "slug;title_de\na;Neu\nb;Zweites\n")

    judgement = import_files.judge(file)
    assert [(row.name, row.is_new, row.fields) for row in judgement.touched][0] == (
        "Neu",
        False,
        ["title_de"],
    )
    assert list(Project.objects.values_list("title_de", flat=True)) == ["Alt"]

    import_files.write(file)
    assert sorted(Project.objects.values_list("title_de", flat=True)) == ["Neu", "Zweites"]
    assert not ImportFile.objects.exists()


def test_every_fault_is_told_and_nothing_written():
    file = kept(
        "projects",
        "p.csv",
        "slug;title_de;offers;links;grant_amount\n"
        "A;Titel;;;\n"
        "b;Titel;Daten [nowhere];;\n"
        "c;Titel;a ] b;nur Name;1.5\n",
    )

    faults = import_files.judge(file).faults

    assert [fault.partition(": ")[0] for fault in faults] == [
        "p.csv, line 2, field slug",
        "p.csv, line 4, field grant_amount",
        "p.csv, line 4, field offers",
        "p.csv, line 4, field links",
        "p.csv, line 3, field offers",
    ]
    with pytest.raises(ImportRefused):
        import_files.write(file)
    assert not Project.objects.exists()


SKOS = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <https://example.org/topics/> .
:a a skos:Concept ; skos:prefLabel "Alpha"@de-AT, "Alpha (en)"@en ; skos:altLabel "Eins"@fr ; skos:broader :b .
:b a skos:Concept ; skos:prefLabel "Beta" ; skos:definition "Zwei"@de ; %s .
"""


def test_other_peoples_vocabularies_are_understood():
    import_files.write(kept("topics", "v.ttl", SKOS % 'skos:notation "beta"'))

    alpha = Topic.objects.get(slug="a")
    assert (alpha.label_de, alpha.label_en, alpha.broader.label_de) == ("Alpha", "Alpha (en)", "Beta")
    assert (alpha.broader.slug, alpha.broader.note_de) == ("beta", "Zwei")
    assert alpha.labels.get(is_synonym=True).text == "Eins"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (SKOS % "skos:broader :a", "circle"),
        (SKOS % 'skos:altLabel "ALPHA"', "is already a name of the topic a"),
        (SKOS % "skos:broader <urn:x>, <urn:y>", "There are 2 broader topics, we keep one."),
        (SKOS % "skos:broader <urn:x>", "“urn:x” is not a short name"),
        ("this is [ no turtle", "This is not valid Turtle."),
        ("", "There is no skos:Concept in this file."),
    ],
)
def test_what_a_vocabulary_cannot_be_is_told(text, fault):
    faults = import_files.judge(kept("topics", "v.ttl", text)).faults

    assert any(fault in sentence for sentence in faults), faults


@pytest.mark.parametrize("content", [b"PK\x03\x04 broken", b"", b"\xff\xfe"])
def test_broken_workbooks_are_refused_with_a_sentence(content):
    faults = import_files.judge(kept("projects", "p.xlsx", content)).faults

    assert faults == ["p.xlsx: This Excel file cannot be opened. Save it anew, or as CSV, and try again."]


def test_the_reports_data_survive_a_round_trip_through_excel():
    import_projects()

    judgement = import_files.judge(kept("projects", "p.xlsx", network_files.content("projects", "xlsx")))

    assert (judgement.faults, judgement.tally.unchanged) == ([], 49)
