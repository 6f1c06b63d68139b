"""Whom one is not shown, and why."""

import numpy as np

from networking.matching.exclusions import Exclusion, Exclusions, Reason
from tests.networking.matching.makers import portrait

PORTRAITS = [
    portrait("a", organisations=["TU", "HU"]),
    portrait("b", organisations=["HU", "TU", "FU"]),
    portrait("c", organisations=["FU"]),
    portrait("d"),
]


def test_a_shared_organisation_is_named_as_the_reason():
    assert Exclusions(PORTRAITS).between("a", "b") == Exclusion(Reason.ORGANISATION, ("HU", "TU"))


def test_nothing_stands_between_strangers():
    assert Exclusions(PORTRAITS).between("a", "d") is None


def test_a_stated_reason_is_kept_in_both_directions():
    exclusions = Exclusions(PORTRAITS, {("d", "c"): Reason.UNWANTED})

    assert exclusions.between("c", "d") == exclusions.between("d", "c") == Exclusion(Reason.UNWANTED)


def test_the_rows_hold_what_the_reasons_say():
    exclusions = Exclusions(PORTRAITS, {("d", "c"): Reason.UNWANTED, ("a", "gone"): Reason.CONTACT})

    rows = exclusions.rows(np.arange(4)).toarray()

    for one, first in enumerate("abcd"):
        for two, second in enumerate("abcd"):
            if one != two:
                assert bool(rows[one, two]) == (exclusions.between(first, second) is not None)
