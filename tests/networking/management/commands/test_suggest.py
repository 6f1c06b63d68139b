"""manage.py suggest, as somebody at a terminal meets it."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from networking.models import Project, Suggestion
from networking.services.project_import import import_projects

PROJECTS = [
    {"id": f"p{n}", "title": title, "text": text, "topics": ["t"], "organisations": [f"o{n}"]}
    for n, (title, text) in enumerate(
        [
            ("Green steel", "Hydrogen furnace"),
            ("Hydrogen", "Steel furnace"),
            ("Timber", "Facade"),
            ("Oak", "Timber"),
        ]
    )
]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def files(tmp_path):
    """`files(projects, topics)` writes both and gives the options of the command."""

    def write(projects=PROJECTS, topics=({"id": "t", "label": "Industry", "broader": None},)):
        for name, rows in (("projects", projects), ("topics", topics)):
            lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
            (tmp_path / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        names = {name: tmp_path / f"{name}.jsonl" for name in ("projects", "topics")}
        return names | {"out": tmp_path / "ranking.jsonl"}

    return write


def ranked(options, **more):
    call_command("suggest", **options, **more)
    return [json.loads(line) for line in options["out"].read_text(encoding="utf-8").splitlines()]


def test_files_are_ranked_in_their_order_without_the_database(files):
    rows = ranked(files(list(reversed(PROJECTS))))

    assert [row["id"] for row in rows] == ["p3", "p2", "p1", "p0"]
    assert rows[3]["ranking"][0] == "p1"


def test_lists_are_as_long_as_asked_for(files):
    assert all(len(row["ranking"]) <= 1 for row in ranked(files(), k=1))


def test_texts_are_cut_to_the_characters_asked_for(files):
    whole = ranked(files())
    titles = ranked(files([project | {"text": "ignored " * 9} for project in PROJECTS]), chars=0)

    assert titles == ranked(files([project | {"text": ""} for project in PROJECTS]))
    assert titles != whole


@pytest.mark.parametrize("empty", [{"text": None, "topics": None, "organisations": None, "title": None}, {}])
def test_missing_and_empty_fields_are_read(files, empty):
    rows = ranked(files([*PROJECTS, {"id": "empty"} | empty]))

    assert rows[-1] == {"id": "empty", "ranking": []}


def test_signs_that_end_a_line_elsewhere_may_stand_in_a_text(files):
    assert len(ranked(files([*PROJECTS, {"id": "x", "text": "one\u2028two\x85three"}]))) == 5


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{", "projects.jsonl, line 5: this is not JSON."),
        ("[" * 100_000, "this is not JSON."),
        ("[]", "this is not an object."),
        ('{"id": 7}', "“id” must be a text that is not empty."),
        ('{"id": "p0"}', "the id p0 is there twice."),
        ('{"id": "x", "topics": "t"}', "“topics” must be a list of texts."),
        ('{"id": "x", "topics": [1]}', "“topics” must be a list of texts."),
        ('{"id": "x", "text": []}', "“text” must be a text."),
    ],
)
def test_faults_are_named_with_their_line_and_nothing_is_written(files, line, sentence):
    options = files([*PROJECTS, line])

    with pytest.raises(CommandError) as refusal:
        ranked(options)

    assert sentence in str(refusal.value)
    assert not options["out"].exists()


def test_a_file_that_is_not_there_is_named(files, tmp_path):
    with pytest.raises(CommandError, match="gone.jsonl cannot be read"):
        ranked(files() | {"projects": tmp_path / "gone.jsonl"})


def test_a_place_one_cannot_write_to_is_named(files, tmp_path):
    with pytest.raises(CommandError, match="cannot be written"):
        ranked(files() | {"out": tmp_path / "gone" / "ranking.jsonl"})


@pytest.mark.parametrize(
    ("topics", "sentence"),
    [
        ([("a", "One", None), ("b", " ONE", None)], "same label and count as different ones: a, b."),
        (
            [("a", "A", "b"), ("b", "B", "a")],
            "stand above themselves; the circle ends where it begins: a, b.",
        ),
        ([("a", "A", "gone")], "broader topics do not exist and are left out: gone."),
        ([], "topics of projects do not exist and are left out: t."),
    ],
)
def test_odd_topics_are_told_and_do_not_stand_in_the_way(files, capsys, topics, sentence):
    rows = ranked(files(topics=[{"id": i, "label": label, "broader": above} for i, label, above in topics]))

    assert sentence in capsys.readouterr().err
    assert len(rows) == 4


@pytest.mark.parametrize("option", [["--k", "0"], ["--k", "x"], ["--chars", "-1"]])
def test_numbers_out_of_range_are_refused(option):
    with pytest.raises(CommandError, match="whole number"):
        call_command("suggest", *option)


@pytest.mark.parametrize("options", [{"out": "x"}, {"chars": 3}])
def test_half_a_set_of_files_is_refused(options):
    with pytest.raises(CommandError, match="belong together"):
        call_command("suggest", **options)


@pytest.mark.django_db
def test_without_files_the_projects_of_the_database_are_computed(capsys):
    import_projects()

    call_command("suggest", k=5)

    firsts = Suggestion.objects.filter(rank=1)
    assert (
        firsts.filter(is_knowledge=False).count() == Project.objects.filter(is_completed=False).count() == 40
    )
    assert not Suggestion.objects.filter(rank__gt=5).exists()
    assert "49 / 49" in capsys.readouterr().out
