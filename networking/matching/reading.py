"""From portraits to terms with weights: what a run measures first, and what a later run may keep."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from networking.matching import evidence
from networking.matching.evidence import WEIGHTINGS, Kind
from networking.matching.likeness import Likeness, Shares
from networking.matching.portrait import Portrait, Scheme
from networking.matching.spaces import Space

Terms = dict[Kind, Sequence[Mapping[str, float]]]


@dataclass(frozen=True)
class Weights:
    """What a full run measured of the whole house: how rare terms are, half-saturation, the crowd of each project.

    A later run that keeps them is not moved by what changed elsewhere.
    """

    spaces: Mapping[Kind, Space]
    halves: Mapping[Kind, float]
    crowd: Mapping[str, float]

    def without(self, project: str) -> "Weights":
        """The same, but the crowd around this one, which changed, is to be measured."""
        return replace(self, crowd={key: crowd for key, crowd in self.crowd.items() if key != project})


def read(
    portraits: Sequence[Portrait],
    scheme: Scheme,
    shares: Shares,
    factors: Mapping[str, float] | None = None,
    spaces: Mapping[Kind, Space] | None = None,
) -> tuple[Mapping[Kind, Space], Likeness]:
    """Every project's terms, weighed anew or as in `spaces`. Half-saturation is still to be measured."""
    rows = terms(portraits, scheme)
    offers = [evidence.topic_terms(portrait.offers, scheme) for portrait in portraits]
    seeks = [evidence.topic_terms(portrait.seeks, scheme) for portrait in portraits]
    if spaces is None:
        topics = zip(offers, seeks, rows[Kind.TOPIC], strict=True)
        everything = {**rows, Kind.TOPIC: [{**given, **wanted, **own} for given, wanted, own in topics]}
        spaces = {
            kind: Space.fitted(everything[kind], WEIGHTINGS[kind], factors if kind == Kind.TOPIC else None)
            for kind in rows
        }
    return spaces, Likeness(
        matrices={kind: spaces[kind].matrix(rows[kind]) for kind in rows},
        offers=spaces[Kind.TOPIC].matrix(offers),
        seeks=spaces[Kind.TOPIC].matrix(seeks),
        fields=memberships([portrait.fields_of_action for portrait in portraits]),
        lines=memberships([portrait.transformation_lines for portrait in portraits]),
        lengths=np.array([len(portrait.text) for portrait in portraits], float),
        shares=shares,
        halves={},
    )


def terms(portraits: Sequence[Portrait], scheme: Scheme) -> Terms:
    """What each project has of every kind of terms."""
    return {
        Kind.TOPIC: [evidence.topic_terms(portrait.topics, scheme) for portrait in portraits],
        Kind.WORD: [evidence.word_terms(portrait) for portrait in portraits],
        Kind.PIECE: [evidence.piece_terms(portrait) for portrait in portraits],
        Kind.LABEL: [evidence.label_terms(portrait, scheme) for portrait in portraits],
    }


def memberships(rows: Sequence[tuple[str, ...]]) -> sparse.csr_matrix:
    """Ones where a project belongs."""
    names = sorted({name for row in rows for name in row})
    columns = {name: column for column, name in enumerate(names)}
    pairs = [(number, columns[name]) for number, row in enumerate(rows) for name in sorted(set(row))]
    where = tuple(np.array(pairs, np.int32).reshape(-1, 2).T)
    return sparse.csr_matrix((np.ones(len(pairs)), where), shape=(len(rows), max(1, len(names))))
