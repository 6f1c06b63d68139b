"""What a portrait has of each kind of evidence."""

from networking.matching import evidence
from networking.matching.portrait import Scheme, Topic
from tests.networking.matching.makers import portrait

SCHEME = Scheme(
    [Topic("root", "Everything"), Topic("energy", "Energy", "root"), Topic("heat", "Waste heat", "energy")]
)


def test_every_step_up_the_tree_halves_a_topic():
    assert evidence.topic_terms(("heat",), SCHEME) == {"heat": 1, "energy": 0.5, "root": 0.25}


def test_a_topic_named_itself_counts_whole_whatever_stands_below_it():
    assert evidence.topic_terms(("heat", "energy"), SCHEME)["energy"] == 1


def test_a_word_of_the_title_counts_twice():
    found = evidence.word_terms(portrait("p", "Robots", "Robots weld"))

    assert (found["robots"], found["weld"], found["robots weld"]) == (3, 1, 0.4)
    assert evidence.piece_terms(portrait("p", "weld", "weld"))["weld"] == 3


def test_names_of_topics_stand_beside_the_title_but_not_the_top_of_the_tree():
    found = evidence.label_terms(portrait("p", "Heat pumps", topics=["heat"]), SCHEME)

    assert found == {"heat": 3, "pumps": 1, "waste": 2, "energy": 1}
