"""Topics a text speaks of, with the words that say so."""

import time

from networking.matching.hints import hints

NAMES = [("ce", "Kreislaufwirtschaft"), ("ce", "Circular Economy"), ("ai", "KI"), ("net", "Vernetzung")]


def test_words_inside_longer_words_and_several_words_in_a_row_are_found():
    text = "Das Kreislaufwirtschaftsgesetz und die circular economy. Circular wins, economy loses."

    [hint] = hints(text, NAMES)

    assert (hint.id, hint.words) == ("ce", ("Kreislaufwirtschaftsgesetz", "circular economy"))


def test_other_forms_of_a_word_are_found_by_their_stem():
    assert [hint.id for hint in hints("Wir sind gut vernetzt, vernetzte Betriebe.", NAMES)] == ["net"]


def test_short_names_are_found_as_whole_words_only():
    assert [hint.id for hint in hints("In Kiel baut man Skier.", NAMES)] == []
    assert [hint.words for hint in hints("Mit KI in Kiel.", NAMES)] == [("KI",)]


def test_the_topic_said_most_often_comes_first():
    assert [hint.id for hint in hints("KI, KI und noch einmal KI: vernetzt", NAMES)] == ["ai", "net"]


def test_no_text_has_no_hints():
    assert hints("", NAMES) == []


def test_a_text_of_a_megabyte_is_read_only_as_far_as_sensible():
    begun = time.monotonic()

    assert hints("wort" * 200_000 + " KI", NAMES) == []
    assert hints("Vernetzung " * 100_000, NAMES)[0].id == "net"
    assert time.monotonic() - begun < 5
