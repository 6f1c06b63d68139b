"""The German catalogue: what is found in sources, kept, merged and complained about."""

import json

import polib

from backend import catalogue
from backend.catalogue import Sentence


def make_catalogue(**translations):
    found = {Sentence("", english, ""): {"a.py"} for english in translations}
    made = catalogue.renewed(polib.POFile(), found)
    for entry in made:
        entry.msgstr = translations[entry.msgid]
    return made


def found_in(made):
    return {catalogue.key(entry): {"a.py"} for entry in made}


def test_python_calls_are_found_with_context_and_plural():
    source = (
        'a = _("Seat")\nb = ngettext("%(n)d seat", "%(n)d seats", n)\nc = pgettext_lazy("verb", "Open")\n'
    )

    found = catalogue.sentences_in(source, "a.py")

    assert found == [
        Sentence("", "Seat", ""),
        Sentence("", "%(n)d seat", "%(n)d seats"),
        Sentence("verb", "Open", ""),
    ]


def test_template_tags_are_found_whatever_their_indentation():
    source = """
      <p>it's {% translate "Your seat" %}
    {% blocktranslate trimmed count n=n %}
        {{ n }} seat
      {% plural %}
        {{ n }} seats
    {% endblocktranslate %}</p>
    {% include "x.html" with title=_("Free") %}
    """

    found = catalogue.sentences_in(source, "a.html")

    assert found == [
        Sentence("", "Your seat", ""),
        Sentence("", "%(n)s seat", "%(n)s seats"),
        Sentence("", "Free", ""),
    ]


def test_renewing_keeps_translations_and_drops_what_the_sources_no_longer_say():
    old = make_catalogue(Seat="Platz", Gone="Weg")

    new = catalogue.renewed(
        old, {Sentence("", "Seat", ""): {"b.py", "a.py"}, Sentence("", "Room", ""): {"a.py"}}
    )

    assert [(entry.msgid, entry.msgstr) for entry in new] == [("Room", ""), ("Seat", "Platz")]


def test_files_are_named_without_line_numbers():
    new = catalogue.renewed(polib.POFile(), {Sentence("", "Seat", ""): {"b.py", "a.py"}})

    assert new[0].occurrences == [("a.py", ""), ("b.py", "")]


def test_merging_fills_sentences_and_plurals_and_names_strangers(tmp_path):
    found = {Sentence("", "Seat", ""): {"a.py"}, Sentence("", "%(n)s seat", "%(n)s seats"): {"a.py"}}
    new = catalogue.renewed(polib.POFile(), found)
    file = tmp_path / "po.json"
    german = {"Seat": "Platz", "%(n)s seat|%(n)s seats": ["ein Platz", "%(n)s Plätze"], "Seet": "Plazt"}
    file.write_text(json.dumps(german), encoding="utf-8")

    strangers = catalogue.merge(new, file)

    assert (strangers, catalogue.faults(new, found)) == (["Seet"], [])


def test_an_untranslated_sentence_is_a_fault():
    made = make_catalogue(Seat="")

    assert catalogue.faults(made, found_in(made)) == ["untranslated: 'Seat'"]


def test_a_missing_and_an_obsolete_sentence_are_faults():
    made = make_catalogue(Seat="Platz")

    faults = catalogue.faults(made, {Sentence("", "Room", ""): {"a.py"}})

    assert faults == ["missing: 'Room' (a.py)", "obsolete: 'Seat'"]


def test_a_fuzzy_sentence_is_a_fault():
    made = make_catalogue(Seat="Platz")
    made[0].flags.append("fuzzy")

    assert catalogue.faults(made, found_in(made)) == ["fuzzy: 'Seat'"]


def test_a_placeholder_lost_or_misspelt_is_a_fault():
    made = make_catalogue(**{"%(taken)d seats": "%(belegt)d Plätze"})

    assert catalogue.faults(made, found_in(made)) == [
        "placeholders: '%(taken)d seats' wants ['%(taken)d'], has ['%(belegt)d']"
    ]


def test_a_percent_sign_is_no_placeholder():
    made = make_catalogue(**{"100 %%done": "100 %% fertig"})

    assert catalogue.faults(made, found_in(made)) == []
