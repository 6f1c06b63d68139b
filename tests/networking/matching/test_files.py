"""Projects and topics from JSON lines; faults are tested with the command that tells them."""

import pytest

from networking.errors import ImportRefused
from networking.matching import files
from networking.matching.portrait import Portrait, Topic


def test_a_line_becomes_a_portrait(tmp_path):
    path = tmp_path / "projects.jsonl"
    path.write_text(
        '{"id": "a", "title": "T", "text": "Words", "topics": ["t"], "organisations": ["o"], "x": 1}\n'
    )

    assert files.read_portraits(path, 3) == [Portrait("a", "T", "Wor", ("t",), ("o",))]


def test_a_line_becomes_a_topic(tmp_path):
    path = tmp_path / "topics.jsonl"
    path.write_text(
        '\ufeff{"id": "a", "label": "A", "broader": ""}\n\n{"id": "b", "broader": "a"}', encoding="utf-8"
    )

    assert files.read_topics(path) == [Topic("a", "A", None), Topic("b", "", "a")]


def test_every_fault_is_named(tmp_path):
    path = tmp_path / "topics.jsonl"
    path.write_text("{\n[]\n")

    with pytest.raises(ImportRefused) as refusal:
        files.read_topics(path)

    assert len(refusal.value.faults) == 2


def test_rankings_appear_when_they_are_complete(tmp_path):
    path = tmp_path / "ranking.jsonl"

    files.write_rankings(path, [("a", ["b"]), ("ü", [])])

    assert path.read_text(encoding="utf-8") == '{"id": "a", "ranking": ["b"]}\n{"id": "ü", "ranking": []}\n'
    assert [file.name for file in tmp_path.iterdir()] == ["ranking.jsonl"]
