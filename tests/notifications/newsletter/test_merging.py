from hypothesis import given
from hypothesis import strategies as st

from notifications.newsletter.merging import Conflict, merged

BASE = {
    "subject_de": "Neues",
    "blocks": [{"key": key, "kind": "text", "text_de": key, "text_en": key} for key in "abc"],
}


def document(order="abc", subject="Neues", **texts):
    blocks = [{"key": key, "kind": "text", "text_de": texts.get(key, key), "text_en": key} for key in order]
    return {"subject_de": subject, "blocks": blocks}


def test_changes_in_different_places_are_both_kept():
    content, conflicts = merged(
        BASE, document(a="ihrs", subject="Ihr Betreff"), document(order="acb", c="meins")
    )

    assert content == document(order="acb", a="ihrs", c="meins", subject="Ihr Betreff")
    assert conflicts == []


def test_what_others_added_stands_below_the_block_it_followed():
    content, _conflicts = merged(BASE, document(order="abxc"), document(order="cba"))

    assert [block["key"] for block in content["blocks"]] == ["c", "b", "x", "a"]


def test_different_words_in_one_place_are_a_conflict_and_mine_stand():
    content, conflicts = merged(BASE, document(b="ihrs"), document(b="meins"))

    assert content == document(b="meins")
    assert conflicts == [Conflict("text_de", "ihrs", "b", "text")]


def test_a_removed_block_stays_if_the_other_changed_it():
    theirs, _conflicts = merged(BASE, document(order="ac"), document(b="meins"))
    mine, _conflicts = merged(BASE, document(b="ihrs"), document(order="ac"))

    assert [block["key"] for block in theirs["blocks"]] == ["a", "b", "c"]
    assert [block["key"] for block in mine["blocks"]] == ["a", "b", "c"]


def test_a_block_one_removed_and_nobody_touched_is_gone():
    content, conflicts = merged(BASE, document(order="ab"), document(a="meins"))

    assert content == document(order="ab", a="meins")
    assert conflicts == []


_DOCUMENTS = st.builds(
    lambda order, texts: document("".join(order), **texts),
    st.permutations("abcxy").map(lambda keys: keys[:4]),
    st.dictionaries(st.sampled_from("abcxy"), st.sampled_from(["eins", "zwei"])),
)


@given(theirs=_DOCUMENTS, mine=_DOCUMENTS)
def test_no_new_words_are_ever_lost(theirs, mine):
    content, conflicts = merged(BASE, theirs, mine)

    kept = [block["text_de"] for block in content["blocks"]] + [conflict.theirs for conflict in conflicts]
    former = {block["text_de"] for block in BASE["blocks"]}
    typed = {block["text_de"] for side in (theirs, mine) for block in side["blocks"]} - former
    assert typed <= set(kept)
    assert len({block["key"] for block in content["blocks"]}) == len(content["blocks"])
