"""`manage.py messages` as a translator meets it."""

import json

import polib
import pytest
from django.core.management import CommandError, call_command

from backend import catalogue
from backend.catalogue import Sentence


@pytest.fixture(autouse=True)
def _small_house(monkeypatch, tmp_path):
    """Two sentences in the sources, an empty catalogue."""
    monkeypatch.setattr(catalogue, "ROOT", tmp_path)
    monkeypatch.setattr(catalogue, "CATALOGUE", tmp_path / "de" / "django.po")
    found = {Sentence("", "Seat", ""): {"a.py"}, Sentence("", "Room", ""): {"a.py"}}
    monkeypatch.setattr(catalogue, "extract", lambda: found)


def translations(tmp_path, **german):
    path = tmp_path / "german.json"
    path.write_text(json.dumps(german), encoding="utf-8")
    return path


def test_renewing_says_how_much_is_left(capsys):
    call_command("messages")

    assert capsys.readouterr().out == "2 sentences, 2 not translated.\n"


def test_an_incomplete_catalogue_fails_the_check_and_names_what_is_missing():
    call_command("messages")

    with pytest.raises(CommandError, match="untranslated: 'Room'"):
        call_command("messages", "--check")


def test_merged_translations_make_it_complete_and_compile(tmp_path):
    call_command("messages", "--merge", translations(tmp_path, Seat="Platz", Room="Raum"))

    call_command("messages", "--check")
    call_command("messages", "--compile")

    compiled = polib.mofile(str(tmp_path / "de" / "django.mo"))
    assert {entry.msgid: entry.msgstr for entry in compiled} == {"Seat": "Platz", "Room": "Raum"}


def test_translations_without_a_place_are_named(tmp_path, capsys):
    call_command("messages", "--merge", translations(tmp_path, Seet="Plazt"))

    assert "no such sentence in the sources: 'Seet'" in capsys.readouterr().out


def test_a_broken_file_is_named(tmp_path):
    path = tmp_path / "broken.json"
    path.write_text("{")

    with pytest.raises(CommandError, match=r"broken\.json cannot be read"):
        call_command("messages", "--merge", path)
