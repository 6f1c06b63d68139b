"""From text to what can be compared."""

import pytest

from networking.matching import words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Die Kreislaufwirtschaft in Berlin", ["kreislaufwirtschaft", "berlin"]),
        ("Über 5G und KI: H2-Prüfstände!", ["5g", "ki", "h2", "prufstande"]),
        ("STRASSE Straße", ["strasse", "strasse"]),
        ("2024 a b c", []),
        ("", []),
    ],
)
def test_words_are_folded_and_say_something(text, expected):
    assert words.words(text) == expected


def test_the_first_seven_letters_stand_for_a_word():
    assert words.stem("vernetzung") == words.stem("vernetzungen") == "vernetz"


def test_pairs_reach_over_one_word_and_have_no_order():
    assert list(words.pairs(["c", "a", "b", "c"])) == ["a c", "b c", "a b", "a c", "b c"]


def test_a_word_is_no_pair_with_itself():
    assert list(words.pairs(["a", "a"])) == []


def test_a_pair_counts_less_than_a_word():
    assert words.stems_and_pairs(["alpha", "beta"]) == {"alpha": 1, "beta": 1, "alpha beta": 0.4}


def test_pieces_know_the_ends_of_words():
    assert words.pieces(["wald"]) == {"^wal": 1, "wald": 1, "ald$": 1}


def test_pieces_find_a_word_inside_another():
    assert words.pieces(["wirtschaft"]).keys() & words.pieces(["kreislaufwirtschaft"]).keys() >= {
        "wirt",
        "haft",
    }


@pytest.mark.parametrize(
    ("stems", "expected"),
    [
        ("kreisla", "Kreislaufwirtschaft"),
        ("berlin kreisla", "Berlin Kreislaufwirtschaft"),
        ("unknown", "unknown"),
    ],
)
def test_a_stem_is_shown_as_somebody_wrote_it(stems, expected):
    assert words.as_written(stems, "", "Die Kreislaufwirtschaft in Berlin, BERLIN") == expected
