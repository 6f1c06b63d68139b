"""The network as a picture: where each project stands, which form a cluster, which ones link clusters.

The same projects and suggestions always make the same picture.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

WIDTH, HEIGHT, MARGIN = 1200, 800, 60
_STEPS = 250
LINKED = 3  # of each project's suggestions make its edges, and
_CLOSEST = 2  # of them the clusters: with more, half the house becomes one


@dataclass(frozen=True)
class Node:
    """A project in the picture; `cluster` counts from 1, 0 stands for none."""

    slug: str
    title: str
    x: float
    y: float
    degree: int
    cluster: int
    is_bridge: bool

    @property
    def radius(self) -> float:
        return 6 + 2 * min(self.degree, 8) ** 0.8


@dataclass(frozen=True)
class Cluster:
    """Projects that are each other's nearest; named by the topics most of them share."""

    number: int
    slugs: list[str]
    topics: list[str]


@dataclass(frozen=True)
class Map:
    nodes: list[Node]
    edges: list[tuple[Node, Node]]
    clusters: list[Cluster]


def drawn(
    titles: dict[str, str], suggestions: Sequence[tuple[str, str, int]], topics: dict[str, list[str]]
) -> Map:
    """Draw projects (slug: title) by their suggestions (slug, other, rank); `topics` are labels by slug."""
    slugs = sorted(titles)
    numbers = {slug: number for number, slug in enumerate(slugs)}
    near = _adjacency([row for row in suggestions if row[2] <= LINKED], numbers)
    if not slugs:
        return Map([], [], [])
    edges = sparse.triu((near + near.T) > 0).tocoo()
    pairs = sorted(zip(edges.row.tolist(), edges.col.tolist(), strict=True))
    clusters = _clusters(
        _adjacency([row for row in suggestions if row[2] <= _CLOSEST], numbers), slugs, topics
    )
    of = {slug: cluster.number for cluster in clusters for slug in cluster.slugs}
    places = _places(len(slugs), pairs)
    degrees = Counter(number for pair in pairs for number in pair)
    nodes = [
        Node(
            slug=slug,
            title=titles[slug],
            x=round(float(places[number, 0]), 1),
            y=round(float(places[number, 1]), 1),
            degree=degrees[number],
            cluster=of.get(slug, 0),
            is_bridge=_is_bridge(number, pairs, [of.get(s, 0) for s in slugs]),
        )
        for number, slug in enumerate(slugs)
    ]
    return Map(nodes, [(nodes[a], nodes[b]) for a, b in pairs], clusters)


def _adjacency(rows: Sequence[tuple[str, str, int]], numbers: dict[str, int]) -> sparse.csr_matrix:
    known = [(numbers[a], numbers[b]) for a, b, _rank in rows if a in numbers and b in numbers]
    first, second = zip(*known, strict=True) if known else ((), ())
    size = len(numbers)
    return sparse.csr_matrix((np.ones(len(known)), (first, second)), shape=(size, size))


def _clusters(near: sparse.csr_matrix, slugs: list[str], topics: dict[str, list[str]]) -> list[Cluster]:
    """Connected by being among each other's nearest; three or more make a cluster, the largest first."""
    _count, labels = connected_components(near.multiply(near.T), directed=False)
    groups: dict[int, list[str]] = {}
    for slug, label in zip(slugs, labels.tolist(), strict=True):
        groups.setdefault(label, []).append(slug)
    large = sorted((group for group in groups.values() if len(group) > 2), key=lambda g: (-len(g), g))
    return [Cluster(number, group, _shared(group, topics)) for number, group in enumerate(large, start=1)]


def _shared(group: list[str], topics: dict[str, list[str]]) -> list[str]:
    counted = Counter(label for slug in group for label in topics.get(slug, ()))
    ordered = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    return [label for label, number in ordered if number > 1][:3]


def _is_bridge(number: int, pairs: list[tuple[int, int]], cluster_of: list[int]) -> bool:
    """Whether its edges reach into another cluster than its own."""
    own = cluster_of[number]
    met = {cluster_of[b if a == number else a] for a, b in pairs if number in (a, b)}
    return len(met - {own, 0}) > (0 if own else 1)


def _places(size: int, pairs: list[tuple[int, int]]) -> np.ndarray:
    """Fruchterman and Reingold: all push each other away, edges pull; from a spiral, so without chance."""
    turns = np.arange(size) * 2.399963  # the golden angle
    places = np.sqrt(np.arange(size) + 0.5)[:, None] * np.c_[np.cos(turns), np.sin(turns)]
    places /= max(np.abs(places).max(), 1e-9)
    pull = np.zeros((size, size))
    for a, b in pairs:
        pull[a, b] = pull[b, a] = 1
    ideal = 1.2 / np.sqrt(size)
    for step in range(_STEPS):
        apart = places[:, None] - places[None]
        far = np.maximum(np.linalg.norm(apart, axis=2), 1e-3)
        force = ideal**2 / far**2 - pull * far / ideal
        moves = (apart * force[..., None]).sum(axis=1) - 0.3 * places
        length = np.maximum(np.linalg.norm(moves, axis=1, keepdims=True), 1e-9)
        places += moves / length * np.minimum(length, 0.12 * (1 - step / _STEPS))
    low, high = places.min(axis=0), places.max(axis=0)
    span = np.maximum(high - low, 1e-9)
    room = np.array([WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN])
    return MARGIN + (places - low) / span * room
