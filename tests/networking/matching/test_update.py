"""A changed portrait, compared with a full run that keeps the weights."""

from dataclasses import replace

import pytest

from networking.matching.exclusions import Reason
from networking.matching.likeness import Shares
from networking.matching.model import Feedback, build
from networking.matching.update import changed
from tests.networking.matching.test_model import TOPICS, town

FEEDBACK = Feedback(
    excluded={("p007", "p011"): Reason.HIDDEN},
    pinned=[("p003", "p090")],
    shown={("p005", "p006"): 2, ("p008", "p005"): 1},
)
CHANGES = {
    "other text": {"text": "Robots weld steel with hydrogen " * 3},
    "nothing left": {"title": "", "text": "", "topics": ()},
    "other topics": {"topics": ("t4", "t1")},
    "other organisations": {"organisations": ("org1", "org9")},
    "exchange and field": {"offers": ("t2",), "seeks": ("t3",), "fields_of_action": ("skills",)},
    "one of another subject": {
        "title": "robot gripper welding 9",
        "text": "robot gripper welding " * 3,
        "topics": ("t1",),
    },
    "the same": {},
}


def run(portraits, weights=None):
    return build(portraits, TOPICS, shares=Shares(), feedback=FEEDBACK, weights=weights)


def same(one, other):
    assert one.suggestions() == other.suggestions()
    assert (one.nearness != other.nearness).nnz == 0
    assert (one.neighbours.likeness != other.neighbours.likeness).sum() == 0
    assert one.crowd.tolist() == other.crowd.tolist()


@pytest.mark.parametrize("kept", [7, 100])
@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_portrait_gives_what_a_full_run_with_the_same_weights_gives(change, kept, monkeypatch):
    for module in ("model", "update"):
        monkeypatch.setattr(f"networking.matching.{module}.KEPT", kept)
    portraits = town(120)
    portraits[5] = replace(portraits[5], **CHANGES[change])
    before = run(town(120))
    weights = before.weights.without("p005")

    same(changed(before, portraits[5]), run(portraits, weights))


def test_changes_one_after_the_other_give_what_a_full_run_gives():
    portraits, model = town(90), run(town(90))
    weights = model.weights
    for number in (5, 40, 5, 8):
        portraits[number] = replace(
            portraits[number], text=f"{portraits[number].text} welding robots {number}"
        )
        weights = weights.without(portraits[number].id)
        model = changed(model, portraits[number])

    found = run(portraits, replace(weights, crowd=model.weights.crowd))

    same(model, found)


def test_a_house_too_large_for_all_pairs_is_run_again_with_the_same_weights(monkeypatch):
    monkeypatch.setattr("networking.matching.neighbours.WHOLE", 50)
    portraits = town(60)
    before = run(portraits)
    portraits[5] = replace(portraits[5], text="Robots weld steel")

    found = changed(before, portraits[5])

    assert found.suggestions() == run(portraits, before.weights.without("p005")).suggestions()
